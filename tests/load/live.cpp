// Thousands of carts open on several devices each: what a WebSocket costs, how many edits a second there are, and how long the other devices wait for one.
#include <fstream>
#include <iostream>
#include <optional>

#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "tests/load/story.h"

namespace load {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using Socket = websocket::stream<asio::ip::tcp::socket>;

long resident_kib(int pid) {
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
    return 0;
}

/// A cart that several devices have open; one of them edits it, one edit at a time.
struct LiveCart {
    std::string id, token, variant;
    std::vector<std::unique_ptr<Socket>> devices;
    std::unique_ptr<asio::steady_timer> turn;   ///< wakes its editor
    std::int64_t number = 0;
    Clock::time_point sent_at{};
    size_t waited_for = 0;                      ///< devices that have not shown the edit yet
    bool is_acknowledged = true;
};

class LiveShop {
public:
    explicit LiveShop(const Story& story) : story_(story), options_(story.options), server_(asio::ip::make_address(options_.address), options_.port) {}

    int run() {
        if (story_.variants.empty()) throw std::runtime_error("this story needs --variants");
        carts_.resize(size_t(std::max(1, options_.idle / options_.devices)));
        in_groups(carts_.size(), [this](size_t n) { return open_cart(n); });
        long before = resident_kib(options_.server_pid);
        in_groups(carts_.size(), [this](size_t n) { return open_devices(carts_[n]); });
        long after = resident_kib(options_.server_pid);

        for (auto& cart : carts_)
            for (size_t device = 0; device < cart.devices.size(); ++device) asio::co_spawn(io_, listen(cart, device), asio::detached);
        auto begin = Clock::now();
        until_ = begin + std::chrono::seconds(options_.seconds);
        size_t editors = std::min(carts_.size(), size_t(options_.connections));
        for (size_t n = 0; n < editors; ++n) asio::co_spawn(io_, edit(carts_[n], n, editors), asio::detached);
        asio::steady_timer end(io_, until_ + std::chrono::seconds(2));
        end.async_wait([this](auto) { io_.stop(); });
        io_.restart();
        io_.run();
        auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(last_ - begin).count();
        std::cout << fmt::format(R"({{"sockets": {}, "carts": {}, "devices": {}, "edits": {}, "unfinished": {}, "broken": {}, "per_second": {}, "ack_p50_us": {}, "ack_p99_us": {}, )"
                                 R"("shown": {}, "fanout_p50_us": {}, "fanout_p95_us": {}, "fanout_p99_us": {}, "resident_before_kib": {}, "resident_after_kib": {}, "bytes_per_connection": {}}})",
                                 opened_, carts_.size(), options_.devices, acks_.count(), unfinished(), broken_, acks_.count() * 1000 / std::uint64_t(std::max<std::int64_t>(1, milliseconds)),
                                 acks_.percentile_us(500), acks_.percentile_us(990), fanout_.count(), fanout_.percentile_us(500), fanout_.percentile_us(950), fanout_.percentile_us(990), before,
                                 after, opened_ ? (after - before) * 1024 / long(opened_) : 0)
                  << std::endl;
        bool is_whole = opened_ == carts_.size() * size_t(options_.devices) && broken_ == 0 && acks_.count() > 0;
        std::cout.flush();
        std::_Exit(is_whole ? 0 : 1);   // ten thousand sockets need no goodbye
    }

private:
    /// A few at a time: the listen queue is finite.
    template <class Make>
    void in_groups(size_t count, Make make) {
        constexpr size_t group = 100;
        for (size_t first = 0; first < count; first += group) {
            for (size_t n = first; n < std::min(count, first + group); ++n)
                asio::co_spawn(io_, make(n), [this](std::exception_ptr fault) {
                    if (fault && !fault_) fault_ = fault;
                });
            io_.restart();
            io_.run();
            if (fault_) std::rethrow_exception(fault_);
        }
    }

    asio::awaitable<void> open_cart(size_t n) {
        Connection connection(io_.get_executor(), server_);
        const auto& variant = story_.variants[n % story_.variants.size()];
        auto answer = co_await connection.ask(make_request("POST", "/api/v1/carts", options_.host, {}, fmt::format(R"({{"variant": "{}", "quantity": 1}})", variant.id)));
        if (answer.status != 201) throw std::runtime_error(fmt::format("POST /carts was answered {}: {}", answer.status, answer.body));
        auto made = boost::json::parse(answer.body);
        carts_[n].id = std::string(made.at("id").as_string());
        carts_[n].token = std::string(made.at("token").as_string());
        carts_[n].variant = variant.id;
        connection.close();
    }

