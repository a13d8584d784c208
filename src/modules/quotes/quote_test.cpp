#include "tests/shop/money.h"

namespace vitrine::quotes {
namespace {

using namespace test::money;
using taxes::Half;
using taxes::Level;

std::vector<std::string> codes(const Quote& quote) {
    std::vector<std::string> out;
    for (const auto& step : quote.explanation) out.push_back(step.code);
    return out;
}
using Codes = std::vector<std::string>;

TEST(quote, adds_lines_delivery_and_tax_and_explains_each_step) {
    auto in = input({line(1, 25'000, 2, "r18", false)}, compiled(flat_tables(false)), 20'000);
    auto priced = quote(in);
    expect_sound(priced, in);
    EXPECT_EQ(priced.subtotal.minor, 50'000);
    EXPECT_EQ(priced.shipping.minor, 20'000);
    EXPECT_EQ(priced.tax.minor, 12'600);
    EXPECT_EQ(priced.total.minor, 82'600);
    EXPECT_EQ(codes(priced), (Codes{"line", "subtotal", "shipping", "tax", "total"}));
    EXPECT_EQ(priced.explanation[0].text, "2 × ₹250.00");
    EXPECT_EQ(priced.explanation[3].text, "VAT 18 % on ₹700.00, rounded per line, half up");
}

TEST(quote, shows_the_tax_that_prices_hold_already) {
    auto in = input({line(1, 11'800, 1, "r18")}, compiled(flat_tables(true)), 0);
    auto priced = quote(in);
    expect_sound(priced, in);
    EXPECT_EQ(priced.total.minor, 11'800);
    EXPECT_EQ(priced.tax.minor, 1'800);
    EXPECT_EQ(priced.tax_included.minor, 1'800);
    EXPECT_EQ(codes(priced), (Codes{"line", "subtotal", "shipping_free", "tax_included", "total"}));
}

TEST(quote, needs_no_taxes_promotions_or_delivery) {
    auto in = input({line(1, 500, 3)}, nullptr);
    auto priced = quote(in);
    expect_sound(priced, in);
    EXPECT_EQ(priced.total.minor, 1'500);
    EXPECT_TRUE(priced.taxes.empty());
    auto empty = input({}, nullptr);
    EXPECT_EQ(quote(empty).total.minor, 0);
}

TEST(quote, throws_for_mixed_currencies_and_impossible_lines) {
    auto tables = compiled(flat_tables(true));
    for (auto change : {+[](Input& in) { in.lines[1].unit.price.currency = usd; }, +[](Input& in) { in.lines[1].key = in.lines[0].key; }, +[](Input& in) { in.lines[1].quantity = 0; },
                        +[](Input& in) { in.lines[1].unit.price.minor = -1; }, +[](Input& in) { in.lines[1] = line(2, INT64_MAX, 2); },
                        +[](Input& in) { in.shipping->price.currency = usd; }, +[](Input& in) { in.shipping->price.minor = -1; }}) {
        auto in = input({line(1, 100), line(2, 100)}, tables, 100);
        EXPECT_NO_THROW(quote(in));
        change(in);
        EXPECT_THROW(quote(in), std::logic_error);
    }
}

// Trap 1: 34.116425 is never stored: every amount is whole minor units, and the total is what the provider is asked for.
TEST(quote, is_what_the_payment_provider_is_asked_for) {
    auto in = input({line(1, 2'999, 1, "r19", false, usd)}, compiled(flat_tables(false)), 0);
    in.currency = usd;
    auto priced = quote(in);
    expect_sound(priced, in);
    EXPECT_EQ(stripe_amount(priced.payable), priced.total.minor);
    EXPECT_EQ(format_major(priced.total), "35.69");
}

// Trap 2: there are no fractions of a piece: 0.333 metres are priced as one whole line before tax.
TEST(quote, rounds_goods_sold_by_measure_to_a_line_before_it_taxes_them) {
    auto price_of_a_metre = Money{1'000, inr};
    auto piece = share(price_of_a_metre, {333'000}, Rounding::half_up);
    auto in = input({line(1, piece.minor, 1, "r18", false)}, compiled(flat_tables(false)));
    auto priced = quote(in);
    expect_sound(priced, in);
    EXPECT_EQ(priced.lines[0].total.minor, 333);
    EXPECT_EQ(priced.lines[0].tax.minor, 60);
}

// Trap 4: one cart, three policies, and the summary always equals the lines.
TEST(quote, keeps_summary_and_lines_equal_under_every_rounding_policy) {
    std::vector<Line> lines;
    for (std::uint32_t i = 0; i < 10; ++i) lines.push_back(line(i, 5, 1, "r18", false));
    for (auto [level, tax] : {std::pair{Level::unit, 10}, {Level::line, 10}, {Level::order, 9}}) {
        auto in = input(lines, compiled(flat_tables(false, level)));
        auto priced = quote(in);
        expect_sound(priced, in);
        EXPECT_EQ(priced.tax.minor, tax);
        EXPECT_EQ(priced.taxes[0].amount.minor, tax);
    }
}

// Trap 7: a thousand at 0.335 are 335.00 under the line policy: the unit price is not rounded first.
TEST(quote, multiplies_before_it_rounds) {
    auto in = input({line(1, 335, 1'000, "r0", false, currency("KWD"))}, compiled(flat_tables(false)));
    auto priced = quote(in);
    expect_sound(priced, in);
    EXPECT_EQ(format_major(priced.total), "335.000");
    auto taxed = input({line(1, 34, 1'000, "r18", false)}, compiled(flat_tables(false)));
    EXPECT_EQ(quote(taxed).tax.minor, 6'120);
}

// Trap 8: the displayed net of ten at 38.23 is informative; the gross stays 382.30.
TEST(quote, never_rebuilds_a_gross_price) {
    for (auto level : {Level::unit, Level::line, Level::order}) {
        auto in = input({line(1, 3'823, 10, "r19")}, compiled(flat_tables(true, level)));
        auto priced = quote(in);
        expect_sound(priced, in);
        EXPECT_EQ(priced.total.minor, 38'230);
    }
}

// Trap 17: rounding cash to five rappen changes what is paid, not the tax: 87.20 CHF holds 6.23 at 7.7 %.
TEST(quote, rounds_what_is_paid_and_not_its_taxes) {
    auto chf = currency("CHF");
    auto tables = flat_tables(true);
    tables.settings.payable_step_minor = 5;
    tables.rates[0].ppm = 77'000;
    auto exact = input({line(1, 8'720, 1, "standard", true, chf)}, compiled(tables));
    EXPECT_EQ(quote(exact).tax.minor, 623);
    EXPECT_EQ(quote(exact).rounding.minor, 0);
    auto odd = input({line(1, 8'718, 1, "standard", true, chf)}, compiled(tables));
    auto priced = quote(odd);
    expect_sound(priced, odd);
    EXPECT_EQ(priced.total.minor, 8'720);
    EXPECT_EQ(priced.rounding.minor, 2);
    EXPECT_EQ(priced.tax.minor, 623);
    odd.lines[0].unit.price.minor = 8'722;
    EXPECT_EQ(quote(odd).rounding.minor, -2);
}

// Trap 18: amounts for the provider in currencies of 0, 3 and 2 decimals.
TEST(quote, asks_the_provider_in_the_currencys_own_units) {
    for (auto [code, major, asked] : {std::tuple{"JPY", "500", 500}, {"KWD", "1.230", 1'230}, {"INR", "10.10", 1'010}}) {
        auto amount = *parse_major(major, currency(code));
        auto in = input({line(1, amount.minor, 1, "r0", true, amount.currency)}, compiled(flat_tables(true)));
        EXPECT_EQ(stripe_amount(quote(in).payable), asked) << code;
    }
    // Stripe takes three-decimal amounts that end in 0 only: 1.235 cannot be said, and is refused instead of cut.
    EXPECT_EQ(parse_major("1.235", currency("KWD"))->minor, 1'235);
    EXPECT_FALSE(stripe_amount(*parse_major("1.235", currency("KWD"))));
}

// Trap 19: 0.005 of a dinar survives pricing, tax and giving back.
TEST(quote, keeps_the_third_decimal) {
    auto in = input({line(1, 5, 1, "r5", true, currency("KWD"))}, compiled(flat_tables(true)));
    auto priced = quote(in);
    EXPECT_EQ(format_major(priced.total), "0.005");
    EXPECT_EQ(share_of({1, priced.lines[0].gross, priced.lines[0].tax, priced.lines[0].taxes}, 1, 0).gross.minor, 5);
}

// Trap 21: two lines of one article with different classes or prices keep their own tax.
TEST(quote, taxes_two_lines_of_one_article_apart) {
    auto plain = line(1, 1'000, 1, "r5", false), engraved = line(1, 1'500, 1, "r18", false);
    engraved.key = "line-1-engraved";
    auto in = input({plain, engraved}, compiled(flat_tables(false)));
    auto priced = quote(in);
    expect_sound(priced, in);
    EXPECT_EQ(priced.lines[0].tax.minor, 50);
    EXPECT_EQ(priced.lines[1].tax.minor, 270);
}

TEST(quote, splits_gst_within_the_state_and_not_between_states) {
    auto in = input({line(1, 101, 1, "gst-5", false), line(2, 10'000, 1, "gst-18", false)}, compiled(gst_tables(false)));
    auto home = quote(in);
    expect_sound(home, in);
    ASSERT_EQ(home.taxes.size(), 4u);
    EXPECT_EQ(home.lines[0].taxes[0].amount.minor, 3);
    EXPECT_EQ(home.lines[0].taxes[1].amount.minor, 3);
    EXPECT_EQ(home.lines[1].tax.minor, 1'800);
    in.ship_to.state = "Gujarat";
    auto away = quote(in);
    expect_sound(away, in);
    ASSERT_EQ(away.taxes.size(), 2u);
    EXPECT_EQ(away.taxes[0].name, "IGST");
    EXPECT_EQ(away.lines[0].tax.minor, 5);
    in.ship_to = {"AE", {}, {}};
    EXPECT_EQ(quote(in).tax.minor, 0);
}

// Delivery of goods at 5 % and at 18 % is taxed at both, in proportion.
TEST(quote, taxes_delivery_by_the_goods_in_the_parcel) {
    auto tables = flat_tables(false);
    auto in = input({line(1, 30'000, 1, "r5", false), line(2, 10'000, 1, "r18", false)}, compiled(tables), 10'000);
    auto priced = quote(in);
    expect_sound(priced, in);
    EXPECT_EQ(priced.shipping_taxed.tax.minor, 375 + 450);
    tables.settings.shipping = taxes::ShippingTax::own_class;
    tables.settings.shipping_class = "r12";
    in.taxes = compiled(tables);
    EXPECT_EQ(quote(in).shipping_taxed.tax.minor, 1'200);
    tables.settings.shipping = taxes::ShippingTax::none;
    in.taxes = compiled(tables);
    EXPECT_EQ(quote(in).shipping_taxed.tax.minor, 0);
    expect_sound(quote(in), in);
}

TEST(quote, uses_tenders_in_their_order_and_never_more_than_is_due) {
    auto in = input({line(1, 10'000)}, compiled(flat_tables(true)));
    in.tenders = {{"gift_card", "card-1", "Gift card …1234", {4'000, inr}}, {"store_credit", "cus-1", "Store credit", {100'000, inr}}, {"gift_card", "card-2", "Gift card", {50, inr}}};
    auto priced = quote(in);
    expect_sound(priced, in);
    ASSERT_EQ(priced.tenders.size(), 2u);
    EXPECT_EQ(priced.tenders[0].amount.minor, 4'000);
    EXPECT_EQ(priced.tenders[1].amount.minor, 6'000);
    EXPECT_EQ(priced.payable.minor, 0);
    in.tenders = {{"gift_card", "card-1", "Gift card", {4'000, usd}}, {"gift_card", "card-2", "Gift card", {-5, inr}}};
    EXPECT_TRUE(quote(in).tenders.empty()) << "another currency, or nothing left";
}

}  // namespace
}  // namespace vitrine::quotes
