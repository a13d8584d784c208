#pragma once
// One open stream, from the side of whoever has something to tell.
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "core/task.h"
#include "core/time.h"
#include "io/http/message.h"

namespace vitrine::live {

struct Message {
    std::string event, data, id;
};

/// Messages wait in a bounded line for a reader who may be slow. Where each message says all there is, only the newest is kept; else a line that is too long becomes one word,
/// `reload`, upon which the reader asks for everything anew. Belongs to one loop.
class Feed : public std::enable_shared_from_this<Feed> {
public:
    enum class Keeps { newest, all };
    static constexpr size_t longest_line = 256;

    explicit Feed(Keeps keeps) : keeps_(keeps) {}

    void tell(Message message);
    /// A sign of life where nothing was said for so long: what notices that the reader has left, or may hear no more.
    void beat(Instant now, Duration every);
    void end();                              ///< what waits is not sent any more
    bool is_over() const { return is_over_; }
    /// Sends what is told until the reader has left or the feed is ended. Once.
    Task<void> run(http::EventSink& sink);

private:
    void wake();
    const Keeps keeps_;
    std::deque<Message> line_;
    std::function<void(bool)> waiting_;
    Instant said_at_ = clock_now();
    bool is_over_ = false;
};

}  // namespace vitrine::live
