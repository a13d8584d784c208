// Markup in every text that anybody may write, as the OpenAPI document describes them, and in every address: no page and no mail shows it as anything but text.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "app/modules.h"
#include "modules/storefront/api.h"
#include "tests/shop/desk.h"

namespace vitrine::test {
namespace {

namespace json = boost::json;

constexpr std::string_view mark = "\"'><xss-m onxss=1>", found = "<xss-m";

/// What a body of this schema may hold, with the mark in every text that has no form of its own. Null: nothing to say.
class Writer {
public:
    explicit Writer(const json::object& document) : schemas_(document.at("components").at("schemas").as_object()) {}

    json::value of(const json::value& schema, int depth = 0) const {
        const auto& said = schema.as_object();
        if (const auto* reference = said.if_contains("$ref")) {
            std::string name(reference->as_string());
            name.erase(0, name.rfind('/') + 1);
            if (name == "Money") return json::object{{"minor", 100}, {"currency", "PKR"}};
            return depth > 6 ? json::value() : of(schemas_.at(name), depth + 1);
        }
        auto type = said.contains("type") ? std::string(said.at("type").as_string()) : std::string();
        if (type == "string") return text_of(said);
        if (type == "integer") return said.contains("minimum") && said.at("minimum").to_number<std::int64_t>() > 1 ? said.at("minimum") : json::value(1);
        if (type == "number") return 1;
        if (type == "boolean") return false;
        if (type == "array") {
            auto item = of(said.at("items"), depth + 1);
            return item.is_null() ? json::value(json::array{}) : json::value(json::array{item});
        }
        if (type != "object") return {};
        json::object out;
        if (const auto* members = said.if_contains("properties"))
            for (const auto& [name, member] : members->as_object())
                if (auto value = of(member, depth + 1); !value.is_null()) out[name] = std::move(value);
        if (const auto* more = said.if_contains("additionalProperties"); more && more->is_object())
            if (auto value = of(*more, depth + 1); !value.is_null()) out[mark] = std::move(value);
        return out;
    }

private:
    static json::value text_of(const json::object& said) {
        if (const auto* choices = said.if_contains("enum")) return choices->as_array().at(0);
        auto format = said.contains("format") ? std::string(said.at("format").as_string()) : std::string();
        if (format == "iso-4217") return "PKR";
        if (format == "email") return "buyer@example.com";
        if (!format.empty()) return {};
        auto most = said.contains("maxLength") ? size_t(said.at("maxLength").to_number<std::int64_t>()) : mark.size();
        auto least = said.contains("minLength") ? size_t(said.at("minLength").to_number<std::int64_t>()) : 0;
        std::string text(mark.substr(0, most));
        while (text.size() < least) text += 'x';
        return json::string(text);
    }
    const json::object& schemas_;
};

struct markup : testing::Test {
    Desk desk;
    json::object document;
    std::map<std::string, std::string, std::less<>> words;   ///< parts of paths
    int kept = 0;                                            ///< texts with markup that were taken

    markup() {
        desk.app.site = storefront::make_site(desk.config);
        desk.permissions = {"*"};
        http::Routes<App> collected;
        for (const auto& module : app::modules())
            if (module.routes) module.routes(collected);
        document = json::parse(http::openapi_document(collected.take(), "shop", "1")).as_object();
    }

