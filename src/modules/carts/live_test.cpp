#include <gtest/gtest.h>

#include <thread>

#include "modules/carts/live_edit.h"
#include "tests/shop/live_cart.h"

namespace vitrine::carts {
namespace {

using live_cart = LiveCart;

TEST_F(live_cart, greets_with_the_whole_cart_and_tells_only_what_changes_afterwards) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    EXPECT_EQ(read_json<Welcome>(last(phone, "welcome"))->heard, 0);
    auto snapshot = *read_json<Snapshot>(last(phone, "snapshot"));
    EXPECT_EQ(snapshot.cart.lines.at(0).quantity, 2);
    EXPECT_EQ(snapshot.tag, tag_of(snapshot.cart));

    ASSERT_TRUE(shop.run(add_line(shop.app, shop.ctx, made.id, access, {ink, {1}, {}})));
    ASSERT_TRUE(hears(phone, "delta"));
    auto delta = *read_json<Delta>(last(phone, "delta"));
    EXPECT_EQ(delta.from, snapshot.tag);
    ASSERT_EQ(delta.lines.size(), 1u);
    EXPECT_EQ(delta.lines[0].variant, ink);
    EXPECT_EQ(delta.subtotal, Shop::rupees(1'400));
}

TEST_F(live_cart, an_edit_of_one_device_is_acknowledged_there_and_shown_on_all) {
    auto &phone = connect(), &desk = connect({}, test::hello("desk123456"));
    ASSERT_TRUE(hears(phone, "snapshot") && hears(desk, "snapshot"));
    edit(phone, step(1, 3));
    ASSERT_TRUE(hears(phone, "ack") && hears(phone, "delta") && hears(desk, "delta"));
    auto ack = *read_json<Ack>(last(phone, "ack"));
    EXPECT_EQ(ack.outcome, rules::Outcome::applied);
    EXPECT_EQ(ack.quantity, 5);
    EXPECT_EQ(count(desk, "ack"), 0u);
    EXPECT_EQ(read_json<Delta>(last(desk, "delta"))->lines.at(0).quantity, 5);
}

TEST_F(live_cart, an_edit_sent_again_after_a_lost_connection_counts_once) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    edit(phone, step(1, 3));
    ASSERT_TRUE(hears(phone, "ack"));
    phone.socket.is_cut = true;
    auto& again = connect();
    ASSERT_TRUE(hears(again, "welcome"));
    EXPECT_EQ(read_json<Welcome>(last(again, "welcome"))->heard, 1);
    edit(again, step(1, 3));
    ASSERT_TRUE(hears(again, "ack"));
    EXPECT_EQ(read_json<Ack>(last(again, "ack"))->outcome, rules::Outcome::repeated);
    EXPECT_EQ(shop.run(view(shop.app, shop.ctx, made.id, access))->lines[0].quantity, 5);
}

TEST_F(live_cart, two_who_set_the_same_line_at_once_agree_and_the_later_is_told) {
    auto &phone = connect(), &desk = connect({}, test::hello("desk123456"));
    ASSERT_TRUE(hears(phone, "snapshot") && hears(desk, "snapshot"));
    edit(phone, {"phone12345", 1, 0, rules::EditKind::set, pen, 7, 2});
    ASSERT_TRUE(hears(phone, "ack"));
    edit(desk, {"desk123456", 1, 0, rules::EditKind::set, pen, 4, 2});
    ASSERT_TRUE(hears(desk, "ack"));
    auto ack = *read_json<Ack>(last(desk, "ack"));
    EXPECT_EQ(ack.outcome, rules::Outcome::conflict);
    EXPECT_EQ(ack.quantity, 7);
    EXPECT_TRUE(ack.text);
    EXPECT_EQ(shop.run(view(shop.app, shop.ctx, made.id, access))->lines[0].quantity, 7);
}

TEST_F(live_cart, whoever_comes_back_is_told_what_he_missed_and_nothing_where_he_missed_nothing) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    auto tag = read_json<Snapshot>(last(phone, "snapshot"))->tag;
    phone.socket.is_cut = true;
    ASSERT_TRUE(until([&] { return phone.is_over; }));
    auto& same = connect({}, test::hello("phone12345", tag));
    ASSERT_TRUE(hears(same, "current"));
    EXPECT_EQ(count(same, "snapshot"), 0u);
    same.socket.is_cut = true;
    ASSERT_TRUE(until([&] { return same.is_over; }));
    shop.run(add_line(shop.app, shop.ctx, made.id, access, {ink, {1}, {}}));
    auto& later = connect({}, test::hello("phone12345", tag));
    ASSERT_TRUE(hears(later, "delta"));
    EXPECT_EQ(read_json<Delta>(last(later, "delta"))->from, tag);
    auto& stranger = connect({}, test::hello("phone12345", "0000000000000000"));
    EXPECT_TRUE(hears(stranger, "snapshot")) << "a state that is not known any more is replaced as a whole";
}

TEST_F(live_cart, is_closed_to_a_wrong_token_without_harm_to_those_who_have_it_open) {
    auto& owner = connect();
    ASSERT_TRUE(hears(owner, "snapshot"));
    auto& thief = connect(Access{"guess"});
    ASSERT_TRUE(until([&] { return thief.is_over; }));
    EXPECT_EQ(thief.socket.code, not_yours);
    EXPECT_EQ(count(thief, "snapshot") + count(thief, "welcome"), 0u);
    EXPECT_FALSE(owner.is_over);
    shop.run(add_line(shop.app, shop.ctx, made.id, access, {ink, {1}, {}}));
    EXPECT_TRUE(hears(owner, "delta"));
}

TEST_F(live_cart, takes_its_token_in_the_first_message_where_nothing_else_can_carry_it) {
    auto& page = connect(Access{}, R"({"type":"hello","token":")" + access.token + "\"}");
    EXPECT_TRUE(hears(page, "snapshot"));
}

