// What a buyer and the staff get to read, with a mail server and an SMS provider that fail in every way.
#include <gtest/gtest.h>

#include "modules/accounts/api.h"
#include "modules/notices/access.h"
#include "modules/notices/inbox.h"
#include "modules/notices/suppress.h"
#include "modules/notices/texts.h"
#include "modules/orders/cancel.h"
#include "modules/payments/api.h"
#include "tests/shop/postbox_stand.h"

namespace vitrine::test {
namespace {

using notices::Channel;
using notices::State;
using simulators::FaultKind;

struct notices_story : testing::Test {
    Shop shop;
    PostboxStand post{shop};
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10);
    static constexpr std::string_view buyer = "ayesha@example.com", staff = "help@example.com";

    orders::OrderView buy(std::int64_t quantity = 2) {
        auto placed = shop.place(shop.cart_ready_to_place({{pen, quantity}}));
        EXPECT_EQ(placed.refusal(), "");
        return placed.order();
    }
    /// Buys one pen for an address with a telephone number.
    orders::OrderView buy_with_phone() {
        auto cart = shop.run(shop.open_cart({{pen, 1}}));
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        auto home = carts::Address{.name = *Text<1, 120>::parse("Ayesha Khan"), .line1 = *Text<1, 160>::parse("12 Mall Road"), .city = *Text<1, 80>::parse("Lahore"), .country = *CountryCode::parse("PK"), .phone = Phone::parse("+92 300 1234567")};
        auto ready = shop.run(carts::set_addresses(shop.app, ctx, cart.id, cart.access, {*Email::parse(buyer), home, {}, {}}));
        EXPECT_TRUE(ready.has_value());
        auto placed = shop.place(cart);
        EXPECT_EQ(placed.refusal(), "");
        return placed.order();
    }
    void pay(const orders::OrderView& order) {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        auto paid = shop.run(payments::mark_paid(shop.app, ctx, order.payment, order.payable, "on the statement"));
        ASSERT_TRUE(paid.has_value()) << paid.error().code;
        shop.run_due_jobs();
    }
    void move(const orders::OrderView& order, std::string verb) {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        auto moved = shop.run(orders::move(shop.app, ctx, order.id, verb, ""));
        ASSERT_TRUE(moved.has_value()) << verb << ": " << moved.error().code;
        shop.run_due_jobs();
    }
    std::vector<notices::NoticeView> all() { return shop.run(notices::list_notices(shop.app, shop.ctx, {})).items; }
    notices::NoticeView only(std::string_view stage, Channel channel = Channel::mail) {
        std::vector<notices::NoticeView> found;
        for (auto& one : all())
            if (one.stage == stage && one.channel == channel) found.push_back(one);
        EXPECT_EQ(found.size(), 1u) << stage;
        return found.empty() ? notices::NoticeView{} : found[0];
    }
    void set(notices::Settings settings) {
        auto saved = shop.run(notices::save_settings(shop.app, shop.ctx, {}, std::move(settings)));
        ASSERT_TRUE(saved.has_value()) << saved.error().code;
    }
    /// Lets everything be tried that waits for its next attempt: each call is further ahead.
    void later() {
        ahead += 3h;
        shop.run_due_jobs(clock_now() + ahead);
    }
    Duration ahead{0};
    notices::ClockTime wall_clock(Duration from_now) {
        auto wall = TimeZone::find("Asia/Karachi")->wall(clock_now() + from_now);
        auto minute = std::chrono::floor<std::chrono::minutes>(wall - std::chrono::floor<std::chrono::days>(wall)).count();
        auto two = [](long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
        return *notices::ClockTime::parse(two(minute / 60) + ":" + two(minute % 60));
    }
};

TEST_F(notices_story, tells_the_buyer_of_each_stage_once) {
    auto order = buy();
    shop.run_due_jobs();
    auto mails = post.mails(buyer);
    ASSERT_EQ(mails.size(), 1u);
    EXPECT_NE(mails[0].message.subject.find(order.number), std::string::npos);
    EXPECT_NE(mails[0].message.text.find("PK00TEST0000000000000001"), std::string::npos) << mails[0].message.text;  // where to transfer
    EXPECT_NE(mails[0].message.html.find("PK00TEST0000000000000001"), std::string::npos);
    EXPECT_NE(mails[0].message.text.find("/orders/" + order.id.text() + "?token=" + orders::guest_token(shop.config, order.id)), std::string::npos);
    pay(order);
    move(order, "process");
    move(order, "pack");
    move(order, "ship");
    move(order, "deliver");
    EXPECT_EQ(post.mails(buyer, "payment for order").size(), 1u);
    EXPECT_EQ(post.mails(buyer, "is on its way").size(), 1u);
    EXPECT_EQ(post.mails(buyer, "has arrived").size(), 1u);
    EXPECT_EQ(post.mails(buyer).size(), 4u);
    EXPECT_EQ(post.it.mails.size(), 4u);  // nothing was handed over twice
}

TEST_F(notices_story, says_nothing_twice_when_the_news_come_again) {
    auto order = buy();
    // trap 43: the same news in two more jobs
    shop.database.run("insert into jobs.jobs (store_id, id, kind, aggregate, turn, payload, due, request_id) select store_id, gen_random_uuid(), 'notices.order_placed', aggregate, n, payload, now(), '' "
                      "from jobs.events, generate_series(7, 8) n where name = 'orders.placed'");
    shop.run_due_jobs();
    EXPECT_EQ(post.mails(buyer).size(), 1u);
    EXPECT_EQ(post.it.mails.size(), 1u);
    EXPECT_EQ(only("payment_instructions").state, State::sent);
}

TEST_F(notices_story, hands_over_the_same_message_again_when_the_answer_is_lost) {
    post.fault("smtp.data", FaultKind::lost_answer);
    buy();
    shop.run_due_jobs();
    auto waiting = only("payment_instructions");
    EXPECT_EQ(waiting.state, State::queued);
    EXPECT_FALSE(waiting.why.empty());
    later();
    EXPECT_EQ(only("payment_instructions").state, State::sent);
    ASSERT_EQ(post.it.mails.size(), 2u);
    EXPECT_EQ(post.it.mails[0].message.id, post.it.mails[1].message.id);
    EXPECT_EQ(post.it.mails[0].raw, post.it.mails[1].raw);
    EXPECT_EQ(post.mails(buyer).size(), 1u);  // a mail program shows one
}

TEST_F(notices_story, tries_again_after_a_passing_refusal) {
    post.fault("smtp.connect", FaultKind::drop);
    post.fault("smtp.rcpt", FaultKind::error, 451);
    post.fault("smtp.data", FaultKind::error, 452);
    buy();
    shop.run_due_jobs();
    EXPECT_EQ(only("payment_instructions").state, State::queued);
    for (int tries = 0; tries < 3; ++tries) later();
    EXPECT_EQ(only("payment_instructions").state, State::sent);
    EXPECT_EQ(post.it.mails.size(), 1u);
}

TEST_F(notices_story, closes_an_address_where_nobody_lives_until_staff_open_it) {
    post.fault("smtp.rcpt", FaultKind::error, 550);
    auto order = buy();
    shop.run_due_jobs();
    auto bounced = only("payment_instructions");
    EXPECT_NE(bounced.why.find("550"), std::string::npos) << bounced.why;
    // "5.3.0" speaks of the server, not of the mailbox: failed, and the next mail is tried
    EXPECT_EQ(bounced.state, State::failed);
    auto again = shop.run(notices::resend(shop.app, shop.ctx, bounced.id));
    ASSERT_TRUE(again.has_value());
    shop.run_due_jobs();
    EXPECT_EQ(only("payment_instructions").state, State::sent);

    ASSERT_TRUE(shop.run(notices::suppress(shop.app, shop.ctx, {Channel::mail, std::string(buyer), notices::SuppressionReason::bounced, {}})).has_value());
    pay(order);
    auto kept_back = only("payment_received");
    EXPECT_EQ(kept_back.state, State::suppressed);
    EXPECT_EQ(post.mails(buyer).size(), 1u);
    ASSERT_TRUE(shop.run(notices::allow_again(shop.app, shop.ctx, Channel::mail, std::string(buyer))).has_value());
    ASSERT_TRUE(shop.run(notices::resend(shop.app, shop.ctx, kept_back.id)).has_value());
    shop.run_due_jobs();
    EXPECT_EQ(only("payment_received").state, State::sent);
    EXPECT_EQ(post.mails(buyer).size(), 2u);
}

TEST_F(notices_story, remembers_a_dead_mailbox) {
    auto ctx = shop.ctx;
    auto cart = shop.cart_ready_to_place({{pen, 1}});
    ctx.now = clock_now();
    auto placed = shop.run(orders::place(shop.app, ctx, cart.access, "gone", {cart.id, {}, "bank_transfer", cart.total, Email::parse("gone@example.com")}));
    ASSERT_TRUE(placed.has_value()) << placed.error().code;
    shop.run_due_jobs();
    EXPECT_EQ(only("payment_instructions").state, State::bounced);
    EXPECT_NE(only("payment_instructions").why.find("5.1.1"), std::string::npos);
    EXPECT_EQ(shop.run(notices::list_suppressions(shop.app, shop.ctx, "", 10)).items.at(0).address, "gone@example.com");
    EXPECT_EQ(shop.run(notices::resend(shop.app, shop.ctx, only("payment_instructions").id))->state, State::queued);
    shop.run_due_jobs();
    EXPECT_EQ(only("payment_instructions").state, State::suppressed);  // the address is closed
}

TEST_F(notices_story, gives_up_when_the_server_never_answers_and_says_so) {
    post.fault("smtp.connect", FaultKind::error, 421, 0);
    buy();
    shop.run_due_jobs();
    for (int tries = 1; tries < notices::send_options.attempts; ++tries) later();
    auto failed = only("payment_instructions");
    EXPECT_EQ(failed.state, State::failed);
    EXPECT_EQ(failed.attempts, notices::send_options.attempts);
    EXPECT_EQ(shop.count("select count(*) from jobs.jobs where kind = 'notices.send'"), 0);
    post.it.faults.clear();
    ASSERT_TRUE(shop.run(notices::resend(shop.app, shop.ctx, failed.id)).has_value());
    shop.run_due_jobs();
    EXPECT_EQ(only("payment_instructions").state, State::sent);
}

TEST_F(notices_story, goes_on_when_staff_send_again_what_was_parked_on_its_way) {
    post.fault("smtp.rcpt", FaultKind::error, 451);
    buy();
    shop.run_due_jobs();
    auto id = only("payment_instructions").id;
    EXPECT_EQ(only("payment_instructions").state, State::queued);
    EXPECT_EQ(shop.run(notices::resend(shop.app, shop.ctx, id)).error().code, "notices.illegal_move");
    EXPECT_EQ(shop.count("with parked as (update jobs.jobs set state = 'parked', parked_at = now(), lease = null, lease_until = null, last_error = 'gave up' where kind = 'notices.send' "
                         "returning 1) select count(*) from parked"),
              1);
    auto again = shop.run(notices::resend(shop.app, shop.ctx, id));
    ASSERT_TRUE(again.has_value()) << again.error().code;
    EXPECT_EQ(again->edition, 1) << "the same message";
    later();
    EXPECT_EQ(only("payment_instructions").state, State::sent);
    EXPECT_EQ(post.mails(buyer).size(), 1u);
}

TEST_F(notices_story, is_a_new_message_when_staff_send_it_again) {
    buy();
    shop.run_due_jobs();
    auto sent = only("payment_instructions");
    auto again = shop.run(notices::resend(shop.app, shop.ctx, sent.id));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->edition, 2);
    EXPECT_EQ(shop.run(notices::resend(shop.app, shop.ctx, sent.id)).error().code, "notices.illegal_move");  // it is on its way
    shop.run_due_jobs();
    EXPECT_EQ(post.mails(buyer).size(), 2u);
    EXPECT_NE(post.it.mails[0].message.id, post.it.mails[1].message.id);
}

TEST_F(notices_story, stands_in_the_shop_for_who_holds_the_orders_token) {
    auto order = buy();
    shop.run_due_jobs();
    pay(order);
    auto inbox = shop.run(notices::inbox(shop.app, shop.ctx, notices::Audience::buyer, order.id.text(), {}, 10));
    ASSERT_EQ(inbox.items.size(), 2u);
    EXPECT_EQ(inbox.items[0].stage, "payment_received");
    EXPECT_FALSE(inbox.items[0].read_at);
    EXPECT_NE(inbox.items[0].text.find(order.number), std::string::npos);
    EXPECT_TRUE(shop.run(notices::mark_read(shop.app, shop.ctx, inbox.items[0].id, notices::Audience::buyer, order.id.text())).has_value());
    EXPECT_EQ(shop.run(notices::mark_read(shop.app, shop.ctx, inbox.items[0].id, notices::Audience::buyer, "ord_other")).error().code, "notices.not_found");
    EXPECT_EQ(shop.run(notices::mark_read(shop.app, shop.ctx, inbox.items[0].id, notices::Audience::staff, {})).error().code, "notices.not_found");
    EXPECT_TRUE(shop.run(notices::inbox(shop.app, shop.ctx, notices::Audience::buyer, order.id.text(), {}, 10)).items[0].read_at);
}

TEST_F(notices_story, tells_staff_once_a_day_that_an_article_runs_low) {
    auto order = buy(6);  // 4 are left, the store warns at 5
    shop.run_due_jobs();
    pay(order);
    EXPECT_EQ(post.mails(staff, "PEN-1").size(), 1u);
    auto second = buy(1);
    shop.run_due_jobs();
    pay(second);
    EXPECT_EQ(post.mails(staff, "PEN-1").size(), 1u);
    EXPECT_EQ(shop.run(notices::inbox(shop.app, shop.ctx, notices::Audience::staff, {}, {}, 10)).items.size(), 1u);
}

TEST_F(notices_story, keeps_quiet_at_night) {
    notices::Settings settings{.languages = {"en"}, .sends_sms = true};
    settings.quiet_hours = notices::QuietHours{wall_clock(-1h), wall_clock(2h), {Channel::mail}};
    set(settings);
    buy();
    shop.run_due_jobs();
    EXPECT_EQ(post.it.mails.size(), 0u);
    auto waiting = only("payment_instructions");
    EXPECT_EQ(waiting.state, State::queued);
    EXPECT_GT(waiting.due, clock_now());
    set({.languages = {"en"}});
    shop.run_due_jobs(clock_now() + 25h);
    EXPECT_EQ(post.mails(buyer).size(), 1u);
}

TEST_F(notices_story, sends_a_link_that_somebody_waits_for_in_quiet_hours) {
    notices::Settings settings{.languages = {"en"}, .sends_sms = true};
    settings.quiet_hours = notices::QuietHours{wall_clock(-1h), wall_clock(2h), {Channel::mail}};
    set(settings);
    auto asked = accounts::register_customer(shop.app, shop.ctx, {*Email::parse(buyer), *Text<1, 120>::parse("Ayesha"), "seven green notebooks"}, {"203.0.113.7", "", "", ""});
    ASSERT_TRUE(shop.run(std::move(asked)));
    shop.run_due_jobs();
    EXPECT_EQ(post.mails(buyer, "Confirm").size(), 1u);
}

TEST_F(notices_story, sends_short_messages_once_where_the_store_wants_them) {
    set({.languages = {"en"}, .sends_sms = true});
    post.fault("sms.send", FaultKind::error, 503);
    auto order = buy_with_phone();
    shop.run_due_jobs();
    EXPECT_EQ(only("payment_instructions", Channel::sms).state, State::queued);
    post.fault("sms.send", FaultKind::lost_answer);
    later();
    later();
    EXPECT_EQ(only("payment_instructions", Channel::sms).state, State::sent);
    ASSERT_EQ(post.it.messages.size(), 1u);
    EXPECT_EQ(post.it.messages[0].to, "+923001234567");
    EXPECT_NE(post.it.messages[0].text.find(order.number), std::string::npos);
}

TEST_F(notices_story, sends_no_short_message_that_its_reader_switched_off_while_it_waited) {
    set({.languages = {"en"}, .sends_sms = true});
    post.fault("sms.send", FaultKind::error, 503);
    buy_with_phone();
    shop.run_due_jobs();
    EXPECT_EQ(only("payment_instructions", Channel::sms).state, State::queued);
    auto saved = shop.run(notices::save_preferences(shop.app, shop.ctx, std::string(buyer), {.off = {"sms:orders"}}));
    ASSERT_TRUE(saved.has_value());
    later();
    later();
    EXPECT_EQ(only("payment_instructions", Channel::sms).state, State::suppressed);
    EXPECT_TRUE(post.it.messages.empty());
}

TEST_F(notices_story, lets_a_reader_switch_off_what_is_not_essential) {
    auto order = buy();
    shop.run_due_jobs();
    pay(order);
    move(order, "process");
    move(order, "pack");
    auto token = notices::preferences_token(shop.config, shop.ctx.store, std::string(buyer));
    EXPECT_EQ(notices::address_of_token(shop.config, shop.ctx.store, token), buyer);
    EXPECT_FALSE(notices::address_of_token(shop.config, StoreId::next(clock_now()), token));  // another store's
    auto forged = token;
    forged.back() = forged.back() == '0' ? '1' : '0';
    EXPECT_FALSE(notices::address_of_token(shop.config, shop.ctx.store, forged));
    auto other = notices::preferences_token(shop.config, shop.ctx.store, "other@example.com");
    EXPECT_FALSE(notices::address_of_token(shop.config, shop.ctx.store, token.substr(0, token.find('.')) + other.substr(other.find('.'))));
    shop.run([](App& app, Ctx ctx) -> Task<bool> {
        co_await notices::switch_off(app, ctx, "ayesha@example.com", "mail:delivery");
        co_await notices::switch_off(app, ctx, "ayesha@example.com", "mail:delivery");
        co_return true;
    }(shop.app, shop.ctx));
    EXPECT_EQ(shop.run(notices::load_preferences(shop.app.db, shop.ctx, std::string(buyer))).off, std::vector<std::string>{"mail:delivery"});
    move(order, "ship");
    EXPECT_EQ(only("order_shipped").state, State::suppressed);
    EXPECT_EQ(post.mails(buyer, "is on its way").size(), 0u);
    auto next = buy();
    shop.run_due_jobs();
    EXPECT_EQ(post.mails(buyer, next.number).size(), 1u);  // what concerns the payment still comes
}

TEST_F(notices_story, offers_to_unsubscribe_only_where_that_is_possible) {
    auto order = buy();
    shop.run_due_jobs();
    pay(order);
    for (auto verb : {"process", "pack", "ship"}) move(order, verb);
    auto shipped = post.mails(buyer, "is on its way").at(0);
    auto token = notices::preferences_token(shop.config, shop.ctx.store, std::string(buyer));
    EXPECT_EQ(shipped.message.unsubscribe, "<" + notices::store_base(shop.config, *shop.directory->by_id(shop.ctx.store)) + "/notices/unsubscribe?token=" + token + ">");
    EXPECT_NE(shipped.raw.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), std::string::npos);
    EXPECT_EQ(post.mails(buyer, "payment for order").at(0).message.unsubscribe, "");
}

