#include "io/http/message.h"

#include <algorithm>

#include "core/check.h"

namespace vitrine::http {
namespace {

bool is_same_name(std::string_view a, std::string_view b) {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

void write_member(std::string& out, std::string_view name, std::string_view value) {
    out += ",\"";
    out += name;
    out += "\":";
    shape::write_string(out, value);
}

void write_faults(std::string& out, const std::vector<Fault>& faults) {
    out += ",\"errors\":[";
    for (size_t i = 0; i < faults.size(); ++i) {
        out += i ? ",{\"pointer\":" : "{\"pointer\":";
        shape::write_string(out, faults[i].pointer);
        write_member(out, "code", faults[i].code);
        if (!faults[i].detail.empty()) write_member(out, "detail", faults[i].detail);
        out += '}';
    }
    out += ']';
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_case_name) return value;
    return {};
}

std::string_view Request::cookie(std::string_view wanted) const {
    for (const auto& [name, value] : headers) {
        if (name != "cookie") continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            auto end = std::min(rest.find(';'), rest.size());
            auto pair = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            while (pair.starts_with(' ')) pair.remove_prefix(1);
            auto equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == wanted) return pair.substr(equals + 1);
        }
    }
    return {};
}

Response& Response::set(std::string name, std::string value) {
    std::erase_if(headers, [&](const auto& header) { return is_same_name(header.first, name); });
    return add(std::move(name), std::move(value));
}

Response& Response::add(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response problem(const Refusal& refusal, std::string_view request_id) {
    std::string body = "{\"type\":";
    shape::write_string(body, "/api/docs#" + refusal.code);
    write_member(body, "title", refusal.title);
    body += ",\"status\":" + std::to_string(refusal.status);
    if (!refusal.detail.empty()) write_member(body, "detail", refusal.detail);
    if (!request_id.empty()) write_member(body, "instance", request_id);
    write_member(body, "code", refusal.code);
    if (!refusal.errors.empty()) write_faults(body, refusal.errors);
    body += '}';

    Response response{refusal.status, {}, std::move(body)};
    response.add("Content-Type", "application/problem+json");
    response.add("Cache-Control", "no-store");
    bool is_for_later = refusal.status == 503 || refusal.status == 429;
    if (refusal.retry_after_s || is_for_later) response.add("Retry-After", std::to_string(refusal.retry_after_s.value_or(1)));
    if (refusal.status == 401) response.add("WWW-Authenticate", "Bearer");
    response.refused = std::make_shared<const Refusal>(refusal);
    return response;
}

Response html(std::string body, int status) {
    Response response{status, {}, std::move(body)};
    response.add("Content-Type", "text/html; charset=utf-8");
    return response;
}

Response see_other(std::string location) {
    Response response{303, {}, std::string()};
    response.add("Location", std::move(location));
    return response;
}

Response json_text(std::string body, int status) {
    Response response{status, {}, std::move(body)};
    response.add("Content-Type", "application/json");
    return response;
}

std::string set_cookie(const Cookie& cookie, bool is_tls) {
    check(cookie.value.find_first_of("\";,\\ \r\n") == std::string::npos, "a cookie's value is plain text without separators");
    auto out = cookie.name + "=" + cookie.value + "; Path=/";
    if (cookie.max_age_s) out += "; Max-Age=" + std::to_string(std::max(cookie.max_age_s, 0));
    if (cookie.http_only) out += "; HttpOnly";
    if (!cookie.same_site.empty()) out += "; SameSite=" + cookie.same_site;
    if (is_tls) out += "; Secure";
    return out;
}

}  // namespace vitrine::http
