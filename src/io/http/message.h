#pragma once
// Requests and answers as handlers see them. No Boost here: the server translates.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"
#include "core/shape.h"
#include "core/task.h"

namespace vitrine::http {

enum class Method { get, head, post, put, patch, del, options };
SHAPE_ENUM(Method, get, head, post, put, patch, del, options)

/// One request, fully read and within its limits.
struct Request {
    Method method = Method::get;
    std::string target;            ///< as sent, path and query
    std::string path;              ///< decoded, without dot segments
    shape::Fields query;           ///< decoded pairs in order
    shape::Fields headers;         ///< names in lower case
    shape::Fields path_parameters; ///< filled by the router
    std::string body;
    std::string remote_ip;         ///< the peer, or the last untrusted hop of X-Forwarded-For when the peer is a trusted proxy
    bool is_tls = false;
    std::string request_id;        ///< ours, or the caller's X-Request-Id when it is well formed
    std::string trace_id;

    std::string_view header(std::string_view lower_case_name) const;  ///< empty when absent
    std::string_view cookie(std::string_view name) const;             ///< empty when absent
};

/// An answer that is made once and sent often: bytes in each encoding, with their strong ETags.
struct CachedAnswer {
    int status = 200;
    std::string content_type;
    std::string body;              ///< identity
    std::string gzip, brotli;      ///< empty: not worth it
    std::string etag;              ///< quoted; the encodings append "-gz" and "-br" inside the quotes
    std::string cache_control;     ///< such as "public, max-age=60, stale-while-revalidate=600"
    shape::Fields headers;         ///< further ones
};

/// Compresses (gzip 6, brotli 5; only texts over 860 bytes) and hashes. Takes about a millisecond for 20 KB: do it once.
std::shared_ptr<const CachedAnswer> make_cached_answer(std::string content_type, std::string body, std::string cache_control, int status = 200);

/// A file on disk, sent with ranges, ETag and Last-Modified.
struct FileBody {
    std::string path;
    std::string content_type;
    std::shared_ptr<const void> kept_by = {};   ///< what keeps the file there until it was sent
};

/// What a stream handler writes to: server-sent events. `send` waits while the client is slow; false: the client is gone.
class EventSink {
public:
    virtual ~EventSink() = default;
    virtual Task<bool> send(std::string_view event, std::string_view data, std::string_view id = {}) = 0;
};
struct EventStream {
    std::function<Task<void>(EventSink&)> run;
};

/// A WebSocket after the handshake; text messages up to 64 KiB. `receive` gives nothing when it is closed.
class Socket {
public:
    virtual ~Socket() = default;
    virtual Task<std::optional<std::string>> receive() = 0;
    virtual Task<bool> send(std::string text) = 0;
    virtual Task<void> close(int code, std::string reason) = 0;
};
struct Upgrade {
    std::function<Task<void>(Socket&)> run;
};

using BodySource = std::variant<std::string, std::shared_ptr<const std::string>, std::shared_ptr<const CachedAnswer>, FileBody, EventStream, Upgrade>;

struct Response {
    int status = 200;
    shape::Fields headers;
    BodySource body = std::string();
    std::shared_ptr<const Refusal> refused = {};  ///< of a problem(): for the access log, and for a page in its place where a browser asks

    Response& set(std::string name, std::string value);  ///< replaces
    Response& add(std::string name, std::string value);  ///< appends, for Set-Cookie
};

/// application/problem+json (RFC 9457) for a refusal; `instance` is the request id.
Response problem(const Refusal& refusal, std::string_view request_id);
Response html(std::string body, int status = 200);
Response see_other(std::string location);  ///< 303, for forms
Response json_text(std::string body, int status = 200);

struct Cookie {
    std::string name, value;
    int max_age_s = 0;  ///< 0: until the browser closes; negative: delete
    bool http_only = true;
    std::string same_site = "Lax";
};
/// Set-Cookie's value; Path=/, Secure on TLS (then name it with the __Host- prefix).
std::string set_cookie(const Cookie& cookie, bool is_tls);

/// Percent-decoding of a query or form body (application/x-www-form-urlencoded). Nothing when it is malformed.
std::optional<shape::Fields> parse_form(std::string_view encoded);
std::string percent_encode(std::string_view text);
std::string encode_form(const shape::Fields& fields);

}  // namespace vitrine::http