TEST_F(notices_story, keeps_no_token_and_no_card_number_in_its_tables) {
    auto order = buy();
    shop.run_due_jobs();
    pay(order);
    auto token = orders::guest_token(shop.config, order.id);
    EXPECT_EQ(shop.count("select count(*) from notices.notices where facts::text like '%" + token + "%' or why like '%" + token + "%'"), 0);
    EXPECT_EQ(notices::without_card_number("Pay with 4242 4242 4242 4242"), "");
    EXPECT_EQ(notices::without_card_number("waits for review"), "waits for review");
}

TEST_F(notices_story, says_that_an_order_that_was_not_paid_has_ended) {
    buy();
    shop.run_due_jobs();
    shop.run_due_jobs(clock_now() + 24h * 10);
    EXPECT_EQ(post.mails(buyer, "was not paid").size(), 1u);
    EXPECT_EQ(post.mails(buyer, "was cancelled").size(), 0u);
}

TEST_F(notices_story, writes_in_the_language_of_the_reader) {
    set({.languages = {"en", "ur"}});
    ASSERT_TRUE(shop.run(notices::save_preferences(shop.app, shop.ctx, std::string(buyer), {"ur", {}})).has_value());
    EXPECT_EQ(shop.run(notices::save_preferences(shop.app, shop.ctx, std::string(buyer), {"hi", {"mail:orders"}})).error().errors.size(), 2u);
    buy();
    shop.run_due_jobs();
    auto mail = post.mails(buyer).at(0);
    EXPECT_NE(mail.message.subject.find("آرڈر"), std::string::npos);
    EXPECT_NE(mail.message.html.find("dir=\"rtl\""), std::string::npos);
    EXPECT_NE(mail.raw.find("Content-Language: ur"), std::string::npos);
}

}  // namespace
}  // namespace vitrine::test
