#include "app/admin_call.h"

#include <boost/json.hpp>

#include "core/text.h"

namespace vitrine::app {
namespace {

constexpr std::string_view root = "/api/v1/admin";

struct Field {
    std::string name, text;
    bool is_json = false;
};

std::optional<Field> field_of(const std::string& typed) {
    auto equals = typed.find('=');
    if (equals == std::string::npos) return {};
    bool is_json = equals > 0 && typed[equals - 1] == ':';
    auto name = typed.substr(0, is_json ? equals - 1 : equals);
    if (name.empty()) return {};
    return Field{std::move(name), typed.substr(equals + 1), is_json};
}

Result<std::vector<Field>> fields_of(const AdminCall& call) {
    std::vector<Field> out;
    std::vector<Fault> faults;
    for (size_t i = 0; i < call.fields.size(); ++i) {
        auto field = field_of(call.fields[i]);
        if (!field) faults.push_back({"/" + std::to_string(i), "malformed", "'" + call.fields[i] + "': name=text or name:=JSON belongs here"});
        else out.push_back(std::move(*field));
    }
    if (!faults.empty()) return refuse(refusals::invalid, "fields", std::move(faults));
    return out;
}

Result<std::string> body_of(const AdminCall& call, const std::vector<Field>& fields) {
    if (!call.body.empty() && !fields.empty()) return refuse(refusals::invalid, "a body or fields, not both");
    if (fields.empty()) return call.body;
    shape::json::object object;
    for (const auto& field : fields) {
        boost::system::error_code fault;
        auto value = field.is_json ? boost::json::parse(field.text, fault) : shape::json::value(field.text);
        if (fault) return refuse(refusals::invalid, "fields", {{"/" + field.name, "malformed", "'" + field.text + "' is no JSON"}});
        object[field.name] = std::move(value);
    }
    return boost::json::serialize(object);
}

}  // namespace

Result<http::Request> request_of(const AdminCall& call) {
    http::Request request;
    auto method = lower_ascii(call.method);
    if (method == "delete") method = "del";
    if (!boost::describe::enum_from_string(method.c_str(), request.method)) return refuse(refusals::invalid, "'" + call.method + "' is no method: GET, POST, PUT, PATCH or DELETE belongs here");
    request.target = call.path.starts_with("/api/") ? call.path : std::string(root) + (call.path.starts_with("/") ? "" : "/") + call.path;
    auto mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    if (mark != std::string::npos) {
        auto query = http::parse_form(request.target.substr(mark + 1));
        if (!query) return refuse(refusals::invalid, "the query of the path is malformed");
        request.query = std::move(*query);
    }
    auto fields = fields_of(call);
    if (!fields) return refuse(std::move(fields.error()));
    bool has_query_only = request.method == http::Method::get || request.method == http::Method::head || request.method == http::Method::del;
    if (has_query_only) {
        for (auto& field : *fields) request.query.emplace_back(std::move(field.name), std::move(field.text));
    } else {
        auto body = body_of(call, *fields);
        if (!body) return refuse(std::move(body.error()));
        request.body = std::move(*body);
        if (!request.body.empty()) request.headers.emplace_back("content-type", "application/json");
    }
    if (!call.idempotency_key.empty()) request.headers.emplace_back("idempotency-key", call.idempotency_key);
    if (!call.if_match.empty()) request.headers.emplace_back("if-match", call.if_match.starts_with('"') ? call.if_match : "\"" + call.if_match + "\"");
    request.headers.emplace_back("accept", "application/json");
    request.remote_ip = "127.0.0.1";
    return request;
}

}  // namespace vitrine::app
