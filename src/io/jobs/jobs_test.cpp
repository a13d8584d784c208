#include "io/jobs/jobs.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/check.h"
#include "io/jobs/backoff.h"
#include "io/jobs/sql.h"
#include "tests/support/database.h"

namespace vitrine::jobs {
namespace {

/// What the handlers of these tests share.
struct Bench {
    pg::Db& db;
    std::vector<std::string> ran;
    std::map<std::string, int> failures_left;   // by text
    std::function<void(const std::string&)> on_run = [](const std::string&) {};
};

struct Said {
    static constexpr std::string_view name = "jobs_test.said";
    std::string text;
};
SHAPE(Said, text)
struct Unheard {
    static constexpr std::string_view name = "jobs_test.unheard";
    std::string text;
};
SHAPE(Unheard, text)

Task<void> write_down(Bench& bench, const Attempt& attempt, const Said& said) {
    bench.on_run(said.text);
    if (auto& left = bench.failures_left[said.text]; left > 0) {
        --left;
        throw std::runtime_error("not today");
    }
    auto work = [&](pg::Tx& tx) -> Task<Result<void>> {
        attempt.finish(tx);
        publish(tx, "echo_" + said.text + std::to_string(attempt.job.attempt), Unheard{said.text});
        co_return Result<void>{};
    };
    (void)co_await bench.db.transaction(attempt.ctx, work);
    bench.ran.push_back(said.text);
}
Task<void> look_only(Bench& bench, const Attempt&, const Said& said) {
    bench.ran.push_back("looked at " + said.text);
    co_return;
}
Task<void> ring(Bench& bench, const Attempt&, const Said& said) {
    bench.ran.push_back(said.text);
    co_return;
}

const Registry& registry() {
    static const bool filled = [] {
        auto& all = Registry::global();
        all.on<Bench, Said>("jobs_test.write_down", &write_down, {.attempts = 3, .first_retry_ms = 1'000, .lease_ms = 60'000});
        all.timer<Bench, Said>("jobs_test.ring", &ring);
        return true;
    }();
    check(filled, "registered");
    return Registry::global();
}

class jobs : public testing::Test {
protected:
    static void SetUpTestSuite() { database = std::make_unique<test::TestDatabase>(); }
    static void TearDownTestSuite() { database.reset(); }

    void SetUp() override { database->run("truncate jobs.jobs, jobs.events"); }

    Ctx ctx() const { return test::ctx_of(store, now); }
    void commit(std::function<void(pg::Tx&)> queue) {
        auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
            queue(tx);
            co_return Result<void>{};
        };
        auto all = [&]() -> Task<void> { (void)co_await floor.db.transaction(ctx(), body); };
        test::run(floor.loop, all());
    }
    void say(const std::string& aggregate, const std::string& text) {
        commit([&](pg::Tx& tx) { publish(tx, aggregate, Said{text}); });
    }
    int run_due(Duration after = 0s) {
        Worker worker(floor.loop, floor.worker_db, floor.db, database->worker(), registry(), &bench);
        return floor.run(worker.run_due(now + after));
    }
    std::vector<ParkedJob> parked_jobs() { return floor.run(parked(floor.db, ctx(), 10)); }

    static inline std::unique_ptr<test::TestDatabase> database;
    test::Shopfloor floor{*database};
    Instant now = clock_now();
    StoreId store = StoreId::next(now);
    Bench bench{floor.db, {}, {}};
};

using Texts = std::vector<std::string>;

TEST_F(jobs, runs_a_subscriber_once_and_logs_the_news) {
    registry();
    say("ord_1", "hello");
    EXPECT_EQ(run_due(), 1);
    EXPECT_EQ(run_due(), 0);
    EXPECT_EQ(bench.ran, Texts{"hello"});
}

TEST_F(jobs, logs_news_without_subscribers) {
    commit([&](pg::Tx& tx) { publish(tx, "ord_1", Unheard{"quiet"}); });
    database->run("do $$ begin assert (select count(*) from jobs.events where name = 'jobs_test.unheard' and sequence = 1) = 1; end $$");
    EXPECT_EQ(run_due(), 0);
}

TEST_F(jobs, counts_events_of_an_aggregate_from_one_over_batches) {
    registry();
    commit([&](pg::Tx& tx) { publish_all(tx, {{"a.b", "ord_1", "1"}, {"a.b", "ord_2", "2"}, {"a.b", "ord_1", "3"}}); });
    commit([&](pg::Tx& tx) { publish_all(tx, {{"a.b", "ord_1", "4"}}); });
    database->run("do $$ begin assert (select array_agg(payload::text order by sequence) from jobs.events where aggregate = 'ord_1') = '{1,3,4}'; "
                  "assert (select array_agg(sequence order by sequence) from jobs.events where aggregate = 'ord_1') = '{1,2,3}'; end $$");
}

TEST_F(jobs, writes_nothing_when_the_transaction_rolls_back) {
    registry();
    auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
        publish(tx, "ord_1", Said{"never"});
        co_await tx.flush();
        co_return refuse(refusals::forbidden);
    };
    auto refused = floor.run(floor.db.transaction(ctx(), body));
    EXPECT_FALSE(refused);
    EXPECT_EQ(run_due(), 0);
    database->run("do $$ begin assert not exists (select from jobs.events); end $$");
}

