// Imports that workers carry out: parts in any order, progress as events, cancellation, and a worker that is killed.
#include <csignal>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

#include "io/pg/session.h"
#include "modules/imports/api.h"
#include "tests/shop/desk.h"
#include "tests/shop/plugs.h"
#include "tests/shop/shop.h"

extern char** environ;

namespace vitrine::imports {
namespace {

constexpr int products = 4'300, a_transaction = 2'000;
constexpr auto conninfo_variable = "VITRINE_TEST_WORKER_OF";

std::string file(const std::string& last_price = "1.00") {
    std::string out = "product_slug,title,category,brand,sku,price,currency,stock\n";
    for (int i = 0; i < products; ++i) {
        auto n = std::to_string(i);
        out += "pen-" + n + ",Pen " + n + ",pens,Kalam,PEN-" + n + "," + (i == products - 1 ? last_price : "1.00") + ",PKR,5\n";
    }
    return out;
}

struct background_import : testing::Test {
    background_import() { desk.category("pens"); }

    std::string opened(const std::string& more = {}) { return desk.post("/api/v1/admin/imports/uploads", R"({"file_name":"large.csv")" + more + "}").text("/report/id"); }
    test::Reply put(const std::string& id, int number, const std::string& bytes) {
        return desk.send(http::Method::put, path(id, "/parts/" + std::to_string(number)), bytes, {{"content-type", "application/octet-stream"}});
    }
    test::Reply start(const std::string& id, int parts) { return desk.post(path(id, "/start"), R"({"parts":)" + std::to_string(parts) + "}"); }
    /// In three parts, the last first.
    std::string uploaded(const std::string& text, const std::string& more = {}) {
        auto id = opened(more);
        auto third = text.size() / 3;
        EXPECT_EQ(put(id, 3, text.substr(2 * third)).status, 200);
        EXPECT_EQ(put(id, 1, text.substr(0, third)).status, 200);
        EXPECT_EQ(put(id, 2, text.substr(third, third)).status, 200);
        return id;
    }
    static std::string path(const std::string& id, const std::string& more = {}) { return "/api/v1/admin/imports/" + id + more; }
    /// Whether the figure never falls from one event to the next, and rises at all.
    static bool told_in_order(const std::string& events, const std::string& figure) {
        std::vector<std::int64_t> told;
        auto name = "\"" + figure + "\":";
        for (auto at = events.find(name); at != std::string::npos; at = events.find(name, at + 1)) told.push_back(std::stoll(events.substr(at + name.size(), 18)));
        return told.size() > 1 && std::ranges::is_sorted(told) && told.front() < told.back();
    }
    std::string state(const std::string& id) { return desk.get(path(id)).text("/state"); }
    std::int64_t count(const std::string& query) {
        pg::Statement statement{"test.count", query, {}, "a test", nullptr};
        pg::Session session(desk.database.owner());
        return session.ask(pg::Query<std::int64_t>{&statement, {}, &pg::decode_one<std::int64_t>});
    }
    std::int64_t saved() { return count("select count(*) from catalog.products"); }
    void on_product(const std::string& slug, const std::string& action) {
        desk.database.run("create function public.meanwhile() returns trigger language plpgsql as $$ begin " + action + " return new; end $$;"
                          "create trigger meanwhile before insert on catalog.products for each row when (new.slug = '" + slug + "') execute function public.meanwhile()");
    }

