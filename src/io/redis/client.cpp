#include "io/redis/client.h"

#include <array>
#include <charconv>
#include <deque>
#include <functional>
#include <optional>

#include <boost/asio.hpp>
#include <hiredis/hiredis.h>

#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"

namespace vitrine::redis {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr auto pause_after_failure = 500ms;

struct Address {
    std::string host = "127.0.0.1", port = "6379", password;
};

Address parse(std::string_view url) {
    constexpr std::string_view scheme = "redis://";
    if (!url.starts_with(scheme)) throw std::runtime_error("the address of Redis begins with redis://");
    auto rest = url.substr(scheme.size());
    Address out;
    if (auto at = rest.rfind('@'); at != std::string_view::npos) {
        auto user = rest.substr(0, at);
        out.password = user.substr(user.find(':') + 1);
        rest = rest.substr(at + 1);
    }
    rest = rest.substr(0, rest.find('/'));
    auto colon = rest.rfind(':');
    if (colon != std::string_view::npos) out.port = rest.substr(colon + 1), rest = rest.substr(0, colon);
    if (!rest.empty()) out.host = rest;
    return out;
}

std::string formatted(const std::vector<std::string>& words) {
    std::vector<const char*> texts;
    std::vector<size_t> sizes;
    for (const auto& word : words) {
        texts.push_back(word.data());
        sizes.push_back(word.size());
    }
    char* command = nullptr;
    auto size = redisFormatCommandArgv(&command, int(words.size()), texts.data(), sizes.data());
    if (size < 0) throw std::runtime_error("a command for Redis cannot be written");
    std::string out(command, size_t(size));
    redisFreeCommand(command);
    return out;
}

Reply copied(const redisReply& from) {
    Reply out;
    if (from.type == REDIS_REPLY_INTEGER) out.number = from.integer;
    if (from.type == REDIS_REPLY_NIL) out.is_null = true;
    if (from.str) out.text.assign(from.str, size_t(from.len));
    for (size_t i = 0; from.type == REDIS_REPLY_ARRAY && i < from.elements; ++i) out.items.push_back(copied(*from.element[i]));
    return out;
}

struct Outcome {
    std::optional<Reply> reply;
    std::string failure = {};
};

}  // namespace

struct Client::Inner : std::enable_shared_from_this<Client::Inner> {
    struct Waiting {
        std::function<void(Outcome)> done;   ///< empty: the caller waits no more, but his answer is still to come
        Clock::time_point sent;
    };

    Inner(Loop& on, const std::string& url, Duration within, Duration wait)
        : loop(on), address(parse(url)), answer_within(within), callers_wait(std::min(wait, within)), socket(on.context()), timer(on.context()), resolver(on.context()) {}
    ~Inner() {
        if (reader) redisReaderFree(reader);
    }

    void send(const std::vector<std::string>& words, std::function<void(Outcome)> done) {
        if (phase == Phase::idle && Clock::now() < quiet_until) return fail_soon(std::move(done), "Redis was away a moment ago");
        if (phase == Phase::idle) connect();
        out += formatted(words);
        waiting.push_back({std::move(done), Clock::now()});
        if (waiting.size() - left_alone == 1) watch_clock();
        if (phase == Phase::connected) write();
    }

    void close(const std::string& why) {
        if (phase == Phase::idle && waiting.empty()) return;
        if (phase != Phase::idle) log::warn("redis.lost", {{"why", why}});
        ++round;  // whatever is still under way belongs to the past
        phase = Phase::idle;
        quiet_until = Clock::now() + pause_after_failure;
        Error ignored;
        resolver.cancel();
        timer.cancel();
        socket.close(ignored);
        out.clear();
        in_flight.clear();
        left_alone = 0;
        for (auto& one : std::exchange(waiting, {}))
            if (one.done) fail_soon(std::move(one.done), why);
    }

    Loop& loop;

private:
    enum class Phase { idle, connecting, connected };

    void fail_soon(std::function<void(Outcome)> done, std::string why) {
        loop.post([done = std::move(done), why = std::move(why)] { done({std::nullopt, why}); });
    }

