#pragma once
#include <memory>
#include <string>

#include "core/result.h"
#include "core/shape.h"
#include "core/task.h"
#include "io/loop.h"

namespace vitrine::web {

struct Request {
    std::string method = "GET";
    std::string url;
    shape::Fields headers;
    std::string body;
    std::string basic_user;       ///< HTTP Basic, with an empty password unless basic_password is set
    std::string basic_password;
    int timeout_ms = 15'000;
    size_t answer_limit_bytes = 4 * 1024 * 1024;
};

/// How a call ended. A timeout or a broken connection after sending is *unknown*: the other side may have done the work.
enum class Outcome { answered, not_sent, unknown };

struct Answer {
    Outcome outcome = Outcome::not_sent;
    int status = 0;
    shape::Fields headers;        ///< names in lower case
    std::string body;
    std::string error;            ///< for the log when not answered; holds no secret
    std::string_view header(std::string_view lower_case_name) const;
};

/// Outbound HTTP of one loop: libcurl's multi interface, connections kept alive, TLS verified. Follows no redirects.
/// URLs and bodies are never logged; method, host, status and time are.
class Client {
public:
    explicit Client(Loop& loop);
    ~Client();
    Task<Answer> send(Request request);

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

}  // namespace vitrine::web
