#include "modules/live/feed.h"

#include "io/loop.h"
#include "io/telemetry/metrics.h"

namespace vitrine::live {

void Feed::tell(Message message) {
    static auto reloads = metrics::counter("vitrine_live_reloads_total", "Readers of streams who were too slow and were told to ask for everything anew");
    if (is_over_) return;
    if (keeps_ == Keeps::newest) line_.clear();
    bool is_full = line_.size() >= longest_line;
    if (is_full) {
        auto id = message.id.empty() ? line_.back().id : message.id;
        line_.clear();
        message = {"reload", "{}", std::move(id)};
        reloads.add();
    }
    line_.push_back(std::move(message));
    wake();
}

void Feed::beat(Instant now, Duration every) {
    if (is_over_ || !line_.empty() || now < said_at_ + every) return;
    tell({"beat", "{}", {}});
}

void Feed::end() {
    is_over_ = true;
    wake();
}

void Feed::wake() {
    if (!waiting_) return;
    Loop::here().post([resume = std::exchange(waiting_, {})] { resume(true); });
}

Task<void> Feed::run(http::EventSink& sink) {
    auto self = shared_from_this();
    while (!is_over_) {
        if (line_.empty()) {
            auto wait = suspend<bool>([&](auto done) { waiting_ = done; });
            co_await wait;
            continue;
        }
        auto message = std::move(line_.front());
        line_.pop_front();
        said_at_ = clock_now();
        bool is_heard = co_await sink.send(message.event, message.data, message.id);
        if (!is_heard) is_over_ = true;
    }
    line_.clear();
}

}  // namespace vitrine::live
