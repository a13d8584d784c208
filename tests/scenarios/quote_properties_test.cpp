// What must hold of every quote, whatever is in the cart. `bin/test --long` asks it of millions.
#include <algorithm>

#include "modules/promotions/testing.h"
#include "tests/shop/long.h"
#include "tests/shop/money.h"

namespace vitrine {
namespace {

using namespace test::money;
using promotions::testing::actions;
using promotions::testing::percent;

constexpr int in_short = 20'000, in_long = 2'000'000;

std::string inr_money(std::int64_t minor) { return R"({"minor":)" + std::to_string(minor) + R"(,"currency":"INR"})"; }

/// Promotions of every kind; the first four need their code.
std::shared_ptr<const promotions::Rules> promotion_rules() {
    static const auto rules = std::make_shared<const promotions::Rules>(promotions::testing::rules({
        R"("needs_coupon":true,)" + actions(percent(25)),
        R"("needs_coupon":true,)" + actions(R"({"amount_off":{"amount":)" + inr_money(7'777) + R"(,"per":"order"}})"),
        R"("needs_coupon":true,)" + actions(R"({"shipping":{"rate_ppm":1000000}})"),
        R"("needs_coupon":true,)" + actions(percent(100)),
        actions(R"({"buy_get":{"buy":2,"get":1,"choose":"cheapest"}})"),
        R"("condition":{"subtotal":{"at_least":)" + inr_money(50'000) + "}}," + actions(percent(7)),
        actions(R"({"tiers":{"by":"quantity","steps":[{"quantity":5,"rate_ppm":30000},{"quantity":20,"rate_ppm":60000}]}})"),
        actions(R"({"amount_off":{"amount":)" + inr_money(3) + R"(,"per":"unit"}})"),
    }));
    return rules;
}

/// Every level, both halves, prices with and without tax, within the state and between states, and a step of payment.
const std::vector<std::shared_ptr<const taxes::TaxTables>>& all_tables() {
    static const auto tables = [] {
        std::vector<std::shared_ptr<const taxes::TaxTables>> out;
        for (bool includes : {true, false})
            for (auto level : {taxes::Level::unit, taxes::Level::line, taxes::Level::order})
                for (auto half : {taxes::Half::half_up, taxes::Half::half_even}) {
                    auto gst = gst_tables(includes, level);
                    gst.settings.half = half;
                    out.push_back(compiled(gst));
                    gst.settings.payable_step_minor = 100;
                    gst.settings.shipping = taxes::ShippingTax::own_class;
                    gst.settings.shipping_class = "gst-18";
                    out.push_back(compiled(gst));
                }
        return out;
    }();
    return tables;
}

Input random_cart(std::mt19937_64& random) {
    const auto& tables = all_tables()[random() % all_tables().size()];
    static const std::array<std::string, 4> classes{"gst-3", "gst-5", "gst-18", "unknown"};
    std::vector<Line> lines;
    for (size_t i = 0, count = random() % 9; i < count; ++i) {
        auto unit = std::int64_t(random() % (random() % 3 ? 200'000 : 12)), quantity = std::int64_t(1 + random() % (random() % 4 ? 4 : 60));
        bool includes = random() % 16 ? tables->settings().prices_include_tax : random() % 2;
        lines.push_back(line(std::uint32_t(random() % 1'000'000), unit, quantity, classes[random() % classes.size()], includes));
        lines.back().key += "-" + std::to_string(i);
    }
    auto out = input(std::move(lines), tables, random() % 4 ? std::optional(std::int64_t(random() % 30'000)) : std::nullopt);
    out.currency = inr;
    out.ship_to.state = random() % 2 ? "MH" : "GJ";
    out.promotions = promotion_rules();
    for (std::uint32_t code = 1; code <= 4; ++code)
        if (random() % 5 == 0) out.coupons.push_back(promotions::testing::code(code));
    if (random() % 3 == 0) out.tenders.push_back({"gift_card", "card", "Gift card", {std::int64_t(random() % 300'000), inr}});
    if (random() % 5 == 0) out.tenders.push_back({"store_credit", "credit", "Store credit", {std::int64_t(random() % 300'000), inr}});
    return out;
}

/// The totals of a quote and, by key, its lines: without the order of lines.
std::string unordered(Quote quote) {
    std::ranges::sort(quote.lines, {}, &QuotedLine::key);
    quote.explanation.clear();
    return to_json(quote);
}

void expect_to_come_back_whole(const Quote& quote, std::mt19937_64& random) {
    auto left = quote.total - quote.rounding;
    auto tax_left = quote.tax;
    for (const auto& line : quote.lines) {
        quotes::Paid paid{line.quantity, line.gross, line.tax, line.taxes};
        for (std::int64_t refunded = 0; refunded < line.quantity;) {
            auto quantity = std::int64_t(1 + random() % std::uint64_t(line.quantity - refunded));
            auto part = share_of(paid, quantity, refunded);
            refunded += quantity;
            ASSERT_GE(part.tax.minor, 0);
            ASSERT_GE(part.gross.minor, part.tax.minor);
            left -= part.gross;
            tax_left -= part.tax;
            ASSERT_GE(left.minor, 0);
        }
    }
    auto delivery = share_of({1, quote.shipping_taxed.gross, quote.shipping_taxed.tax, quote.shipping_taxed.components}, 1, 0);
    ASSERT_EQ((left - delivery.gross).minor, 0);
    ASSERT_EQ((tax_left - delivery.tax).minor, 0);
}

// Traps 1, 3, 6, 11, 13 and 15 over random carts: whole minor units, sums that agree, nothing negative, parts that come back to zero.
TEST(quote_properties, hold_for_random_carts) {
    std::mt19937_64 random(20'260'302);
    for (int round = 0, rounds = test::rounds(in_short, in_long); round < rounds; ++round) {
        auto cart = random_cart(random);
        auto priced = quotes::quote(cart);
        expect_sound(priced, cart);
        expect_to_come_back_whole(priced, random);
        if (testing::Test::HasFailure()) FAIL() << "round " << round << ": " << to_json(priced);
    }
}

TEST(quote_properties, do_not_depend_on_the_order_of_lines) {
    std::mt19937_64 random(4);
    for (int round = 0, rounds = test::rounds(in_short / 4, in_long / 4); round < rounds; ++round) {
        auto cart = random_cart(random);
        auto before = unordered(quotes::quote(cart));
        std::ranges::shuffle(cart.lines, random);
        ASSERT_EQ(unordered(quotes::quote(cart)), before) << "round " << round;
    }
}

// Trap 53: a code that was entered and taken away again leaves no trace.
TEST(quote_properties, forget_a_coupon_that_was_taken_away) {
    std::mt19937_64 random(8);
    int changed = 0;
    for (int round = 0, rounds = test::rounds(in_short / 4, in_long / 4); round < rounds; ++round) {
        auto cart = random_cart(random);
        cart.coupons.clear();
        auto before = to_json(quotes::quote(cart));
        cart.coupons.push_back(promotions::testing::code(1 + std::uint32_t(random() % 4)));
        changed += to_json(quotes::quote(cart)) != before;
        cart.coupons.clear();
        ASSERT_EQ(to_json(quotes::quote(cart)), before);
    }
    EXPECT_GT(changed, 0);
}

Input three_lines(bool includes_tax) {
    auto out = input({line(1, 1'999, 1, "gst-18", includes_tax), line(2, 3'001, 3, "gst-5", includes_tax), line(3, 0, 2, "gst-3", includes_tax)}, compiled(gst_tables(includes_tax)), 4'900);
    return out;
}
Quote with(Input cart, std::vector<std::string> definitions, promotions::Policy policy = {}) {
    cart.promotions = std::make_shared<const promotions::Rules>(promotions::testing::rules(std::move(definitions), policy));
    auto priced = quotes::quote(cart);
    expect_sound(priced, cart);
    return priced;
}

// Trap 9: the discount is the sum of its shares for either way of spreading it.
TEST(quote_discounts, equal_the_sum_of_their_shares_for_each_policy) {
    std::vector<Line> lines{line(1, 125, 1, "gst-5"), line(2, 125, 1, "gst-5"), line(3, 125, 1, "gst-5"), line(4, 125, 1, "gst-5")};
    auto cart = input(lines, compiled(gst_tables(true)));
    auto by_total = with(cart, {actions(percent(3))}, {promotions::Spread::total, Rounding::half_up});
    auto by_line = with(cart, {actions(percent(3))}, {promotions::Spread::line, Rounding::half_up});
    EXPECT_EQ(by_total.discount.minor, 15);
    EXPECT_EQ(by_line.discount.minor, 16);
}

// Trap 10: 25 % of 19.99 is 5.00 half up and half to even; half a minor unit tells them apart.
TEST(quote_discounts, round_as_they_are_told) {
    auto of = [](std::int64_t unit, Rounding rounding) {
        return with(input({line(1, unit, 1, "gst-5")}, compiled(gst_tables(true))), {actions(percent(25))}, {promotions::Spread::total, rounding}).discount.minor;
    };
    EXPECT_EQ(of(1'999, Rounding::half_up), 500);
    EXPECT_EQ(of(1'999, Rounding::half_even), 500);
    EXPECT_EQ(of(1'998, Rounding::half_up), 500) << "499.5";
    EXPECT_EQ(of(1'998, Rounding::half_even), 500);
    EXPECT_EQ(of(1'994, Rounding::half_up), 499) << "498.5";
    EXPECT_EQ(of(1'994, Rounding::half_even), 498);
}

// Trap 11: what is taken off the order is shared over the lines to the last minor unit.
TEST(quote_discounts, are_shared_out_without_a_rest) {
    auto priced = with(three_lines(true), {actions(R"({"amount_off":{"amount":)" + inr_money(1'000) + R"(,"per":"order"}})")});
    EXPECT_EQ(priced.discount.minor, 1'000);
    EXPECT_EQ((priced.lines[0].discount + priced.lines[1].discount + priced.lines[2].discount).minor, 1'000);
}

// Trap 12: a discount over rates of 3, 5 and 18 % and a line that costs nothing.
TEST(quote_discounts, spread_over_mixed_rates_and_free_lines) {
    auto priced = with(three_lines(false), {actions(percent(10))});
    EXPECT_EQ(priced.lines[2].discount.minor, 0);
    EXPECT_EQ(priced.lines[2].tax.minor, 0);
    EXPECT_GT(priced.tax.minor, 0);
}

// Trap 13: promotions on top of each other stop at zero.
TEST(quote_discounts, never_take_more_than_there_is) {
    auto off = [](std::int64_t minor) { return actions(R"({"amount_off":{"amount":)" + inr_money(minor) + R"(,"per":"order"}})"); };
    auto priced = with(three_lines(true), {off(9'000), off(9'000), actions(percent(50)), actions(R"({"shipping":{"amount":)" + inr_money(99'999) + "}}")});
    EXPECT_EQ(priced.total.minor, 0);
    EXPECT_EQ(priced.discount, priced.subtotal + priced.shipping);
}

// Trap 14: a rule is changed while its gift is in the cart: the gift follows the rule and never has a price of its own.
TEST(quote_discounts, give_a_gift_by_the_rule_of_now) {
    auto cart = three_lines(true);
    cart.gift_line = [](const promotions::Gift& gift) -> std::optional<Line> {
        auto out = line(77, 5'000, gift.quantity, "gst-18");
        out.key = gift.key;
        out.variant = gift.variant;
        return out;
    };
    auto rule = [](std::int64_t quantity) { return actions(R"({"gift":{"variant":")" + id<VariantId>(1, 77).text() + R"(","quantity":)" + std::to_string(quantity) + "}}"); };
    auto one = with(cart, {rule(1)}), two = with(cart, {rule(2)}), none = with(cart, {});
    ASSERT_EQ(one.lines.size(), 4u);
    EXPECT_TRUE(one.lines[3].is_gift);
    EXPECT_EQ(one.lines[3].gross.minor, 0);
    EXPECT_EQ(two.lines[3].quantity, 2);
    EXPECT_EQ(two.total, none.total);
    EXPECT_EQ(none.lines.size(), 3u);
}

// Trap 15: everything off leaves nothing: no net, no tax, no gross on any line.
TEST(quote_discounts, of_a_hundred_percent_leave_nothing) {
    for (bool includes : {true, false}) {
        auto priced = with(three_lines(includes), {actions(percent(100)), actions(R"({"shipping":{"rate_ppm":1000000}})")});
        EXPECT_EQ(priced.total.minor, 0);
        EXPECT_EQ(priced.tax.minor, 0);
        for (const auto& line : priced.lines) EXPECT_EQ(line.net.minor + line.tax.minor + line.gross.minor, 0);
    }
}

// Trap 22: a discount on delivery lowers what is taxed once: tax, explanation and totals tell the same story.
TEST(quote_discounts, on_delivery_are_taken_once) {
    auto priced = with(three_lines(false), {actions(R"({"shipping":{"rate_ppm":500000}})")});
    EXPECT_EQ(priced.shipping.minor, 4'900);
    EXPECT_EQ(priced.shipping_discount.minor, 2'450);
    EXPECT_EQ(priced.shipping_taxed.net.minor, 2'450);
    Money explained{0, inr};
    for (const auto& step : priced.explanation)
        if (step.code != "subtotal" && step.code != "total") explained += step.amount;
    EXPECT_EQ(explained, priced.total);
}

}  // namespace
}  // namespace vitrine
