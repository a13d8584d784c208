// An order that nobody has paid is edited: other goods, another total, another payment; books, stock and verify agree at every step.
#include "modules/orders/edit.h"

#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "core/text.h"
#include "io/pg/session.h"
#include "modules/orders/cancel.h"
#include "modules/orders/story.h"
#include "tests/shop/order_clerk.h"

namespace vitrine::orders {
namespace {

using test::Shop;

struct Clerk : test::OrderClerk {
    using OrderClerk::OrderClerk;

    Money total(OrderId order, std::vector<EditedLine> lines) {
        auto preview = shop.run(preview_edit(shop.app, staff(), order, {lines, {}}));
        if (!preview) throw std::runtime_error(preview.error().code);
        return preview->total;
    }
    Result<DraftPlaced> edit(OrderId order, std::vector<EditedLine> lines, std::optional<Money> expected = {}) {
        auto sum = expected ? *expected : total(order, lines);
        return shop.run(edit_order(shop.app, staff(), order, {std::move(lines), {}, sum, *Text<1, 500>::parse("asked for on the phone")}));
    }
    /// A draft's order with a price of one's own for the pen.
    OrderView agreed(Money price) {
        auto ctx = staff();
        ctx.permissions = {"orders:*"};
        carts::Address home{.name = *Text<1, 120>::parse("Bilal Ahmed"), .line1 = *Text<1, 160>::parse("4 Canal Road"), .city = *Text<1, 80>::parse("Multan"), .country = *CountryCode::parse("PK")};
        DraftContent content{.email = *Email::parse("bilal@example.com"), .shipping_address = home, .lines = {{pen, {2}, price}, {ink, {1}, {}}}, .payment_method = *Text<1, 40>::parse("bank_transfer")};
        auto draft = shop.run(create_draft(shop.app, ctx, content)).value();
        return shop.run(place_draft(shop.app, ctx, draft.id, draft.totals->total)).value().order;
    }
    /// Runs `first` up to the lock of the order's payment, then an edit up to the same, and lets both go on in that order.
    std::optional<PaymentId> edit_in_the_middle_of(Task<void> first, const OrderView& order, std::vector<EditedLine> lines, Money expected) {
        pg::Session holder(shop.database.owner());
        holder.run("begin; select from payments.payments where id = '" + uuid_text(order.payment.value) + "' for update");
        std::optional<PaymentId> opened;
        auto until_waiting = [&](std::int64_t count) -> Task<void> {
            for (int look = 0; look < 1'000; ++look) {
                if (shop.count("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") >= count) co_return;
                co_await sleep_for(5ms);
            }
            throw std::runtime_error("nobody waits for the payment");
        };
        auto change = [&]() -> Task<void> {
            auto edited = co_await edit_order(shop.app, staff(), order.id, {lines, {}, expected, *Text<1, 500>::parse("asked for on the phone")});
            if (edited) opened = edited->order.payment;
        };
        auto other = [&]() -> Task<bool> {
            co_await std::move(first);
            co_return true;
        };
        auto both = [&]() -> Task<bool> {
            co_await until_waiting(1);
            bool is_done = false;
            auto run = [&]() -> Task<void> {
                co_await change();
                is_done = true;
            };
            Loop::here().spawn(run());
            co_await until_waiting(2);
            holder.run("rollback");
            while (!is_done) co_await sleep_for(1ms);
            co_return true;
        };
        std::vector<Task<bool>> tasks;
        tasks.push_back(other());
        tasks.push_back(both());
        shop.run(test::all_of(std::move(tasks)));
        return opened;
    }
    OrderView seen(OrderId order) { return *shop.run(view(shop.app, staff(), order, "")); }
    void expect_sound() {
        shop.run_due_jobs();
        auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }
};

TEST(edit_order, changes_goods_total_stock_and_payment_together) {
    Clerk clerk;
    auto order = clerk.placed("bank_transfer");
    auto edited = clerk.edit(order.id, {{clerk.pen, {1}}, {clerk.ink, {2}}});
    ASSERT_TRUE(edited) << edited.error().code;
    EXPECT_EQ(edited->order.total, Shop::rupees(1'250));
    EXPECT_NE(edited->order.payment, order.payment);
    EXPECT_EQ(edited->next.kind, "instructions");
    EXPECT_EQ(clerk.shop.available(clerk.pen), 9);
    EXPECT_EQ(clerk.shop.available(clerk.ink), 8);
    EXPECT_EQ(clerk.till.state(order.payment), "cancelled");
    EXPECT_EQ(clerk.till.account("receivable"), Shop::rupees(1'250).minor);
    clerk.expect_sound();
    EXPECT_EQ(clerk.seen(order.id).state, State::pending_payment) << "the end of the earlier payment is not the end of the order";

    ASSERT_TRUE(clerk.shop.run(payments::mark_paid(clerk.shop.app, clerk.staff(), edited->order.payment, edited->order.total, "came")));
    clerk.shop.run_due_jobs();
    EXPECT_EQ(clerk.seen(order.id).state, State::paid);
    clerk.expect_sound();
    EXPECT_EQ(clerk.edit(order.id, {{clerk.pen, {1}}}, Shop::rupees(450)).error().code, "orders.not_editable") << "it is paid now";
}

TEST(edit_order, keeps_what_it_said_before_and_tells_so) {
    Clerk clerk;
    auto order = clerk.placed("bank_transfer");
    ASSERT_TRUE(clerk.edit(order.id, {{clerk.pen, {3}}}));
    ASSERT_TRUE(clerk.edit(order.id, {{clerk.ink, {1}}}));
    EXPECT_EQ(clerk.shop.count("select count(*) from orders.edits"), 2);
    EXPECT_EQ(clerk.shop.count("select (before -> 'total' ->> 'minor')::bigint from orders.edits where position = 1"), order.total.minor);
    std::string told;
    for (const auto& entry : *clerk.shop.run(story_of(clerk.shop.app, clerk.staff(), order.id, ""))) told += entry.text + "\n";
    EXPECT_NE(told.find("its total went from Rs 700 to Rs 950: asked for on the phone"), std::string::npos) << told;
    clerk.expect_sound();
    clerk.shop.run_due_jobs(clock_now() + std::chrono::hours(80));
    EXPECT_EQ(clerk.seen(order.id).state, State::cancelled);
    EXPECT_EQ(clerk.shop.available(clerk.ink), 10);
    EXPECT_EQ(clerk.till.account("receivable"), 0) << "a cancelled order leaves the books with all its edits";
    EXPECT_EQ(clerk.till.account("sales"), 0);
    clerk.expect_sound();
}

// Trap 45's neighbour: money for the old total cannot pay the new order; it goes back.
TEST(edit_order, sends_money_for_the_old_total_back) {
    Clerk clerk;
    auto order = clerk.placed("stripe");
    auto intent = clerk.till.intent_of(order.payment);
    clerk.till.stripe.pay(intent);   // the buyer pays at the gateway while staff edits
    auto edited = clerk.edit(order.id, {{clerk.pen, {4}}});
    ASSERT_TRUE(edited) << edited.error().code;
    clerk.till.verify(order.payment);
    clerk.shop.run_due_jobs();
    EXPECT_EQ(clerk.seen(order.id).state, State::pending_payment);
    EXPECT_EQ(clerk.till.stripe.money_held(), 0);
    clerk.till.stripe.pay(clerk.till.intent_of(edited->order.payment));
    clerk.till.verify(edited->order.payment);
    clerk.shop.run_due_jobs();
    EXPECT_EQ(clerk.seen(order.id).state, State::paid);
    EXPECT_EQ(clerk.till.stripe.money_held(), edited->order.total.minor);
    clerk.expect_sound();
}

TEST(edit_order, of_cash_at_the_door_goes_on_with_the_new_amount) {
    Clerk clerk;
    auto order = clerk.placed("cash_on_delivery");
    ASSERT_EQ(clerk.seen(order.id).state, State::processing);
    auto edited = clerk.edit(order.id, {{clerk.pen, {1}}});
    ASSERT_TRUE(edited) << edited.error().code;
    clerk.shop.run_due_jobs();
    EXPECT_EQ(clerk.seen(order.id).state, State::processing);
    EXPECT_EQ(clerk.till.state(edited->order.payment), "authorized");
    EXPECT_EQ(clerk.shop.available(clerk.pen), 9);
    clerk.expect_sound();
}

TEST(edit_order, refuses_and_then_leaves_everything_as_it_was) {
    Clerk clerk;
    auto order = clerk.placed("bank_transfer");
    EXPECT_EQ(clerk.edit(order.id, {{clerk.pen, {11}}}).error().code, "stock.short");
    EXPECT_EQ(clerk.edit(order.id, {{clerk.pen, {3}}}, Shop::rupees(1)).error().code, "orders.price_changed");
    EXPECT_EQ(clerk.edit(order.id, {{catalog::VariantId::next(clock_now()), {1}}}, Shop::rupees(1)).error().code, "carts.variant_unknown");
    EXPECT_EQ(clerk.edit(order.id, {}, Shop::rupees(1)).error().code, "request.invalid");
    EXPECT_EQ(to_json(clerk.seen(order.id).lines), to_json(order.lines));
    EXPECT_EQ(clerk.shop.available(clerk.pen), 8);
    EXPECT_EQ(clerk.till.state(order.payment), "pending");
    EXPECT_EQ(clerk.shop.count("select count(*) from orders.edits"), 0);
    clerk.expect_sound();
}

TEST(edit_order, that_changes_nothing_writes_nothing) {
    Clerk clerk;
    auto order = clerk.placed("bank_transfer");
    auto same = clerk.edit(order.id, {{clerk.pen, {2}}});
    ASSERT_TRUE(same) << same.error().code;
    EXPECT_EQ(same->order.payment, order.payment);
    EXPECT_EQ(clerk.shop.count("select count(*) from orders.edits"), 0);
}

// An edit that comes between another's look at the order and its lock.
TEST(edit_order, is_not_undone_by_an_expiry_that_had_looked_before) {
    Clerk clerk;
    auto order = clerk.placed("bank_transfer");
    std::vector<EditedLine> lines{{clerk.pen, {4}}};
    auto sum = clerk.total(order.id, lines);
    clerk.shop.database.run("update orders.orders set expires_at = now() - interval '1 second'; update jobs.jobs set due = now() - interval '1 second' where kind = 'orders.expire'");
    auto expire = [](Shop& shop) -> Task<void> {
        jobs::Worker worker(shop.floor.loop, shop.floor.worker_db, shop.floor.db, shop.database.worker(), jobs::Registry::global(), &shop.app);
        co_await worker.run_due(clock_now());
    };
    auto opened = clerk.edit_in_the_middle_of(expire(clerk.shop), order, lines, sum);
    ASSERT_TRUE(opened);
    auto after = clerk.seen(order.id);
    EXPECT_EQ(after.state, State::pending_payment);
    EXPECT_EQ(after.payment, *opened);
    EXPECT_EQ(clerk.shop.available(clerk.pen), 6);
    clerk.expect_sound();
    clerk.shop.run_due_jobs(clock_now() + std::chrono::hours(160));
    EXPECT_EQ(clerk.seen(order.id).state, State::cancelled) << "its own window ends, too";
    clerk.expect_sound();
}

TEST(edit_order, in_the_middle_of_a_call_off_leaves_no_payment_open) {
    Clerk clerk;
    auto order = clerk.placed("bank_transfer");
    std::vector<EditedLine> lines{{clerk.pen, {4}}};
    auto sum = clerk.total(order.id, lines);
    auto off = [&]() -> Task<void> {
        auto called = co_await call_off(clerk.shop.app, clerk.staff(), order.id, "the buyer called");
        if (!called) throw std::runtime_error(called.error().code);
    };
    clerk.edit_in_the_middle_of(off(), order, lines, sum);
    auto after = clerk.seen(order.id);
    EXPECT_EQ(after.state, State::cancelled);
    EXPECT_NE(after.payment, order.payment) << "the edit came first";
    EXPECT_EQ(clerk.till.state(after.payment), "cancelled") << "nobody can pay an order that is given up";
    EXPECT_EQ(clerk.shop.available(clerk.pen), 10);
    clerk.expect_sound();
}

TEST(edit_order, takes_a_long_reason_in_any_script) {
    Clerk clerk;
    auto order = clerk.placed("bank_transfer");
    std::string reason = "a";
    for (int i = 0; i < 499; ++i) reason += "ش";
    auto sum = clerk.total(order.id, {{clerk.pen, {3}}});
    auto edited = clerk.shop.run(edit_order(clerk.shop.app, clerk.staff(), order.id, {{{clerk.pen, {3}}}, {}, sum, *Text<1, 500>::parse(reason)}));
    ASSERT_TRUE(edited) << edited.error().code;
    EXPECT_EQ(clerk.shop.count("select length(reason)::bigint from orders.edits"), 500) << "kept whole";
    auto told = *clerk.shop.run(story_of(clerk.shop.app, clerk.staff(), order.id, ""));
    auto entry = std::ranges::find(told, "edited", &StoryEntry::kind);
    ASSERT_NE(entry, told.end());
    EXPECT_TRUE(is_utf8(entry->text));
    EXPECT_TRUE(entry->text.ends_with("ش"));
}

TEST(edit_order, refuses_an_amount_that_its_way_of_paying_does_not_take) {
    Clerk clerk;
    auto order = clerk.placed("cash_on_delivery");
    std::vector<EditedLine> lines{{clerk.pen, {8}}, {clerk.ink, {10}}};
    EXPECT_EQ(clerk.shop.run(preview_edit(clerk.shop.app, clerk.staff(), order.id, {lines, {}})).error().code, "payments.method_unavailable");
    EXPECT_EQ(clerk.edit(order.id, lines, Shop::rupees(6'200)).error().code, "payments.method_unavailable");
    EXPECT_EQ(clerk.shop.available(clerk.pen), 8);
    EXPECT_TRUE(clerk.edit(order.id, {{clerk.pen, {8}}})) << "the neighbour: what it takes goes on";
    clerk.expect_sound();
}

TEST(edit_order, stands_though_its_earlier_payment_cannot_be_closed) {
    Clerk clerk;
    auto order = clerk.placed("bank_transfer");
    auto sum = clerk.total(order.id, {{clerk.pen, {3}}});
    clerk.shop.database.run("set session_replication_role = replica; delete from payments.payments where id = '" + uuid_text(order.payment.value) + "'");
    auto edited = clerk.edit(order.id, {{clerk.pen, {3}}}, sum);
    ASSERT_TRUE(edited) << edited.error().code;
    EXPECT_EQ(clerk.seen(order.id).payment, edited->order.payment);
    EXPECT_EQ(clerk.till.state(edited->order.payment), "pending");
}

TEST(edit_order, keeps_the_prices_that_were_agreed) {
    Clerk clerk;
    auto order = clerk.agreed(Shop::rupees(200));
    ASSERT_EQ(order.total, Shop::rupees(1'000));
    auto edited = clerk.edit(order.id, {{clerk.pen, {3}}, {clerk.ink, {2}}});
    ASSERT_TRUE(edited) << edited.error().code;
    EXPECT_EQ(edited->order.total, Shop::rupees(1'600)) << "three pens at the price agreed, ink as the list says";
    EXPECT_EQ(edited->order.lines[0].breakdown.price_list, "agreed");
    EXPECT_EQ(clerk.total(order.id, {{clerk.pen, {1}}}), Shop::rupees(400)) << "and again";
    clerk.expect_sound();
}

}  // namespace
}  // namespace vitrine::orders
