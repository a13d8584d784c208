#include "app/docs_page.h"

#include <set>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <sodium.h>

#include "core/text.h"
#include "io/crypto/digest.h"

namespace vitrine::app {
namespace {

namespace json = boost::json;

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c1917}"
    "h2{margin-top:2.5rem;border-bottom:1px solid #d6d3d1}details{border:1px solid #e7e5e4;border-radius:.4rem;margin:.5rem 0;padding:.5rem .8rem}"
    "summary{cursor:pointer}code,pre{font:14px/1.45 ui-monospace,monospace}pre{background:#f5f5f4;padding:.8rem;overflow:auto;border-radius:.3rem}"
    "table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}.method{display:inline-block;min-width:4.5rem;font-weight:600}";

std::string style_hash() {
    auto digest = crypto::sha256(style);
    std::string text(sodium_base64_encoded_len(digest.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), digest.data(), digest.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the terminating zero
    return "'sha256-" + text + "'";
}

std::string text_at(const json::object& object, std::string_view name) {
    auto* value = object.if_contains(name);
    return value && value->is_string() ? escape_html(std::string_view(value->get_string())) : std::string();
}

std::string type_of(const json::object& schema) {
    auto reference = text_at(schema, "$ref");
    if (!reference.empty()) {
        auto name = reference.substr(reference.rfind('/') + 1);
        return "<a href=\"#schema-" + name + "\">" + name + "</a>";
    }
    auto type = text_at(schema, "type");
    if (auto* items = schema.if_contains("items"); items && items->is_object()) return "array of " + type_of(items->get_object());
    auto format = text_at(schema, "format");
    return format.empty() ? type : type + " (" + format + ")";
}

void write_parameters(std::string& out, const json::object& operation) {
    auto* parameters = operation.if_contains("parameters");
    if (!parameters) return;
    out += "<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>";
    for (const auto& each : parameters->as_array()) {
        const auto& parameter = each.as_object();
        out += "<tr><td><code>" + text_at(parameter, "name") + "</code></td><td>" + text_at(parameter, "in") + "</td><td>" + type_of(parameter.at("schema").as_object()) + "</td><td>" +
               (parameter.at("required").as_bool() ? "required" : "") + "</td></tr>";
    }
    out += "</table>";
}

void write_content(std::string& out, const json::object& holder) {
    auto* content = holder.if_contains("content");
    if (!content) return;
    for (const auto& [media, body] : content->as_object()) {
        auto* schema = body.as_object().if_contains("schema");
        out += "<code>" + escape_html(media) + "</code> " + (schema ? type_of(schema->as_object()) : "") + " ";
    }
}

void write_operation(std::string& out, std::string method, std::string_view path, const json::object& operation, std::set<std::string>& anchors) {
    for (char& c : method) c = char(c - 32);
    out += "<details><summary><span class=\"method\">" + method + "</span><code>" + escape_html(path) + "</code> " + text_at(operation, "summary") + "</summary>";
    if (auto permission = text_at(operation, "x-permission"); !permission.empty()) out += "<p>Permission <code>" + permission + "</code></p>";
    write_parameters(out, operation);
    if (auto* body = operation.if_contains("requestBody")) {
        out += "<p>Body: ";
        write_content(out, body->as_object());
        out += "</p>";
    }
    out += "<table>";
    for (const auto& [status, each] : operation.at("responses").as_object()) {
        const auto& response = each.as_object();
        out += "<tr><td>" + escape_html(status) + "</td><td>";
        if (auto* codes = response.if_contains("x-codes"))  // problem+json's `type` points here
            for (const auto& code : codes->as_array())
                if (std::string name(code.as_string()); anchors.insert(name).second) out += "<a id=\"" + escape_html(name) + "\"></a>";
        out += text_at(response, "description") + "</td><td>";
        write_content(out, response);
        out += "</td></tr>";
    }
    out += "</table></details>";
}

void write_schemas(std::string& out, const json::object& schemas) {
    out += "<h2>Shapes</h2>";
    for (const auto& [name, schema] : schemas) {
        auto id = escape_html(name);
        out += "<details id=\"schema-" + id + "\"><summary><code>" + id + "</code></summary><pre>" + escape_html(json::serialize(schema)) + "</pre></details>";
    }
}

}  // namespace

std::shared_ptr<const http::CachedAnswer> make_docs_page(std::string_view openapi_document) {
    auto parsed = json::parse({openapi_document.data(), openapi_document.size()});
    const auto& document = parsed.as_object();
    std::map<std::string, std::string> by_tag;
    std::set<std::string> anchors;
    for (const auto& [path, item] : document.at("paths").as_object())
        for (const auto& [method, each] : item.as_object()) {
            const auto& operation = each.as_object();
            auto tag = std::string(operation.at("tags").as_array().at(0).as_string());
            write_operation(by_tag[tag], std::string(method), path, operation, anchors);
        }
    auto title = text_at(document.at("info").as_object(), "title");
    std::string body = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + title + " API</title><style>" +
                       std::string(style) + "</style></head><body><h1>" + title + " API</h1><p>The document itself: <a href=\"/api/v1/openapi.json\">openapi.json</a></p>";
    for (const auto& [tag, operations] : by_tag) body += "<h2>" + escape_html(tag) + "</h2>" + operations;
    write_schemas(body, document.at("components").as_object().at("schemas").as_object());
    body += "</body></html>";
    auto answer = std::make_shared<http::CachedAnswer>(*http::make_cached_answer("text/html; charset=utf-8", std::move(body), "public, max-age=60"));
    answer->headers = {{"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src " + style_hash()}};
    return answer;
}

}  // namespace vitrine::app
