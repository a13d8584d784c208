#include "app/shop_loop.h"

#include <set>

#include "app/gate.h"
#include "io/http/shared_rates.h"
#include "io/jobs/wake.h"
#include "io/telemetry/log.h"
#include "modules/accounts/keys.h"
#include "modules/audit/api.h"
#include "modules/carts/api.h"
#include "modules/consent/api.h"
#include "modules/flags/api.h"
#include "modules/launch/api.h"
#include "modules/live/api.h"
#include "modules/outgoing/api.h"
#include "modules/quality/api.h"
#include "modules/payments/operations.h"
#include "modules/privacy/api.h"
#include "modules/spins/api.h"
#include "modules/stock/api.h"

namespace vitrine::app {
namespace {

constexpr int claim_connections = 2;
constexpr size_t crowd = 8;                ///< more requests in work on a loop are a crowd: jobs give way
constexpr Duration crowd_lasts = 250ms;   ///< a crowd that is answered quickly is still one: it ends when none was seen so long

/// Reads the stores again, and again until it works: without them no request can be answered.
Task<void> refresh_stores(std::shared_ptr<ProcessState> process, pg::Db& worker) {
    constexpr auto pause = 500ms;
    while (!process->is_draining) {
        std::string fault;
        try {
            co_await process->stores->refresh(worker);
            if (!process->has_stores) co_await launch::refresh(worker), co_await consent::refresh(worker), co_await flags::refresh(worker), co_await spins::refresh(worker);  // nobody is served before a closed door is known
        } catch (const std::exception& why) {
            fault = why.what();
        }
        if (fault.empty()) {
            process->has_stores = true;
            co_return;
        }
        log::warn("stores.refresh_failed", {{"error", fault}});
        co_await sleep_for(pause);
    }
}

/// Reads who may no longer be let in. What cannot be read now is read in a few seconds.
Task<void> refresh_identities(std::shared_ptr<ProcessState> process, pg::Db& worker) {
    try {
        co_await process->identities->refresh(worker);
    } catch (const std::exception& why) {
        log::warn("accounts.refresh_failed", {{"error", why.what()}});
    }
}

/// One reading at a time: what is asked for meanwhile is read after it.
struct Rereading {
    bool is_reading = false, is_due = false;
};

/// What stores have switched: whether they judge their goods, have opened, ask before they measure, and which features are on. What cannot be read now is read in a few seconds.
Task<void> refresh_switches(pg::Db& worker, Rereading& state) {
    state.is_due = true;
    if (state.is_reading) co_return;
    state.is_reading = true;
    while (std::exchange(state.is_due, false)) {
        try {
            co_await quality::refresh(worker);
            co_await launch::refresh(worker);
            co_await consent::refresh(worker);
            co_await flags::refresh(worker);
            co_await spins::refresh(worker);
        } catch (const std::exception& why) {
            log::warn("switches.refresh_failed", {{"error", why.what()}});
        }
    }
    state.is_reading = false;
}

/// Asks again every few seconds, in case a call was lost, until the process drains.
Task<void> watch_identities(std::shared_ptr<ProcessState> process, pg::Db& worker, Rereading& switches, bool& is_watching) {
    constexpr Duration between = 3s, step = 100ms;
    is_watching = true;
    while (!process->is_draining) {
        co_await refresh_identities(process, worker);
        co_await refresh_switches(worker, switches);
        for (Duration waited{}; waited < between && !process->is_draining; waited += step) co_await sleep_for(step);
    }
    is_watching = false;
}

/// Turns the copy of news for the broker on where the settings want one; stores may have come since the last look.
Task<void> follow_broker_settings(App& app) {
    try {
        co_await outgoing::follow_settings(app, {.now = clock_now(), .role = Role::worker, .actor = "serve"});
    } catch (const std::exception& why) {
        log::warn("outgoing.follow_failed", {{"error", why.what()}});
    }
}

/// Every store tidies up at night; stores may have come since the last look.
Task<void> tidy_new_stores(App& app, const std::vector<StoreId>& stores, std::set<StoreId>& seen) {
    std::vector<StoreId> fresh;
    for (auto store : stores)
        if (!seen.contains(store)) fresh.push_back(store);
    try {
        co_await privacy::tidy_nightly(app, fresh, clock_now());
        seen.insert(fresh.begin(), fresh.end());
    } catch (const std::exception& why) {
        log::warn("privacy.tidy_not_begun", {{"error", why.what()}});
    }
}

/// Starts the worker once stores, rules and catalogs are read: what jobs do needs them as much as what shoppers ask.
Task<void> start_worker(std::shared_ptr<const ProcessState> process, jobs::Worker& worker, bool& is_starting) {
    constexpr auto pause = 10ms;
    is_starting = true;
    while (!process->is_ready() && !process->is_draining) co_await sleep_for(pause);
    if (!process->is_draining) worker.start();
    is_starting = false;
}

/// Makes ready what the first shoppers would wait for, once the shop is open.
Task<void> warm_up(std::shared_ptr<const ProcessState> process, App& app, bool& is_warming) {
    constexpr auto pause = 10ms;
    is_warming = true;
    while (!process->is_ready() && !process->is_draining) co_await sleep_for(pause);
    std::vector<StoreId> stores;
    for (const auto& store : process->stores->all()) stores.push_back(store->id);
    if (!process->is_draining) co_await spins::warm_up(app, std::move(stores), clock_now());
    is_warming = false;
}

/// Keeps the figures of the alerts about payments fresh, until the process drains.
Task<void> watch_payments(std::shared_ptr<ProcessState> process, App& app, bool& is_watching) {
    constexpr Duration between = 30s, step = 100ms;
    is_watching = true;
    std::set<StoreId> tidied;
    while (!process->is_draining) {
        std::vector<StoreId> stores;
        for (const auto& store : process->stores->all()) stores.push_back(store->id);
        co_await tidy_new_stores(app, stores, tidied);
        try {
            co_await payments::show_waiting(app, std::move(stores), clock_now());
        } catch (const std::exception& why) {
            log::warn("payments.watch_failed", {{"error", why.what()}});
        }
        co_await follow_broker_settings(app);
        for (Duration waited{}; waited < between && !process->is_draining; waited += step) co_await sleep_for(step);
    }
    is_watching = false;
}

/// Chains the audit log every few seconds, until the process drains.
Task<void> watch_audit(std::shared_ptr<ProcessState> process, pg::Db& db, pg::Db& worker, bool& is_watching) {
    constexpr Duration between = 5s, step = 100ms;
    is_watching = true;
    while (!process->is_draining) {
        try {
            co_await audit::keep(db, worker, clock_now());
        } catch (const std::exception& why) {
            log::warn("audit.keep_failed", {{"error", why.what()}});
        }
        for (Duration waited{}; waited < between && !process->is_draining; waited += step) co_await sleep_for(step);
    }
    is_watching = false;
}

}  // namespace

struct ShopLoop::Parts {
    Parts(Loop& on, const Plan& plan)
        : loop(on), process(plan.process), db(on, plan.database->app()), web(on),
          app{on, db, web, process->settings.shop, process->stores, process->snapshots, process->site, process->settings.http.rate_limiter} {
        if (process->snapshots) app.caught_up = [snapshots = process->snapshots](Duration limit) { return snapshots->caught_up(limit); };
        app.rulebook = process->rulebook;
        if (!process->settings.redis_url.empty()) {
            queues.emplace(on, process->settings.redis_url);
            rates.emplace(on, process->settings.redis_url, process->settings.rate_limit_factor);
        }
        if (plan.runs_jobs || plan.follows_news) claims.emplace(on, plan.database->worker(claim_connections));
        if (plan.runs_jobs) worker.emplace(on, *claims, db, plan.database->worker(1), jobs::Registry::global(), &app);
        if (plan.router) {
            live_carts.emplace(app, plan.database->worker(1));
            streams.emplace(app, plan.database->worker(1));
            server.emplace(on, *plan.router, &app, make_gate(process), process->settings.http);
            jobs::give_way(on, [this] { return is_crowded(); });
        }
        if (plan.metrics_router) {
            auto options = process->settings.http;
            options.address = "127.0.0.1";
            options.port = (unsigned short)process->settings.metrics_port;
            options.tls_certificate_file.clear();
            options.tls_key_file.clear();
            options.access_log = false;
            metrics_server.emplace(on, *plan.metrics_router, &app, make_gate(process), options);
        }
    }