TEST_F(jobs, keeps_the_order_of_an_aggregate_when_an_earlier_one_fails) {
    registry();
    bench.failures_left["one"] = 1;
    for (auto text : {"one", "two", "three"}) say("ord_1", text);
    say("ord_2", "other");
    run_due();
    EXPECT_EQ(bench.ran, Texts{"other"});
    run_due(2s);
    EXPECT_EQ(bench.ran, (Texts{"other", "one", "two", "three"}));
}

TEST_F(jobs, tries_again_only_after_the_pause) {
    registry();
    bench.failures_left["one"] = 1;
    say("ord_1", "one");
    EXPECT_EQ(run_due(), 1);
    EXPECT_EQ(run_due(100ms), 0);
    EXPECT_EQ(run_due(1s), 1);
    EXPECT_EQ(bench.ran, Texts{"one"});
}

TEST_F(jobs, parks_after_the_last_attempt_and_holds_the_lane) {
    registry();
    bench.failures_left["one"] = 3;
    say("ord_1", "one");
    say("ord_1", "two");
    for (auto after : {0s, 60s, 120s, 180s}) run_due(after);
    auto stuck = parked_jobs();
    ASSERT_EQ(stuck.size(), 1u);
    EXPECT_EQ(stuck[0].kind, "jobs_test.write_down");
    EXPECT_EQ(stuck[0].last_error, "not today");
    EXPECT_EQ(stuck[0].attempts, 3);
    EXPECT_EQ(bench.ran, Texts{});
}

TEST_F(jobs, runs_the_lane_in_order_after_a_rerun) {
    registry();
    bench.failures_left["one"] = 3;
    say("ord_1", "one");
    say("ord_1", "two");
    for (auto after : {0s, 60s, 120s}) run_due(after);
    auto again = floor.run(rerun(floor.db, ctx(), parked_jobs().at(0).id));
    EXPECT_TRUE(again);
    run_due(180s);
    EXPECT_EQ(bench.ran, (Texts{"one", "two"}));
    EXPECT_TRUE(parked_jobs().empty());
}

TEST_F(jobs, runs_the_rest_of_the_lane_after_a_discard) {
    registry();
    bench.failures_left["one"] = 3;
    say("ord_1", "one");
    say("ord_1", "two");
    for (auto after : {0s, 60s, 120s}) run_due(after);
    EXPECT_TRUE(floor.run(discard(floor.db, ctx(), parked_jobs().at(0).id)));
    run_due(180s);
    EXPECT_EQ(bench.ran, Texts{"two"});
}

TEST_F(jobs, refuses_to_rerun_or_discard_what_is_not_parked) {
    EXPECT_EQ(floor.run(rerun(floor.db, ctx(), JobId::next(now))).error().code, "jobs.not_parked");
    EXPECT_EQ(floor.run(discard(floor.db, ctx(), JobId::next(now))).error().code, "jobs.not_parked");
}

TEST_F(jobs, shows_parked_jobs_to_their_own_store_only) {
    registry();
    bench.failures_left["one"] = 3;
    say("ord_1", "one");
    for (auto after : {0s, 60s, 120s}) run_due(after);
    auto other = test::ctx_of(StoreId::next(now), now);
    EXPECT_TRUE(floor.run(parked(floor.db, other, 10)).empty());
    EXPECT_FALSE(floor.run(rerun(floor.db, other, parked_jobs().at(0).id)));
    EXPECT_EQ(floor.run(parked_of_all(floor.worker_db, 10)).size(), 1u);
}

