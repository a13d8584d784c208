#pragma once
// A WebSocket (RFC 6455) by Beast over any stream: text messages up to 64 KiB, pings while silent, a closing handshake at the end.
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket.hpp>

#include "core/text.h"
#include "io/http/outstanding.h"
#include "io/http/server.h"
#include "io/loop.h"

namespace vitrine::http {

namespace websocket = boost::beast::websocket;
using Handshake = boost::beast::http::request<boost::beast::http::empty_body>;

inline constexpr size_t most_message_bytes = 64 * 1024;

/// The server's end of a WebSocket on the stream `next`, which stays its owner's.
template <class Next>
class BeastSocket final : public Socket {
    using Error = boost::beast::error_code;

public:
    BeastSocket(Next& next, Loop& loop, const ServerOptions& options) : loop_(loop), turn_(loop), stream_(next) {
        stream_.read_message_max(most_message_bytes);
        stream_.set_option(websocket::stream_base::timeout{std::chrono::milliseconds(options.header_timeout_ms),
                                                           std::chrono::milliseconds(2 * options.heartbeat_ms), true});
    }

    Task<bool> accept(const Handshake& handshake, std::string_view request_id) {
        stream_.set_option(websocket::stream_base::decorator([id = std::string(request_id)](websocket::response_type& answer) {
            answer.set("X-Request-Id", id);
            answer.set("X-Content-Type-Options", "nosniff");
        }));
        auto wait = suspend<Error>([&](auto done) { stream_.async_accept(handshake, done); });
        co_return !co_await wait;
    }

    Task<std::optional<std::string>> receive() override {
        boost::beast::flat_buffer buffer;
        auto wait = suspend<Error>([&](auto done) { stream_.async_read(buffer, [done](Error error, size_t) mutable { done(error); }); });
        if (co_await wait) co_return std::nullopt;
        if (!stream_.got_text()) {
            co_await close(websocket::close_code::unknown_data, "send text");
            co_return std::nullopt;
        }
        auto bytes = buffer.cdata();
        std::string text(static_cast<const char*>(bytes.data()), bytes.size());
        if (is_utf8(text)) co_return text;   // Beast lets half a character pass where an empty frame ends the message
        co_await close(websocket::close_code::bad_payload, "send UTF-8");
        co_return std::nullopt;
    }

    Task<bool> send(std::string text) override {
        co_await turn_.take();
        stream_.text(true);
        auto wait = suspend<Error>([&](auto done) { stream_.async_write(boost::asio::buffer(text), [done](Error error, size_t) mutable { done(error); }); });
        Error error = co_await wait;
        turn_.give();
        co_return !error;
    }

    Task<void> close(int code, std::string reason) override {
        if (is_closing_ || !stream_.is_open()) co_return;
        is_closing_ = true;
        outstanding_.begin();
        websocket::close_reason why(static_cast<websocket::close_code>(code), reason.substr(0, 120));
        auto wait = suspend<Error>([&](auto done) { stream_.async_close(why, done); });
        co_await wait;
        outstanding_.end();
    }

    void leave() { loop_.spawn(close(websocket::close_code::going_away, "restarting")); }
    Task<void> finish() {
        co_await turn_.take();
        co_await close(websocket::close_code::normal, "");
        co_await outstanding_.wait();
    }

private:
    Loop& loop_;
    Turn turn_;
    Outstanding outstanding_;
    bool is_closing_ = false;
    websocket::stream<Next&> stream_;
};

}  // namespace vitrine::http
