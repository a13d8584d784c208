#pragma once
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "core/text.h"
#include "modules/orders/paid_edit.h"
#include "tests/shop/order_clerk.h"

namespace vitrine::test {

/// A clerk who edits paid orders.
struct Editor : OrderClerk {
    using OrderClerk::OrderClerk;
    int keys = 0;

    void pay(payments::PaymentId payment, const std::string& method, const Money& amount) {
        if (method == "stripe") {
            till.stripe.pay(till.intent_of(payment));
            till.verify(payment);
        } else {
            auto marked = shop.run(payments::mark_paid(shop.app, staff(), payment, amount, "came"));
            if (!marked) throw std::runtime_error(marked.error().code);
        }
    }
    orders::OrderView paid(const std::string& method = "stripe", std::int64_t pens = 2) {
        auto order = placed(method, pens);
        pay(order.payment, method, order.payable);
        shop.run_due_jobs();
        return seen(order.id);
    }
    Result<orders::PaidEditPreview> preview(orders::OrderId order, std::vector<orders::EditedLine> lines) { return shop.run(orders::preview_paid_edit(shop.app, staff(), order, {.lines = std::move(lines)})); }
    orders::NewPaidEdit wish(orders::OrderId order, std::vector<orders::EditedLine> lines, std::optional<Money> expected = {}) {
        if (!expected) {
            auto seen = preview(order, lines);
            if (!seen) throw std::runtime_error(seen.error().code + " " + seen.error().detail);
            expected = seen->difference;
        }
        return {.lines = std::move(lines), .expected_difference = *expected, .reason = *Text<1, 500>::parse("asked for on the phone")};
    }
    Result<orders::PaidEditMade> open(orders::OrderId order, orders::NewPaidEdit edit, std::string key = "", std::optional<std::int64_t> version = {}) {
        if (key.empty()) key = "edit-" + std::to_string(++keys);
        return shop.run(orders::open_paid_edit(shop.app, staff(), order, version, std::move(key), std::move(edit)));
    }
    orders::PaidEditView edited(orders::OrderId order, std::vector<orders::EditedLine> lines) {
        auto made = open(order, wish(order, std::move(lines)));
        if (!made) throw std::runtime_error(made.error().code + " " + made.error().detail);
        return made->edit;
    }
    void pay_difference(const orders::PaidEditView& edit) {
        pay(*edit.payment, *edit.payment_method, edit.difference);
        shop.run_due_jobs();
    }
    orders::PaidEditView last(orders::OrderId order) { return shop.run(orders::paid_edits_of(shop.app, staff(), order)).value().back(); }
    orders::OrderView seen(orders::OrderId order) { return *shop.run(orders::view(shop.app, staff(), order, "")); }
    std::int64_t held() { return till.stripe.money_held(); }
    Result<orders::GivenBack> give_back(orders::OrderId order, orders::NewOrderRefund in) { return shop.run(orders::give_back(shop.app, staff(), order, "refund-" + std::to_string(++keys), std::move(in))); }
    Result<orders::GivenBack> give_all_back(orders::OrderId order) { return give_back(order, {.reason = *Text<1, 500>::parse("sorry")}); }
    Result<orders::OrderView> move(orders::OrderId order, std::string verb) { return shop.run(orders::move(shop.app, staff(), order, std::move(verb), "because")); }
    void expect_sound() {
        shop.run_due_jobs();
        auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }
};

}  // namespace vitrine::test