    ~Parts() { jobs::give_way(loop, {}); }

    bool is_crowded() {
        auto now = clock_now();
        if (server->requests_in_work() > crowd) crowd_seen = now;
        return now - crowd_seen < crowd_lasts;
    }

    void start(const Plan& plan) {
        if (server) server->listen();
        if (metrics_server) metrics_server->listen();
        if (worker) loop.spawn(start_worker(process, *worker, is_starting));
        if (!plan.follows_news) return;
        loop.spawn(warm_up(process, app, is_warming));
        loop.spawn(watch_payments(process, app, is_watching));
        loop.spawn(watch_audit(process, db, *claims, is_watching_audit));
        if (process->identities) loop.spawn(watch_identities(process, *claims, switches, is_watching_identities));
        if (process->identities) identities_news.emplace(loop, plan.database->worker(1), accounts::channel, [this](std::string) { loop.spawn(refresh_identities(process, *claims)); });
        for (const char* channel : {launch::channel, consent::channel, flags::channel, spins::channel})
            switches_news.push_back(std::make_unique<pg::Listener>(loop, plan.database->worker(1), channel, [this](std::string) { loop.spawn(refresh_switches(*claims, switches)); }));
        // Hears once at the start, which is the first reading.
        stores_news.emplace(loop, plan.database->worker(1), "vitrine_stores", [this](std::string) { loop.spawn(refresh_stores(process, *claims)); });
        if (process->snapshots) loop.spawn(process->snapshots->start(loop, plan.database->worker(claim_connections), plan.database->app()));
        if (process->rulebook) loop.spawn(process->rulebook->start(loop, plan.database->worker(1), plan.database->app(), process->stores));
    }

