// Staff writes an order for a customer; it becomes an order like any other.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "io/pg/session.h"
#include "modules/orders/drafts.h"
#include "modules/orders/notes.h"
#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;

struct Office {
    Shop shop;
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10), ink = shop.article("INK-1", Shop::rupees(400), 10);

    Ctx staff(std::vector<std::string> permissions = {"orders:*"}) {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        ctx.role = Role::staff;
        ctx.actor = "key_amna";
        ctx.permissions = std::move(permissions);
        return ctx;
    }
    DraftContent content(std::vector<DraftLine> lines) {
        carts::Address home{.name = *Text<1, 120>::parse("Bilal Ahmed"), .line1 = *Text<1, 160>::parse("4 Canal Road"), .city = *Text<1, 80>::parse("Multan"), .country = *CountryCode::parse("PK")};
        return {.email = *Email::parse("bilal@example.com"), .shipping_address = home, .lines = std::move(lines), .payment_method = *Text<1, 40>::parse("bank_transfer"), .note = NoteText::parse("agreed on the phone")};
    }
    DraftView draft(std::vector<DraftLine> lines) { return shop.run(create_draft(shop.app, staff(), content(std::move(lines)))).value(); }
    Result<DraftPlaced> place(const DraftView& draft) { return shop.run(place_draft(shop.app, staff(), draft.id, draft.totals->total)); }
    void expect_sound() {
        auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }
};

