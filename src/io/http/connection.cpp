#include "io/http/connection.h"

#include <boost/asio/post.hpp>

#include "io/http/server_state.h"
#include "io/loop.h"

namespace vitrine::http {
namespace {

constexpr int linger_ms = 2'000;
constexpr size_t most_skipped_bytes = 64 * 1024;
constexpr int most_requests_without_wait = 32;

std::string ip_of(const Tcp::socket& socket) {
    boost::system::error_code error;
    auto peer = socket.remote_endpoint(error);
    if (error) return {};
    auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    return address.to_string();
}

}  // namespace

Connection::Connection(std::shared_ptr<ServerState> server, Tcp::socket socket)
    : server_(std::move(server)), stream_(std::move(socket), server_->tls.get()), peer_ip_(ip_of(stream_.socket())) {
    server_->connections.insert(this);
    server_->metrics.connection_opened();
}

Connection::~Connection() {
    server_->connections.erase(this);
    server_->metrics.connection_closed();
}

Task<void> Connection::run(std::unique_ptr<Connection> self) {
    co_await self->serve();
    if (self->is_gone_) co_return;
    self->enter(Phase::ending, linger_ms);
    co_await self->stream_.linger();
}

Task<void> Connection::serve() {
    if (stream_.is_tls()) {
        enter(Phase::ending, server_->options.header_timeout_ms);
        if (!co_await stream_.handshake()) {
            is_gone_ = true;
            co_return;
        }
    }
    while (keeps_alive_) {
        if (!co_await read_head()) {
            is_gone_ = true;
            co_return;
        }
        keeps_alive_ = co_await answer_one();
        // A client that sends its requests in one go must not keep the loop from everybody else.
        if (keeps_alive_ && !pending_.empty() && ++requests_without_wait_ >= most_requests_without_wait) {
            requests_without_wait_ = 0;
            auto turn = suspend<bool>([this](auto done) { server_->loop.post([done]() mutable { done(true); }); });
            co_await turn;
        }
    }
}

void Connection::enter(Phase phase, int limit_ms) {
    phase_ = phase;
    if (limit_ms) server_->deadlines.set(*this, limit_ms);
    else server_->deadlines.clear(*this);
}

void Connection::expire() {
    if (phase_ != Phase::idle) server_->metrics.rejected(ServerMetrics::Rejection::timeout);
    has_timed_out_ = phase_ == Phase::reading_head || phase_ == Phase::reading_body;
    boost::system::error_code ignored;
    if (has_timed_out_) return void(stream_.socket().cancel(ignored));  // the coroutine wakes, says 408 and ends
    // A reset: what a client does not fetch would otherwise stay in the kernel's memory.
    if (phase_ == Phase::writing || phase_ == Phase::streaming) stream_.socket().set_option(Tcp::socket::linger(true, 0), ignored);
    stream_.abort();
}

void Connection::abort() {
    is_gone_ = true;
    if (on_drain) on_drain();
    stream_.abort();
}

void Connection::drain() {
    if (phase_ == Phase::idle && pending_.empty() && !stream_.has_unread_bytes()) stream_.abort();
    else if (on_drain) on_drain();
}

std::string_view Connection::connection_header() const {
    if (server_->is_draining || !keeps_alive_ || !reader_ || !reader_->keep_alive()) return "close";
    return reader_->is_http10() ? "keep-alive" : "";
}

/// Reads up to the end of a head. True: a request, or a refusal of one, is there to be answered. False: the client is gone or took too long.
Task<bool> Connection::read_head() {
    reader_.emplace(request_, server_->options.header_limit_bytes);
    bool is_first_wait = true;
    while (true) {
        auto blank = std::min(pending_.find_first_not_of("\r\n"), pending_.size());  // RFC 9112 section 2.2: empty lines before a request
        pending_.erase(0, blank);
        if (!pending_.empty()) {
            size_t used = 0;
            auto progress = reader_->read_head(pending_, used);
            if (progress != RequestReader::Progress::needs_more) {
                pending_.erase(0, used);
                co_return true;
            }
        }
        if (server_->is_draining && pending_.empty() && !stream_.has_unread_bytes()) co_return false;
        if (pending_.empty()) enter(Phase::idle, server_->options.idle_timeout_ms);
        else if (std::exchange(is_first_wait, false) || phase_ == Phase::idle) enter(Phase::reading_head, server_->options.header_timeout_ms);
        requests_without_wait_ = 0;
        auto bytes = co_await stream_.receive(server_->scratch);
        if (bytes.empty()) {
            request_.target.clear();  // what is there of the last request is not this one's
            co_return has_timed_out_;
        }
        if (!pending_.empty()) {
            pending_ += bytes;
            continue;
        }
        // The usual case: the whole head came at once and is read where it lies.
        size_t used = 0;
        bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
        auto progress = bytes.empty() ? RequestReader::Progress::needs_more : reader_->read_head(bytes, used);
        bool is_there = progress != RequestReader::Progress::needs_more;
        pending_.assign(bytes.substr(is_there ? used : 0));
        if (is_there) co_return true;
    }
}

Task<Connection::Reading> Connection::read_body(size_t limit_bytes) {
    if (reader_->wants_continue() && pending_.empty()) {
        if (!co_await send({"HTTP/1.1 100 Continue\r\n\r\n", {}, {}})) co_return Reading::gone;
    }
    enter(Phase::reading_body, server_->options.body_timeout_ms);
    const size_t most_pending = server_->options.header_limit_bytes + server_->scratch.size();
    while (true) {
        if (!pending_.empty()) pending_.erase(0, reader_->read_body(pending_, limit_bytes));
        if (reader_->refusal()) co_return Reading::refused;
        if (reader_->is_done()) co_return Reading::done;
        if (pending_.size() > most_pending) co_return Reading::gone;  // an endless chunk header or trailer
        auto bytes = co_await stream_.receive(server_->scratch);
        if (bytes.empty()) co_return Reading::gone;
        if (pending_.empty()) {
            auto used = reader_->read_body(bytes, limit_bytes);
            pending_.assign(bytes.substr(used));
            if (reader_->refusal()) co_return Reading::refused;
            if (reader_->is_done()) co_return Reading::done;
        } else {
            pending_ += bytes;
        }
    }
}

/// After a refusal a small body is read and forgotten, so that the connection stays of use; a large one ends it.
Task<void> Connection::skip_body() {
    if (!reader_ || reader_->refusal()) {
        keeps_alive_ = false;
        co_return;
    }
    if (!reader_->has_body()) co_return;
    auto length = reader_->content_length();
    bool is_small = length && *length <= most_skipped_bytes && !reader_->wants_continue();
    if (!is_small || co_await read_body(most_skipped_bytes) != Reading::done) keeps_alive_ = false;
    request_.body.clear();
}

}  // namespace vitrine::http
