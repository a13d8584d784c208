// Jobs that take long: they keep nobody else waiting, and nobody takes them away while they work.
#include <gtest/gtest.h>

#include "io/jobs/jobs.h"
#include "io/jobs/limits.h"
#include "io/jobs/sql.h"
#include "io/jobs/wake.h"
#include "tests/support/database.h"

namespace vitrine::jobs {
namespace {

struct Bench {
    std::function<Task<void>(const Attempt&)> slow;
    int slow_now = 0, most_slow = 0, slow_ran = 0, quick_ran = 0;
};
struct Nothing {
    std::string text;
};
SHAPE(Nothing, text)

Task<void> take_long(Bench& bench, const Attempt& attempt, const Nothing&) {
    bench.most_slow = std::max(bench.most_slow, ++bench.slow_now);
    auto work = bench.slow(attempt);
    co_await std::move(work);
    --bench.slow_now;
    ++bench.slow_ran;
}
Task<void> be_quick(Bench& bench, const Attempt&, const Nothing&) {
    ++bench.quick_ran;
    co_return;
}

class slow_jobs : public testing::Test {
protected:
    Registry registry_with(int lease_ms) {
        Registry registry;
        registry.timer<Bench, Nothing>("slow_test.slow", &take_long, {.lease_ms = lease_ms});
        registry.timer<Bench, Nothing>("slow_test.quick", &be_quick, {.lease_ms = lease_ms < 60'000 ? lease_ms : 60'000});
        return registry;
    }
    void add(const std::string& kind, int count) {
        auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
            for (int n = 0; n < count; ++n) later(tx, kind, "thing_" + std::to_string(n), clock_now(), Nothing{"x"});
            co_return Result<void>{};
        };
        auto all = [&]() -> Task<void> { (void)co_await floor.db.transaction(test::ctx_of(store, clock_now()), body); };
        test::run(floor.loop, all());
    }

    /// Work that takes as long as it is not allowed to end.
    static std::function<Task<void>(const Attempt&)> until(const bool& may_end) {
        return [&may_end](const Attempt&) -> Task<void> {
            while (!may_end) co_await sleep_for(1ms);
        };
    }

