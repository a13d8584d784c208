#pragma once
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/orders/cancel.h"
#include "modules/quotes/api.h"
#include "modules/risk/edit.h"
#include "modules/risk/review.h"
#include "modules/risk/trial.h"
#include "modules/risk/testing.h"
#include "tests/shop/till.h"

namespace vitrine::test {

using risk::testing::rule;

/// A shop with rules on risk, whose cards go to a scripted Stripe; it also takes cash at the door.
class GuardedShop {
public:
    explicit GuardedShop(std::vector<risk::Definition> rules = {}) {
        auto settings = *shop.directory->by_id(shop.ctx.store);
        settings.payment_methods = {"stripe", "bank_transfer", "cash_on_delivery"};
        settings.payment_settings = {{{"cash_on_delivery_most", "5000.00"}, {"cash_on_delivery_countries", "PK"}}};
        shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, settings));
        shop.run(shop.directory->refresh(shop.floor.worker_db));
        shop.app.rulebook = std::make_shared<quotes::Rulebook>();
        for (auto& one : rules) add(std::move(one));
        follow();
    }
    risk::RuleId add(risk::Definition definition) {
        auto made = shop.run(risk::create_rule(shop.app, staff(), std::move(definition)));
        if (!made) throw std::runtime_error(made.error().code);
        return made->id;
    }
    void follow() { shop.run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *shop.directory->by_id(shop.ctx.store))); }
    Ctx staff(std::string name = "usr_amna") {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        ctx.role = Role::staff;
        ctx.actor = std::move(name);
        return ctx;
    }

    /// One order, or the code of the refusal.
    Task<std::string> order(Shop::Cart cart, std::string ip = "", std::optional<Email> email = {}, std::string method = "bank_transfer") { return order_in(shop.app, shop.ctx, std::move(cart), std::move(ip), std::move(email), std::move(method)); }
    static Task<std::string> order_in(App& app, Ctx ctx, Shop::Cart cart, std::string ip, std::optional<Email> email, std::string method) {
        ctx.now = clock_now();
        auto placed = co_await orders::place(app, ctx, cart.access, cart.id.text(), {cart.id, {}, std::move(method), cart.total, std::move(email)}, {std::move(ip)});
        co_return placed ? "order" : placed.error().code;
    }
    Shop::Cart cart(std::int64_t quantity = 1) { return shop.cart_ready_to_place({{ring, quantity}}); }
    orders::OrderView placed(const std::string& method = "stripe", std::int64_t quantity = 1) {
        auto attempt = shop.place(cart(quantity), "", method);
        if (!attempt.result) throw std::runtime_error(attempt.refusal());
        return attempt.order();
    }
    /// Placed, and paid by card: Stripe tells what `card` says.
    orders::OrderView paid(const std::string& card = R"({"fingerprint":"fp_1","country":"PK"})", std::int64_t quantity = 1) {
        auto order = placed("stripe", quantity);
        pay(order, card);
        return order;
    }
    void pay(const orders::OrderView& order, const std::string& card) {
        till.stripe.pay_with(till.intent_of(order.payment), card);
        till.deliver(order.payment, "payment_intent.succeeded");
        work();
    }
    void work(Duration later = Duration(1s)) { shop.run_due_jobs(clock_now() + later); }
    std::string state(const orders::OrderView& order) { return std::string(shape_name(shop.run(orders::view(shop.app, staff(), order.id, {}))->state)); }
    risk::ReviewView review(const orders::OrderView& order) {
        auto page = shop.run(risk::list_reviews(shop.app, staff(), {.order = order.id.text()}));
        if (page->items.size() != 1) throw std::runtime_error(std::to_string(page->items.size()) + " reviews");
        return page->items[0];
    }
    risk::AssessmentView assessment(const orders::OrderView& order) { return shop.run(risk::find_assessment(shop.app, staff(), order.id.text())).value(); }
    Result<risk::ReviewView> decide(const risk::ReviewView& review, risk::ReviewState verdict, std::string who = "usr_amna") {
        return shop.run(risk::decide(shop.app, staff(std::move(who)), review.id, verdict, "called the buyer"));
    }
    void expect_sound() {
        auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
        till.expect_sound();
    }

    Till till;
    Shop& shop = till.shop;
    catalog::VariantId ring = shop.article("RING-1", Shop::rupees(1'000), 500);
};

/// Conditions in few words.
inline std::string total_from(std::int64_t rupees) { return R"({"total_from":[{"minor":)" + std::to_string(rupees * 100) + R"(,"currency":"PKR"}]})"; }
inline std::string often(std::string by, int at_least, std::string counted = "orders") {
    return R"({"velocity":[{"counted":")" + counted + R"(","by":")" + by + R"(","within_minutes":60,"at_least":)" + std::to_string(at_least) + "}]}";
}

}  // namespace vitrine::test
