// Who hears what, and what of it after having been away, slow or shut out.
#include <gtest/gtest.h>

#include "io/pg/session.h"
#include "modules/live/hub.h"
#include "modules/live/open.h"
#include "modules/orders/of_customer/api.h"
#include "tests/shop/accounts_stand.h"
#include "tests/shop/pocket_sink.h"

namespace vitrine::live {
namespace {

using test::PocketSink;
using test::Shop;

struct live_streams : test::Accounts {
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 50), ink = shop.article("INK-1", Shop::rupees(900), 5);
    std::unique_ptr<Streams> streams = std::make_unique<Streams>(shop.app, shop.database.worker(1), Pace{.step = 5ms, .between_looks = 5ms, .far_every = 50ms, .levels_every = 5ms, .beat_every = 1h});
    std::vector<std::unique_ptr<PocketSink>> sinks;
    pg::Session owner{shop.database.owner()};

    ~live_streams() override { shop.run(streams->stop()); }

    PocketSink& read(Result<http::Response> response) {
        sinks.push_back(std::make_unique<PocketSink>());
        auto& sink = *sinks.back();
        EXPECT_TRUE(response.has_value()) << response.error().code;
        auto start = [&]() -> Task<bool> {
            Loop::here().spawn(test::read_stream(std::get<http::EventStream>(response->body), sink));
            co_return true;
        };
        shop.run(start());
        return sink;
    }
    PocketSink& follow(const orders::OrderView& order, std::string seen = {}) { return read(order_stream(shop.app, shop.ctx, order.id, std::move(seen))); }
    PocketSink& follow_as_staff(std::string topic, std::string seen = {}, std::vector<catalog::VariantId> variants = {}) {
        return read(staff_stream(shop.app, shop.ctx, std::move(topic), std::move(seen), std::move(variants)));
    }
    bool until(std::function<bool()> holds) {
        auto wait = [&]() -> Task<bool> {
            for (auto end = clock_now() + Duration(10s); !holds() && clock_now() < end;) co_await sleep_for(1ms);
            co_return holds();
        };
        return shop.run(wait());
    }
    bool hears(PocketSink& sink, std::string event, size_t times = 1) {
        return until([&] { return sink.count(event) >= times; });
    }
    orders::OrderView placed() {
        auto attempt = shop.place(shop.cart_ready_to_place({{pen, 1}}));
        EXPECT_EQ(attempt.refusal(), "");
        return attempt.order();
    }
    void pay(const orders::OrderView& order) {
        auto paid = shop.run(payments::mark_paid(shop.app, staff(), order.payment, order.payable, "REF-1"));
        EXPECT_TRUE(paid) << paid.error().code;
    }
    orders::OrderView paid() {
        auto order = placed();
        pay(order);
        shop.run_due_jobs();
        return order;
    }
    Ctx staff() {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        ctx.role = Role::staff;
        ctx.actor = "usr_test";
        ctx.permissions = {"*"};
        return ctx;
    }
    void move(const orders::OrderView& order, std::string verb) {
        auto moved = shop.run(orders::move(shop.app, staff(), order.id, std::move(verb), "because"));
        EXPECT_TRUE(moved) << moved.error().code;
    }
    /// News in the log, as a transaction leaves it that began when the id says.
    void write_down(StoreId store, jobs::EventId id, const std::string& name, const std::string& aggregate) {
        owner.run("insert into jobs.events (store_id, id, name, aggregate, sequence, payload, actor, request_id, at) values ('" + uuid_text(store.value) + "', '" + uuid_text(id.value) + "', '" + name + "', '" + aggregate + "', 1, '{}', '', '', now())");
    }
    OrderStatus status(const PocketSink& sink) { return *read_json<OrderStatus>(sink.last("order")->data); }
    /// As the last look that is certain to have seen everything.
    void let_looks_pass() {
        auto store = hub_of(shop.app.loop)->stores.at(shop.ctx.store);
        auto since = clock_now();
        ASSERT_TRUE(until([&] { return store->looked_at > since; }));
    }
};

TEST_F(live_streams, of_an_order_say_where_it_stands_and_then_what_becomes_of_it) {
    auto order = paid(), other = paid();
    auto& buyer = follow(order);
    ASSERT_TRUE(hears(buyer, "order"));
    EXPECT_EQ(status(buyer).state, orders::State::paid);
    EXPECT_EQ(status(buyer).payment->state, payments::State::succeeded);
    move(other, "process");
    move(order, "process");
    ASSERT_TRUE(hears(buyer, "order", 2));
    EXPECT_EQ(status(buyer).state, orders::State::processing);
    EXPECT_EQ(buyer.last("order")->id, tag_of(status(buyer)));
    move(order, "pack");
    ASSERT_TRUE(hears(buyer, "order", 3));
    EXPECT_EQ(status(buyer).state, orders::State::packed);
    for (const auto& one : buyer.heard) EXPECT_EQ(read_json<OrderStatus>(one.data)->order, order.id) << "nothing of another's order";
}

TEST_F(live_streams, of_an_order_tell_of_its_payment) {
    auto order = placed();
    auto& buyer = follow(order);
    ASSERT_TRUE(hears(buyer, "order"));
    EXPECT_EQ(status(buyer).state, orders::State::pending_payment);
    EXPECT_NE(status(buyer).payment->state, payments::State::succeeded);
    pay(order);
    ASSERT_TRUE(until([&] { return status(buyer).payment->state == payments::State::succeeded; }));
    shop.run_due_jobs();
    ASSERT_TRUE(until([&] { return status(buyer).state != orders::State::pending_payment; }));
}

TEST_F(live_streams, of_an_order_do_not_repeat_what_is_on_the_screen) {
    auto order = paid();
    auto& before = follow(order);
    ASSERT_TRUE(hears(before, "order"));
    auto tag = before.last("order")->id;
    auto& again = follow(order, tag);
    ASSERT_TRUE(hears(again, "ready"));
    EXPECT_EQ(again.count("order"), 0u);
    before.is_gone = again.is_gone = true;
    move(order, "process");
    auto& late = follow(order, tag);
    ASSERT_TRUE(hears(late, "order"));
    EXPECT_EQ(status(late).state, orders::State::processing) << "what happened while nobody was there";
    EXPECT_EQ(late.count("ready"), 0u);
}

TEST_F(live_streams, give_a_slow_reader_of_an_order_the_newest_only) {
    auto order = paid();
    auto& slow = follow(order);
    ASSERT_TRUE(hears(slow, "order"));
    slow.is_slow = true;
    for (auto verb : {"process", "pack", "ship"}) {
        move(order, verb);
        let_looks_pass();
        let_looks_pass();
    }
    slow.is_slow = false;
    ASSERT_TRUE(until([&] { return status(slow).state == orders::State::shipped; }));
    EXPECT_LE(slow.count("order"), 3u) << "the first, the one that was being sent, the newest";
}

TEST_F(live_streams, of_staff_tell_the_news_of_their_topic_alone) {
    auto before = placed();
    auto& desk = follow_as_staff("orders");
    auto& till = follow_as_staff("payments");
    ASSERT_TRUE(hears(desk, "ready") && hears(till, "ready"));
    auto order = placed();
    ASSERT_TRUE(hears(desk, "orders.placed"));
    auto told = read_json<Told>(desk.last("orders.placed")->data);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->aggregate, order.id.text());
    EXPECT_EQ(told->id.text(), desk.last("orders.placed")->id);
    EXPECT_EQ(desk.count("orders.placed"), 1u) << "what was before is not told";
    pay(order);
    ASSERT_TRUE(hears(till, "payments.succeeded"));
    for (const auto& one : desk.heard) EXPECT_FALSE(one.event.starts_with("payments.")) << one.event;
    for (const auto& one : till.heard) EXPECT_FALSE(one.event.starts_with("orders.")) << one.event;
}

