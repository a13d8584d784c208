#include "io/http/stream.h"

#include "io/loop.h"

namespace vitrine::http {
namespace {

using Error = boost::system::error_code;

void drop(Pieces& pieces, size_t sent) {
    for (auto& piece : pieces) {
        auto part = std::min(sent, piece.size());
        piece.remove_prefix(part);
        sent -= part;
    }
}

bool is_empty(const Pieces& pieces) { return pieces[0].empty() && pieces[1].empty() && pieces[2].empty(); }

std::array<asio::const_buffer, 3> buffers_of(const Pieces& pieces) {
    auto one = [](std::string_view piece) { return asio::const_buffer(piece.data(), piece.size()); };
    return {one(pieces[0]), one(pieces[1]), one(pieces[2])};
}

}  // namespace

Stream::Stream(Tcp::socket socket, asio::ssl::context* tls) : socket_(std::move(socket)) {
    Error ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(Tcp::no_delay(true), ignored);
    if (!tls) return;
    tls_ = std::make_unique<Tls>(socket_, *tls);
    tls_buffer_.resize(tls_buffer_bytes);
}

Task<bool> Stream::handshake() {
    auto wait = suspend<Error>([this](auto done) { tls_->async_handshake(asio::ssl::stream_base::server, done); });
    co_return !co_await wait;
}

Task<std::string_view> Stream::receive(std::span<char> scratch) {
    if (tls_) {
        size_t count = 0;
        auto wait = suspend<Error>([&](auto done) {
            tls_->async_read_some(asio::buffer(tls_buffer_), [&count, done](Error error, size_t size) mutable {
                count = size;
                done(error);
            });
        });
        auto error = co_await wait;
        co_return error ? std::string_view() : std::string_view(tls_buffer_).substr(0, count);
    }
    while (true) {
        auto wait = suspend<Error>([this](auto done) { socket_.async_wait(Tcp::socket::wait_read, done); });
        Error error = co_await wait;
        if (error) co_return std::string_view();
        auto count = socket_.read_some(asio::buffer(scratch.data(), scratch.size()), error);
        if (error == asio::error::would_block) continue;
        co_return error ? std::string_view() : std::string_view(scratch.data(), count);
    }
}

Stream::Sent Stream::send_now(Pieces& pieces) {
    if (tls_) return Sent::some;  // OpenSSL's buffers are filled by the asynchronous path only
    while (!is_empty(pieces)) {
        Error error;
        auto sent = socket_.write_some(buffers_of(pieces), error);
        if (error == asio::error::would_block) return Sent::some;
        if (error) return Sent::failed;
        drop(pieces, sent);
    }
    return Sent::all;
}

Task<Stream::Sent> Stream::send_more(Pieces& pieces) {
    if (tls_) {
        size_t count = 0;
        auto wait = suspend<Error>([&](auto done) {
            tls_->async_write_some(buffers_of(pieces), [&count, done](Error error, size_t size) mutable {
                count = size;
                done(error);
            });
        });
        if (co_await wait) co_return Sent::failed;
        drop(pieces, count);
        co_return is_empty(pieces) ? Sent::all : Sent::some;
    }
    auto wait = suspend<Error>([this](auto done) { socket_.async_wait(Tcp::socket::wait_write, done); });
    if (co_await wait) co_return Sent::failed;
    co_return send_now(pieces);
}

Task<void> Stream::linger() {
    constexpr size_t most_bytes = 256 * 1024;
    if (tls_ && socket_.is_open()) {
        auto wait = suspend<Error>([this](auto done) { tls_->async_shutdown(done); });
        co_await wait;
        abort();
        co_return;
    }
    Error error;
    socket_.shutdown(Tcp::socket::shutdown_send, error);
    std::array<char, 4096> waste;
    for (size_t total = 0; !error && total < most_bytes;) {
        auto bytes = co_await receive(waste);
        if (bytes.empty()) break;
        total += bytes.size();
    }
    abort();
}

void Stream::abort() {
    Error ignored;
    socket_.close(ignored);
}

bool Stream::has_unread_bytes() {
    Error ignored;
    return socket_.is_open() && socket_.available(ignored) > 0;
}

}  // namespace vitrine::http