TEST_F(live_cart, ends_with_a_code_for_what_cannot_be_read) {
    for (const std::string text : {"no json", R"({"type":"dance"})", R"({"type":"edit","device":"phone12345","number":1})", R"({"type":"hello","unknown":1})"}) {
        auto& phone = connect({}, text);
        ASSERT_TRUE(until([&] { return phone.is_over; })) << text;
        EXPECT_EQ(phone.socket.code, not_readable) << text;
    }
}

// Trap 44: once the cart has become an order, no device adds to it.
TEST_F(live_cart, tells_all_devices_that_the_cart_was_ordered_and_takes_no_more_edits) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    made.id = cart.id;
    access = cart.access;
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    auto channel = live_hub_of(shop.app.loop)->channels.begin()->second;
    ASSERT_TRUE(shop.place(cart).result);
    EXPECT_TRUE(channel->is_reading || channel->row->state == "ordered") << "told by the commit itself, not found by the next poll";
    ASSERT_TRUE(until([&] { return phone.is_over; }));
    EXPECT_EQ(phone.socket.code, no_longer_open);
    EXPECT_EQ(read_json<Closed>(last(phone, "closed"))->state, "ordered");
    EXPECT_EQ(shop.run(apply_edit(shop.app, shop.ctx, cart.id, cart.access, step(1, 1))).error().code, "carts.closed");
    auto& late = connect();
    ASSERT_TRUE(until([&] { return late.is_over; }));
    EXPECT_EQ(late.socket.code, no_longer_open);
}

TEST_F(live_cart, a_price_or_stock_that_changes_is_told_without_an_edit) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    auto changed = std::make_shared<test::FixedCatalog>(*shop.snapshots->catalog);
    changed->variants[pen].price = Shop::rupees(300);
    changed->variants[pen].available = 1;
    shop.snapshots->catalog = changed;
    ASSERT_TRUE(hears(phone, "delta"));
    auto delta = *read_json<Delta>(last(phone, "delta"));
    EXPECT_EQ(delta.version, 2) << "nobody edited it";
    EXPECT_EQ(delta.lines.at(0).unit_price, Shop::rupees(300));
    EXPECT_TRUE(delta.lines.at(0).notice);
}

// Back-pressure: a device that does not read costs a bounded line, and gets the cart as a whole when it reads again.
TEST_F(live_cart, a_slow_device_is_brought_up_to_date_at_once_instead_of_step_by_step) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    phone.socket.is_slow = true;
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(shop.run(add_line(shop.app, shop.ctx, made.id, access, {pen, {1}, {}})));
        auto seen = shop.run(view(shop.app, shop.ctx, made.id, access))->version;
        auto hub = live_hub_of(shop.app.loop);
        ASSERT_TRUE(until([&] { return hub->channels.begin()->second->row->version == seen; }));
    }
    phone.socket.is_slow = false;
    ASSERT_TRUE(hears(phone, "snapshot", 2));
    auto snapshot = *read_json<Snapshot>(last(phone, "snapshot"));
    EXPECT_EQ(snapshot.reason, "resync");
    EXPECT_EQ(snapshot.cart.lines[0].quantity, 102);
    EXPECT_LE(count(phone, "delta"), Session::longest_line + 1);
    shop.run(add_line(shop.app, shop.ctx, made.id, access, {ink, {1}, {}}));
    ASSERT_TRUE(until([&] { return last(phone, "delta").find(ink.text()) != std::string::npos; })) << "afterwards it is told step by step again";
}