TEST_F(live_streams, of_staff_tell_what_was_missed_and_nothing_twice_that_was_heard_last) {
    auto& desk = follow_as_staff("orders");
    ASSERT_TRUE(hears(desk, "ready"));
    placed();
    ASSERT_TRUE(hears(desk, "orders.placed"));
    auto seen = desk.last("orders.placed")->id;
    desk.is_gone = true;
    auto missed = placed();
    auto& back = follow_as_staff("orders", seen);
    ASSERT_TRUE(hears(back, "ready"));
    ASSERT_EQ(back.count("orders.placed"), 1u);
    EXPECT_EQ(read_json<Told>(back.last("orders.placed")->data)->aggregate, missed.id.text());
    placed();
    EXPECT_TRUE(hears(back, "orders.placed", 2));
    EXPECT_EQ(back.count("reload"), 0u);
    auto& confused = follow_as_staff("orders", "no id of ours");
    ASSERT_TRUE(hears(confused, "reload"));
    EXPECT_EQ(confused.count("orders.placed"), 0u);
}

TEST_F(live_streams, of_staff_say_reload_where_too_much_was_missed) {
    auto& desk = follow_as_staff("orders");
    ASSERT_TRUE(hears(desk, "ready"));
    auto seen = desk.last("ready")->id;
    desk.is_gone = true;
    for (int i = 0; i < Streams::Inner::most_replayed + 1; ++i) write_down(shop.ctx.store, jobs::EventId::next(clock_now()), "orders.placed", "ord_" + std::to_string(i));
    auto& back = follow_as_staff("orders", seen);
    ASSERT_TRUE(hears(back, "reload"));
    EXPECT_EQ(back.heard.front().event, "reload") << "and is sent nothing of it before: what a look of the hub finds late is told behind it, like all news";
}

