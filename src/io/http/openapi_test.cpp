#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "io/http/server.h"

namespace vitrine::http {
namespace {

namespace json = boost::json;

struct Env {};
struct Line {
    std::string sku;
    Quantity quantity;
};
SHAPE(Line, sku, quantity)
struct Tree {
    std::string name;
    std::vector<Tree> children;
    std::optional<Money> price;
};
SHAPE(Tree, name, children, price)
struct LinePath {
    std::string id;
};
SHAPE(LinePath, id)
struct Paging {
    std::optional<Whole<1, 100>> limit;
    std::map<std::string, std::string> filter;
};
SHAPE(Paging, limit, filter)
struct Token {
    std::optional<std::string> x_cart_token;
};
SHAPE(Token, x_cart_token)

inline constexpr RefusalKind short_of{"stock.short", 409, "Not enough in stock"};

Task<Result<Tree>> tree(Env&, Ctx, Path<LinePath>, Query<Paging>, Headers<Token>) { co_return Tree{}; }
Task<Result<Created<Line>>> add_line(Env&, Ctx, Path<LinePath>, Body<Line>) { co_return Created<Line>{}; }
Task<Result<NoContent>> drop(Env&, Ctx, Path<LinePath>) { co_return NoContent{}; }
Task<Result<Response>> page(Env&, Ctx) { co_return html(""); }

json::value document() {
    Routes<Env> routes;
    RouteOptions options;
    options.summary = "Something";
    routes.get("/api/v1/trees/{id}", tree, options);
    auto staff = options;
    staff.access = Access::staff;
    staff.permission = "lines:write";
    staff.refusals = {short_of};
    routes.post("/api/v1/trees/{id}", add_line, staff);
    routes.del("/api/v1/trees/{id}/lines/{line}", drop, options);
    routes.get("/about", page);
    return json::parse(openapi_document(routes.take(), "Test", "1"));
}

void collect_references(const json::value& value, std::vector<std::string>& into) {
    if (auto* object = value.if_object())
        for (const auto& [key, member] : *object) {
            if (key == "$ref") into.emplace_back(member.as_string());
            collect_references(member, into);
        }
    if (auto* array = value.if_array())
        for (const auto& item : *array) collect_references(item, into);
}

TEST(openapi, has_what_version_3_1_requires_and_only_the_api) {
    auto all = document();
    EXPECT_EQ(all.at("openapi"), "3.1.0");
    EXPECT_EQ(all.at("info").at("title"), "Test");
    EXPECT_EQ(all.at("info").at("version"), "1");
    EXPECT_EQ(all.at("paths").as_object().size(), 2u);
    std::set<std::string> ids;
    for (const auto& [path, item] : all.at("paths").as_object())
        for (const auto& [method, operation] : item.as_object()) {
            EXPECT_FALSE(operation.at("responses").as_object().empty());
            EXPECT_TRUE(ids.insert(std::string(operation.at("operationId").as_string())).second);
            std::set<std::string> named;
            if (auto* parameters = operation.as_object().if_contains("parameters"))
                for (const auto& parameter : parameters->as_array()) {
                    EXPECT_TRUE(parameter.as_object().contains("schema"));
                    if (parameter.at("in") == "path") EXPECT_TRUE(parameter.at("required").as_bool());
                    if (parameter.at("in") == "path") named.insert(std::string(parameter.at("name").as_string()));
                }
            for (auto open = path.find('{'); open != json::string_view::npos; open = path.find('{', open + 1))
                EXPECT_TRUE(named.contains(std::string(path.substr(open + 1, path.find('}', open) - open - 1)))) << std::string(path);
        }
}

TEST(openapi, refers_only_to_what_is_there) {
    auto all = document();
    std::vector<std::string> references;
    collect_references(all, references);
    EXPECT_FALSE(references.empty());
    for (const auto& reference : references) {
        boost::system::error_code fault;
        EXPECT_NE(all.find_pointer(reference.substr(1), fault), nullptr) << reference;
    }
}

TEST(openapi, shows_inputs_answers_and_refusals) {
    auto all = document();
    auto& get = all.at("paths").at("/api/v1/trees/{id}").at("get");
    std::set<std::string> parameters;
    for (const auto& parameter : get.at("parameters").as_array()) parameters.insert(std::string(parameter.at("in").as_string()) + " " + std::string(parameter.at("name").as_string()));
    EXPECT_EQ(parameters, (std::set<std::string>{"path id", "query limit", "query filter", "header X-Cart-Token"}));
    auto& post = all.at("paths").at("/api/v1/trees/{id}").at("post");
    EXPECT_EQ(post.at("x-permission"), "lines:write");
    EXPECT_TRUE(post.at("responses").as_object().contains("201"));
    EXPECT_EQ(post.at("responses").at("409").at("x-codes").at(0), "stock.short");
    for (auto status : {"400", "401", "403", "404", "413", "415", "422", "503"}) EXPECT_TRUE(post.at("responses").as_object().contains(status)) << status;
    EXPECT_TRUE(post.at("requestBody").at("content").as_object().contains("application/json"));
    EXPECT_TRUE(all.at("paths").at("/api/v1/trees/{id}/lines/{line}").at("delete").at("responses").as_object().contains("204"));
}

}  // namespace
}  // namespace vitrine::http
