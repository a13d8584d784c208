#include "modules/orders/lane.h"

#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "modules/stock/api.h"
#include "tests/shop/long.h"
#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;
using Items = std::vector<std::pair<catalog::VariantId, std::int64_t>>;

/// One request as a test sends it, and what came back: "order", "again", "thrown" or the code of the refusal with its pointers.
struct Wish {
    Shop::Cart cart;
    std::string key;
    std::optional<Email> email;
    std::string actor;
    Instant deadline{};
};

Task<std::string> send(App& app, Ctx ctx, Wish wish) {
    ctx.now = clock_now();
    ctx.actor = wish.actor;
    ctx.request_id = wish.actor.empty() ? "" : "request of " + wish.actor;
    ctx.deadline = wish.deadline;
    PlaceOrder in{wish.cart.id, {}, "bank_transfer", wish.cart.total, wish.email};
    try {
        auto placed = co_await place(app, ctx, wish.cart.access, wish.key, in);
        if (placed) co_return placed->replayed ? "again" : "order";
        auto code = placed.error().code;
        for (const auto& fault : placed.error().errors) code += " " + fault.pointer;
        co_return code;
    } catch (const std::exception&) {
        co_return "thrown";
    }
}

/// All at once on one loop: the first has a transaction of its own, the others gather behind it.
std::vector<std::string> send_all(Shop& shop, const std::vector<Wish>& wishes) {
    std::vector<Task<std::string>> sending;
    for (const auto& wish : wishes) sending.push_back(send(shop.app, shop.ctx, wish));
    return shop.run(test::all_of(std::move(sending)));
}

Wish wish(Shop& shop, Items items, std::string key) { return {shop.cart_ready_to_place(std::move(items)), std::move(key), {}, {}, {}}; }

constexpr auto transactions_of_orders = "select count(distinct xmin::text) from orders.orders";

TEST(order_lane, gives_each_order_of_one_transaction_its_own_outcome) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 100), ink = shop.article("INK-1", Shop::rupees(900), 1);
    auto first = wish(shop, {{pen, 1}}, "first");
    auto fine = wish(shop, {{pen, 2}, {ink, 1}}, "fine"), also_fine = wish(shop, {{pen, 1}}, "also fine");
    auto short_of_ink = wish(shop, {{pen, 1}, {ink, 1}}, "short"), stale = wish(shop, {{pen, 1}}, "stale");
    stale.cart.total = Shop::rupees(1);
    auto same_key = wish(shop, {{pen, 1}}, "fine"), same_cart = fine;
    same_cart.key = "second tab";
    auto answers = send_all(shop, {first, fine, short_of_ink, stale, fine, same_key, same_cart, also_fine, first});
    std::vector<std::string> wanted{"order", "order", "stock.short /lines/1/quantity", "orders.price_changed /expected_total", "again", "idempotency.key_reused",
                                    "carts.closed", "order", "again"};
    EXPECT_EQ(answers, wanted);
    EXPECT_EQ(shop.count(transactions_of_orders), 2) << "one for the first, one for those that gathered meanwhile";
    EXPECT_EQ(shop.available(pen), 96);
    EXPECT_EQ(shop.available(ink), 0);
    EXPECT_EQ(shop.count("select count(*) from orders.idempotency"), 3);
    EXPECT_EQ(shop.count("select count(*) from payments.payments where state = 'pending'"), 3) << "a transfer waits for money from the beginning";
    EXPECT_EQ(shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines"), 0);
}

TEST(order_lane, writes_down_who_asked_for_each_order) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 100);
    std::vector<Wish> wishes;
    for (auto actor : {"a", "b", "c"}) {
        wishes.push_back(wish(shop, {{pen, 1}}, actor));
        wishes.back().actor = actor;
    }
    send_all(shop, wishes);
    EXPECT_EQ(shop.count("select count(distinct actor) from orders.timeline where actor in ('a', 'b', 'c')"), 3);
    EXPECT_EQ(shop.count("select count(distinct actor) from ledger.postings where actor in ('a', 'b', 'c')"), 3);
    EXPECT_EQ(shop.count("select count(*) from jobs.events where request_id = 'request of ' || actor"), 3);
}

/// Makes writing to `table` fail, wherever `condition` holds for the new row.
void break_table(Shop& shop, const std::string& table, const std::string& condition) {
    shop.database.run("create or replace function public.break_it() returns trigger language plpgsql as $$ begin raise exception 'injected'; end $$;"
                      "create trigger broken before insert or update on " + table + " for each row when (" + condition + ") execute function public.break_it()");
}