    test::Desk desk;
};

TEST_F(background_import, takes_parts_in_any_order_and_tells_how_far_it_is) {
    auto text = file();
    auto id = uploaded(text);
    EXPECT_EQ(desk.get(path(id, "/parts")).json().at("items").as_array().size(), 3u);
    EXPECT_EQ(state(id), "uploading");
    EXPECT_EQ(start(id, 3).text("/state"), "queued");
    EXPECT_EQ(start(id, 3).status, 200) << "said twice";
    auto work = [](test::Desk& at) -> Task<test::Reply> {
        jobs::Worker worker(at.floor.loop, at.floor.worker_db, at.floor.db, at.database.worker(), jobs::Registry::global(), &at.app);
        co_await worker.run_due(clock_now());
        co_return test::Reply{};
    };
    std::vector<Task<test::Reply>> both;
    both.push_back(desk.ask(http::Method::get, path(id, "/progress"), {}, {}));
    both.push_back(work(desk));
    auto events = desk.run(test::all_of(std::move(both))).at(0).body;
    EXPECT_TRUE(events.starts_with("id: 1\nevent: progress\n")) << events;
    EXPECT_TRUE(told_in_order(events, "products_applied")) << "progress goes forward\n" << events;
    EXPECT_NE(events.find("event: end\ndata: {\"state\":\"applied\""), std::string::npos) << events;
    auto report = desk.get(path(id));
    EXPECT_EQ(report.text("/state"), "applied");
    EXPECT_EQ(report.number("/counts/created"), products);
    EXPECT_EQ(saved(), products);
    EXPECT_EQ(count("select count(*) from imports.parts"), 0) << "the file is not kept";
}

TEST_F(background_import, refuses_gaps_late_parts_and_unknown_runs) {
    auto id = opened();
    put(id, 1, "product_slug");
    auto gap = [&] { return start(id, 3); };
    EXPECT_EQ(gap().code(), "imports.parts_missing");
    EXPECT_EQ(gap().faults(), (std::vector<std::string>{"/parts/2 missing", "/parts/3 missing"}));
    put(id, 4, "x");
    EXPECT_EQ(start(id, 1).faults(), std::vector<std::string>{"/parts too_many"});
    EXPECT_EQ(put(id, 257, "x").status, 404);
    EXPECT_EQ(put(id, 1, "").status, 422);
    EXPECT_EQ(put(ImportId::next(clock_now()).text(), 1, "x").code(), "imports.not_found");
    auto whole = opened();
    put(whole, 1, "wrong");
    put(whole, 1, "slug,name,name_local,parent_slug,position\ninks,Inks,,,1\n");
    ASSERT_EQ(start(whole, 1).status, 200);
    EXPECT_EQ(put(whole, 1, "late").code(), "imports.not_uploading");
    desk.run_due_jobs(clock_now());
    EXPECT_EQ(state(whole), "applied") << "a part that was put again took the place of the first";
    EXPECT_EQ(start(whole, 1).code(), "imports.not_resumable");
}

TEST_F(background_import, keeps_a_faulty_file_out_and_a_dry_run_writes_nothing) {
    auto faulty = uploaded(file("cheap"));
    start(faulty, 3);
    auto dry = uploaded(file(), R"(,"dry_run":true)");
    start(dry, 3);
    desk.run_due_jobs(clock_now());
    EXPECT_EQ(state(faulty), "refused");
    EXPECT_EQ(desk.get(path(faulty)).text("/faults/0/column"), "price");
    EXPECT_EQ(state(dry), "checked");
    EXPECT_EQ(desk.get(path(dry)).number("/counts/created"), products);
    EXPECT_EQ(saved(), 0);
}

TEST_F(background_import, is_called_off_while_it_waits_and_between_two_transactions) {
    auto waiting = uploaded(file());
    EXPECT_EQ(desk.post(path(waiting, "/cancellation"), "").text("/state"), "cancelled");
    EXPECT_EQ(desk.post(path(waiting, "/cancellation"), "").status, 200) << "said twice";
    EXPECT_EQ(count("select count(*) from imports.parts"), 0);
    EXPECT_EQ(start(waiting, 3).code(), "imports.not_resumable");

    auto working = uploaded(file());
    start(working, 3);
    on_product("pen-1500", "update imports.runs set is_cancel_wanted = true where state = 'applying';");
    desk.run_due_jobs(clock_now());
    EXPECT_EQ(state(working), "cancelled");
    EXPECT_EQ(desk.get(path(working)).number("/counts/created"), a_transaction) << "what was committed stays, and is said";
    EXPECT_EQ(saved(), a_transaction);
    EXPECT_EQ(count("select count(*) from imports.parts"), 0);
    EXPECT_EQ(count("select count(*) from jobs.jobs where kind = 'imports.work'"), 0);

    desk.database.run("drop trigger meanwhile on catalog.products");
    auto done = uploaded(file());
    start(done, 3);
    desk.run_due_jobs(clock_now());
    EXPECT_EQ(desk.post(path(done, "/cancellation"), "").code(), "imports.not_cancellable");
}

TEST_F(background_import, forgets_an_upload_that_nobody_started_for_a_week) {
    auto left = uploaded(file()), used = opened();
    put(used, 1, "slug,name,name_local,parent_slug,position\ninks,Inks,,,1\n");
    start(used, 1);
    desk.run_due_jobs(clock_now() + std::chrono::hours(24 * 8));
    EXPECT_EQ(state(left), "cancelled");
    EXPECT_EQ(state(used), "applied");
    EXPECT_EQ(count("select count(*) from imports.parts"), 0);
}

/// By itself a worker with nothing to do. With the variable it works for the test that started this process, until that one kills it.
TEST(import_worker_process, works_until_nothing_is_due) {
    const char* given = std::getenv(conninfo_variable);
    std::optional<test::TestDatabase> own;
    std::string where = given ? given : own.emplace().runtime();
    test::plug_modules_once();
    Loop loop;
    pg::DbOptions as_worker{.conninfo = where, .user = "vitrine_worker", .connections = 1};
    pg::Db db(loop, {.conninfo = where, .connections = 4}), claims(loop, as_worker);
    web::Client web(loop);
    Config config;
    auto directory = std::make_shared<stores::Directory>();
    App app{loop, db, web, config, directory, nullptr, nullptr};
    test::run(loop, directory->refresh(claims));
    jobs::Worker worker(loop, claims, db, as_worker, jobs::Registry::global(), &app);
    auto done = test::run(loop, worker.run_due(clock_now()));
    if (!given) EXPECT_EQ(done, 0);
}

class WorkerProcess {
public:
    explicit WorkerProcess(const std::string& conninfo) {
        setenv(conninfo_variable, conninfo.c_str(), 1);
        auto program = std::filesystem::read_symlink("/proc/self/exe").string();
        std::string one = "--gtest_filter=import_worker_process.*";
        char* arguments[] = {program.data(), one.data(), nullptr};
        // It runs its one test whatever part of the tests this process was given.
        std::vector<char*> variables;
        for (char** one_of = environ; *one_of; ++one_of)
            if (!std::string_view(*one_of).starts_with("GTEST_")) variables.push_back(*one_of);
        variables.push_back(nullptr);
        if (posix_spawn(&pid_, program.c_str(), nullptr, nullptr, arguments, variables.data()) != 0) throw std::runtime_error("cannot start a worker");
        unsetenv(conninfo_variable);
    }
    ~WorkerProcess() { kill_hard(); }
    /// kill -9: nothing is written down, nothing is given back.
    void kill_hard() {
        if (pid_ <= 0) return;
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }

private:
    pid_t pid_ = -1;
};

TEST_F(background_import, of_a_worker_that_was_killed_is_carried_on_by_the_next) {
    auto id = uploaded(file());
    start(id, 3);
    on_product("pen-3500", "perform pg_sleep(120);");
    {
        WorkerProcess worker(desk.database.runtime());
        auto deadline = std::chrono::steady_clock::now() + 120s;
        while (saved() < a_transaction && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(50ms);
        ASSERT_EQ(saved(), a_transaction) << "the first transaction is committed, the second is under way";
        worker.kill_hard();
    }
    desk.database.run("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'");
    desk.database.run("drop trigger meanwhile on catalog.products");
    EXPECT_EQ(state(id), "applying") << "nobody was left to write anything down";
    desk.run_due_jobs(clock_now());
    EXPECT_EQ(state(id), "applying") << "the lease of the dead is still his";
    desk.run_due_jobs(clock_now() + std::chrono::minutes(3));
    auto report = desk.get(path(id));
    EXPECT_EQ(report.text("/state"), "applied");
    EXPECT_EQ(report.number("/counts/created"), products);
    EXPECT_EQ(report.number("/counts/levels_set"), products) << "every count was set once";
    EXPECT_EQ(saved(), products);
    EXPECT_EQ(count("select count(*) from jobs.jobs where kind = 'imports.work'"), 0);
}

TEST_F(background_import, of_a_worker_that_died_while_it_checked_begins_anew) {
    auto id = uploaded(file());
    start(id, 3);
    desk.database.run("update imports.runs set state = 'checking', rows_read = 900 where state = 'queued';"
                      "update jobs.jobs set state = 'claimed', attempt = 1, lease = gen_random_uuid(), lease_until = now() + interval '1 minute' where kind = 'imports.work'");
    desk.run_due_jobs(clock_now());
    EXPECT_EQ(state(id), "checking");
    desk.run_due_jobs(clock_now() + std::chrono::minutes(3));
    EXPECT_EQ(state(id), "applied");
    EXPECT_EQ(saved(), products);
}

}  // namespace
}  // namespace vitrine::imports
