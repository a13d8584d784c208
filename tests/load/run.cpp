#include <barrier>
#include <exception>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include "tests/load/story.h"

namespace load {
namespace asio = boost::asio;

namespace {

struct Place {
    Connection connection;
    std::unique_ptr<Shopper> shopper;
    int number = 0;
};

/// One thread: its own loop, its own shoppers, its own sums.
class Crew {
public:
    Crew(const Story& story, int first, int count) : options_(story.options) {
        asio::ip::tcp::endpoint server(asio::ip::make_address(story.options.address), story.options.port);
        for (int i = 0; i < count; ++i) places_.push_back(std::make_unique<Place>(Place{Connection(io_.get_executor(), server), story.make_shopper(first + i), first + i}));
    }

    void prepare() {
        for (auto& place : places_) spawn(place->shopper->prepare(place->connection));
        finish();
    }
    void measure(Clock::time_point until) {
        auto begin = Clock::now();
        for (auto& place : places_) spawn(shop(*place, until));
        finish();
        report.took = Clock::now() - begin;
    }
    Report report;

private:
    void spawn(asio::awaitable<void> work) {
        asio::co_spawn(io_, std::move(work), [this](std::exception_ptr fault) {
            if (fault && !fault_) fault_ = fault;
        });
    }
    void finish() {
        io_.restart();
        io_.run();
        if (fault_) std::rethrow_exception(std::exchange(fault_, nullptr));
    }
    asio::awaitable<void> wait_until(Clock::time_point due) {
        asio::steady_timer timer(io_, due);
        co_await timer.async_wait(asio::use_awaitable);
    }
    asio::awaitable<void> shop(Place& place, Clock::time_point until) {
        auto distance = options_.per_second ? std::chrono::nanoseconds(std::chrono::seconds(options_.connections)) / options_.per_second : std::chrono::nanoseconds(0);
        auto due = Clock::now() + distance * place.number / options_.connections;
        for (; !place.shopper->is_done() && Clock::now() < until; due += distance) {
            auto request = place.shopper->next_request();
            if (options_.per_second) co_await wait_until(due);
            auto begin = options_.per_second ? due : Clock::now();  // a late start counts as waiting, or a slow server would hide behind itself
            int status = 0;
            try {
                auto answer = co_await place.connection.ask(request);
                status = answer.status;
                place.shopper->see(answer);
            } catch (const boost::system::system_error&) {
                place.connection.close();
            }
            report.add(status, Clock::now() - begin);
        }
    }

    const Options& options_;
    asio::io_context io_{1};
    std::vector<std::unique_ptr<Place>> places_;
    std::exception_ptr fault_;
};

std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        if (!line.empty()) lines.push_back(line);
    if (lines.empty()) throw std::runtime_error(path + " is empty");
    return lines;
}

}  // namespace

Story read_story(const Options& options) {
    Story story{options, {}, {}, {}};
    if (!options.messages_file.empty()) story.messages = lines_of(options.messages_file);
    if (!options.paths_file.empty()) story.paths = lines_of(options.paths_file);
    if (options.variants_file.empty()) return story;
    for (const auto& line : lines_of(options.variants_file)) {
        Variant variant;
        std::istringstream(line) >> variant.id >> variant.price_minor;
        story.variants.push_back(std::move(variant));
    }
    return story;
}

std::unique_ptr<Shopper> Story::make_shopper(int number) const {
    if (options.story == "cart") return make_cart_filler(*this, number);
    if (options.story == "order") return make_buyer(*this, number);
    if (options.story == "webhook") return make_messenger(*this, number);
    return make_reader(*this, number);
}

Report run(const Story& story) {
    const auto& options = story.options;
    std::vector<std::unique_ptr<Crew>> crews;
    for (int i = 0, first = 0; i < options.threads; ++i) {
        int count = options.connections / options.threads + (i < options.connections % options.threads ? 1 : 0);
        crews.push_back(std::make_unique<Crew>(story, first, count));
        first += count;
    }
    std::barrier ready(std::ptrdiff_t(crews.size()));
    std::vector<std::exception_ptr> faults(crews.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < crews.size(); ++i)
        threads.emplace_back([&, i] {
            try {
                crews[i]->prepare();
            } catch (...) {
                faults[i] = std::current_exception();
            }
            ready.arrive_and_wait();
            if (faults[i]) return;
            try {
                crews[i]->measure(Clock::now() + std::chrono::seconds(options.seconds));
            } catch (...) {
                faults[i] = std::current_exception();
            }
        });
    for (auto& thread : threads) thread.join();
    for (auto& fault : faults)
        if (fault) std::rethrow_exception(fault);
    Report sum;
    for (auto& crew : crews) {
        sum.merge(crew->report);
        sum.took = std::max(sum.took, crew->report.took);
    }
    return sum;
}

std::string Report::to_json(const std::string& story) const {
    std::string by_status;
    std::uint64_t fine = 0;
    for (auto [status, count] : statuses) {
        by_status += fmt::format("{}\"{}\": {}", by_status.empty() ? "" : ", ", status, count);
        if (status >= 200 && status < 400) fine += count;
    }
    auto milliseconds = std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
    return fmt::format(R"({{"story": "{}", "requests": {}, "fine": {}, "milliseconds": {}, "per_second": {}, "p50_us": {}, "p95_us": {}, "p99_us": {}, "statuses": {{{}}}}})", story,
                       latency.count(), fine, milliseconds, fine * 1000 / std::uint64_t(milliseconds), latency.percentile_us(500), latency.percentile_us(950),
                       latency.percentile_us(990), by_status);
}

}  // namespace load
