#include "app/serve.h"

#include <csignal>
#include <thread>

#include "app/launch_door.h"
#include "app/modules.h"
#include "app/shop_loop.h"
#include "app/system_routes.h"
#include "io/telemetry/log.h"
#include "modules/search/api.h"
#include "modules/storefront/api.h"

namespace vitrine::app {
namespace {

/// SIGTERM and SIGINT wait for sigwait in whatever thread: blocked before any other thread starts.
sigset_t block_signals() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return ends;
}

log::Level level_of(const std::string& name) {
    if (name == "debug") return log::Level::debug;
    if (name == "info") return log::Level::info;
    if (name == "warn") return log::Level::warn;
    if (name == "error") return log::Level::error;
    throw std::runtime_error("log_level: debug, info, warn or error belongs here, not '" + name + "'");
}

std::vector<http::Route> all_routes(const std::shared_ptr<ProcessState>& process) {
    http::Routes<App> collected;
    for (const auto& module : modules())
        if (module.routes) module.routes(collected);
    auto routes = collected.take();
    close_until_launch(routes);
    for (auto& route : system_routes(process)) routes.push_back(std::move(route));
    return routes;
}

/// One loop a core for requests and jobs, and one beside them that keeps stores, catalogs and rules fresh: what it reads and decodes holds no request up.
std::vector<std::unique_ptr<ShopLoop>> start_loops(const std::shared_ptr<ProcessState>& process, const Database& database, const http::Router* router,
                                                   const http::Router& metrics_router) {
    auto& settings = process->settings;
    int count = settings.threads ? settings.threads : int(std::max(1u, std::thread::hardware_concurrency()));
    int with_jobs = settings.workers ? settings.workers : count;
    std::vector<std::unique_ptr<ShopLoop>> loops;
    for (int i = 0; i < count; ++i) {
        loops.push_back(std::make_unique<ShopLoop>(ShopLoop::Plan{.process = process, .database = &database, .router = router, .runs_jobs = i < with_jobs}));
        settings.http.port = loops.back()->start();  // after "any free port" the others share the first one's
    }
    ShopLoop::Plan news{.process = process, .database = &database, .runs_jobs = false, .follows_news = true};
    if (settings.metrics_port) news.metrics_router = &metrics_router;
    loops.push_back(std::make_unique<ShopLoop>(news));
    loops.back()->start();
    return loops;
}

void wait_and_drain(const sigset_t& ends, ProcessState& process, std::vector<std::unique_ptr<ShopLoop>>& loops) {
    int signal = 0;
    sigwait(&ends, &signal);
    log::info("server.draining", {{"signal", signal == SIGTERM ? "TERM" : "INT"}});
    process.is_draining = true;
    for (auto& loop : loops) loop->drain(std::chrono::milliseconds(process.settings.drain_ms));
    // A second signal means now.
    std::thread([ends] {
        int again = 0;
        sigwait(&ends, &again);
        std::_Exit(1);
    }).detach();
    for (auto& loop : loops) loop->join();
}

}  // namespace

int serve(Settings settings, bool jobs_only) {
    auto ends = block_signals();
    log::set_level(level_of(settings.log_level));
    if (!settings.log_file.empty()) log::to_file(settings.log_file);
    settings = with_master_key(std::move(settings));

    Database database(settings);
    database.adopt();
    if (database.is_private() || settings.migrates) database.migrate();

    auto process = std::make_shared<ProcessState>();
    process->settings = std::move(settings);
    process->snapshots = search::make_snapshots(process->settings.var_folder + "/snapshots");
    process->rulebook = std::make_shared<quotes::Rulebook>();
    process->identities = std::make_shared<accounts::Identities>();
    price_by(*process->snapshots, process->stores, process->rulebook);
    process->site = storefront::make_site(process->settings.shop);
    if (process->settings.http.security_policy.empty()) process->settings.http.security_policy = storefront::security_policy();
    process->settings.http.rate_limiter = std::make_shared<http::RateLimiter>(process->settings.rate_limit_factor);
    plug_modules();
    http::Router router(all_routes(process));
    http::Router metrics_router(metrics_routes(process));
    describe_routes(*process, router.routes());

    auto loops = start_loops(process, database, jobs_only ? nullptr : &router, metrics_router);
    log::info("server.listening", {{"address", process->settings.http.address}, {"port", std::to_string(process->settings.http.port)}, {"loops", std::to_string(loops.size() - 1)}});
    wait_and_drain(ends, *process, loops);
    loops.clear();
    log::info("server.stopped");
    log::flush();
    return 0;
}

}  // namespace vitrine::app