TEST(order_lane, loses_no_other_order_when_one_cannot_be_saved) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 100);
    break_table(shop, "orders.orders", "new.email = 'bad@example.com'");
    std::vector<Wish> wishes;
    for (int i = 0; i < 20; ++i) wishes.push_back(wish(shop, {{pen, 1}}, std::to_string(i)));
    wishes[7].email = Email::parse("bad@example.com");
    auto answers = send_all(shop, wishes);
    EXPECT_EQ(answers[7], "thrown");
    EXPECT_EQ(std::ranges::count(answers, "order"), 19);
    EXPECT_EQ(shop.available(pen), 81);
    EXPECT_EQ(shop.count("select count(*) from stock.reservations"), 19);
}

// Trap 27: whatever breaks on the way, nothing of the batch is left.
TEST(order_lane, leaves_nothing_when_any_step_of_saving_fails) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 100);
    std::vector<Wish> wishes;
    for (int i = 0; i < 3; ++i) wishes.push_back(wish(shop, {{pen, 1}}, std::to_string(i)));
    std::vector<std::string> written{"orders.orders", "orders.lines",      "orders.timeline", "orders.idempotency", "stock.reservations", "payments.payments",
                                     "ledger.lines",  "ledger.postings", "jobs.events"};
    auto all_written = written;
    all_written.insert(all_written.end(), {"jobs.jobs", "stock.levels", "carts.carts"});
    for (const auto& table : all_written) {
        SCOPED_TRACE(table);
        break_table(shop, table, "true");
        EXPECT_EQ(send_all(shop, wishes), std::vector<std::string>(3, "thrown"));
        for (const auto& place : written) EXPECT_EQ(shop.count("select count(*) from " + place), 0) << place;
        EXPECT_EQ(shop.count("select count(*) from jobs.jobs where kind like 'orders.%' or kind like 'payments.%'"), 0);
        EXPECT_EQ(shop.count("select count(*) from carts.carts where state <> 'active'"), 0);
        EXPECT_EQ(shop.available(pen), 100);
        shop.database.run("drop trigger broken on " + table);
    }
    EXPECT_EQ(send_all(shop, wishes), std::vector<std::string>(3, "order")) << "and the same requests pass once nothing is broken";
}

TEST(order_lane, refuses_more_than_may_wait_and_goes_on) {
    Shop shop;
    shop.app.order_lane = std::make_shared<Lane>(Lane::Limits{.orders = 2, .waiting = 3});
    auto pen = shop.article("PEN-1", Shop::rupees(250), 100);
    std::vector<Wish> wishes;
    for (int i = 0; i < 10; ++i) wishes.push_back(wish(shop, {{pen, 1}}, std::to_string(i)));
    auto answers = send_all(shop, wishes);
    EXPECT_EQ(std::ranges::count(answers, "order"), 4) << "one in work, three waiting";
    EXPECT_EQ(std::ranges::count(answers, "server.overloaded"), 6);
    EXPECT_EQ(shop.count(transactions_of_orders), 3);
    EXPECT_EQ(send_all(shop, {wishes[9]}), std::vector<std::string>{"order"});
}

TEST(order_lane, skips_who_no_longer_waits) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 100);
    std::vector<Wish> wishes;
    for (int i = 0; i < 4; ++i) wishes.push_back(wish(shop, {{pen, 1}}, std::to_string(i)));
    wishes[2].deadline = clock_now() - 1s;
    EXPECT_EQ(send_all(shop, wishes), (std::vector<std::string>{"order", "order", "thrown", "order"}));
    EXPECT_EQ(shop.available(pen), 97);
}

/// Another process on the same database, as far as the database can tell: a loop, a thread and connections of its own.
class SecondProcess {
public:
    explicit SecondProcess(Shop& shop)
        : db(loop, shop.database.app(2)), web(loop), app{loop, db, web, shop.config, shop.directory, shop.snapshots, nullptr}, ctx(shop.ctx) {}
    std::vector<std::string> send_all(const std::vector<Wish>& wishes) {
        std::vector<Task<std::string>> sending;
        for (const auto& wish : wishes) sending.push_back(send(app, ctx, wish));
        return test::run(loop, test::all_of(std::move(sending)));
    }
    Loop loop;
    pg::Db db;
    web::Client web;
    App app;
    Ctx ctx;
};

