#pragma once
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/task.h"
#include "io/loop.h"

namespace vitrine::redis {

/// Redis is away, answers too late, or answered with an error.
struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a command answered (RESP 2). An array has items; anything else a text or a number.
struct Reply {
    std::string text;
    std::int64_t number = 0;
    std::vector<Reply> items;
    bool is_null = false;
};

/// One connection of one loop. Commands of many callers travel together and are answered in their order. Connects at the first command; after a failure commands
/// fail at once for half a second, then the next tries again. hiredis reads and writes the protocol, the loop moves the bytes.
class Client {
public:
    /// `url`: redis://[:password@]host[:port]; std::runtime_error for anything else. Without an answer within `answer_within` the connection is given up; a caller
    /// waits no longer than `callers_wait`, and his answer, should it come, is passed over.
    Client(Loop& loop, const std::string& url, Duration answer_within = 100ms, Duration callers_wait = 100ms);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Sends one command. Throws Unavailable; then it may have been carried out or not.
    Task<Reply> ask(std::vector<std::string> words);

private:
    struct Inner;
    std::shared_ptr<Inner> inner_;
};

}  // namespace vitrine::redis
