#include "io/http/answer_head.h"

#include <array>
#include <charconv>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>

#include "core/check.h"
#include "io/http/server_state.h"

namespace vitrine::http {
namespace {

struct StatusLines {
    std::array<std::string, 600> by_status;
    StatusLines() {
        for (unsigned i = 100; i < 600; ++i) {
            auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(i));
            by_status[i] = "HTTP/1.1 " + std::to_string(i) + " " + (reason.empty() ? "Unknown" : std::string(reason.data(), reason.size())) + "\r\n";
        }
    }
};

bool is_name(std::string_view text, std::string_view name) { return boost::beast::iequals({text.data(), text.size()}, {name.data(), name.size()}); }

bool belongs_to_framing(std::string_view name) {
    return is_name(name, "content-length") || is_name(name, "transfer-encoding") || is_name(name, "connection") || is_name(name, "date");
}

void check_all(const shape::Fields& headers) {
    for (const auto& [name, value] : headers) {
        check(name.find_first_of("\r\n: ") == std::string::npos && value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
              "an answer's header holds no line break");
        check(!belongs_to_framing(name), "the server frames answers, not the handler");
    }
}

}  // namespace

void check_headers(const Response& response) {
    check_all(response.headers);
    if (auto* cached = std::get_if<std::shared_ptr<const CachedAnswer>>(&response.body)) check_all((*cached)->headers);
}

std::string_view status_line(int status) {
    static const StatusLines lines;
    check(status >= 100 && status < 600, "a status lies between 100 and 599");
    return lines.by_status[size_t(status)];
}

AnswerHead::AnswerHead(std::string& out, ServerState& server, int status, std::string_view request_id) : out_(out), server_(server) {
    out_.clear();
    out_ += status_line(status);
    out_ += server.common_headers();
    if (!request_id.empty()) add("X-Request-Id", request_id);
}

AnswerHead& AnswerHead::add(std::string_view name, std::string_view value) {
    out_ += name;
    out_ += ": ";
    out_ += value;
    out_ += "\r\n";
    return *this;
}

AnswerHead& AnswerHead::add(std::string_view name, std::uint64_t value) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return add(name, std::string_view(digits, size_t(end - digits)));
}

AnswerHead& AnswerHead::add_all(const shape::Fields& headers) {
    for (const auto& [name, value] : headers) {
        if (name.size() == 23 && is_name(name, "content-security-policy")) has_own_policy_ = true;
        add(name, value);
    }
    return *this;
}

void AnswerHead::finish(std::optional<std::uint64_t> length, std::string_view connection) {
    if (!has_own_policy_) out_ += server_.policy_header;
    if (length) add("Content-Length", *length);
    if (!connection.empty()) add("Connection", connection);
    out_ += "\r\n";
}

}  // namespace vitrine::http
