#include "modules/orders/story.h"

#include <gtest/gtest.h>

#include "modules/orders/cancel.h"
#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;

struct Scene {
    Shop shop;
    OrderView order;
    std::string token;
    Ctx staff, guest;

    Scene() {
        auto attempt = shop.place(shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 10), 2}}));
        order = attempt.order();
        token = *order.token;
        staff = shop.ctx;
        staff.role = Role::staff;
        staff.actor = "key_amna";
        guest = shop.ctx;
        guest.role = Role::guest;
        guest.actor.clear();
        tick();
    }
    void tick() { staff.now = guest.now = clock_now(); }
    void pay() {
        auto marked = shop.run(payments::mark_paid(shop.app, staff, order.payment, order.total, "note"));
        if (!marked) throw std::runtime_error(marked.error().code);
        shop.run_due_jobs();
        tick();
    }
    Result<OrderView> go(std::string verb, std::string reason = "") {
        tick();
        return shop.run(move(shop.app, staff, order.id, std::move(verb), std::move(reason)));
    }
    std::string told(const Ctx& who, const std::string& secret) {
        std::string text;
        for (const auto& entry : *shop.run(story_of(shop.app, who, order.id, secret))) text += entry.text + (entry.actor.empty() ? "" : " [" + entry.actor + "]") + "\n";
        return text;
    }
};

TEST(order_story, tells_staff_what_happened_with_reasons_and_actors) {
    Scene scene;
    scene.pay();
    ASSERT_TRUE(scene.go("hold", "the buyer asked to wait"));
    ASSERT_TRUE(scene.go("resume"));
    ASSERT_TRUE(scene.go("process"));
    ASSERT_TRUE(scene.shop.run(add_note(scene.shop.app, scene.staff, scene.order.id, *NoteText::parse("gift wrap, please"), false)));
    auto text = scene.told(scene.staff, "");
    for (auto what : {"The order was placed", "bank_transfer of Rs 700 was paid", "The order was paid", "The order was put on hold: held by staff: the buyer asked to wait [key_amna]", "The order goes on, paid",
                      "Work on the order began [key_amna]", "gift wrap, please [key_amna]"})
        EXPECT_NE(text.find(what), std::string::npos) << what << " in\n" << text;
    EXPECT_LT(text.find("The order was placed"), text.find("The order was paid"));
    EXPECT_EQ(text.find("Your "), std::string::npos) << "what the buyer reads is said once, to the buyer";
}

TEST(order_story, tells_the_buyer_no_reason_no_actor_and_no_inner_note) {
    Scene scene;
    scene.pay();
    ASSERT_TRUE(scene.go("hold", "smells of fraud"));
    scene.tick();
    ASSERT_TRUE(scene.shop.run(add_note(scene.shop.app, scene.staff, scene.order.id, *NoteText::parse("called the bank"), false)));
    ASSERT_TRUE(scene.shop.run(add_note(scene.shop.app, scene.staff, scene.order.id, *NoteText::parse("We will write tomorrow"), true)));
    ASSERT_TRUE(scene.shop.run(add_customer_note(scene.shop.app, scene.guest, scene.order.id, scene.token, *NoteText::parse("Any news?"))));
    auto text = scene.told(scene.guest, scene.token);
    for (auto what : {"You placed the order", "Your payment arrived", "Your order is on hold", "We will write tomorrow", "Any news?"}) EXPECT_NE(text.find(what), std::string::npos) << what << " in\n" << text;
    for (auto secret : {"fraud", "bank", "key_amna"}) EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in\n" << text;
    EXPECT_EQ(scene.shop.run(story_of(scene.shop.app, scene.guest, scene.order.id, "guessed")).error().code, "orders.not_found");
}

TEST(order_notes, are_for_those_who_may_see_the_order) {
    Scene scene;
    EXPECT_EQ(scene.shop.run(add_customer_note(scene.shop.app, scene.guest, scene.order.id, "guessed", *NoteText::parse("hello"))).error().code, "orders.not_found");
    EXPECT_EQ(scene.shop.run(add_note(scene.shop.app, scene.staff, OrderId::next(clock_now()), *NoteText::parse("hello"), false)).error().code, "orders.not_found");
    ASSERT_TRUE(scene.shop.run(add_note(scene.shop.app, scene.staff, scene.order.id, *NoteText::parse("inner"), false)));
    EXPECT_EQ(scene.shop.run(notes_of(scene.shop.app, scene.staff, scene.order.id, ""))->size(), 1u);
    EXPECT_TRUE(scene.shop.run(notes_of(scene.shop.app, scene.guest, scene.order.id, scene.token))->empty());
}

