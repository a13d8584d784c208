// Random returns over random orders. By the rules alone, many times; over the database with a gateway, fewer.
#include <gtest/gtest.h>

#include <random>

#include "modules/orders/refund_rules.h"
#include "modules/returns/rules.h"
#include "tests/shop/money.h"
#include "tests/shop/return_desk.h"

namespace vitrine {
namespace {

namespace money = test::money;
using orders::rules::RefundState;

orders::OrderView ordered(const quotes::Quote& quote) {
    orders::OrderView order;
    for (const auto& line : quote.lines)
        order.lines.push_back({.position = std::ssize(order.lines) + 1, .quantity = line.quantity, .unit_price = line.unit, .total = line.total, .discount = line.discount,
                               .net = line.net, .tax = line.tax, .gross = line.gross, .breakdown = {.includes_tax = line.includes_tax, .taxes = line.taxes}});
    order.total = quote.total;
    order.rounding = quote.rounding;
    order.shipping = quote.shipping;
    order.shipping_discount = quote.shipping_discount;
    order.breakdown.shipping = quote.shipping_taxed;
    return order;
}

orders::OrderView random_order(std::mt19937_64& random) {
    auto tables = money::gst_tables(random() % 2);
    tables.settings.payable_step_minor = random() % 3 == 0 ? 100 : 1;
    std::vector<quotes::Line> lines;
    for (std::uint32_t n = 1; n <= 1 + random() % 4; ++n)
        lines.push_back(money::line(n, std::int64_t(1 + random() % 99'999), std::int64_t(1 + random() % 5), random() % 2 ? "gst-18" : "gst-5", random() % 2));
    return ordered(quotes::quote(money::input(lines, money::compiled(tables), std::int64_t(random() % 5'000))));
}

void give(RefundState& state, const orders::rules::RefundDecision& decision) {
    state.given += decision.amount + decision.withheld;
    state.withheld += decision.withheld;
    state.rounding_given += decision.rounding;
    state.allowance_given += decision.allowance;
    for (const auto& share : decision.shares)
        for (auto& item : state.items)
            if (item.kind == share.kind && item.position == share.position) item.refunded += share.quantity;
}

orders::NewOrderRefund of_units(std::int64_t position, std::int64_t quantity) {
    orders::NewOrderRefund in{.reason = *Text<1, 500>::parse("came back")};
    in.lines = std::vector<orders::RefundLine>{{{position}, {quantity}}};
    return in;
}

// Traps 3, 6, 16, 23: unit by unit in any order, with fees kept of some: money that went back and money that was kept are what was paid, to the last minor unit.
TEST(returns_property, any_order_of_units_ends_at_exactly_what_was_paid) {
    std::mt19937_64 random(19);
    for (int round = 0; round < 3'000; ++round) {
        auto order = random_order(random);
        if (order.total.is_zero()) continue;
        auto state = orders::rules::refund_state(order);
        Money money_back{0, order.total.currency}, kept{0, order.total.currency};
        std::vector<std::int64_t> units;
        for (const auto& line : order.lines) units.insert(units.end(), size_t(line.quantity), line.position);
        std::ranges::shuffle(units, random);
        bool was_rounded_away = false;
        auto take = [&](orders::NewOrderRefund in) {
            auto share = orders::rules::decide_refund(state, in);
            if (!share) return void(was_rounded_away = true);   // an order rounded down whose money is out before its last unit
            returns::rules::Terms terms{.restocking_ppm = random() % 3 == 0 ? std::int64_t(random() % 500'000) : 0, .pickup_fee = {random() % 4 == 0 ? 49 : 0, order.total.currency}};
            auto fee = returns::rules::withheld(terms, returns::Wish::refund, share->amount);
            if (fee == share->amount) fee = Money{0, order.total.currency};
            if (!fee.is_zero()) in.withheld = fee;
            auto decision = orders::rules::decide_refund(state, in);
            ASSERT_TRUE(decision) << decision.error().code;
            ASSERT_EQ(decision->amount + decision->withheld, share->amount) << "a fee changes nobody's share";
            money_back += decision->amount;
            kept += decision->withheld;
            give(state, *decision);
            ASSERT_LE((money_back + kept).minor, order.total.minor);
        };
        for (size_t n = 0; n < units.size(); ++n) take(of_units(units[n], 1));
        if (state.given != state.total) take({.shipping = true, .reason = *Text<1, 500>::parse("came back")});
        if (was_rounded_away) continue;
        ASSERT_EQ(money_back + kept, order.total) << "round " << round;
        ASSERT_EQ(state.given, state.total);
        ASSERT_EQ(state.withheld, kept);
    }
}

// The same shares whatever is kept: what one unit is worth does not depend on fees before it.
TEST(returns_property, fees_change_no_later_share) {
    std::mt19937_64 random(23);
    for (int round = 0; round < 500; ++round) {
        auto order = random_order(random);
        if (order.total.minor < 1'000) continue;
        auto with = orders::rules::refund_state(order), without = with;
        auto first = of_units(1, 1), second = of_units(std::ssize(order.lines), 1);
        if (order.lines.size() == 1) continue;
        auto plain = orders::rules::decide_refund(without, first);
        if (!plain || plain->amount.minor < 2) continue;
        give(without, *plain);
        first.withheld = Money{plain->amount.minor / 2, order.total.currency};
        give(with, *orders::rules::decide_refund(with, first));
        auto a = orders::rules::decide_refund(with, second), b = orders::rules::decide_refund(without, second);
        ASSERT_EQ(a.has_value(), b.has_value());
        if (a) ASSERT_EQ(a->amount, b->amount);
    }
}

// Over the database: refunds never exceed what was paid, shelves are their movements, and the books are in balance after every round.
TEST(returns_property, random_returns_over_random_orders_leave_everything_sound) {
    test::ReturnDesk desk(8);
    std::mt19937_64 random(29);
    desk.set_policy([](returns::Policy& policy) { policy.restocking_ppm = {77'777}; });
    int settled = 0, exchanged = 0;
    for (int round = 0; round < 12; ++round) {
        auto order = desk.delivered({{desk.pen, 1 + std::int64_t(random() % 3)}, {desk.ink, 1 + std::int64_t(random() % 3)}});
        for (int turn = 0; turn < 6; ++turn) {
            const auto& line = order.lines[random() % order.lines.size()];
            auto exchange = random() % 4 == 0 ? std::optional(random() % 2 ? desk.pen : desk.ink) : std::nullopt;
            auto quantity = 1 + std::int64_t(random() % 2);
            auto asked = desk.try_to_ask(order, test::ReturnDesk::wish({{line.position, quantity, exchange}}, random() % 3 == 0 ? "damaged" : "changed-mind"));
            if (!asked) {
                ASSERT_EQ(asked.error().code, "returns.not_returnable");
                continue;
            }
            auto id = asked->view.id;
            if (random() % 6 == 0) {
                ASSERT_TRUE(desk.reject(id));
                continue;
            }
            ASSERT_TRUE(desk.approve(id));
            if (random() % 6 == 0) {
                ASSERT_TRUE(desk.shop.run(returns::call_off(desk.shop.app, desk.staff(), order.id, {}, id)));
                continue;
            }
            ASSERT_TRUE(desk.receive(id));
            auto sellable = std::int64_t(random() % std::uint64_t(quantity + 1)), damaged = std::int64_t(random() % std::uint64_t(quantity - sellable + 1));
            ASSERT_TRUE(desk.inspect(id, {{line.position, sellable, damaged, quantity - sellable - damaged}}));
            auto done = desk.settle(id);
            ASSERT_TRUE(done) << done.error().code << " " << done.error().detail;
            ++settled;
            exchanged += done->state == returns::State::exchanged;
        }
        desk.shop.run_due_jobs();
        desk.expect_sound();
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(settled, 20);
    EXPECT_GT(exchanged, 2);
    EXPECT_EQ(desk.shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines"), 0);
}

}  // namespace
}  // namespace vitrine