TEST_F(live_streams, give_a_slow_member_of_staff_one_word_instead_of_a_long_line) {
    auto shared = std::make_shared<Feed>(Feed::Keeps::all);
    for (size_t i = 0; i <= Feed::longest_line; ++i) shared->tell({"orders.placed", "{}", std::to_string(i)});
    PocketSink sink;
    auto all = [&]() -> Task<bool> {
        Loop::here().spawn(shared->run(sink));
        while (sink.heard.empty()) co_await sleep_for(1ms);
        shared->end();
        co_return true;
    };
    shop.run(all());
    ASSERT_EQ(sink.heard.size(), 1u);
    EXPECT_EQ(sink.heard[0].event, "reload");
    EXPECT_EQ(sink.heard[0].id, std::to_string(Feed::longest_line)) << "whoever comes back goes on from there";
}

// An id says when a transaction began; one that lasted is committed after those that began later.
TEST_F(live_streams, find_news_whose_transaction_took_long) {
    auto& desk = follow_as_staff("orders");
    ASSERT_TRUE(hears(desk, "ready"));
    placed();
    ASSERT_TRUE(hears(desk, "orders.placed"));
    auto old = jobs::first_event_of(clock_now() - Duration(30s));
    write_down(shop.ctx.store, old, "orders.edited", "ord_late");
    EXPECT_TRUE(hears(desk, "orders.edited"));
    let_looks_pass();
    EXPECT_EQ(desk.count("orders.edited"), 1u);
}

TEST_F(live_streams, tell_a_customer_of_their_own_orders_alone) {
    auto ours = registered("ayesha@example.com"), others = registered("chand@example.com");
    auto& own = read(customer_stream(shop.app, shop.ctx, ours.person, "Ayesha@example.com", {}));
    auto& of_other = read(customer_stream(shop.app, shop.ctx, others.person, "chand@example.com", {}));
    ASSERT_TRUE(hears(own, "ready") && hears(of_other, "ready"));
    auto order = placed();
    ASSERT_EQ(order.email, "ayesha@example.com");
    ASSERT_TRUE(hears(own, "order"));
    auto told = read_json<orders::of_customer::OwnOrder>(own.last("order")->data);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->id, order.id);
    EXPECT_EQ(told->token, orders::guest_token(shop.config, order.id));
    auto seen = own.last("order")->id;
    own.is_gone = true;
    pay(order);
    shop.run_due_jobs();
    auto& back = read(customer_stream(shop.app, shop.ctx, ours.person, "ayesha@example.com", seen));
    ASSERT_TRUE(hears(back, "ready"));
    EXPECT_EQ(read_json<orders::of_customer::OwnOrder>(back.last("order")->data)->state, orders::State::paid);
    EXPECT_EQ(of_other.count("order"), 0u);
}

TEST_F(live_streams, end_for_a_mailbox_that_is_no_longer_the_customers) {
    auto ours = registered("ayesha@example.com");
    auto& own = read(customer_stream(shop.app, shop.ctx, ours.person, "ayesha@example.com", {}));
    ASSERT_TRUE(hears(own, "ready"));
    owner.run("update accounts.people set email = 'elsewhere@example.com', email_key = 'elsewhere@example.com' where kind = 'customer'");
    placed();
    EXPECT_TRUE(until([&] { return own.is_over; }));
    EXPECT_EQ(own.count("order"), 0u);
}