    Task<void> end(Duration limit) {
        if (streams) streams->end_all();  // silent ones would hold up the end
        if (server) co_await server->drain(limit);
        if (live_carts) co_await live_carts->stop();
        if (streams) co_await streams->stop();
        while (is_starting || is_warming || switches.is_reading || is_watching || is_watching_identities || is_watching_audit) co_await sleep_for(10ms);
        if (worker) co_await worker->stop();
        if (stores_news && process->snapshots) co_await process->snapshots->stop();
        if (stores_news && process->rulebook) co_await process->rulebook->stop();
        stores_news.reset();
        identities_news.reset();
        switches_news.clear();
        if (metrics_server) co_await metrics_server->drain(0ms);
        if (claims) co_await claims->close();
        co_await db.close();
        loop.post([this] { loop.stop(); });  // behind what closing leaves to be done
    }

    Loop& loop;
    std::shared_ptr<ProcessState> process;
    pg::Db db;
    std::optional<pg::Db> claims;
    web::Client web;
    App app;
    std::optional<stock::SharedQueues> queues;
    std::optional<http::SharedRates> rates;
    jobs::Announcer announcer{loop, db};   // workers of other loops and processes hear of this one's news
    std::optional<jobs::Worker> worker;
    std::optional<carts::LiveCarts> live_carts;
    std::optional<live::Streams> streams;
    std::optional<http::Server> server, metrics_server;
    std::optional<pg::Listener> stores_news, identities_news;
    std::vector<std::unique_ptr<pg::Listener>> switches_news;
    Rereading switches;
    bool is_starting = false, is_warming = false, is_watching = false, is_watching_identities = false, is_watching_audit = false;
    Instant crowd_seen{};
};

ShopLoop::ShopLoop(Plan plan) : plan_(std::move(plan)) {}

ShopLoop::~ShopLoop() {
    loop_.stop();
    join();
}

unsigned short ShopLoop::start() {
    std::promise<unsigned short> started;
    auto port = started.get_future();
    thread_ = std::thread([this, promise = std::move(started)]() mutable { run(std::move(promise)); });
    return port.get();
}

void ShopLoop::run(std::promise<unsigned short> started) {
    loop_.post([this, &started] {
        try {
            parts_ = std::make_unique<Parts>(loop_, plan_);
            parts_->start(plan_);
            started.set_value(parts_->server ? parts_->server->port() : 0);
        } catch (...) {
            started.set_exception(std::current_exception());
            loop_.stop();
        }
    });
    loop_.run();
    parts_.reset();
}

void ShopLoop::drain(Duration limit) {
    loop_.post([this, limit] { loop_.spawn(parts_->end(limit)); });
}

void ShopLoop::join() {
    if (thread_.joinable()) thread_.join();
}

}  // namespace vitrine::app
