#pragma once
// A stream of server-sent events of which the test is the reader.
#include <memory>
#include <string>
#include <vector>

#include "io/http/message.h"
#include "io/loop.h"

namespace vitrine::test {

/// Slow: nothing is read until it is fast again. Gone: the reader has left.
class PocketSink : public http::EventSink {
public:
    struct Heard {
        std::string event, data, id;
    };
    Task<bool> send(std::string_view event, std::string_view data, std::string_view id) override {
        Heard message{std::string(event), std::string(data), std::string(id)};
        while (is_slow && !is_gone) co_await sleep_for(1ms);
        if (is_gone) co_return false;
        heard.push_back(std::move(message));
        co_return true;
    }
    size_t count(std::string_view event) const {
        size_t out = 0;
        for (const auto& one : heard) out += one.event == event;
        return out;
    }
    const Heard* last(std::string_view event) const {
        const Heard* out = nullptr;
        for (const auto& one : heard)
            if (one.event == event) out = &one;
        return out;
    }

    std::vector<Heard> heard;
    bool is_slow = false, is_gone = false, is_over = false;
};

/// Reads a stream on the current loop until it ends; `sink` must last as long.
inline Task<void> read_stream(http::EventStream stream, PocketSink& sink) {
    auto run = stream.run(sink);
    co_await std::move(run);
    sink.is_over = true;
}

}  // namespace vitrine::test
