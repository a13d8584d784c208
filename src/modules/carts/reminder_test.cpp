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
    std::string token_of(const CartAbandoned& told) { return told.link.substr(told.link.rfind('/') + 1); }
};

TEST_F(abandoned_cart, is_told_of_once_when_it_was_quiet_for_long_enough) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    wait("30 minutes");
    EXPECT_TRUE(news().empty()) << "an hour is the quiet time";
    wait("31 minutes");
    ASSERT_EQ(news().size(), 1u);
    auto told = news()[0];
    EXPECT_EQ(told.cart, cart.id);
    EXPECT_EQ(told.email->str(), "ayesha@example.com");
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
    EXPECT_TRUE(news()[0].link.ends_with("/cart")) << news()[0].link;
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

TEST(abandoned_carts, are_looked_for_a_few_times_within_the_quiet_time) {
    EXPECT_EQ(rules::look_every(5), std::chrono::minutes(1));
    EXPECT_EQ(rules::look_every(40), std::chrono::minutes(10));
    EXPECT_EQ(rules::look_every(10'000), std::chrono::minutes(15));
}

}  // namespace
}  // namespace vitrine::carts
