// What holds for any basket under any promotions. Seeded; VITRINE_LONG=1 runs millions.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "modules/promotions/testing.h"

namespace vitrine::promotions {
namespace {

using namespace testing;

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    std::int64_t upto(std::int64_t most) { return std::int64_t(engine_() % std::uint64_t(most + 1)); }
    std::int64_t between(std::int64_t least, std::int64_t most) { return least + upto(most - least); }
    bool one_in(std::int64_t n) { return upto(n - 1) == 0; }
    template <class T>
    const T& of(const std::vector<T>& list) { return list[size_t(upto(std::int64_t(list.size()) - 1))]; }
    std::mt19937_64 engine_;
};

std::string goods(Dice& dice) {
    switch (dice.upto(3)) {
        case 0: return R"({"categories":[")" + category(std::uint32_t(dice.upto(4))).text() + R"("]})";
        case 1: return R"({"products":[")" + product(std::uint32_t(dice.upto(9))).text() + R"(",")" + product(std::uint32_t(dice.upto(9))).text() + R"("]})";
        case 2: return R"({"brands":["B)" + std::to_string(dice.upto(2)) + R"("]})";
        default: return R"({"except":[{"brands":["B0"]}]})";
    }
}
std::string on(Dice& dice, const char* member = "on") { return dice.one_in(2) ? "" : ",\"" + std::string(member) + "\":" + goods(dice); }

std::string action(Dice& dice) {
    auto amount = [&](std::int64_t most) { return money(dice.between(1, most)); };
    auto rate = [&] { return std::to_string(dice.one_in(4) ? 1'000'000 : dice.between(1, 1'000'000)); };
    switch (dice.upto(7)) {
        case 0: return R"({"percent_off":{"rate_ppm":)" + rate() + (dice.one_in(3) ? R"(,"cap":)" + amount(9'999) : "") + on(dice) + "}}";
        case 1: return R"({"amount_off":{"amount":)" + amount(20'000) + R"(,"per":")" + dice.of<std::string>({"order", "line", "unit"}) + "\"" + on(dice) + "}}";
        case 2: return R"({"fixed_price":{"price":)" + money(dice.upto(3'000)) + (dice.one_in(2) ? R"(,"for_quantity":)" + std::to_string(dice.between(2, 5)) : "") + on(dice) + "}}";
        case 3: return R"({"buy_get":{"buy":)" + std::to_string(dice.between(1, 3)) + R"(,"get":)" + std::to_string(dice.between(1, 3)) + R"(,"choose":"cheapest","rate_ppm":)" + rate() +
                       on(dice, "of") + on(dice, "get_of") + (dice.one_in(3) ? R"(,"at_most":)" + std::to_string(dice.between(1, 3)) : "") + "}}";
        case 4: return R"({"buy_get":{"buy":)" + std::to_string(dice.between(1, 3)) + R"(,"get":1,"choose":"same")" + on(dice, "of") + "}}";
        case 5: return R"({"gift":{"variant":")" + variant(500).text() + R"("}})";
        case 6: return dice.one_in(2) ? R"({"shipping":{"rate_ppm":)" + rate() + "}}" : R"({"shipping":{"amount":)" + amount(30'000) + "}}";
        default: return R"({"tiers":{"by":"quantity","steps":[{"quantity":2,"rate_ppm":50000},{"quantity":6,"amount":)" + amount(5'000) + "}]" + on(dice, "of") + "}}";
    }
}

std::string promotion_text(Dice& dice) {
    std::string out;
    if (dice.one_in(4)) out += R"("needs_coupon":true,)";
    if (dice.one_in(5)) out += R"("is_exclusive":true,)";
    else if (dice.one_in(4)) out += R"("group":"g)" + std::to_string(dice.upto(1)) + R"(",)";
    if (dice.one_in(6)) out += R"("stops":true,)";
    if (dice.one_in(2)) out += R"("priority":)" + std::to_string(dice.between(-2, 2)) + ",";
    if (dice.one_in(3)) out += R"("condition":{"any":[{"subtotal":{"at_least":)" + money(dice.between(1, 30'000)) + "}},{\"contains\":" + goods(dice) + "}]},";
    out += "\"actions\":[" + action(dice);
    for (auto more = dice.upto(1); more > 0; --more) out += "," + action(dice);
    return out + "]";
}

Basket any_basket(Dice& dice, std::uint32_t promotions) {
    std::vector<BasketLine> lines;
    for (auto count = dice.between(0, 9), i = std::int64_t(0); i < count; ++i) {
        auto n = std::uint32_t(i);
        auto one = line(n, dice.one_in(9) ? 0 : dice.between(1, dice.one_in(3) ? 9'999'999 : 5'000), dice.between(1, dice.one_in(9) ? 9'999 : 6), {category(std::uint32_t(dice.upto(4)))});
        if (dice.one_in(2)) one.brand = "B" + std::to_string(dice.upto(2));
        if (dice.one_in(12)) one.is_gift = true;
        lines.push_back(one);
    }
    auto out = basket(std::move(lines), dice.one_in(3) ? 0 : dice.upto(30'000));
    if (dice.one_in(10)) out.shipping = {};
    for (std::uint32_t n = 1; n <= promotions; ++n)
        if (dice.one_in(3)) out.coupons.push_back(code(n));
    return out;
}

std::map<std::string, std::int64_t> by_line(const Outcome& outcome) {
    std::map<std::string, std::int64_t> out;
    for (const auto& applied : outcome.applied)
        for (const auto& share : applied.lines) {
            EXPECT_GT(share.amount.minor, 0);
            out[share.line_key] += share.amount.minor;
        }
    return out;
}

void expect_sound(const Basket& cart, const Outcome& outcome) {
    auto off = by_line(outcome);
    for (const auto& one : cart.lines) {
        EXPECT_LE(off[one.key], one.is_gift ? 0 : one.unit.minor * one.quantity) << "trap 13: " << one.key;
        off.erase(one.key);
    }
    EXPECT_TRUE(off.empty()) << "a share of a line that is not there";
    std::int64_t shipping = 0;
    for (const auto& applied : outcome.applied) {
        shipping += applied.shipping.minor;
        EXPECT_GE(applied.shipping.minor, 0);
        EXPECT_GE(applied.total().minor, 0);
    }
    EXPECT_LE(shipping, std::max<std::int64_t>(0, cart.shipping.minor));
    size_t with_code = 0;
    for (const auto& applied : outcome.applied) with_code += applied.code.has_value();
    EXPECT_EQ(with_code + outcome.refused.size(), cart.coupons.size()) << "every code works or is refused in words";
}

int rounds() { return std::getenv("VITRINE_LONG") ? 2'000'000 : 4'000; }

TEST(promotion_properties, hold_for_any_basket_under_any_promotions) {
    for (int round = 0; round < rounds() && !::testing::Test::HasFailure(); ++round) {
        SCOPED_TRACE("seed " + std::to_string(round));
        Dice dice(std::uint64_t(round) * 2'654'435'761u + 1);
        std::vector<std::string> texts;
        for (auto count = dice.between(1, 6); count > 0; --count) texts.push_back(promotion_text(dice));
        Policy policy{dice.one_in(2) ? Spread::line : Spread::total, dice.one_in(2) ? Rounding::half_even : Rounding::half_up};
        auto all = rules(texts, policy);
        auto cart = any_basket(dice, std::uint32_t(texts.size()));
        auto outcome = apply(all, cart);
        expect_sound(cart, outcome);

        auto shuffled = cart;
        std::ranges::shuffle(shuffled.lines, dice.engine_);
        EXPECT_EQ(to_json(apply(all, shuffled)), to_json(outcome)) << "the order of lines matters";

        // trap 53: a code entered and taken off again leaves nothing.
        auto without = cart, touched = cart;
        without.coupons.clear();
        touched.coupons.clear();
        touched.coupons.push_back(code(1));
        auto ignored = apply(all, touched);
        touched.coupons.clear();
        EXPECT_EQ(to_json(apply(all, touched)), to_json(apply(all, without)));
    }
}

/// The index only skips what could do nothing: the same promotions without it give the same.
TEST(promotion_properties, the_index_changes_nothing) {
    for (int round = 0; round < rounds() / 4 && !::testing::Test::HasFailure(); ++round) {
        SCOPED_TRACE("seed " + std::to_string(round));
        Dice dice(std::uint64_t(round) * 40'503u + 7);
        std::vector<std::string> texts;
        for (auto count = dice.between(1, 8); count > 0; --count) texts.push_back(promotion_text(dice));
        auto indexed = rules(texts);
        auto all = std::make_shared<Rules::Compiled>();
        *all = indexed.compiled();
        all->by_goods.clear(), all->by_brand.clear(), all->always.clear();
        for (std::uint32_t i = 0; i < all->promotions.size(); ++i)
            if (!all->promotions[i].needs_coupon) all->always.push_back(i);
        // Copied promotions point into the originals' definitions, which live as long as `indexed`.
        auto cart = any_basket(dice, std::uint32_t(texts.size()));
        EXPECT_EQ(to_json(apply(Rules(all), cart)), to_json(apply(indexed, cart)));
    }
}

}  // namespace
}  // namespace vitrine::promotions
