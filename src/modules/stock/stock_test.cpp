#include <gtest/gtest.h>

#include "modules/stock/api.h"
#include "tests/support/database.h"

namespace vitrine::stock {
namespace {

using catalog::VariantId;

class stock_levels : public testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database, 4};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));

    VariantId variant_with(std::int64_t on_hand) {
        auto id = VariantId::next(ctx.now);
        set(id, on_hand);
        return id;
    }
    size_t set(VariantId id, std::int64_t on_hand) {
        auto body = [&](pg::Tx& tx) -> Task<Result<pg::Later<std::vector<VariantId>>>> { co_return set_on_hand(tx, {id}, {on_hand}, "count"); };
        return (**floor.run(floor.db.transaction(ctx, body))).size();
    }
    std::vector<Shortage> take(const std::string& order, std::vector<Want> wants) {
        std::vector<VariantId> variants;
        for (const auto& want : wants) variants.push_back(want.variant);
        auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<Shortage>>> {
            auto levels = lock_levels(tx, variants);
            co_await tx.flush();
            auto short_of_these = Shelf(*levels).take(wants);
            std::vector<Hold> holds;
            for (const auto& want : wants) holds.push_back({order, want.variant, want.quantity, ctx.now + 15min});
            if (short_of_these.empty()) hold(tx, holds);
            co_return short_of_these;
        };
        return *floor.run(floor.db.transaction(ctx, body));
    }
    std::vector<VariantId> sell_all(const std::string& order) {
        auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<VariantId>>> { co_return co_await sell(tx, order, {}); };
        return *floor.run(floor.db.transaction(ctx, body));
    }
    std::vector<VariantId> release_all(const std::string& order) {
        auto body = [&](pg::Tx& tx) -> Task<Result<pg::Later<std::vector<VariantId>>>> { co_return release(tx, order, "test"); };
        return **floor.run(floor.db.transaction(ctx, body));
    }
    std::int64_t left(VariantId id) { return floor.run(floor.db.read(ctx, available({id}))).at(0).available; }
};

TEST_F(stock_levels, fall_by_what_is_reserved_and_refuse_more_than_there_is) {
    auto pen = variant_with(5);
    EXPECT_TRUE(take("ord_a", {{pen, 3}}).empty());
    EXPECT_EQ(left(pen), 2);
    auto refused = take("ord_b", {{pen, 3}});
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_EQ(refused[0].variant, pen);
    EXPECT_EQ(refused[0].wanted, 3);
    EXPECT_EQ(refused[0].available, 2);
    EXPECT_EQ(left(pen), 2);
}

TEST_F(stock_levels, are_taken_for_all_lines_or_for_none) {
    auto pen = variant_with(5), ink = variant_with(0);
    auto refused = take("ord_a", {{pen, 1}, {ink, 1}});
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_EQ(refused[0].variant, ink);
    EXPECT_EQ(left(pen), 5);
}

TEST_F(stock_levels, of_an_unknown_variant_are_a_shortage) { EXPECT_EQ(take("ord_a", {{VariantId::next(ctx.now), 1}}).at(0).available, 0); }

// Trap 26: two wants of one variant are judged by their sum, whether they are one buyer's or two buyers'.
TEST(stock_shelf, sums_the_wants_for_one_variant) {
    auto pen = VariantId::next(clock_now());
    Shelf shelf({{pen, 3, 0, {}}});
    EXPECT_EQ(shelf.take({{pen, 2}, {pen, 2}}).at(0).wanted, 4);
    EXPECT_EQ(shelf.left(pen), 3);
    EXPECT_TRUE(shelf.take({{pen, 2}}).empty());
    EXPECT_EQ(shelf.take({{pen, 2}}).at(0).available, 1);
    EXPECT_TRUE(shelf.take({{pen, 1}}).empty());
    EXPECT_EQ(shelf.left(pen), 0);
}

// Trap 24: even who forgets to look cannot hold more than there is.
TEST_F(stock_levels, refuse_a_hold_of_more_than_there_is) {
    auto pen = variant_with(3);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        hold(tx, {{"ord_a", pen, 2, ctx.now + 15min}, {"ord_b", pen, 2, ctx.now + 15min}});
        co_return true;
    };
    EXPECT_THROW(floor.run(floor.db.transaction(ctx, body)), pg::Error);
    EXPECT_EQ(left(pen), 3);
}

TEST_F(stock_levels, refuse_a_promise_of_more_than_may_be_promised) {
    auto pen = variant_with(0);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        hold(tx, {{"ord_a", pen, 1, ctx.now + 15min, 1}});
        co_return true;
    };
    std::string broken;
    try {
        floor.run(floor.db.transaction(ctx, body));
    } catch (const pg::Error& error) {
        broken = error.constraint;
    }
    EXPECT_EQ(broken, promise_constraint);
}

// Trap 32: selling twice moves stock once.
TEST_F(stock_levels, are_sold_once_however_often_it_is_said) {
    auto pen = variant_with(5);
    take("ord_a", {{pen, 2}});
    EXPECT_EQ(sell_all("ord_a").size(), 1u);
    EXPECT_TRUE(sell_all("ord_a").empty());
    EXPECT_TRUE(release_all("ord_a").empty());
    EXPECT_EQ(left(pen), 3);
    EXPECT_EQ(set(pen, 3), 0u) << "on hand is 3 already";
}

