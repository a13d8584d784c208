#include "modules/carts/reminder.h"

#include <gtest/gtest.h>

#include "io/pg/session.h"
#include "modules/carts/rules.h"
#include "tests/shop/shop.h"

namespace vitrine::carts {
namespace {

using test::Shop;

class abandoned_cart : public testing::Test {
protected:
    Shop shop;
    VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10);

    /// As if so much time had gone by since the last edit, with the job run that falls due meanwhile.
    void wait(const std::string& interval) {
        shop.database.run("update carts.carts set updated_at = updated_at - interval '" + interval + "'; update jobs.jobs set due = now() - interval '1 second' where kind = 'carts.remind'");
        shop.run_due_jobs();
    }
    std::vector<CartAbandoned> news() {
        pg::Statement statement{"test.news", "select payload from jobs.events where name = 'carts.abandoned' order by at", {}, "a test", nullptr};
        pg::Session session(shop.database.owner());
        std::vector<CartAbandoned> out;
        for (const auto& row : session.ask(pg::Query<std::vector<RawJson>>{&statement, {}, &pg::decode_many<RawJson>})) out.push_back(*read_json<CartAbandoned>(row.text));
        return out;
    }
    std::string token_of(const CartAbandoned& told) {
        auto path = recovery_path(shop.config, told);
        return path.substr(path.rfind('/') + 1);
    }
};

TEST_F(abandoned_cart, is_told_of_once_when_it_was_quiet_for_long_enough) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    wait("30 minutes");
    EXPECT_TRUE(news().empty()) << "an hour is the quiet time";
    wait("31 minutes");
    ASSERT_EQ(news().size(), 1u);
    auto told = news()[0];
    EXPECT_EQ(told.cart, cart.id);
    EXPECT_EQ(told.version, shop.run(view(shop.app, shop.ctx, cart.id, cart.access))->version);
    EXPECT_EQ(told.item_count, 2);
    EXPECT_EQ(told.total, cart.total);
    wait("2 hours");
    shop.run(edit_line(shop.app, shop.ctx, cart.id, cart.access, shop.run(view(shop.app, shop.ctx, cart.id, cart.access))->lines[0].id, {{1}, {}}));
    wait("2 hours");
    EXPECT_EQ(news().size(), 1u) << "one notice a cart";
}

TEST_F(abandoned_cart, is_none_without_an_address_without_goods_or_once_it_was_ordered) {
    auto made = *shop.run(create(shop.app, shop.ctx, AddLine{pen, {1}, {}}));
    auto ordered = shop.cart_ready_to_place({{pen, 1}});
    ASSERT_TRUE(shop.place(ordered).result);
    auto empty = shop.cart_ready_to_place({{pen, 1}});
    shop.run(edit_line(shop.app, shop.ctx, empty.id, empty.access, shop.run(view(shop.app, shop.ctx, empty.id, empty.access))->lines[0].id, {{0}, {}}));
    wait("2 hours");
    EXPECT_TRUE(news().empty());
    EXPECT_EQ(shop.count("select count(*) from carts.unfinished"), 1) << "only the empty one is still looked at";
}

TEST_F(abandoned_cart, of_a_customer_leads_to_signing_in) {
    auto ctx = shop.ctx;
    ctx.role = Role::customer;
    auto ayesha = CustomerId::next(ctx.now);
    ctx.actor = ayesha.text();
    shop.run(create(shop.app, ctx, AddLine{pen, {2}, {}}));
    wait("2 hours");
    ASSERT_EQ(news().size(), 1u);
    EXPECT_EQ(news()[0].customer, ayesha);
    EXPECT_EQ(recovery_path(shop.config, news()[0]), "/cart");
}

TEST_F(abandoned_cart, waits_as_long_as_the_store_says_or_for_ever) {
    auto stands = *shop.run(set_settings(shop.app, shop.ctx, 1, {true, {240}, {24}}));
    EXPECT_EQ(stands.version, 2);
    EXPECT_EQ(shop.run(set_settings(shop.app, shop.ctx, 1, {true, {60}, {24}})).error().code, "request.stale_version");
    shop.cart_ready_to_place({{pen, 2}});
    wait("3 hours");
    EXPECT_TRUE(news().empty());
    ASSERT_TRUE(shop.run(set_settings(shop.app, shop.ctx, {}, {false, {5}, {24}})));
    wait("3 hours");
    EXPECT_TRUE(news().empty());
    ASSERT_TRUE(shop.run(set_settings(shop.app, shop.ctx, {}, {true, {240}, {24}})));
    wait("1 second");
    EXPECT_EQ(news().size(), 1u);
}

TEST_F(abandoned_cart, comes_back_by_its_link_once_with_live_prices_and_stays_open_where_it_was) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    wait("2 hours");
    shop.set_price(pen, Shop::rupees(200));
    auto token = token_of(news().at(0));
    auto opened = *shop.run(recover(shop.app, shop.ctx, token));
    EXPECT_EQ(opened.id, cart.id);
    EXPECT_EQ(opened.lines.at(0).unit_price, Shop::rupees(200));
    Access elsewhere{*opened.token};
    EXPECT_TRUE(shop.run(add_line(shop.app, shop.ctx, cart.id, elsewhere, {pen, {1}, {}})));
    EXPECT_EQ(shop.run(view(shop.app, shop.ctx, cart.id, cart.access))->lines[0].quantity, 3);
    EXPECT_EQ(shop.run(recover(shop.app, shop.ctx, token)).error().code, "carts.link_over");
    EXPECT_EQ(shop.run(recover(shop.app, shop.ctx, "guess")).error().code, "carts.link_over");
    EXPECT_EQ(shop.run(view(shop.app, shop.ctx, cart.id, {token})).error().code, "carts.not_found") << "the link is for this purpose only";
    cart.access = elsewhere;
    cart.total = shop.run(orders::quote(shop.app, shop.ctx, cart.id, elsewhere))->total;
    EXPECT_TRUE(shop.place(cart).result) << "the second key orders as well";
}

