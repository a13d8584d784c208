// The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0) of the routes under /api, from what their handlers' signatures say.
#include <map>
#include <set>

#include <boost/json/serialize.hpp>

#include "io/http/server.h"

namespace vitrine::http {
namespace {

namespace json = boost::json;

std::string method_key(Method method) { return method == Method::del ? "delete" : boost::describe::enum_to_string(method, "?"); }

/// "{path...}" is "{path}" to the outside.
std::string document_path(const std::string& pattern) {
    auto path = pattern;
    if (auto at = path.find("...}"); at != std::string::npos) path.erase(at, 3);
    return path;
}

/// "GET /api/v1/carts/{id}/quote" is get_carts_id_quote: unique, because the router refuses two of a kind.
std::string operation_id(const Route& route) {
    std::string id = method_key(route.method);
    std::string_view rest = route.pattern;
    for (std::string_view base : {"/api/v1", "/api"})
        if (rest.starts_with(base)) {
            rest.remove_prefix(base.size());
            break;
        }
    for (char c : rest) {
        bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (is_word) id += c;
        else if (id.back() != '_') id += '_';
    }
    while (id.ends_with('_')) id.pop_back();
    return id;
}

/// The first word behind the base: what the operation is about.
std::string tag_of(const std::string& pattern) {
    std::string_view rest = pattern;
    if (rest.starts_with("/api/v1/")) rest.remove_prefix(8);
    else if (rest.starts_with("/api/")) rest.remove_prefix(5);
    bool is_admin = rest.starts_with("admin/");
    if (is_admin) rest.remove_prefix(6);
    return (is_admin ? "admin " : "") + std::string(rest.substr(0, rest.find('/')));
}

std::set<std::string> names_in(const std::string& path) {
    std::set<std::string> names;
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) names.insert(path.substr(open + 1, path.find('}', open) - open - 1));
    return names;
}

json::array parameters_of(const std::vector<ParameterDoc>& documented, const std::string& path) {
    json::array all;
    auto undescribed = names_in(path);
    for (const auto& parameter : documented) {
        if (parameter.in == "path" && !undescribed.erase(parameter.name)) continue;  // not in this path
        json::object one{{"name", parameter.name}, {"in", parameter.in}, {"required", parameter.required}, {"schema", parameter.schema}};
        if (parameter.in == "query" && parameter.schema.contains("additionalProperties")) {  // filter[brand]=a,b
            one["style"] = "deepObject";
            one["explode"] = true;
        }
        all.push_back(std::move(one));
    }
    for (const auto& name : undescribed) all.push_back(json::object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    return all;
}

json::object problem_answer(const std::vector<RefusalKind>& kinds) {
    json::array codes;
    std::string description;
    for (const auto& kind : kinds) {
        codes.emplace_back(kind.code);
        description += (description.empty() ? "" : "; ") + std::string(kind.title) + " (" + std::string(kind.code) + ")";
    }
    return {{"description", description}, {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}, {"x-codes", codes}};
}

/// What any route with such an input may refuse, with what it names itself.
std::map<int, std::vector<RefusalKind>> refusals_of(const Route& route, bool has_parameters, bool has_body) {
    auto kinds = route.options.refusals;
    if (has_parameters || has_body) kinds.push_back(refusals::invalid);
    if (has_body) kinds.insert(kinds.end(), {refusals::malformed, refusals::too_large, refusals::unsupported_media});
    if (route.pattern.find('{') != std::string::npos) kinds.push_back(refusals::not_found);
    if (route.options.access == Access::staff) kinds.insert(kinds.end(), {refusals::unauthenticated, refusals::forbidden});
    if (route.options.rate) kinds.push_back(refusals::too_many);
    kinds.push_back(refusals::overloaded);
    std::map<int, std::vector<RefusalKind>> by_status;
    std::set<std::string_view> seen;
    for (const auto& kind : kinds)
        if (seen.insert(kind.code).second) by_status[kind.status].push_back(kind);
    return by_status;
}

json::object operation_of(const Route& route, const std::string& path, shape::SchemaBook& book) {
    std::vector<ParameterDoc> documented;
    json::object body, responses;
    if (route.describe) route.describe(book, documented, body, responses);
    auto parameters = parameters_of(documented, path);
    for (auto& [status, kinds] : refusals_of(route, !parameters.empty(), !body.empty())) responses[std::to_string(status)] = problem_answer(kinds);
    json::object operation{{"operationId", operation_id(route)}, {"summary", route.options.summary}, {"tags", json::array{tag_of(route.pattern)}}, {"responses", responses}};
    if (!parameters.empty()) operation["parameters"] = std::move(parameters);
    if (!body.empty()) operation["requestBody"] = std::move(body);
    if (route.options.access == Access::staff) {
        operation["security"] = json::array{json::object{{"api_key", json::array{}}}};
        operation["x-permission"] = route.options.permission;
    } else {
        operation["security"] = json::array{};
    }
    return operation;
}

json::object text_of(std::string_view description) { return {{"type", "string"}, {"description", description}}; }

json::object problem_schema() {
    json::object fault{{"type", "object"},
                       {"properties", {{"pointer", text_of("RFC 6901 pointer to the value")}, {"code", text_of("Stable code")}, {"detail", text_of("How to mend it")}}},
                       {"required", {"pointer", "code"}}};
    return {{"type", "object"},
            {"description", "RFC 9457 problem details"},
            {"properties",
             {{"type", {{"type", "string"}, {"format", "uri-reference"}}},
              {"title", {{"type", "string"}}},
              {"status", {{"type", "integer"}}},
              {"detail", {{"type", "string"}}},
              {"instance", text_of("The request's id")},
              {"code", text_of("Stable code of the refusal")},
              {"errors", {{"type", "array"}, {"items", fault}}}}},
            {"required", {"type", "title", "status", "code"}}};
}

}  // namespace

std::string openapi_document(const std::vector<Route>& routes, std::string title, std::string version) {
    shape::SchemaBook book;
    json::object paths;
    for (const auto& route : routes) {
        if (!route.pattern.starts_with("/api/")) continue;
        auto path = document_path(route.pattern);
        auto& item = paths[path];
        if (item.is_null()) item = json::object{};
        item.get_object()[method_key(route.method)] = operation_of(route, path, book);
    }
    book.named["Problem"] = problem_schema();
    json::object schemas;
    for (auto& [name, schema] : book.named) schemas[name] = schema;
    json::object security{{"api_key", {{"type", "http"}, {"scheme", "bearer"}, {"description", "An API key of the store's staff"}}}};
    json::object document{{"openapi", "3.1.0"},
                          {"info", {{"title", title}, {"version", version}}},
                          {"jsonSchemaDialect", "https://spec.openapis.org/oas/3.1/dialect/base"},
                          {"paths", paths},
                          {"components", {{"schemas", schemas}, {"securitySchemes", security}}}};
    return json::serialize(document);
}

}  // namespace vitrine::http
