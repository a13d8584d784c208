#include "tests/shop/return_desk.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitrine::test {

using namespace returns;

ReturnDesk::ReturnDesk(int connections) : till(connections), shop(till.shop), pen(shop.article("PEN-1", Shop::rupees(250), 1'000)), ink(sibling("INK-1", Shop::rupees(333), 1'000)) {
    set_policy([](Policy& policy) { policy.settles_by_itself = false; });
}

catalog::VariantId ReturnDesk::sibling(std::string sku, Money price, std::int64_t on_hand) {
    auto id = shop.article(std::move(sku), price, on_hand);
    auto& variants = shop.snapshots->catalog->variants;
    variants[id].product = variants[pen].product;
    variants[id].slug = variants[pen].slug;
    return id;
}

Ctx ReturnDesk::staff(Duration later) const {
    auto ctx = shop.ctx;
    ctx.now = clock_now() + later;
    ctx.role = Role::staff;
    ctx.actor = "key_test";
    ctx.permissions = {"*"};
    return ctx;
}

orders::OrderView ReturnDesk::delivered(std::vector<std::pair<catalog::VariantId, std::int64_t>> items) {
    auto attempt = shop.place(shop.cart_ready_to_place(std::move(items)), "", "stripe");
    if (!attempt.result) throw std::runtime_error(attempt.refusal());
    auto order = attempt.order();
    till.stripe.pay(till.intent_of(order.payment));
    till.verify(order.payment);
    shop.run_due_jobs();
    deliver(order.id);
    return order;
}

void ReturnDesk::deliver(orders::OrderId order) {
    for (const auto* verb : {"process", "pack", "ship", "deliver"}) {
        auto moved = shop.run(orders::move(shop.app, staff(), order, verb, ""));
        if (!moved) throw std::runtime_error(moved.error().code);
    }
    shop.run_due_jobs();
}

void ReturnDesk::set_policy(const std::function<void(Policy&)>& change) {
    auto policy = shop.run(read_policy(shop.app, staff()))->policy;
    change(policy);
    auto saved = shop.run(returns::set_policy(shop.app, staff(), {}, policy));
    if (!saved) throw std::runtime_error(saved.error().errors.at(0).pointer);
}

AskReturn ReturnDesk::wish(const std::vector<Units>& units, std::string reason) {
    AskReturn in{.lines = {}, .reason = std::move(reason), .words = Text<0, 1'000>::parse("as I say"), .wish = {}, .to = {}, .is_fetched = {}};
    for (const auto& one : units) {
        in.lines.push_back({{one.position}, {one.quantity}, one.exchange_for});
        if (one.exchange_for) in.wish = Wish::exchange;
    }
    return in;
}

Result<AskedReturn> ReturnDesk::try_to_ask(const orders::OrderView& order, AskReturn in, std::string key) {
    auto ctx = shop.ctx;
    ctx.now = clock_now();
    return shop.run(ask(shop.app, ctx, order.id, token(order), key.empty() ? "return " + std::to_string(++keys) : key, std::move(in)));
}

ReturnView ReturnDesk::asked(const orders::OrderView& order, const std::vector<Units>& units, std::string reason) {
    auto done = try_to_ask(order, wish(units, std::move(reason)));
    if (!done) throw std::runtime_error(done.error().code + " " + done.error().detail + (done.error().errors.empty() ? "" : " " + done.error().errors[0].pointer));
    return done->view;
}

ReturnView ReturnDesk::approved(const orders::OrderView& order, const std::vector<Units>& units, std::string reason) {
    auto done = approve(asked(order, units, std::move(reason)).id);
    if (!done) throw std::runtime_error(done.error().code);
    return *done;
}

ReturnView ReturnDesk::received(const orders::OrderView& order, const std::vector<Units>& units, std::string reason) {
    auto done = receive(approved(order, units, std::move(reason)).id);
    if (!done) throw std::runtime_error(done.error().code);
    return *done;
}

Result<ReturnView> ReturnDesk::inspect(ReturnId id, const std::vector<Found>& found) {
    std::vector<rules::Inspected> all;
    for (const auto& one : found) all.push_back({{one.position}, {one.sellable}, {one.damaged}, {one.refused}, {}});
    return move([&](pg::Tx& tx) { return inspect_in(tx, shop.app, {id, {}}, all); });
}

ReturnView ReturnDesk::view(const orders::OrderView& order, ReturnId id) {
    auto all = shop.run(returns_of(shop.app, staff(), order.id, {}));
    return *std::ranges::find(*all, id, &ReturnView::id);
}

std::int64_t ReturnDesk::on_hand(catalog::VariantId variant) { return shop.run(shop.floor.db.read(shop.ctx, stock::on_hand({variant}))).at(0).on_hand; }

void ReturnDesk::expect_sound() {
    auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
    EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    EXPECT_EQ(till.account("clearing:stripe"), till.stripe.money_held());
}

void ReturnDesk::expect_nothing_sold() {
    for (const auto* name : {"sales", "shipping", "tax", "discounts", "rounding", "allowances", "receivable", "refunds"}) EXPECT_EQ(till.account(name), 0) << name;
}

}  // namespace vitrine::test
