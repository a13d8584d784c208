// From a cart that is left alone to the message that brings it back, or that is not sent.
#include <gtest/gtest.h>

#include "modules/notices/inbox.h"
#include "modules/notices/settings.h"
#include "tests/shop/postbox_stand.h"

namespace vitrine::test {
namespace {

using notices::State;
using simulators::FaultKind;

struct cart_reminders : testing::Test {
    Shop shop;
    PostboxStand post{shop};
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10);
    static constexpr std::string_view buyer = "ayesha@example.com";

    State state_of_the_reminder() {
        for (auto& one : shop.run(notices::list_notices(shop.app, shop.ctx, {})).items)
            if (one.stage == "cart_abandoned") return one.state;
        ADD_FAILURE() << "there is none";
        return State::failed;
    }
    /// As if a cart had been left alone for two hours, with the job that notices it.
    void leave_alone() {
        shop.database.run("update carts.carts set updated_at = updated_at - interval '2 hours' where state = 'active'; update jobs.jobs set due = now() - interval '1 second' where kind = 'carts.remind'");
    }
};

TEST_F(cart_reminders, reminds_of_a_cart_that_was_left_alone_with_a_link_that_brings_it_back) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    leave_alone();
    shop.run_due_jobs();
    auto mails = post.mails(buyer);
    ASSERT_EQ(mails.size(), 1u);
    const auto& message = mails[0].message;
    EXPECT_NE(message.text.find("PEN-1"), std::string::npos) << message.text;
    EXPECT_NE(message.text.find("into a cart at"), std::string::npos) << message.text;
    auto at = message.text.find("/cart/recovery/");
    ASSERT_NE(at, std::string::npos) << message.text;
    auto token = message.text.substr(at + 15, message.text.find_first_of(" \r\n", at) - at - 15);
    EXPECT_EQ(shop.count("select count(*) from notices.notices where facts::text like '%" + token + "%'"), 0) << "the link stands in no table";
    auto opened = shop.run(carts::recover(shop.app, shop.ctx, token));
    ASSERT_TRUE(opened) << opened.error().code;
    EXPECT_EQ(opened->id, cart.id);
    leave_alone();
    shop.run_due_jobs();
    EXPECT_EQ(post.mails(buyer).size(), 1u);
}

TEST_F(cart_reminders, reminds_nobody_who_bought_by_another_way) {
    shop.cart_ready_to_place({{pen, 2}});
    leave_alone();
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 1}})).result);  // the same address, on another device
    shop.run_due_jobs();
    EXPECT_TRUE(post.mails(buyer, "is still here").empty());
}

TEST_F(cart_reminders, reminds_of_no_cart_that_its_owner_took_up_before_the_message_left) {
    post.fault("smtp.connect", FaultKind::drop);
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    leave_alone();
    shop.run_due_jobs();
    EXPECT_EQ(state_of_the_reminder(), State::queued);
    ASSERT_TRUE(shop.run(carts::add_line(shop.app, shop.ctx, cart.id, cart.access, {pen, {1}, {}})));
    shop.run_due_jobs(clock_now() + Duration(3h));
    EXPECT_EQ(state_of_the_reminder(), State::suppressed);
    EXPECT_TRUE(post.mails(buyer).empty());
}

TEST_F(cart_reminders, reminds_nobody_who_does_not_want_it_and_offers_to_say_so) {
    shop.cart_ready_to_place({{pen, 2}});
    leave_alone();
    shop.run_due_jobs();
    auto mails = post.mails(buyer);
    ASSERT_EQ(mails.size(), 1u);
    EXPECT_NE(mails[0].message.text.find("&topic=carts"), std::string::npos) << mails[0].message.text;
    auto saved = shop.run(notices::save_preferences(shop.app, shop.ctx, std::string(buyer), {.off = {"mail:carts"}}));
    ASSERT_TRUE(saved.has_value());
    shop.cart_ready_to_place({{pen, 1}});
    leave_alone();
    shop.run_due_jobs();
    EXPECT_EQ(post.mails(buyer).size(), 1u);
    EXPECT_EQ(shop.count("select count(*) from notices.notices where stage = 'cart_abandoned' and state = 'suppressed'"), 1);
}

}  // namespace
}  // namespace vitrine::test
