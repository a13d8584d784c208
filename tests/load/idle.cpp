// Thousands of shoppers who have a page open and do nothing, and some who do: what an open connection costs.
#include <fstream>
#include <iostream>
#include <thread>

#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "tests/load/story.h"

namespace load {
namespace {
namespace asio = boost::asio;

void raise_file_limit(rlim_t wanted) {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_max = std::max(limit.rlim_max, wanted);
    limit.rlim_cur = std::max(limit.rlim_cur, wanted);
    if (setrlimit(RLIMIT_NOFILE, &limit) == 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// Resident KiB of a process, from /proc; 0 when it cannot be read.
long resident_kib(int pid) {
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
    return 0;
}

asio::awaitable<void> open_one(const Story& story, Connection& connection, size_t number, int& opened) {
    try {
        auto answer = co_await connection.ask(make_request("GET", story.paths[number % story.paths.size()], story.options.host));
        if (answer.status == 200) ++opened;
    } catch (const std::exception&) {
        connection.close();
    }
}

}  // namespace

int run_idle(const Story& story) {
    const auto& options = story.options;
    if (story.paths.empty()) throw std::runtime_error("this story needs --paths");
    raise_file_limit(rlim_t(options.idle) + 1'000);
    asio::io_context io(1);
    asio::ip::tcp::endpoint server(asio::ip::make_address(options.address), options.port);

    run(story);  // caches are warm afterwards: what grows from here on is the connections'
    long before = resident_kib(options.server_pid);
    std::vector<std::unique_ptr<Connection>> idle;
    int opened = 0;
    for (int i = 0; i < options.idle; ++i) {
        idle.push_back(std::make_unique<Connection>(io.get_executor(), server));
        asio::co_spawn(io, open_one(story, *idle.back(), size_t(i), opened), asio::detached);
        if (i % 200 == 199) io.restart(), io.run();  // a few at a time: the listen queue is finite
    }
    io.restart();
    io.run();
    long after = resident_kib(options.server_pid);
    auto report = run(story);
    std::cout << fmt::format(R"({{"idle": {}, "resident_before_kib": {}, "resident_after_kib": {}, "bytes_per_connection": {}, "load": {}}})", opened, before, after,
                             opened ? (after - before) * 1024 / opened : 0, report.to_json("get"))
              << std::endl;
    return opened == options.idle && report.statuses.size() == 1 && report.statuses.contains(200) ? 0 : 1;
}

}  // namespace load
