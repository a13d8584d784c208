#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

#include "io/http/message.h"

namespace vitrine::http {

/// Refusals of the protocol itself.
namespace refusals {
using namespace vitrine::refusals;
inline constexpr RefusalKind header_too_large{"request.header_too_large", 431, "The header is too large"};
inline constexpr RefusalKind method_unknown{"request.method_unknown", 501, "This method is not known here"};
inline constexpr RefusalKind version_unknown{"request.version_unknown", 505, "Speak HTTP/1.1"};
inline constexpr RefusalKind expectation_failed{"request.expectation_failed", 417, "This expectation cannot be met"};
inline constexpr RefusalKind too_slow{"request.too_slow", 408, "The request took too long to arrive"};
inline constexpr RefusalKind upgrade_required{"request.upgrade_required", 426, "Open this as a WebSocket"};
inline constexpr RefusalKind range_unsatisfiable{"request.range_unsatisfiable", 416, "The range lies outside the file"};
}  // namespace refusals

/// Reads one HTTP/1.1 request into a Request. Beast's parser does the grammar; on top of it everything two servers could read
/// differently is refused (RFC 9112 section 11.2): folded lines, repeated or odd Content-Length, any Transfer-Encoding but "chunked",
/// both at once, repeated or missing Host. Strings of the Request are reused, so a kept-alive connection hardly allocates.
class RequestReader final : public boost::beast::http::basic_parser<true> {
public:
    RequestReader(Request& request, size_t header_limit_bytes);

    enum class Progress { needs_more, head_read, refused };
    /// `bytes` starts at the request's first byte each time. `used` is how many belong to the head when it is complete.
    Progress read_head(std::string_view bytes, size_t& used);
    /// Goes on behind the head; gives how many bytes were taken. Ask is_done() and refusal() afterwards.
    size_t read_body(std::string_view bytes, size_t body_limit_bytes);

    const std::optional<Refusal>& refusal() const { return refusal_; }
    bool is_method_known() const { return is_method_known_; }
    bool wants_continue() const { return wants_continue_; }
    bool is_http10() const { return version_ < 11; }
    bool has_body() const { return !is_done(); }

private:
    using Error = boost::beast::error_code;
    using View = boost::beast::string_view;
    void on_request_impl(boost::beast::http::verb, View, View, int, Error&) override;
    void on_response_impl(int, View, int, Error&) override {}
    void on_field_impl(boost::beast::http::field, View, View, Error&) override;
    void on_header_impl(Error&) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    size_t on_body_impl(View, Error&) override;
    void on_chunk_header_impl(std::uint64_t, View, Error&) override {}
    size_t on_chunk_body_impl(std::uint64_t, View body, Error& error) override { return on_body_impl(body, error); }
    void on_finish_impl(Error&) override {}

    void refuse_with(const RefusalKind& kind, std::string detail, Error& error);
    void check_framing(boost::beast::http::field field, std::string_view value, Error& error);
    void translate(const Error& error);

    static constexpr size_t most_fields = 100;
    Request& request_;
    const size_t header_limit_bytes_;
    size_t head_taken_ = 0, field_count_ = 0, fields_seen_ = 0, body_limit_bytes_ = 0;
    int version_ = 11;
    int hosts_ = 0, lengths_ = 0, codings_ = 0;
    bool is_head_read_ = false, is_method_known_ = true, wants_continue_ = false;
    std::string authority_;
    std::optional<Refusal> refusal_;
};

}  // namespace vitrine::http