/// `plenty` 0: no level is ever locked early, so that the constraint alone is the judge; lock_all: every level is.
void sell_out_from_two_processes(std::int64_t plenty) {
    SCOPED_TRACE("plenty " + std::to_string(plenty));
    Shop shop;
    SecondProcess other(shop);
    shop.app.order_lane = std::make_shared<Lane>(Lane::Limits{.plenty = plenty});
    other.app.order_lane = std::make_shared<Lane>(Lane::Limits{.plenty = plenty});
    std::mt19937 rng(11);
    for (int round = 0; round < test::rounds(3, 40); ++round) {
        std::vector<catalog::VariantId> articles;
        for (int i = 0; i < 6; ++i) articles.push_back(shop.article(std::to_string(round) + "-" + std::to_string(i), Shop::rupees(10), 40));
        std::vector<Wish> here, there;
        for (int i = 0; i < 60; ++i) {
            std::ranges::shuffle(articles, rng);
            auto key = std::to_string(round) + ":" + std::to_string(i % 55);  // some keys are used twice, in both processes
            auto one = wish(shop, {{articles[0], 1}, {articles[1], 1}, {articles[2], 1}, {articles[3], 1}, {articles[4], 1}, {articles[5], 1}}, key);
            (i % 2 ? here : there).push_back(one);
        }
        std::vector<std::string> answers, answers_there;
        std::thread second([&] { answers_there = other.send_all(there); });
        answers = send_all(shop, here);
        second.join();
        answers.insert(answers.end(), answers_there.begin(), answers_there.end());
        EXPECT_EQ(std::ranges::count(answers, "order"), 40) << "round " << round;
        EXPECT_EQ(std::ranges::count(answers, "thrown"), 0);
        for (auto article : articles) EXPECT_EQ(shop.available(article), 0);
    }
    EXPECT_EQ(shop.count("select deadlocks from pg_stat_database where datname = current_database()"), 0);
    EXPECT_EQ(shop.count("select count(*) from stock.levels where reserved <> 40"), 0);
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), shop.count("select count(distinct order_ref) from stock.reservations"));
}

TEST(order_lanes_of_two_processes, sell_exactly_what_is_there_without_deadlock) {
    for (auto plenty : {std::int64_t(0), std::int64_t(20), stock::lock_all}) sell_out_from_two_processes(plenty);
}

/// Many random requests against a few articles: some carts, keys and totals are used wrongly.
struct RandomStory {
    struct Cart {
        std::vector<std::pair<int, int>> items;
    };
    struct Step {
        int cart, key;
        bool is_stale;
    };
    std::vector<int> stock;
    std::vector<Cart> carts;
    std::vector<Step> steps;

    explicit RandomStory(unsigned seed) {
        std::mt19937 rng(seed);
        auto below = [&](int n) { return int(rng() % unsigned(n)); };
        for (int i = 0; i < 4; ++i) stock.push_back(below(12));
        for (int i = 0; i < 15; ++i) {
            Cart cart;
            for (int article = 0; article < 4; ++article)
                if (below(2)) cart.items.emplace_back(article, 1 + below(3));
            carts.push_back(cart);
        }
        for (int i = 0; i < 40; ++i) {
            int cart = below(15);
            steps.push_back({cart, below(4) ? cart : below(15), below(5) == 0});
        }
    }
    std::vector<Wish> prepare(Shop& shop) const {
        std::vector<catalog::VariantId> articles;
        for (size_t i = 0; i < stock.size(); ++i) articles.push_back(shop.article("A-" + std::to_string(i), Shop::rupees(10 + std::int64_t(i)), stock[i]));
        std::vector<Shop::Cart> made;
        for (const auto& cart : carts) {
            Items items;
            for (auto [article, quantity] : cart.items) items.emplace_back(articles[size_t(article)], quantity);
            made.push_back(shop.cart_ready_to_place(items));
        }
        std::vector<Wish> wishes;
        for (const auto& step : steps) {
            wishes.push_back({made[size_t(step.cart)], "key " + std::to_string(step.key), {}, {}, {}});
            if (step.is_stale) wishes.back().cart.total += Shop::rupees(1);
        }
        return wishes;
    }
};

TEST(order_lane, comes_to_what_the_same_requests_come_to_one_by_one) {
    for (int seed = 1; seed <= test::rounds(4, 60); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomStory story{unsigned(seed)};
        Shop together, apart;
        auto at_once = send_all(together, story.prepare(together));
        std::vector<std::string> one_by_one;
        for (const auto& each : story.prepare(apart)) one_by_one.push_back(apart.run(send(apart.app, apart.ctx, each)));
        EXPECT_EQ(at_once, one_by_one);
        EXPECT_EQ(together.count("select count(distinct xmin::text) from orders.orders") <= 2, true);
        for (auto sum : {"select coalesce(sum(reserved), 0)::bigint from stock.levels", "select coalesce(sum(total), 0)::bigint from orders.orders", "select count(*) from orders.lines"})
            EXPECT_EQ(together.count(sum), apart.count(sum)) << sum;
    }
}

}  // namespace
}  // namespace vitrine::orders
