// Serves cached answers as the shop does, for wrk: serve_bench THREADS PORT FILES SIZE. Random keys: /page/0 to /page/(FILES-1).
// With a fifth argument FOLDER it first writes the same bytes there, for nginx to serve.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "io/http/server.h"
#include "io/telemetry/log.h"

namespace {

using namespace vitrine;

struct Env {
    std::vector<std::shared_ptr<const http::CachedAnswer>> pages;
};
struct PageKey {
    std::uint32_t number = 0;
};
SHAPE(PageKey, number)

Task<Result<std::shared_ptr<const http::CachedAnswer>>> page(Env& env, Ctx, http::Path<PageKey> key) {
    if (key->number >= env.pages.size()) co_return refuse(refusals::not_found);
    co_return env.pages[key->number];
}
Task<Result<http::Response>> hello(Env&, Ctx) { co_return http::json_text("{\"hello\":\"world\"}"); }
Task<Result<Ctx>> open_gate(void*, const http::Request&, const http::Route&) { co_return Ctx{}; }

std::string text_of(unsigned seed, size_t size) {
    std::string text;
    while (text.size() < size) {
        seed = seed * 1664525 + 1013904223;
        text += "product " + std::to_string(seed >> 8) + " in blue, ";
    }
    text.resize(size);
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) return std::fprintf(stderr, "serve_bench THREADS PORT FILES SIZE [FOLDER]\n"), 2;
    int threads = std::atoi(argv[1]), files = std::atoi(argv[3]);
    auto size = size_t(std::atol(argv[4]));
    Env env;
    if (argc > 5) std::filesystem::create_directories(std::string(argv[5]) + "/page");
    for (int i = 0; i < files; ++i) {
        auto answer = std::make_shared<http::CachedAnswer>();
        answer->content_type = "text/html; charset=utf-8";
        answer->body = text_of(unsigned(i), size);
        answer->etag = "\"" + std::to_string(i) + "\"";
        answer->cache_control = "public, max-age=60";
        if (argc > 5) std::ofstream(std::string(argv[5]) + "/page/" + std::to_string(i)) << answer->body;
        env.pages.push_back(answer);
    }
    http::Routes<Env> routes;
    routes.get("/page/{number}", page);
    routes.get("/hello", hello);
    http::Router router(routes.take());
    std::vector<std::unique_ptr<Loop>> loops;
    std::vector<std::unique_ptr<http::Server>> servers;
    for (int i = 0; i < threads; ++i) {
        http::ServerOptions options;
        options.port = (unsigned short)std::atoi(argv[2]);
        options.access_log = std::getenv("ACCESS_LOG") != nullptr;
        loops.push_back(std::make_unique<Loop>());
        servers.push_back(std::make_unique<http::Server>(*loops.back(), router, &env, open_gate, options));
        servers.back()->listen();
    }
    std::vector<std::jthread> runners;
    for (auto& loop : loops) runners.emplace_back([&loop] { loop->run(); });
    std::printf("ready\n");
    std::fflush(stdout);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    int signal = 0;
    sigwait(&set, &signal);
    std::_Exit(0);
}