TEST(draft_order, is_priced_kept_and_placed_with_a_link_to_pay_by) {
    Office office;
    auto draft = office.draft({{office.pen, {2}, {}}, {office.ink, {1}, {}}});
    EXPECT_EQ(draft.totals->total, Shop::rupees(1'100));
    EXPECT_EQ(office.shop.available(office.pen), 10) << "a draft holds nothing";
    auto placed = office.place(draft);
    ASSERT_TRUE(placed) << placed.error().code;
    EXPECT_EQ(placed->order.email, "bilal@example.com");
    EXPECT_EQ(placed->next.kind, "instructions");
    EXPECT_TRUE(placed->link.contains("/orders/" + placed->order.id.text() + "?token="));
    EXPECT_EQ(office.shop.available(office.pen), 8);
    EXPECT_EQ(office.shop.run(notes_of(office.shop.app, office.staff(), placed->order.id, ""))->at(0).text, "agreed on the phone");
    ASSERT_TRUE(office.shop.run(payments::mark_paid(office.shop.app, office.staff(), placed->order.payment, placed->order.total, "came")));
    office.shop.run_due_jobs();
    EXPECT_EQ(office.shop.run(view(office.shop.app, office.staff(), placed->order.id, ""))->state, State::paid);
    office.expect_sound();
}

TEST(draft_order, placed_again_is_the_same_order) {
    Office office;
    auto draft = office.draft({{office.pen, {1}, {}}});
    auto first = office.place(draft), again = office.place(draft);
    ASSERT_TRUE(again) << again.error().code;
    EXPECT_EQ(first->order.id, again->order.id);
    // The answer was lost before the draft heard of its order.
    office.shop.database.run("update orders.drafts set state = 'open', order_id = null");
    EXPECT_EQ(office.place(draft)->order.id, first->order.id);
    EXPECT_EQ(office.shop.count("select count(*) from orders.orders"), 1);
    EXPECT_EQ(office.shop.run(find_draft(office.shop.app, office.staff(), draft.id))->state, DraftState::placed);
}

TEST(draft_order, takes_agreed_prices_from_those_who_may_agree) {
    Office office;
    auto lines = std::vector<DraftLine>{{office.pen, {2}, Shop::rupees(200)}, {office.ink, {1}, {}}};
    EXPECT_EQ(office.shop.run(create_draft(office.shop.app, office.staff({"orders:draft", "orders:read"}), office.content(lines))).error().code, "request.forbidden");
    auto draft = office.draft(lines);
    EXPECT_EQ(draft.totals->total, Shop::rupees(1'000));
    EXPECT_EQ(office.shop.run(place_draft(office.shop.app, office.staff({"orders:draft"}), draft.id, draft.totals->total)).error().code, "request.forbidden");
    auto placed = office.place(draft);
    ASSERT_TRUE(placed) << placed.error().code;
    EXPECT_EQ(placed->order.total, Shop::rupees(1'000));
    EXPECT_EQ(placed->order.lines[0].unit_price, Shop::rupees(200));
    EXPECT_EQ(placed->order.lines[0].breakdown.price_list, "agreed");
    office.expect_sound();
}

TEST(draft_order, refuses_what_is_short_or_changed_and_stays_open) {
    Office office;
    auto draft = office.draft({{office.pen, {11}, {}}});
    EXPECT_EQ(office.place(draft).error().code, "stock.short");
    auto other = office.draft({{office.ink, {1}, {}}});
    office.shop.set_price(office.ink, Shop::rupees(450));
    EXPECT_EQ(office.place(other).error().code, "orders.price_changed");
    EXPECT_EQ(office.shop.run(find_draft(office.shop.app, office.staff(), other.id))->state, DraftState::open);
    EXPECT_EQ(office.shop.count("select count(*) from orders.orders"), 0);
}

TEST(draft_order, is_edited_at_the_version_it_was_read_at_and_not_after_its_end) {
    Office office;
    auto draft = office.draft({{office.pen, {1}, {}}});
    auto in = office.content({{office.pen, {3}, {}}});
    EXPECT_EQ(office.shop.run(replace_draft(office.shop.app, office.staff(), draft.id, 7, in)).error().code, "request.stale_version");
    EXPECT_EQ(office.shop.run(replace_draft(office.shop.app, office.staff(), draft.id, 1, in))->version, 2);
    EXPECT_EQ(office.shop.run(list_drafts(office.shop.app, office.staff(), {}))->items.size(), 1u);
    ASSERT_TRUE(office.shop.run(discard_draft(office.shop.app, office.staff(), draft.id)));
    EXPECT_EQ(office.shop.run(replace_draft(office.shop.app, office.staff(), draft.id, {}, in)).error().code, "orders.draft_closed");
    EXPECT_EQ(office.shop.run(place_draft(office.shop.app, office.staff(), draft.id, Shop::rupees(450))).error().code, "orders.draft_closed");
    EXPECT_TRUE(office.shop.run(list_drafts(office.shop.app, office.staff(), {}))->items.empty());
}

TEST(draft_order, names_every_fault) {
    Office office;
    auto content = office.content({{office.pen, {1}, Money{100, *Currency::parse("USD")}}, {office.pen, {1}, Money{-1, *Currency::parse("PKR")}}});
    auto refused = office.shop.run(create_draft(office.shop.app, office.staff(), content));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().errors.size(), 3u);
    EXPECT_FALSE(office.shop.run(create_draft(office.shop.app, office.staff(), office.content({}))));
}

// A colleague saves the draft between the look of whoever places it and its lock: what nobody asked to place is not placed.
TEST(draft_order, is_not_placed_with_what_it_said_before) {
    Office office;
    auto draft = office.draft({{office.pen, {1}, {}}});
    pg::Session colleague(office.shop.database.owner());
    colleague.run("begin; update orders.drafts set version = version + 1");
    auto place = [&]() -> Task<std::string> {
        auto placed = co_await place_draft(office.shop.app, office.staff(), draft.id, draft.totals->total);
        co_return placed ? "placed" : placed.error().code;
    };
    auto save = [&]() -> Task<std::string> {
        for (int look = 0; look < 400; ++look) {
            if (office.shop.count("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0) break;
            co_await sleep_for(5ms);
        }
        colleague.run("commit");
        co_return "saved";
    };
    std::vector<Task<std::string>> both;
    both.push_back(place());
    both.push_back(save());
    EXPECT_EQ(office.shop.run(test::all_of(std::move(both))), (std::vector<std::string>{"request.stale_version", "saved"}));
    EXPECT_EQ(office.shop.count("select count(*) from orders.orders"), 0);
    EXPECT_TRUE(office.place(draft)) << "looked at again, it is placed";
}

TEST(draft_order, that_has_an_order_is_not_changed_though_it_has_not_heard_of_it) {
    Office office;
    auto draft = office.draft({{office.pen, {1}, {}}});
    auto placed = office.place(draft);
    ASSERT_TRUE(placed);
    office.shop.database.run("update orders.drafts set state = 'open', order_id = null");   // the process died in between
    EXPECT_EQ(office.shop.run(replace_draft(office.shop.app, office.staff(), draft.id, {}, office.content({{office.ink, {2}, {}}}))).error().code, "orders.draft_closed");
    EXPECT_EQ(office.shop.run(discard_draft(office.shop.app, office.staff(), draft.id)).error().code, "orders.draft_closed");
    EXPECT_EQ(office.place(draft)->order.id, placed->order.id);
}

// Whoever takes the key of a draft, an exchange or a return first would be given for its order.
TEST(order_keys, that_the_shop_gives_itself_are_refused_at_the_door) {
    Office office;
    auto draft = office.draft({{office.pen, {1}, {}}});
    auto cart = office.shop.cart_ready_to_place({{office.pen, 1}});
    auto by_a_buyer = [&](const std::string& key) {
        auto ctx = office.shop.ctx;
        ctx.now = clock_now();
        ctx.role = Role::guest;
        auto placed = office.shop.run(place(office.shop.app, ctx, cart.access, key, {cart.id, {}, "bank_transfer", cart.total, {}}, {}, {}));
        return placed ? std::string() : placed.error().code;
    };
    for (const auto& key : {"draft:" + draft.id.text(), std::string("exchange:ret_1"), std::string("return:ret_1")}) EXPECT_EQ(by_a_buyer(key), "request.invalid") << key;
    EXPECT_EQ(by_a_buyer("drafts: one of mine"), "");
    auto placed = office.place(draft);
    ASSERT_TRUE(placed) << placed.error().code;
    EXPECT_EQ(placed->order.email, "bilal@example.com");
}

}  // namespace
}  // namespace vitrine::orders