TEST_F(abandoned_cart, does_not_come_back_when_its_link_is_too_old_or_it_was_ordered_meanwhile) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    wait("2 hours");
    auto token = token_of(news().at(0));
    shop.database.run("update carts.recoveries set expires_at = now() - interval '1 second'");
    EXPECT_EQ(shop.run(recover(shop.app, shop.ctx, token)).error().code, "carts.link_over");
    shop.database.run("update carts.recoveries set expires_at = now() + interval '1 day'");
    ASSERT_TRUE(shop.place(cart).result);
    EXPECT_EQ(shop.run(recover(shop.app, shop.ctx, token)).error().code, "carts.link_over");
}

// A link is as good as the cart, and an address is somebody's: neither stays behind in what is kept of jobs and news.
TEST_F(abandoned_cart, leaves_neither_link_nor_address_in_the_tables_of_jobs) {
    shop.cart_ready_to_place({{pen, 2}});
    wait("2 hours");
    ASSERT_EQ(news().size(), 1u);
    auto token = token_of(news()[0]);
    for (const auto& secret : {token, std::string("ayesha@example.com")})
        for (const std::string table : {"jobs.events", "jobs.jobs"})
            EXPECT_EQ(shop.count("select count(*) from " + table + " t where t::text like '%carts.abandoned%' and t::text like '%" + secret + "%'"), 0) << table << " " << secret;
    EXPECT_EQ(token_of(news()[0]), token) << "made again it is the same, so a message sent twice is the same";
    auto other = news()[0];
    other.cart = CartId::next(clock_now());
    EXPECT_NE(token_of(other), token);
}

TEST_F(abandoned_cart, is_told_of_again_once_it_was_brought_back_edited_and_left_once_more) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    wait("2 hours");
    ASSERT_EQ(news().size(), 1u);
    Access elsewhere{*shop.run(recover(shop.app, shop.ctx, token_of(news()[0])))->token};
    wait("2 hours");
    EXPECT_EQ(news().size(), 1u) << "brought back and looked at, but not edited";
    ASSERT_TRUE(shop.run(add_line(shop.app, shop.ctx, cart.id, elsewhere, {pen, {1}, {}})));
    shop.database.run("update carts.recoveries set used_at = used_at - interval '3 hours'");
    wait("2 hours");
    wait("1 second");
    ASSERT_EQ(news().size(), 2u);
    EXPECT_TRUE(shop.run(recover(shop.app, shop.ctx, token_of(news()[1]))));
}

TEST_F(abandoned_cart, of_a_customer_is_told_of_however_old_it_is_and_again_after_its_time) {
    auto ctx = shop.ctx;
    ctx.role = Role::customer;
    auto ayesha = CustomerId::next(ctx.now);
    ctx.actor = ayesha.text();
    auto made = *shop.run(create(shop.app, ctx, {}));
    wait("40 days");
    ASSERT_TRUE(shop.run(add_line(shop.app, ctx, made.id, {{}, ayesha}, {pen, {2}, {}})));
    wait("2 hours");
    ASSERT_EQ(news().size(), 1u);
    shop.database.run("update carts.recoveries set expires_at = now() - interval '1 day'");
    ASSERT_TRUE(shop.run(add_line(shop.app, ctx, made.id, {{}, ayesha}, {pen, {1}, {}})));
    wait("2 hours");
    wait("1 second");
    EXPECT_EQ(news().size(), 2u);
}

TEST_F(abandoned_cart, may_be_one_that_a_guests_cart_went_into) {
    auto ctx = shop.ctx;
    ctx.role = Role::customer;
    auto ayesha = CustomerId::next(ctx.now);
    ctx.actor = ayesha.text();
    auto own = *shop.run(create(shop.app, ctx, AddLine{pen, {1}, {}}));
    shop.database.run("delete from carts.unfinished");
    auto guest = shop.cart_ready_to_place({{pen, 2}});
    ASSERT_TRUE(shop.run(adopt(shop.app, ctx, guest.id, guest.access)));
    wait("2 hours");
    ASSERT_EQ(news().size(), 1u);
    EXPECT_EQ(news()[0].cart, own.id);
}

TEST_F(abandoned_cart, is_nothing_to_remind_of_once_it_was_edited_or_ordered) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    auto version = shop.run(view(shop.app, shop.ctx, cart.id, cart.access))->version;
    auto left = shop.run(left_alone(shop.app, shop.ctx, cart.id, version));
    ASSERT_TRUE(left);
    EXPECT_EQ(left->cart.item_count, 2);
    EXPECT_FALSE(shop.run(left_alone(shop.app, shop.ctx, cart.id, version + 1)));
    ASSERT_TRUE(shop.place(cart).result);
    EXPECT_FALSE(shop.run(left_alone(shop.app, shop.ctx, cart.id, version)));
    EXPECT_FALSE(shop.run(left_alone(shop.app, shop.ctx, cart.id, version + 1)));
}

TEST(abandoned_carts, are_looked_for_a_few_times_within_the_quiet_time) {
    EXPECT_EQ(rules::look_every(5), std::chrono::minutes(1));
    EXPECT_EQ(rules::look_every(40), std::chrono::minutes(10));
    EXPECT_EQ(rules::look_every(10'000), std::chrono::minutes(15));
}

}  // namespace
}  // namespace vitrine::carts