TEST_F(live_streams, of_stock_tell_the_levels_that_are_watched_as_they_change) {
    auto& shelf = follow_as_staff("stock", {}, {pen});
    ASSERT_TRUE(hears(shelf, "level"));
    auto level = [&] { return *read_json<stock::LevelNow>(shelf.last("level")->data); };
    EXPECT_EQ(level().available, 50);
    placed();
    ASSERT_TRUE(hears(shelf, "level", 2));
    EXPECT_EQ(level().available, 49);
    EXPECT_EQ(level().reserved, 1);
    EXPECT_TRUE(shop.place(shop.cart_ready_to_place({{ink, 1}})).result);
    let_looks_pass();
    for (const auto& one : shelf.heard)
        if (one.event == "level") EXPECT_EQ(read_json<stock::LevelNow>(one.data)->variant, pen);
}

TEST_F(live_streams, tell_nothing_of_another_store) {
    auto& desk = follow_as_staff("orders");
    ASSERT_TRUE(hears(desk, "ready"));
    write_down(StoreId::next(clock_now()), jobs::EventId::next(clock_now()), "orders.placed", "ord_elsewhere");
    let_looks_pass();
    let_looks_pass();
    EXPECT_EQ(desk.count("orders.placed"), 0u);
    placed();
    EXPECT_TRUE(hears(desk, "orders.placed"));
}

TEST_F(live_streams, show_so_many_screens_the_same_order_and_no_more) {
    auto order = placed();
    for (size_t i = 0; i < Streams::Inner::most_of_one; ++i) ASSERT_TRUE(hears(follow(order), "order"));
    auto one_more = order_stream(shop.app, shop.ctx, order.id, {});
    ASSERT_FALSE(one_more);
    EXPECT_EQ(one_more.error().code, too_many.code);
    sinks.front()->is_gone = true;
    pay(order);   // told of it, the reader is found to have left
    ASSERT_TRUE(until([&] { return sinks.front()->is_over; }));
    EXPECT_TRUE(order_stream(shop.app, shop.ctx, order.id, {}));
}

TEST_F(live_streams, ask_nothing_when_nobody_follows_and_end_with_the_loop) {
    auto hub = hub_of(shop.app.loop);
    auto order = placed();
    auto& buyer = follow(order);
    ASSERT_TRUE(hears(buyer, "order"));
    EXPECT_TRUE(hub->listener);
    buyer.is_gone = true;
    pay(order);
    ASSERT_TRUE(until([&] { return hub->stores.empty() && !hub->listener; }));
    auto& again = follow(order);
    ASSERT_TRUE(hears(again, "order"));
    shop.run(streams->stop());
    EXPECT_TRUE(again.is_over);
    auto refused = order_stream(shop.app, shop.ctx, order.id, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, not_live.code);
}

TEST_F(live_streams, give_a_sign_of_life) {
    shop.run(streams->stop());
    streams.reset();
    streams = std::make_unique<Streams>(shop.app, shop.database.worker(1), Pace{.step = 1ms, .beat_every = 1ms});
    auto order = placed();
    auto& buyer = follow(order);
    EXPECT_TRUE(hears(buyer, "beat", 2));
    buyer.is_gone = true;
    EXPECT_TRUE(until([&] { return buyer.is_over; })) << "what finds out that the reader has left";
}

TEST(live_news, name_the_order_they_are_about) {
    auto order = orders::OrderId::next(clock_now());
    auto about = [](std::string payload) { return order_of(jobs::LogEntry{.payload = {std::move(payload)}}); };
    EXPECT_EQ(about(R"({"order":")" + order.text() + "\"}"), order);
    EXPECT_FALSE(about(R"({"order":"pay_1"})"));
    EXPECT_FALSE(about(R"({"order":7})"));
    EXPECT_FALSE(about("[]"));
    EXPECT_FALSE(about("nonsense"));
}

TEST(live_news, have_ids_by_their_moment) {
    auto now = clock_now();
    auto id = jobs::EventId::next(now);
    EXPECT_LT(jobs::first_event_of(now), id);
    EXPECT_LT(id, jobs::first_event_of(now + Duration(1s)));
    EXPECT_LE(jobs::moment_of(jobs::first_event_of(now)), now);
    EXPECT_GT(jobs::moment_of(jobs::first_event_of(now)), now - Duration(1ms));
}

}  // namespace
}  // namespace vitrine::live
