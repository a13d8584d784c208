#include "io/http/request_reader.h"

#include <algorithm>

#include <boost/beast/http/error.hpp>

#include "io/http/target.h"

namespace vitrine::http {
namespace {

namespace beast_http = boost::beast::http;
using beast_http::field;

std::string_view view_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

std::optional<Method> method_of(beast_http::verb verb) {
    switch (verb) {
        case beast_http::verb::get: return Method::get;
        case beast_http::verb::head: return Method::head;
        case beast_http::verb::post: return Method::post;
        case beast_http::verb::put: return Method::put;
        case beast_http::verb::patch: return Method::patch;
        case beast_http::verb::delete_: return Method::del;
        case beast_http::verb::options: return Method::options;
        default: return {};
    }
}

bool is_same_word(std::string_view a, std::string_view lower) {
    return a.size() == lower.size() && std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x + 32 : x) == y; });
}

/// A line that starts with white space continues the one before (obs-fold), which servers read in different ways.
bool has_folded_line(std::string_view head) {
    for (auto at = head.find('\n'); at != std::string_view::npos && at + 1 < head.size(); at = head.find('\n', at + 1))
        if (head[at + 1] == ' ' || head[at + 1] == '\t') return true;
    return false;
}

/// host [":" port] of RFC 3986, without user information.
bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 255 && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
    });
}

}  // namespace

RequestReader::RequestReader(Request& request, size_t header_limit_bytes) : request_(request), header_limit_bytes_(header_limit_bytes) {
    header_limit(std::uint32_t(header_limit_bytes));
    body_limit(boost::none);  // ours differs by route and is checked before the body is read
    request_.body.clear();
    request_.path_parameters.clear();
}

void RequestReader::refuse_with(const RefusalKind& kind, std::string detail, Error& error) {
    if (!refusal_) refusal_ = refuse(kind, std::move(detail)).error();
    error = beast_http::error::bad_field;
}

RequestReader::Progress RequestReader::read_head(std::string_view bytes, size_t& used) {
    Error error;
    eager(false);
    // The parser takes whole lines as they come, so it is given what it has not taken yet.
    auto left = bytes.substr(head_taken_);
    head_taken_ += put(boost::asio::const_buffer(left.data(), left.size()), error);
    used = head_taken_;
    bool is_too_long = used > header_limit_bytes_ || (error == beast_http::error::need_more && bytes.size() > header_limit_bytes_);
    if (is_too_long) error = beast_http::error::header_limit;
    if (error == beast_http::error::need_more) return Progress::needs_more;
    if (!error && has_folded_line(bytes.substr(0, used))) refuse_with(refusals::malformed, "header lines must not be folded", error);
    if (error) {
        translate(error);
        return Progress::refused;
    }
    is_head_read_ = true;
    return Progress::head_read;
}

size_t RequestReader::read_body(std::string_view bytes, size_t body_limit_bytes) {
    body_limit_bytes_ = body_limit_bytes;
    Error error;
    eager(true);
    auto used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    if (error && error != beast_http::error::need_more) translate(error);
    return used;
}

void RequestReader::translate(const Error& error) {
    if (refusal_) return;
    if (error == beast_http::error::header_limit) refusal_ = refuse(refusals::header_too_large).error();
    else if (error == beast_http::error::bad_version) refusal_ = refuse(refusals::version_unknown).error();
    else refusal_ = refuse(refusals::malformed, error.message()).error();
}

void RequestReader::on_request_impl(beast_http::verb verb, View, View target, int version, Error& error) {
    version_ = version;
    auto method = method_of(verb);
    is_method_known_ = method.has_value();
    request_.method = method.value_or(Method::get);
    if (view_of(target) == "*" && request_.method == Method::options) {
        request_.target = request_.path = "*";
        request_.query.clear();
        return;
    }
    if (is_method_known_ && !read_target(view_of(target), request_, authority_)) refuse_with(refusals::malformed, "the request target is not well formed", error);
}

void RequestReader::on_field_impl(field known, View name, View value, Error& error) {
    if (is_head_read_) return;  // a trailer: nothing here reads one, and merging it would let a body change the header
    if (++fields_seen_ > most_fields) return refuse_with(refusals::header_too_large, "too many header fields", error);
    auto plain_name = view_of(name);
    // With an underscore it would be taken for the field with a hyphen once names become member names.
    if (plain_name.find('_') != std::string_view::npos) return;
    check_framing(known, view_of(value), error);
    if (error) return;
    if (field_count_ == request_.headers.size()) request_.headers.emplace_back();
    auto& [into_name, into_value] = request_.headers[field_count_++];
    into_name.resize(plain_name.size());
    std::ranges::transform(plain_name, into_name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    into_value.assign(value.data(), value.size());
}

void RequestReader::check_framing(field known, std::string_view value, Error& error) {
    if (known == field::host) {
        if (++hosts_ > 1) return refuse_with(refusals::malformed, "one Host only", error);
        if (!is_host(value)) return refuse_with(refusals::malformed, "the Host is not well formed", error);
    } else if (known == field::content_length) {
        bool is_plain = !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
        if (++lengths_ > 1 || !is_plain) return refuse_with(refusals::malformed, "one plain Content-Length only", error);
    } else if (known == field::transfer_encoding) {
        if (++codings_ > 1 || version_ < 11 || !is_same_word(value, "chunked"))
            return refuse_with(refusals::malformed, "no Transfer-Encoding but chunked is read here", error);
    } else if (known == field::expect) {
        if (!is_same_word(value, "100-continue")) return refuse_with(refusals::expectation_failed, {}, error);
        wants_continue_ = version_ >= 11;
    }
    if (lengths_ && codings_) refuse_with(refusals::malformed, "Content-Length and Transfer-Encoding exclude each other", error);
}

void RequestReader::on_header_impl(Error& error) {
    request_.headers.resize(field_count_);
    if (version_ >= 11 && hosts_ == 0) return refuse_with(refusals::malformed, "the Host is missing", error);
    if (authority_.empty()) return;
    if (!is_host(authority_)) return refuse_with(refusals::malformed, "the authority is not well formed", error);
    for (auto& [name, value] : request_.headers)  // RFC 9112 section 3.2.2: the target's authority is the host
        if (name == "host") value = authority_;
}

size_t RequestReader::on_body_impl(View body, Error& error) {
    if (request_.body.size() + body.size() > body_limit_bytes_) {
        refuse_with(refusals::too_large, {}, error);
        return 0;
    }
    request_.body.append(body.data(), body.size());
    return body.size();
}

}  // namespace vitrine::http