TEST_F(stock_levels, come_back_when_a_reservation_is_released) {
    auto pen = variant_with(5);
    take("ord_a", {{pen, 5}});
    EXPECT_EQ(release_all("ord_a").size(), 1u);
    EXPECT_TRUE(sell_all("ord_a").empty());
    EXPECT_EQ(left(pen), 5);
}

TEST_F(stock_levels, counted_below_what_is_reserved_stay_at_what_is_reserved) {
    auto pen = variant_with(5);
    take("ord_a", {{pen, 4}});
    EXPECT_EQ(set(pen, 1), 1u);
    EXPECT_EQ(left(pen), 0);
}

TEST_F(stock_levels, equal_the_sum_of_their_movements_after_any_history) {
    auto pen = variant_with(5);
    set(pen, 9);
    take("ord_a", {{pen, 2}});
    sell_all("ord_a");
    set(pen, 4);
    database.run("do $$ begin if exists (select from stock.levels l where on_hand <> (select sum(change) from stock.movements m where m.variant = l.variant)) "
                 "then raise exception 'movements do not add up'; end if; end $$");
}

// Trap 28: the lock is there, and who comes second waits for it, by PostgreSQL's own count.
TEST_F(stock_levels, are_locked_while_somebody_decides) {
    auto pen = variant_with(1);
    std::int64_t waiting = 0, seen_by_second = -1;
    bool second_is_over = false;
    auto watch = [&]() -> Task<std::int64_t> {
        static const pg::Statement statement{"test.waiting", "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", {}, "a test", nullptr};
        co_return co_await floor.db.read(ctx, pg::Query<std::int64_t>{&statement, {}, &pg::decode_one<std::int64_t>});
    };
    auto second = [&]() -> Task<void> {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            auto levels = lock_levels(tx, {pen});
            co_await tx.flush();
            seen_by_second = levels->at(0).available;
            co_return true;
        };
        co_await floor.db.transaction(ctx, body);
        second_is_over = true;
    };
    auto first = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto levels = lock_levels(tx, {pen});
        co_await tx.flush();
        Loop::here().spawn(second());
        for (int look = 0; look < 500 && waiting == 0; ++look) {
            waiting = co_await watch();
            if (waiting == 0) co_await sleep_for(10ms);
        }
        hold(tx, {{"ord_a", pen, 1, ctx.now + 15min}});
        co_return true;
    };
    auto both = [&]() -> Task<bool> {
        auto done = co_await floor.db.transaction(ctx, first);
        while (!second_is_over) co_await sleep_for(1ms);
        co_return done.has_value();
    };
    EXPECT_TRUE(floor.run(both()));
    EXPECT_EQ(waiting, 1);
    EXPECT_EQ(seen_by_second, 0) << "it saw what the first had left";
}

// Goods arrive for an order while it is given up: whoever comes second sees what the first has written.
TEST_F(stock_levels, come_back_whole_when_an_order_ends_while_its_promise_is_filled) {
    auto pen = variant_with(0);
    database.run("update stock.levels set promise_limit = 5");
    auto promised = [&](pg::Tx& tx) -> Task<Result<bool>> {
        hold(tx, {{"ord_a", pen, 2, ctx.now + 15min, 2}});
        co_return true;
    };
    ASSERT_TRUE(floor.run(floor.db.transaction(ctx, promised)));
    std::int64_t waiting = 0;
    std::optional<size_t> released;
    auto watch = [&]() -> Task<std::int64_t> {
        static const pg::Statement statement{"test.waiting", "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", {}, "a test", nullptr};
        co_return co_await floor.db.read(ctx, pg::Query<std::int64_t>{&statement, {}, &pg::decode_one<std::int64_t>});
    };
    auto giving_up = [&]() -> Task<void> {
        auto body = [&](pg::Tx& tx) -> Task<Result<pg::Later<std::vector<VariantId>>>> { co_return release(tx, "ord_a", "test"); };
        auto done = co_await floor.db.transaction(ctx, body);
        released = (**done).size();
    };
    auto arriving = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto set = set_on_hand(tx, {pen}, {2}, "test");
        co_await tx.flush();
        Loop::here().spawn(giving_up());
        for (int look = 0; look < 500 && waiting == 0; ++look) {
            waiting = co_await watch();
            if (waiting == 0) co_await sleep_for(10ms);
        }
        co_await fill(tx, *set);
        co_return true;
    };
    auto both = [&]() -> Task<bool> {
        auto done = co_await floor.db.transaction(ctx, arriving);
        while (!released) co_await sleep_for(1ms);
        co_return done.has_value();
    };
    EXPECT_TRUE(floor.run(both()));
    EXPECT_EQ(waiting, 1);
    EXPECT_EQ(released, 1u);
    EXPECT_EQ(left(pen), 2 + 5) << "nothing stays reserved or promised";
}

// Trap 29: every quantity has its floor in the schema.
TEST_F(stock_levels, cannot_be_written_below_zero_by_anybody) {
    variant_with(1);
    EXPECT_ANY_THROW(database.run("update stock.levels set on_hand = -1"));
    EXPECT_ANY_THROW(database.run("update stock.levels set reserved = 2"));
    EXPECT_ANY_THROW(database.run("update stock.levels set reserved = -1"));
}

}  // namespace
}  // namespace vitrine::stock