// Another process hears by NOTIFY: here one with a loop, connections and a hub of its own.
TEST_F(live_cart, an_edit_in_one_process_reaches_the_devices_of_another) {
    std::atomic<bool> is_open = false, is_told = false;
    std::string told;
    std::thread elsewhere([&] {
        Loop loop;
        pg::Db db(loop, shop.database.app(2));
        web::Client client(loop);
        App app{loop, db, client, shop.config, shop.directory, shop.snapshots, nullptr};
        auto scene = [&]() -> Task<bool> {
            LiveCarts other(app, shop.database.worker(1));
            PocketSocket socket;
            socket.inbox.push_back(test::hello("desk123456"));
            co_await sleep_for(200ms);  // the listener listens
            Loop::here().spawn(converse(live_hub_of(loop), shop.ctx, made.id, access, socket));
            for (auto end = clock_now() + Duration(20s); told.empty() && clock_now() < end;) {
                co_await sleep_for(1ms);
                for (const auto& text : socket.said) {
                    if (text.starts_with(R"({"type":"snapshot")")) is_open = true;
                    if (text.starts_with(R"({"type":"delta")")) told = text;
                }
            }
            socket.is_cut = true;
            co_await other.stop();
            co_await db.close();
            co_return true;
        };
        test::run(loop, scene());
        is_told = true;
    });
    EXPECT_TRUE(until([&] { return is_open.load(); }));
    shop.run(add_line(shop.app, shop.ctx, made.id, access, {ink, {1}, {}}));
    for (auto end = clock_now() + Duration(25s); !is_told && clock_now() < end;) until([&] { return is_told.load(); });
    elsewhere.join();
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(read_json<Delta>(told)->lines.at(0).variant, ink);
}

TEST_F(live_cart, what_a_device_said_before_signing_in_counts_once_afterwards) {
    EXPECT_EQ(shop.run(apply_edit(shop.app, shop.ctx, made.id, access, step(1, 3)))->verdict.outcome, rules::Outcome::applied);
    auto ctx = shop.ctx;
    ctx.role = Role::customer;
    auto ayesha = CustomerId::next(ctx.now);
    ctx.actor = ayesha.text();
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    auto own = shop.run(adopt(shop.app, ctx, made.id, access))->cart;
    ASSERT_TRUE(until([&] { return phone.is_over; }));
    EXPECT_EQ(read_json<Closed>(last(phone, "closed"))->state, "merged");
    made.id = own->id;
    auto& again = connect(Access{{}, ayesha});
    ASSERT_TRUE(hears(again, "welcome"));
    auto welcome = *read_json<Welcome>(last(again, "welcome"));
    EXPECT_EQ(welcome.heard, 1);
    ASSERT_EQ(welcome.joined.size(), 1u);
    edit(again, step(1, 3));
    ASSERT_TRUE(hears(again, "ack"));
    EXPECT_EQ(read_json<Ack>(last(again, "ack"))->outcome, rules::Outcome::repeated);
    EXPECT_EQ(read_json<Ack>(last(again, "ack"))->quantity, 5);
}

TEST_F(live_cart, is_open_on_thirty_two_devices_at_most) {
    for (int i = 0; i < 32; ++i) connect();
    ASSERT_TRUE(until([&] { return std::ranges::all_of(devices, [](const auto& device) { return count(*device, "snapshot") == 1; }); }));
    auto& one_more = connect();
    ASSERT_TRUE(until([&] { return one_more.is_over; }));
    EXPECT_EQ(one_more.socket.code, too_many_devices);
    devices[0]->socket.is_cut = true;
    ASSERT_TRUE(until([&] { return devices[0]->is_over; }));
    EXPECT_TRUE(hears(connect(), "snapshot"));
}

TEST_F(live_cart, remembers_thirty_two_devices) {
    for (int i = 0; i < 40; ++i) {
        auto name = "device" + std::to_string(1000 + i);
        ASSERT_TRUE(shop.run(apply_edit(shop.app, shop.ctx, made.id, access, {name, 1, 0, rules::EditKind::add, pen, 1, 0})));
    }
    EXPECT_EQ(shop.count("select count(*) from carts.devices"), 32);
}

TEST_F(live_cart, an_edit_changes_the_version_only_where_it_changes_the_cart) {
    auto before = shop.run(view(shop.app, shop.ctx, made.id, access))->version;
    shop.run(apply_edit(shop.app, shop.ctx, made.id, access, {"phone12345", 1, 0, rules::EditKind::set, pen, 2, 2}));
    EXPECT_EQ(shop.run(view(shop.app, shop.ctx, made.id, access))->version, before);
    shop.run(apply_edit(shop.app, shop.ctx, made.id, access, {"phone12345", 2, 0, rules::EditKind::set, pen, 0, 2}));
    auto after = shop.run(view(shop.app, shop.ctx, made.id, access));
    EXPECT_EQ(after->version, before + 1);
    EXPECT_TRUE(after->lines.empty());
    EXPECT_EQ(shop.run(apply_edit(shop.app, shop.ctx, made.id, {"guess"}, step(3, 1))).error().code, "carts.not_found");
}

}  // namespace
}  // namespace vitrine::carts
