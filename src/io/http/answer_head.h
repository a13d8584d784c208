#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/http/message.h"

namespace vitrine::http {

struct ServerState;

/// "200 OK" and so on; "Unknown" for a status without a name.
std::string_view status_line(int status);

/// std::logic_error for a handler's header that holds a line break or that belongs to the framing.
void check_headers(const Response& response);

/// Writes the head of an answer into one string: status line, date, the security headers of every answer, the request's id, then what is added.
class AnswerHead {
public:
    AnswerHead(std::string& out, ServerState& server, int status, std::string_view request_id);
    AnswerHead& add(std::string_view name, std::string_view value);
    AnswerHead& add(std::string_view name, std::uint64_t value);
    AnswerHead& add_all(const shape::Fields& headers);
    /// Ends it. `length`: none for answers without body or of unknown size. `connection`: what the Connection header says; empty: none.
    void finish(std::optional<std::uint64_t> length, std::string_view connection);

private:
    std::string& out_;
    ServerState& server_;
    bool has_own_policy_ = false;
};

}  // namespace vitrine::http
