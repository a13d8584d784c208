#pragma once
#include "io/http/server.h"

namespace vitrine::selftest {

/// A simulator's routes on a free port of loopback.
class Served {
public:
    Served(Loop& loop, void* service, std::vector<http::Route> routes) : router_(std::move(routes)), server_(loop, router_, service, &let_in, {.port = 0, .access_log = false}) { server_.listen(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
    Task<void> close() {
        co_await server_.drain(2s);
        co_await sleep_for(5ms);  // for what the end of the drain has cancelled
    }

private:
    static Task<Result<Ctx>> let_in(void*, const http::Request&, const http::Route&) { co_return Ctx{.now = clock_now()}; }
    http::Router router_;
    http::Server server_;
};

}  // namespace vitrine::selftest