TEST_F(jobs, undoes_the_work_of_an_attempt_whose_lease_was_lost) {
    registry();
    say("ord_1", "slow");
    bench.on_run = [&](const std::string&) { database->run("update jobs.jobs set lease = gen_random_uuid()"); };
    run_due();
    EXPECT_EQ(bench.ran, Texts{});
    database->run("do $$ begin assert (select count(*) from jobs.events where aggregate like 'echo%') = 0; "
                  "assert (select state from jobs.jobs) = 'claimed'; end $$");
}

TEST_F(jobs, claims_again_when_a_lease_has_run_out) {
    registry();
    say("ord_1", "orphan");
    database->run("update jobs.jobs set state = 'claimed', attempt = 1, lease = gen_random_uuid(), lease_until = now() - interval '1 second'");
    EXPECT_EQ(run_due(1s), 1);
    EXPECT_EQ(bench.ran, Texts{"orphan"});
}

TEST_F(jobs, parks_a_job_whose_last_attempt_never_ended) {
    registry();
    say("ord_1", "killer");
    database->run("update jobs.jobs set state = 'claimed', attempt = 3, lease = gen_random_uuid(), lease_until = now() - interval '1 second'");
    run_due(1s);
    EXPECT_EQ(bench.ran, Texts{});
    EXPECT_EQ(parked_jobs().at(0).last_error, "the worker did not finish within its lease");
}

TEST_F(jobs, runs_timers_when_due_in_order_of_due) {
    registry();
    commit([&](pg::Tx& tx) {
        later(tx, "jobs_test.ring", "cart_1", now + 60s, Said{"second"});
        later(tx, "jobs_test.ring", "cart_1", now + 30s, Said{"first"});
    });
    EXPECT_EQ(run_due(29s), 0);
    EXPECT_EQ(run_due(30s), 1);
    EXPECT_EQ(run_due(90s), 1);
    EXPECT_EQ(bench.ran, (Texts{"first", "second"}));
}

TEST_F(jobs, adds_an_only_once_timer_once_until_it_has_started) {
    registry();
    auto ring_once = [&](pg::Tx& tx) { later_all(tx, {{"jobs_test.ring", "cart_1", now, to_json(Said{"ding"}), true}}); };
    commit(ring_once);
    commit(ring_once);
    EXPECT_EQ(run_due(), 1);
    commit(ring_once);
    EXPECT_EQ(run_due(), 1);
}

// What asks for an only-once job while one waits counts on that one to see what it wrote: it may not start before.
TEST_F(jobs, starts_an_only_once_timer_after_those_who_asked_for_it) {
    registry();
    auto ring_once = [&](pg::Tx& tx) { later_all(tx, {{"jobs_test.ring", "cart_1", now, to_json(Said{"ding"}), true}}); };
    commit(ring_once);
    Worker worker(floor.loop, floor.worker_db, floor.db, database->worker(), registry(), &bench);
    int ran_meanwhile = -1;
    auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
        ring_once(tx);
        co_await tx.flush();
        ran_meanwhile = co_await worker.run_due(now);
        co_return Result<void>{};
    };
    (void)test::run(floor.loop, floor.db.transaction(ctx(), body));
    EXPECT_EQ(ran_meanwhile, 0);
    EXPECT_EQ(run_due(), 1);
    EXPECT_EQ(run_due(), 0) << "it was not added again";
}

TEST_F(jobs, moves_what_stands_behind_out_of_the_claim_index_and_back) {
    registry();
    bench.failures_left["0"] = 1;
    for (int i = 0; i < 5; ++i) say("ord_1", std::to_string(i));
    run_due();
    database->run("do $$ begin assert (select count(*) from jobs.jobs where state = 'behind') = 4; end $$");
    run_due(2s);
    EXPECT_EQ(bench.ran, (Texts{"0", "1", "2", "3", "4"}));
}

TEST_F(jobs, runs_live_at_once_after_a_commit_on_the_same_loop) {
    registry();
    Worker worker(floor.loop, floor.worker_db, floor.db, database->worker(), registry(), &bench, {.parallel = 2, .poll_ms = 3'600'000});
    auto story = [&]() -> Task<void> {
        worker.start();
        auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
            for (int i = 0; i < 30; ++i) publish(tx, "ord_" + std::to_string(i % 3), Said{std::to_string(i)});
            co_return Result<void>{};
        };
        (void)co_await floor.db.transaction(ctx(), body);
        while (bench.ran.size() < 30) co_await sleep_for(1ms);
        co_await worker.stop();
    };
    test::run(floor.loop, story());
    Texts of_first;
    for (const auto& text : bench.ran)
        if (std::stoi(text) % 3 == 0) of_first.push_back(text);
    EXPECT_EQ(of_first, (Texts{"0", "3", "6", "9", "12", "15", "18", "21", "24", "27"}));
}

