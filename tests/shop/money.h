#pragma once
// Tax tables, lines and random carts for the tests of money.
#include <gtest/gtest.h>

#include <random>

#include "modules/quotes/api.h"

namespace vitrine::test::money {

using namespace quotes;

inline Currency currency(std::string_view code) { return *Currency::parse(code); }
inline const Currency inr = currency("INR"), pkr = currency("PKR"), usd = currency("USD");
inline Instant at(std::string_view text) { return *parse_rfc3339(text); }
inline const Instant today = at("2026-03-02T10:00:00Z");

/// The same number gives the same id.
template <class I>
I id(std::uint8_t kind, std::uint32_t number) {
    I out;
    out.value.bytes = {1, 2, 3, 4, 5, 6, 0x70, kind, 0x80};
    for (int i = 0; i < 4; ++i) out.value.bytes[size_t(12 + i)] = std::uint8_t(number >> (24 - 8 * i));
    return out;
}

inline taxes::TaxRate rate(std::string zone, std::string tax_class, std::string name, std::int64_t ppm, std::int64_t position = 1) {
    return {std::move(zone), std::move(tax_class), std::move(name), ppm, position, false, "2017-07-01", {}};
}

/// One zone for the whole world with one class a rate: "r18" is 18 %; "standard" is 18 % as well.
inline taxes::Tables flat_tables(bool includes_tax, taxes::Level level = taxes::Level::line, taxes::Half half = taxes::Half::half_up) {
    taxes::Tables tables;
    tables.settings.country = "IN";
    tables.settings.prices_include_tax = includes_tax;
    tables.settings.level = level;
    tables.settings.half = half;
    tables.zones = {{"in", "India", "IN", {}, {}, taxes::Relation::any}};
    tables.classes = {{"standard", "Standard", {}}};
    tables.rates = {rate("in", "standard", "VAT", 180'000)};
    for (int percent : {0, 3, 5, 12, 18, 19, 28}) {
        auto code = "r" + std::to_string(percent);
        tables.classes.push_back({code, code, {}});
        tables.rates.push_back(rate("in", code, "VAT", percent * 10'000));
    }
    return tables;
}

/// Goods and services tax of a shop in Maharashtra: halves within the state, whole elsewhere.
inline taxes::Tables gst_tables(bool includes_tax, taxes::Level level = taxes::Level::line) {
    taxes::Tables tables;
    tables.settings.country = "IN";
    tables.settings.state = "MH";
    tables.settings.prices_include_tax = includes_tax;
    tables.settings.level = level;
    tables.settings.default_class = "gst-18";
    tables.regions = {{"IN", "MH", "Maharashtra", {"27"}}, {"IN", "GJ", "Gujarat", {"24"}}, {"IN", "CH", "Chandigarh", {"04"}}};
    tables.zones = {{"in-same", "Within the state", "IN", {"MH", "GJ"}, {}, taxes::Relation::same_state},
                    {"in-other", "Between states", "IN", {}, {}, taxes::Relation::other_state}};
    for (auto [code, ppm] : {std::pair{"gst-3", 30'000}, {"gst-5", 50'000}, {"gst-18", 180'000}}) {
        tables.classes.push_back({code, code, {}});
        tables.rates.push_back(rate("in-same", code, "CGST", ppm / 2, 1));
        tables.rates.push_back(rate("in-same", code, "SGST", ppm / 2, 2));
        tables.rates.push_back(rate("in-other", code, "IGST", ppm, 1));
    }
    return tables;
}

inline std::shared_ptr<const taxes::TaxTables> compiled(const taxes::Tables& tables, std::string_view zone = "Asia/Kolkata") {
    for (const auto& fault : taxes::faults_of(tables)) ADD_FAILURE() << fault.pointer << " " << fault.code << " " << fault.detail;
    return std::make_shared<const taxes::TaxTables>(tables, zone);
}

inline Line line(std::uint32_t n, std::int64_t unit, std::int64_t quantity = 1, std::string tax_class = "standard", bool includes_tax = true, Currency in = inr) {
    Line out;
    out.key = "line-" + std::to_string(n);
    out.variant = id<VariantId>(1, n);
    out.product = id<ProductId>(2, n);
    out.quantity = quantity;
    out.unit = {{unit, in}, {}, includes_tax, "base", 1};
    out.tax_class = {std::move(tax_class), {}};
    return out;
}

inline Input input(std::vector<Line> lines, std::shared_ptr<const taxes::TaxTables> tables, std::optional<std::int64_t> shipping = {}) {
    Input out;
    out.currency = lines.empty() ? inr : lines[0].unit.price.currency;
    out.lines = std::move(lines);
    if (shipping) out.shipping = Shipping{"standard", "Courier", {*shipping, out.currency}};
    out.ship_to = {"IN", "MH", {}};
    out.taxes = std::move(tables);
    out.now = today;
    return out;
}

inline void expect_amount(const Money& amount, Currency in) {
    EXPECT_GE(amount.minor, 0);
    EXPECT_EQ(amount.currency, in);
}

/// Everything that must hold of any quote.
inline void expect_sound(const Quote& quote, const Input& input) {
    Money zero{0, input.currency};
    auto subtotal = zero, discount = zero, tax = zero, included = zero, gross = zero, summed = zero, promised = zero, tendered = zero;
    for (const auto& line : quote.lines) {
        EXPECT_EQ(line.total, line.unit * line.quantity);
        EXPECT_EQ(line.gross, line.net + line.tax);
        EXPECT_EQ(line.includes_tax ? line.gross : line.net, line.total - line.discount);
        auto components = zero, shares = zero;
        for (const auto& component : line.taxes) components += component.amount;
        for (const auto& share : line.discounts) shares += share.amount;
        EXPECT_EQ(components, line.tax);
        EXPECT_EQ(shares, line.discount);
        for (const auto& amount : {line.unit, line.total, line.discount, line.net, line.tax, line.gross}) expect_amount(amount, input.currency);
        subtotal += line.total, discount += line.discount, tax += line.tax, gross += line.gross;
        if (line.includes_tax) included += line.tax;
    }
    const auto& delivery = quote.shipping_taxed;
    EXPECT_EQ(delivery.gross, delivery.net + delivery.tax);
    bool includes = !input.taxes || input.taxes->settings().prices_include_tax;
    EXPECT_EQ(includes ? delivery.gross : delivery.net, quote.shipping - quote.shipping_discount);
    EXPECT_EQ(quote.subtotal, subtotal);
    EXPECT_EQ(quote.discount, discount + quote.shipping_discount);
    EXPECT_EQ(quote.tax, tax + delivery.tax + quote.fee_taxed.tax);
    EXPECT_EQ(quote.tax_included, included + (includes ? delivery.tax + quote.fee_taxed.tax : zero));
    EXPECT_EQ(quote.total, quote.subtotal - quote.discount + quote.shipping + quote.fee + (quote.tax - quote.tax_included) + quote.rounding);
    const auto& fee = quote.fee_taxed;
    EXPECT_EQ(fee.gross, fee.net + fee.tax);
    EXPECT_EQ(includes ? fee.gross : fee.net, quote.fee);
    EXPECT_EQ(quote.total, gross + delivery.gross + fee.gross + quote.rounding);
    for (const auto& sum : quote.taxes) summed += sum.amount;
    for (const auto& sum : quote.discounts) promised += sum.amount;
    for (const auto& use : quote.tenders) tendered += use.amount;
    EXPECT_EQ(summed, quote.tax);
    EXPECT_EQ(promised, quote.discount);
    EXPECT_EQ(quote.payable, quote.total - tendered);
    for (const auto& amount : {quote.subtotal, quote.discount, quote.tax, quote.tax_included, quote.shipping, quote.shipping_discount, quote.total, quote.payable, delivery.net,
                               delivery.tax, delivery.gross})
        expect_amount(amount, input.currency);
}

}  // namespace vitrine::test::money