TEST(staff_hold, needs_a_reason_and_goes_back_to_where_it_was) {
    Scene scene;
    EXPECT_EQ(scene.go("hold", "why not").error().code, "orders.illegal_move") << "an unpaid order would never come back";
    scene.pay();
    EXPECT_EQ(scene.go("hold").error().code, "request.invalid");
    EXPECT_EQ(scene.go("resume").error().code, "orders.illegal_move");
    ASSERT_TRUE(scene.go("process"));
    ASSERT_TRUE(scene.go("pack"));
    EXPECT_EQ(scene.go("hold", "a scratch")->state, State::on_hold);
    EXPECT_EQ(scene.go("ship").error().code, "orders.illegal_move");
    EXPECT_EQ(scene.go("resume")->state, State::packed);
    EXPECT_EQ(scene.go("ship")->state, State::shipped);
}

TEST(staff_hold, does_not_open_holds_of_others) {
    Scene scene;
    scene.pay();
    scene.shop.database.run("update orders.orders set state = 'on_hold'; insert into orders.timeline (store_id, order_id, state, reason) select store_id, id, 'on_hold', 'waits for review' from orders.orders");
    EXPECT_EQ(scene.go("resume").error().code, "orders.illegal_move");
}

TEST(order_story, puts_what_came_at_one_moment_in_a_sound_order) {
    Instant at = clock_now();
    StoryFacts facts{.moves = {{State::pending_payment, "placed", "", at}, {State::paid, "payment", "job:orders.pay", at}}, .payments = {}, .refunds = {}, .notes = {}, .happenings = {{at, "parcel", "Parcel 1 was booked", "", true}}};
    auto entries = rules::story(facts);
    ASSERT_EQ(entries.size(), 5u);
    EXPECT_EQ(entries[0].kind, "placed");
    EXPECT_EQ(entries[4].text, "Parcel 1 was booked");
}

TEST(order_story, tells_the_buyer_that_money_is_back_but_not_why) {
    Instant at = clock_now();
    OrderRefundView refund{.state = RefundProgress::succeeded, .amount = Shop::rupees(100), .reason = "threatened to sue", .actor = "key_amna", .created_at = at};
    OrderRefundView failed = refund;
    failed.state = RefundProgress::failed;
    auto entries = rules::story({.moves = {}, .payments = {}, .refunds = {refund, failed}, .notes = {}, .happenings = {}});
    int visible = 0;
    for (const auto& entry : entries) {
        if (entry.is_visible) EXPECT_EQ(entry.text, "Rs 100 was given back");
        visible += entry.is_visible;
    }
    EXPECT_EQ(visible, 1);
    EXPECT_EQ(entries[0].text, "Rs 100 was given back: threatened to sue") << "staff reads why";
    EXPECT_EQ(entries.size(), 3u);
}

TEST(order_notes, of_a_buyer_cannot_use_up_the_room_of_staff) {
    Scene scene;
    auto hello = *NoteText::parse("hello");
    auto fill = [&](const std::string& kind, int count) {
        scene.shop.database.run("insert into orders.notes (store_id, order_id, id, kind, words, at) select o.store_id, o.id, gen_random_uuid(), '" + kind + "', 'again', now() from orders.orders o, generate_series(1, " +
                                std::to_string(count) + ")");
    };
    fill("customer", 99);
    ASSERT_TRUE(scene.shop.run(add_customer_note(scene.shop.app, scene.guest, scene.order.id, scene.token, hello)));
    EXPECT_EQ(scene.shop.run(add_customer_note(scene.shop.app, scene.guest, scene.order.id, scene.token, hello)).error().code, "orders.too_many_notes");
    fill("internal", 499);
    ASSERT_TRUE(scene.shop.run(add_note(scene.shop.app, scene.staff, scene.order.id, hello, true)));
    EXPECT_EQ(scene.shop.run(add_note(scene.shop.app, scene.staff, scene.order.id, hello, false)).error().code, "orders.too_many_notes");
}

}  // namespace
}  // namespace vitrine::orders