    test::TestDatabase database;
    test::Shopfloor floor{database};
    StoreId store = StoreId::next(clock_now());
    Bench bench;
};

TEST(most_at_once, is_half_of_all_for_a_kind_that_may_wait_for_the_outside) {
    EXPECT_EQ(most_at_once({}, 8), 8);
    EXPECT_EQ(most_at_once({.lease_ms = 120'000}, 8), 4);
    EXPECT_EQ(most_at_once({.lease_ms = 120'000}, 1), 1) << "but it runs";
}

TEST(rest_in_crowd, is_taken_while_no_job_is_late) {
    EXPECT_GT(rest_in_crowd(0s), 0ms);
    EXPECT_EQ(rest_in_crowd(19s), rest_in_crowd(0s));
    EXPECT_EQ(rest_in_crowd(20s), 0ms) << "what is late is not put off any more";
}

TEST_F(slow_jobs, rest_one_after_the_other_while_a_crowd_waits) {
    auto registry = registry_with(60'000);
    add("slow_test.quick", 5);
    bool is_crowded = true;
    give_way(floor.loop, [&] { return is_crowded; });
    Worker worker(floor.loop, floor.worker_db, floor.db, database.worker(), registry, &bench, {.parallel = 4, .poll_ms = 5});
    auto story = [&]() -> Task<void> {
        worker.start();
        while (bench.quick_ran < 1) co_await sleep_for(1ms);
        auto first = std::chrono::steady_clock::now();
        while (bench.quick_ran < 4) co_await sleep_for(1ms);
        EXPECT_GE(std::chrono::steady_clock::now() - first, 3 * rest_in_crowd(0s) - 15ms) << "three rests lie between the first and the fourth";
        is_crowded = false;
        while (bench.quick_ran < 5) co_await sleep_for(1ms);
        co_await worker.stop();
    };
    test::run(floor.loop, story());
    give_way(floor.loop, {});
}

TEST_F(slow_jobs, leave_room_for_quick_ones) {
    auto registry = registry_with(120'000);
    add("slow_test.slow", 20);
    add("slow_test.quick", 10);
    bool may_end = false;
    bench.slow = until(may_end);
    Worker worker(floor.loop, floor.worker_db, floor.db, database.worker(), registry, &bench, {.parallel = 4, .poll_ms = 5});
    auto story = [&]() -> Task<void> {
        worker.start();
        while (bench.quick_ran < 10) co_await sleep_for(1ms);
        EXPECT_EQ(bench.slow_ran, 0) << "all that is quick was done while the slow ones waited";
        may_end = true;
        while (bench.slow_ran < 20) co_await sleep_for(1ms);
        co_await worker.stop();
    };
    test::run(floor.loop, story());
    EXPECT_EQ(bench.most_slow, 2);
}

TEST_F(slow_jobs, give_way_in_a_crowd_and_keep_quick_ones_waiting_for_nothing) {
    auto registry = registry_with(120'000);
    add("slow_test.slow", 6);
    add("slow_test.quick", 10);
    bool is_crowded = true, may_end = false;
    give_way(floor.loop, [&] { return is_crowded; });
    bench.slow = [&](const Attempt&) -> Task<void> {
        while (!may_end) co_await sleep_for(1ms);
    };
    Worker worker(floor.loop, floor.worker_db, floor.db, database.worker(), registry, &bench, {.parallel = 4, .poll_ms = 5});
    auto story = [&]() -> Task<void> {
        worker.start();
        while (bench.quick_ran < 10) co_await sleep_for(1ms);
        EXPECT_EQ(bench.most_slow, 1) << "half of four may wait for the outside, but in a crowd one";
        is_crowded = false;
        while (bench.most_slow < 2) co_await sleep_for(1ms);
        may_end = true;
        while (bench.slow_ran < 6) co_await sleep_for(1ms);
        co_await worker.stop();
    };
    test::run(floor.loop, story());
    give_way(floor.loop, {});
    EXPECT_FALSE(gives_way(floor.loop));
    EXPECT_EQ(bench.most_slow, 2);
}

TEST_F(slow_jobs, keep_their_lease_while_they_work) {
    auto registry = registry_with(4'000);
    add("slow_test.slow", 1);
    std::vector<int> attempts;
    auto is_renewed_after = [&](Instant began) {
        try {
            database.run("do $$ begin assert (select lease_until from jobs.jobs) > '" + format_rfc3339(began + Duration(4'200ms)) + "'; end $$");
            return true;
        } catch (const pg::Error&) {
            return false;
        }
    };
    bench.slow = [&](const Attempt& attempt) -> Task<void> {
        attempts.push_back(attempt.job.attempt);
        auto began = clock_now();
        while (!is_renewed_after(began)) co_await sleep_for(50ms);
    };
    Worker worker(floor.loop, floor.worker_db, floor.db, database.worker(), registry, &bench, {.parallel = 2, .poll_ms = 20});
    auto story = [&]() -> Task<void> {
        worker.start();
        while (bench.slow_ran == 0) co_await sleep_for(5ms);
        co_await worker.stop();
    };
    test::run(floor.loop, story());
    EXPECT_EQ(attempts, std::vector<int>{1}) << "nobody else was given it";
    database.run("do $$ begin assert not exists (select from jobs.jobs); end $$");
}

TEST_F(slow_jobs, whose_lease_was_lost_are_not_renewed) {
    auto registry = registry_with(60'000);
    add("slow_test.slow", 1);
    database.run("update jobs.jobs set state = 'claimed', lease = gen_random_uuid(), lease_until = now()");
    auto body = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        co_return co_await tx.ask(sql::renew(std::vector{store}, std::vector{JobId::next(clock_now())}, std::vector{new_uuid(clock_now())}, std::vector<std::int32_t>{60'000}, clock_now()));
    };
    auto all = [&]() -> Task<void> {
        auto renewed = co_await floor.worker_db.transaction(Ctx{.now = clock_now(), .role = Role::worker, .actor = "worker"}, body);
        EXPECT_EQ(renewed.value_or(-1), 0);
    };
    test::run(floor.loop, all());
}

}  // namespace
}  // namespace vitrine::jobs
