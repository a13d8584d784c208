// What the shop, the database and the session do to carts that are open.
#include <gtest/gtest.h>

#include "io/pg/session.h"
#include "modules/carts/live_edit.h"
#include "modules/carts/sql.h"
#include "tests/shop/live_cart.h"

namespace vitrine::carts {
namespace {

using open_cart = LiveCart;

// Orders hold many carts at once, in the order of their ids: whoever marks many as watched waits for none of them.
TEST_F(open_cart, marking_many_carts_waits_for_none_that_is_being_ordered) {
    auto other = *shop.run(create(shop.app, shop.ctx, AddLine{pen, {1}, {}}));
    pg::Session order(shop.database.owner());
    order.run("begin; select from carts.carts order by id limit 1 for no key update");
    auto ctx = shop.ctx;
    ctx.now = clock_now();
    ctx.deadline = ctx.now + Duration(5s);
    auto body = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> { co_return co_await tx.ask(sql::watch_all({made.id, other.id})); };
    EXPECT_EQ(*shop.run(shop.app.db.transaction(ctx, body)), 1);
    order.run("rollback");
    EXPECT_EQ(*shop.run(shop.app.db.transaction(ctx, body)), 2);
}

// After a lost connection all open carts may have changed: one statement asks about many, and only those that did are read.
TEST_F(open_cart, a_listener_that_comes_back_reads_only_what_changed) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    auto hub = live_hub_of(shop.app.loop);
    auto channel = hub->channels.begin()->second;
    hub->hear("");
    EXPECT_FALSE(channel->is_reading);
    ASSERT_TRUE(until([&] { return !hub->may_go_back(*channel); })) << "the poll found it as it was";
    EXPECT_EQ(count(phone, "delta"), 0u);
    shop.database.run("update carts.carts set version = version + 1; update carts.lines set quantity = 4");  // as another process does whose news were lost
    hub->hear("");
    ASSERT_TRUE(hears(phone, "delta"));
    EXPECT_EQ(read_json<Delta>(last(phone, "delta"))->lines.at(0).quantity, 4);
}

// Edits of carts do not wait for the disk: a crash of the database may take the last ones back.
TEST_F(open_cart, follows_a_database_that_has_lost_its_last_edits) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    edit(phone, step(1, 3));
    ASSERT_TRUE(hears(phone, "ack") && hears(phone, "delta"));
    shop.database.run("update carts.carts set version = version - 1; update carts.lines set quantity = 2; delete from carts.devices");
    live_hub_of(shop.app.loop)->hear("");
    ASSERT_TRUE(hears(phone, "delta", 2));
    EXPECT_EQ(read_json<Delta>(last(phone, "delta"))->lines.at(0).quantity, 2);
    EXPECT_EQ(shop.run(apply_edit(shop.app, shop.ctx, made.id, access, step(1, 3)))->verdict.outcome, rules::Outcome::applied);
}

TEST_F(open_cart, is_not_priced_anew_for_what_is_not_in_it) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    auto channel = live_hub_of(shop.app.loop)->channels.begin()->second;
    auto priced_at = channel->priced_at;
    auto change = [&](VariantId variant) {
        auto changed = std::make_shared<test::FixedCatalog>(*shop.snapshots->catalog);
        changed->variants[variant].available = 1;
        shop.snapshots->catalog = changed;
        return quotes::memory_of(shop.app, shop.ctx.store).snapshot;
    };
    auto elsewhere = change(ink);
    ASSERT_TRUE(until([&] { return channel->priced_by == elsewhere; }));
    EXPECT_EQ(channel->priced_at, priced_at);
    change(pen);
    ASSERT_TRUE(hears(phone, "delta"));
    EXPECT_NE(channel->priced_at, priced_at);
}

TEST_F(open_cart, keeps_no_whole_cart_for_those_who_have_left) {
    auto& phone = connect();
    ASSERT_TRUE(hears(phone, "snapshot"));
    auto tag = read_json<Snapshot>(last(phone, "snapshot"))->tag;
    auto channel = live_hub_of(shop.app.loop)->channels.begin()->second;
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(shop.run(add_line(shop.app, shop.ctx, made.id, access, {pen, {1}, {}})));
        ASSERT_TRUE(until([&] { return channel->row->version == made.version + 1 + i; }));
    }
    EXPECT_LE(channel->past.size(), 8u);
    auto newest = channel->past.back().tag;
    phone.socket.is_cut = true;
    ASSERT_TRUE(until([&] { return phone.is_over; }));
    EXPECT_FALSE(channel->now);
    EXPECT_FALSE(channel->row);
    ASSERT_TRUE(shop.run(add_line(shop.app, shop.ctx, made.id, access, {ink, {1}, {}})));
    auto& again = connect({}, test::hello("phone12345", newest));
    ASSERT_TRUE(hears(again, "delta"));
    EXPECT_EQ(read_json<Delta>(last(again, "delta"))->from, newest);
    EXPECT_EQ(read_json<Delta>(last(again, "delta"))->lines.size(), 1u);
    auto& late = connect({}, test::hello("desk123456", tag));
    EXPECT_TRUE(hears(late, "snapshot")) << "what was shown long ago is not remembered";
}

TEST_F(open_cart, ends_for_whoever_is_signed_out) {
    auto& expired = connect({}, test::hello("phone12345"), {.until = clock_now() + Duration(1s)});
    ASSERT_TRUE(hears(expired, "snapshot"));
    ASSERT_TRUE(until([&] { return expired.is_over; }));
    EXPECT_EQ(expired.socket.code, signed_out);
    bool stands = true;
    auto ask = [&]() -> Task<bool> { co_return stands; };
    auto &signed_in = connect({}, test::hello("desk123456"), {.stands = ask}), &guest = connect({}, test::hello("tablet1234"));
    ASSERT_TRUE(hears(signed_in, "snapshot") && hears(guest, "snapshot"));
    stands = false;
    ASSERT_TRUE(until([&] { live_hub_of(shop.app.loop)->hear(""); return signed_in.is_over; }));
    EXPECT_EQ(signed_in.socket.code, signed_out);
    EXPECT_FALSE(guest.is_over);
}

}  // namespace
}  // namespace vitrine::carts