    asio::awaitable<void> open_devices(LiveCart& cart) {
        for (int device = 0; device < options_.devices; ++device) {
            auto socket = std::make_unique<Socket>(io_);
            co_await socket->next_layer().async_connect(server_, asio::use_awaitable);
            socket->next_layer().set_option(asio::ip::tcp::no_delay(true));
            socket->set_option(websocket::stream_base::decorator([&](websocket::request_type& request) { request.set("X-Cart-Token", cart.token); }));
            co_await socket->async_handshake(options_.host, "/api/v1/carts/" + cart.id + "/live", asio::use_awaitable);
            auto hello = fmt::format(R"({{"type":"hello","device":"load{:08}"}})", device);
            co_await socket->async_write(asio::buffer(hello), asio::use_awaitable);
            for (auto wanted : {"{\"type\":\"welcome\"", "{\"type\":\"snapshot\""}) {
                auto said = co_await read(*socket);
                if (!said.starts_with(wanted)) throw std::runtime_error("a device was greeted with " + said);
            }
            cart.devices.push_back(std::move(socket));
            ++opened_;
        }
    }
    static asio::awaitable<std::string> read(Socket& socket) {
        boost::beast::flat_buffer buffer;
        co_await socket.async_read(buffer, asio::use_awaitable);
        co_return std::string(static_cast<const char*>(buffer.cdata().data()), buffer.size());
    }

    /// The first device hears that its edit counts, all others that the cart is another.
    asio::awaitable<void> listen(LiveCart& cart, size_t device) {
        try {
            while (true) {
                auto said = co_await read(*cart.devices[device]);
                auto took = Clock::now() - cart.sent_at;
                if (device == 0 && said.starts_with("{\"type\":\"ack\"")) {
                    acks_.add(took);
                    last_ = Clock::now();
                    cart.is_acknowledged = true;
                } else if (device != 0 && cart.waited_for > 0 && (said.starts_with("{\"type\":\"delta\"") || said.starts_with("{\"type\":\"snapshot\""))) {
                    fanout_.add(took);
                    --cart.waited_for;
                }
                if (cart.is_acknowledged && cart.waited_for == 0 && cart.turn) cart.turn->cancel();
            }
        } catch (const boost::system::system_error&) {
            if (Clock::now() < until_) ++broken_;
        }
    }

    asio::awaitable<void> edit(LiveCart& cart, size_t n, size_t editors) {
        cart.turn = std::make_unique<asio::steady_timer>(io_);
        auto distance = options_.per_second ? std::chrono::nanoseconds(std::chrono::seconds(std::int64_t(editors))) / options_.per_second : std::chrono::nanoseconds(0);
        auto due = Clock::now() + distance * std::int64_t(n) / std::int64_t(editors);
        for (; Clock::now() < until_; due += distance) {
            if (options_.per_second) {
                asio::steady_timer pause(io_, due);
                co_await pause.async_wait(asio::use_awaitable);
            }
            // One in, one out: the cart stays as it is on average, and every edit changes it.
            auto text = fmt::format(R"({{"type":"edit","device":"load00000000","number":{},"kind":"add","variant":"{}","quantity":{}}})", cart.number + 1, cart.variant, cart.number % 2 ? -1 : 1);
            ++cart.number;
            cart.waited_for = cart.devices.size() - 1;
            cart.is_acknowledged = false;
            cart.sent_at = Clock::now();
            co_await cart.devices[0]->async_write(asio::buffer(text), asio::use_awaitable);
            while ((!cart.is_acknowledged || cart.waited_for > 0) && Clock::now() < until_ + std::chrono::seconds(1)) {
                cart.turn->expires_at(until_ + std::chrono::seconds(1));
                boost::system::error_code woken;
                co_await cart.turn->async_wait(asio::redirect_error(asio::use_awaitable, woken));
            }
        }
    }
    size_t unfinished() const {
        return size_t(std::ranges::count_if(carts_, [](const auto& cart) { return !cart.is_acknowledged || cart.waited_for > 0; }));
    }

    const Story& story_;
    const Options& options_;
    asio::io_context io_{1};
    asio::ip::tcp::endpoint server_;
    std::vector<LiveCart> carts_;
    size_t opened_ = 0, broken_ = 0;
    Histogram acks_, fanout_;
    Clock::time_point until_{}, last_{};
    std::exception_ptr fault_;
};

}  // namespace

int run_live(const Story& story) {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    return LiveShop(story).run();
}

}  // namespace load