    static int marks_in(const json::value& value) {
        if (const auto* text = value.if_string()) return std::string_view(text->data(), text->size()).find(found) != std::string_view::npos;
        int sum = 0;
        if (const auto* list = value.if_array())
            for (const auto& each : *list) sum += marks_in(each);
        if (const auto* object = value.if_object())
            for (const auto& [name, each] : *object) sum += marks_in(each) + (std::string_view(name).find(found) != std::string_view::npos);
        return sum;
    }
    /// Takes the deepest member out that a fault points to.
    static bool take_out(json::value& body, std::string pointer) {
        while (!pointer.empty()) {
            auto slash = pointer.rfind('/');
            auto last = pointer.substr(slash + 1);
            for (size_t at; (at = last.find("~1")) != std::string::npos;) last.replace(at, 2, "/");
            pointer.resize(slash);
            boost::system::error_code error;
            auto* parent = body.find_pointer(pointer, error);
            if (parent && parent->is_object() && parent->get_object().erase(last)) return true;
            if (parent && parent->is_array() && !parent->get_array().empty()) return parent->get_array().pop_back(), true;
        }
        return false;
    }
    /// Sends the body and leaves out what is refused, until it is taken or nothing is left to leave out.
    Reply write(http::Method method, const std::string& path, json::value body, const json::object& must = {}) {
        for (const auto& [name, value] : must) body.as_object()[name] = value;
        Reply reply;
        for (int tries = 0; tries < 12; ++tries) {
            reply = desk.send(method, path, json::serialize(body), {{"if-match", "*"}, {"idempotency-key", path + std::to_string(++keys_)}});
            EXPECT_NE(reply.status, 500) << path << " " << json::serialize(body) << "\n" << reply.body;
            if (reply.status < 300) kept += marks_in(body);
            if (reply.status != 422) break;
            bool is_changed = false;
            for (const auto& fault : reply.faults()) is_changed |= take_out(body, fault.substr(0, fault.find(' ')));
            if (!is_changed) break;
        }
        return reply;
    }
    json::value body_of(std::string_view path, std::string_view method) {
        const auto& operation = document.at("paths").at(path).at(method).as_object();
        if (!operation.contains("requestBody")) return {};
        const auto& content = operation.at("requestBody").at("content").as_object();
        return content.contains("application/json") ? Writer(document).of(content.at("application/json").at("schema")) : json::value();
    }
    std::string filled(std::string path) {
        for (size_t open; (open = path.find('{')) != std::string::npos;) {
            auto close = path.find('}', open);
            auto name = path.substr(open + 1, close - open - 1);
            auto known = words.find(path.substr(0, open) + name);
            if (known == words.end()) known = words.find(name);
            path.replace(open, close - open + 1, known == words.end() ? "none" : known->second);
        }
        return path;
    }
    void expect_harmless(const std::string& at, const Reply& reply) {
        EXPECT_LT(reply.status, 500) << at;
        auto where = reply.body.find(found);
        EXPECT_EQ(where, std::string::npos) << at << ": " << (where == std::string::npos ? "" : reply.body.substr(where > 160 ? where - 160 : 0, 240));
        EXPECT_EQ(reply.body.find("href=\"javascript:"), std::string::npos) << at;
    }
    Reply page(const std::string& target, const std::string& cookie = {}) {
        return desk.send(http::Method::get, target, {}, {{"cookie", cookie}, {"accept", "text/html"}});
    }
    /// All pages that can be reached from here by links.
    int crawl(const std::string& from, const std::string& cookie = {}) {
        std::vector<std::string> next{from};
        std::set<std::string> seen{from};
        for (size_t at = 0; at < next.size() && at < 120; ++at) {
            auto reply = page(next[at], cookie);
            expect_harmless(next[at], reply);
            for (auto link = reply.body.find("href=\"/"); link != std::string::npos; link = reply.body.find("href=\"/", link + 1)) {
                auto target = reply.body.substr(link + 6, reply.body.find('"', link + 6) - link - 6);
                for (size_t amp; (amp = target.find("&amp;")) != std::string::npos;) target.erase(amp + 1, 4);
                target.resize(std::min(target.find('#'), target.size()));
                bool is_page = !target.starts_with("/assets/") && !target.starts_with("/theme/") && !target.starts_with("/api/");
                if (is_page && seen.insert(target).second) next.push_back(target);
            }
        }
        return int(next.size());
    }

private:
    int keys_ = 0;
};

TEST_F(markup, in_any_text_of_staff_and_buyers_is_shown_as_text) {
    auto category = write(http::Method::post, "/api/v1/admin/categories", body_of("/api/v1/admin/categories", "post"), {{"slug", "marked"}});
    ASSERT_EQ(category.status, 201) << category.body;
    desk.attribute(R"({"code":"colour","name":"Colour","kind":"text","is_facet":true})");
    auto product = desk.published("Pen", "marked");
    words["id"] = words["/api/v1/admin/products/id"] = product, words["/api/v1/admin/categories/id"] = category.text("/id"), words["variant"] = desk.first_variant(product).text();
    words["stage"] = "order_placed", words["language"] = "en", words["name"] = "marked", words["code"] = "colour";
    write(http::Method::patch, "/api/v1/admin/products/" + product, body_of("/api/v1/admin/products/{id}", "patch"), {{"category", "marked"}});

    // The buyer: everything that can be typed, up to the order.
    desk.seen();
    std::string cart, token;
    auto open_cart = [&] {
        auto made = desk.post("/api/v1/carts", R"({"variant":")" + words["variant"] + R"(","quantity":2})");
        ASSERT_EQ(made.status, 201) << made.body;
        cart = made.text("/id"), token = made.text("/token");
    };
    auto addresses = body_of("/api/v1/carts/{id}/addresses", "put").as_object();
    auto home = addresses.at("shipping").as_object();
    home["country"] = "PK", home["phone"] = "+923001234567", home.erase("tax_number");  // these have forms of their own
    auto as_buyer = [&](http::Method method, std::string path, const json::value& body) {
        return desk.send(method, std::move(path), json::serialize(body), {{"x-cart-token", token}, {"idempotency-key", "buyer"}});
    };
    auto address = [&] {
        auto addressed = as_buyer(http::Method::put, "/api/v1/carts/" + cart + "/addresses", json::object{{"email", "buyer@example.com"}, {"shipping", home}, {"billing", home}});
        ASSERT_EQ(addressed.status, 200) << addressed.body;
    };
    open_cart(), address();
    kept += marks_in(home);
    auto quote = desk.send(http::Method::get, "/api/v1/carts/" + cart + "/quote", {}, {{"x-cart-token", token}});
    ASSERT_EQ(quote.status, 200) << quote.body;
    auto placed = as_buyer(http::Method::post, "/api/v1/orders", json::object{{"cart", cart}, {"payment_method", "bank_transfer"}, {"expected_total", quote.json().at("total")}});
    ASSERT_EQ(placed.status, 201) << placed.body;
    auto order = placed.text("/order/id"), secret = placed.text("/order/token");
    desk.post("/api/v1/admin/orders/" + order + "/notes", json::serialize(json::object{{"text", mark}, {"visible", true}}));
    desk.send(http::Method::post, "/api/v1/orders/" + order + "/notes", json::serialize(json::object{{"text", mark}}), {{"x-order-token", secret}});
    words["/api/v1/admin/orders/id"] = order;
    open_cart(), address();   // another one, to be looked at on its way

    // The staff: every route that takes a body, whatever is left of it that is taken.
    for (const auto& [path, item] : document.at("paths").as_object())
        for (const auto& [method, operation] : item.as_object()) {
            bool is_theirs = operation.as_object().contains("x-permission") && (method == "post" || method == "put" || method == "patch");
            auto body = is_theirs ? body_of(path, method) : json::value();
            if (!body.is_object()) continue;
            write(method == "post" ? http::Method::post : method == "put" ? http::Method::put : http::Method::patch, filled(std::string(path)), std::move(body));
        }
    EXPECT_GT(kept, 40) << "so many texts with markup were taken";

    desk.seen();
    auto cookie = "cart=" + cart + "." + token;
    EXPECT_GT(crawl("/", cookie), 8);
    for (auto at : {"/cart", "/checkout/information", "/checkout/delivery", "/checkout/payment", "/checkout/review", "/search?q=pen", "/deals", "/brands", "/sitemap.xml", "/robots.txt", "/wishlist"})
        expect_harmless(at, page(at, cookie));
    for (const auto& at : {"/orders/" + order, "/orders/" + order + "/returns", "/checkout/pay/" + order}) expect_harmless(at, page(at, "orders=" + order + "." + secret));

    for (const auto& language : {"en", "ur", "hi"})
        for (const auto& stage : {"order_placed", "order_shipped", "cart_waiting"}) {
            auto text = json::object{{"subject", mark}, {"heading", mark}, {"body", std::string(mark) + " {{order_number}} {{customer_name}}"}, {"action", mark}};
            auto mail = desk.post("/api/v1/admin/notice-texts/" + std::string(stage) + "/" + language + "/preview?form=html", json::serialize(text));
            if (mail.status == 200) expect_harmless(std::string("mail ") + stage, mail);
        }
}

TEST_F(markup, in_any_address_is_shown_as_text) {
    desk.category("pens");
    desk.published("Pen", "pens");
    desk.seen();
    http::Routes<App> collected;
    for (const auto& module : app::modules())
        if (module.name == "storefront" && module.routes) module.routes(collected);
    std::string query;
    for (auto name : {"q", "sort", "brand", "filter[colour]", "price_min", "price_max", "page", "return_to", "token", "code", "edit", "order", "flash", "currency", "part", "error", "error[description]", "desc", "variant"})
        query += (query.empty() ? "?" : "&") + http::percent_encode(name) + "=" + http::percent_encode(mark);
    int asked = 0;
    for (const auto& route : collected.take()) {
        if (route.method != http::Method::get || route.pattern.ends_with("/live")) continue;
        auto path = route.pattern;
        for (size_t open; (open = path.find('{')) != std::string::npos;) path.replace(open, path.find('}', open) - open + 1, mark);
        for (const auto& at : {path, path + query, "/c/pens" + query, "/p/pen" + query}) {
            auto reply = page(at, "flash=" + std::string(mark) + "; method=" + std::string(mark));
            expect_harmless(at, reply);
            for (const auto& [name, value] : reply.headers)
                if (name == "Location") EXPECT_FALSE(value.starts_with("javascript:") || value.starts_with("//")) << at;
            ++asked;
        }
    }
    EXPECT_GT(asked, 80);
}

}  // namespace
}  // namespace vitrine::test