    void connect() {
        phase = Phase::connecting;
        if (reader) redisReaderFree(reader);
        reader = redisReaderCreate();
        if (!address.password.empty()) {
            out = formatted({"AUTH", address.password});
            waiting.push_back({[](Outcome) {}, Clock::now()});
            watch_clock();
        }
        auto self = shared_from_this();
        resolver.async_resolve(address.host, address.port, [this, self, mine = round](Error error, asio::ip::tcp::resolver::results_type found) {
            if (mine != round) return;
            if (error) return close(error.message());
            asio::async_connect(socket, found, [this, self, mine](Error failed, const asio::ip::tcp::endpoint&) {
                if (mine != round) return;
                if (failed) return close(failed.message());
                Error ignored;
                socket.set_option(asio::ip::tcp::no_delay(true), ignored);
                phase = Phase::connected;
                write();
                read();
            });
        });
    }

    void write() {
        if (!in_flight.empty() || out.empty()) return;
        in_flight.swap(out);
        asio::async_write(socket, asio::buffer(in_flight), [this, self = shared_from_this(), mine = round](Error error, size_t) {
            if (mine != round) return;
            in_flight.clear();
            if (error) return close(error.message());
            write();
        });
    }

    void read() {
        socket.async_read_some(asio::buffer(in), [this, self = shared_from_this(), mine = round](Error error, size_t size) {
            if (mine != round) return;
            if (error) return close(error.message());
            if (redisReaderFeed(reader, in.data(), size) != REDIS_OK || !take_replies()) return close("Redis does not speak its protocol");
            if (mine == round) read();
        });
    }

    bool take_replies() {
        void* raw = nullptr;
        while (redisReaderGetReply(reader, &raw) == REDIS_OK) {
            if (!raw) return true;
            auto* reply = static_cast<redisReply*>(raw);
            Outcome outcome;
            if (reply->type == REDIS_REPLY_ERROR) outcome.failure = std::string(reply->str, size_t(reply->len));
            else outcome.reply = copied(*reply);
            freeReplyObject(reply);
            if (waiting.empty()) return false;
            auto done = std::move(waiting.front().done);
            waiting.pop_front();
            if (left_alone) --left_alone;
            if (!done) continue;
            loop.post([done = std::move(done), outcome = std::move(outcome)] { done(outcome); });
        }
        return false;
    }

    /// Answers come in order: the first that waits is the first that may be late, for his caller and then for the connection.
    void watch_clock() {
        auto next = waiting.front().sent + answer_within;
        if (left_alone < waiting.size()) next = std::min(next, waiting[left_alone].sent + callers_wait);
        timer.expires_at(next);
        timer.async_wait([this, self = shared_from_this(), mine = round](Error error) {
            if (error || mine != round || waiting.empty()) return;
            if (Clock::now() >= waiting.front().sent + answer_within) return close("no answer in time");
            for (; left_alone < waiting.size() && Clock::now() >= waiting[left_alone].sent + callers_wait; ++left_alone)
                fail_soon(std::exchange(waiting[left_alone].done, {}), "Redis takes its time");
            watch_clock();
        });
    }

    Address address;
    Duration answer_within, callers_wait;
    asio::ip::tcp::socket socket;
    asio::steady_timer timer;
    asio::ip::tcp::resolver resolver;
    redisReader* reader = nullptr;
    std::string out, in_flight;
    std::array<char, 16 * 1024> in{};
    std::deque<Waiting> waiting;
    size_t left_alone = 0;   ///< so many of the first wait without a caller
    Phase phase = Phase::idle;
    Clock::time_point quiet_until{};
    std::uint64_t round = 0;
};

Client::Client(Loop& loop, const std::string& url, Duration answer_within, Duration callers_wait)
    : inner_(std::make_shared<Inner>(loop, url, answer_within, callers_wait)) {}
Client::~Client() { inner_->close("the client ends"); }

Task<Reply> Client::ask(std::vector<std::string> words) {
    static auto failures = metrics::counter("vitrine_redis_failures_total", "Commands that Redis did not answer, or with an error");
    auto inner = inner_;
    auto wait = suspend<Outcome>([&](auto done) { inner->send(words, done); });
    auto outcome = co_await wait;
    if (!outcome.reply) {
        failures.add();
        throw Unavailable(outcome.failure);
    }
    co_return std::move(*outcome.reply);
}

}  // namespace vitrine::redis