TEST_F(jobs, hears_of_jobs_of_other_processes_by_notify) {
    registry();
    say("ord_1", "from afar");
    database->run("update jobs.jobs set due = now() + interval '1 hour'");
    Worker worker(floor.loop, floor.worker_db, floor.db, database->worker(), registry(), &bench, {.parallel = 2, .poll_ms = 3'600'000});
    auto story = [&]() -> Task<void> {
        worker.start();
        bool told = false;
        while (bench.ran.empty()) {
            co_await sleep_for(20ms);
            if (!std::exchange(told, true)) database->run("update jobs.jobs set due = now() - interval '1 second'");
            database->run("notify vitrine_jobs");
        }
        co_await worker.stop();
    };
    test::run(floor.loop, story());
    EXPECT_EQ(bench.ran, Texts{"from afar"});
}

TEST_F(jobs, two_workers_share_the_work_without_doing_any_twice) {
    registry();
    commit([&](pg::Tx& tx) {
        for (int i = 0; i < 200; ++i) publish(tx, "ord_" + std::to_string(i % 40), Said{std::to_string(i)});
    });
    pg::Db second_claims(floor.loop, database->worker());
    Worker first(floor.loop, floor.worker_db, floor.db, database->worker(), registry(), &bench, {.parallel = 4, .poll_ms = 10});
    Worker second(floor.loop, second_claims, floor.db, database->worker(), registry(), &bench, {.parallel = 4, .poll_ms = 10});
    auto story = [&]() -> Task<void> {
        first.start();
        second.start();
        while (bench.ran.size() < 200) co_await sleep_for(1ms);
        co_await first.stop();
        co_await second.stop();
    };
    test::run(floor.loop, story());
    EXPECT_EQ(std::set<std::string>(bench.ran.begin(), bench.ran.end()).size(), 200u);
    std::map<int, int> last;
    for (const auto& text : bench.ran) {
        int i = std::stoi(text);
        EXPECT_GE(i, last[i % 40]);
        last[i % 40] = i;
    }
}

TEST_F(jobs, gives_back_what_it_has_not_started_when_it_stops) {
    registry();
    for (int i = 0; i < 6; ++i) say("ord_" + std::to_string(i), std::to_string(i));
    Worker worker(floor.loop, floor.worker_db, floor.db, database->worker(), registry(), &bench, {.parallel = 1, .poll_ms = 3'600'000});
    auto story = [&]() -> Task<void> {
        std::optional<Task<void>> stopping;
        bench.on_run = [&](const std::string&) {
            if (!stopping) stopping.emplace(worker.stop());
        };
        worker.start();
        while (!stopping) co_await sleep_for(1ms);
        co_await std::move(*stopping);
    };
    test::run(floor.loop, story());
    database->run("do $$ begin assert not exists (select from jobs.jobs where state = 'claimed'); end $$");
    auto ran_live = bench.ran.size();
    EXPECT_LT(ran_live, 6u);
    bench.on_run = [](const std::string&) {};
    EXPECT_EQ(run_due(1s), int(6 - ran_live));
}

TEST(jobs_backoff, doubles_up_to_the_longest_and_keeps_at_least_half) {
    KindOptions options{.first_retry_ms = 1'000, .longest_retry_ms = 10'000};
    for (auto [attempt, whole] : {std::pair{1, 1'000ms}, {2, 2'000ms}, {4, 8'000ms}, {5, 10'000ms}, {40, 10'000ms}}) {
        auto pause = pause_after(attempt, options);
        EXPECT_LE(pause, whole);
        EXPECT_GE(pause, whole / 2);
    }
}

TEST(jobs_registry, refuses_two_handlers_of_one_name) {
    Registry registry;
    registry.on<Bench, Said>("x", &look_only);
    EXPECT_THROW((registry.timer<Bench, Said>("x", &ring)), std::logic_error);
    EXPECT_EQ(registry.subscribers("jobs_test.said"), Texts{"x"});
    EXPECT_TRUE(registry.subscribers("nobody.cares").empty());
}

}  // namespace
}  // namespace vitrine::jobs
