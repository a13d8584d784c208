#include "modules/imports/legacy_money.h"

#include <random>

#include <gtest/gtest.h>

namespace vitrine::imports::legacy {
namespace {

const Currency pkr = *Currency::parse("PKR"), kwd = *Currency::parse("KWD"), jpy = *Currency::parse("JPY");

Table table(std::vector<std::string> header, std::vector<std::vector<std::string>> rows) {
    Table out{std::move(header), std::move(rows), {}};
    for (std::size_t i = 0; i < out.rows.size(); ++i) out.lines.push_back(std::int64_t(i) + 2);
    return out;
}
const Amount& at(const Outcome& outcome, std::int64_t line, const std::string& column = "price") {
    for (const auto& amount : outcome.amounts)
        if (amount.line == line && amount.column == column) return amount;
    throw std::runtime_error("no such amount");
}

TEST(legacy_amount, is_read_as_people_write_it) {
    EXPECT_EQ(read_amount("Rs. 1,250.50", Unit::major, pkr), 125'050);
    EXPECT_EQ(read_amount("1250,50", Unit::major, pkr), 125'050);
    EXPECT_EQ(read_amount("1.250,50", Unit::major, pkr), 125'050);
    EXPECT_EQ(read_amount("12,500", Unit::major, pkr), 1'250'000) << "thousands";
    EXPECT_EQ(read_amount("125050", Unit::minor, pkr), 125'050);
    EXPECT_EQ(read_amount("-12.50", Unit::major, pkr), -1'250);
    EXPECT_EQ(read_amount("12.50", Unit::minor, pkr), std::nullopt) << "half a minor unit is none";
    EXPECT_EQ(read_amount("1.235", Unit::major, kwd), 1'235);
    EXPECT_EQ(read_amount("1.235", Unit::major, pkr), std::nullopt);
    EXPECT_EQ(read_amount("500", Unit::major, jpy), 500);
    EXPECT_EQ(read_amount("1.250", Unit::major, pkr), std::nullopt) << "one and a quarter here, a thousand there";
    EXPECT_EQ(read_amount("soon", Unit::major, pkr), std::nullopt);
}

TEST(legacy_money, decides_by_decimals_and_by_the_catalogue) {
    Request request{pkr, {{"PEN", 25'000}, {"INK", 90'000}, {"PAD", 12'000}}};
    auto outcome = judge(table({"sku", "price"}, {{"PEN", "250.00"}, {"INK", "90000"}, {"PAD", "125"}, {"NIB", "400"}}), request);
    EXPECT_EQ(at(outcome, 2).unit, Unit::major);
    EXPECT_EQ(at(outcome, 3).unit, Unit::minor);
    EXPECT_EQ(at(outcome, 3).evidence[0].kind, "catalogue");
    EXPECT_EQ(at(outcome, 4).minor, 12'500) << "near today's price in rupees, a hundredth of it in paisa";
    EXPECT_EQ(at(outcome, 5).unit, Unit::undecided) << "nothing is guessed";
    EXPECT_FALSE(outcome.report.is_settled);
    ASSERT_EQ(outcome.report.open.size(), 1u);
    EXPECT_EQ(outcome.report.open[0].line, 5);
    request.said["price"] = Unit::major;
    EXPECT_TRUE(judge(table({"sku", "price"}, {{"PEN", "250.00"}, {"NIB", "400"}}), request).report.is_settled) << "until a person says";
}

// The seed's case: totals in major units, lines in minor ones, and the other way round further down.
TEST(legacy_money, decides_orders_by_what_adds_up) {
    auto outcome = judge(table({"number", "quantity", "unit_price", "subtotal", "discount", "shipping", "total"},
                               {{"1", "2", "25000", "500.00", "", "200", "700.00"}, {"2", "1", "90000", "90000", "0", "20000", "1100.00"}, {"3", "3", "250", "750", "", "", "750"}}),
                         {pkr});
    EXPECT_EQ(at(outcome, 2, "unit_price").unit, Unit::minor);
    EXPECT_EQ(at(outcome, 2, "shipping").unit, Unit::major);
    EXPECT_EQ(at(outcome, 2, "shipping").minor, 20'000);
    EXPECT_EQ(at(outcome, 3, "shipping").unit, Unit::minor);
    EXPECT_EQ(at(outcome, 3, "subtotal").minor, 90'000);
    EXPECT_EQ(at(outcome, 4, "subtotal").unit, Unit::undecided) << "750 rupees, or seven and a half: both add up";
    auto broken = judge(table({"subtotal", "shipping", "total"}, {{"500.00", "200.00", "710.00"}, {"500", "200", "711"}}), {pkr});
    EXPECT_EQ(at(broken, 3, "total").unit, Unit::undecided) << "what does not add up in any reading proves nothing";
}

TEST(legacy_money, says_where_its_evidence_contradicts_itself_and_what_is_no_amount) {
    auto outcome = judge(table({"sku", "price"}, {{"PEN", "ask"}, {"INK", "1.2345"}, {"PAD", "12.50"}}), {pkr, {}, {{"price", Unit::minor}}});
    EXPECT_EQ(at(outcome, 2).fault, "it is no amount");
    EXPECT_EQ(at(outcome, 3).fault, "it is finer than the currency");
    EXPECT_EQ(at(outcome, 4).unit, Unit::major) << "what is written with decimals is not in minor units, whatever was said";
    EXPECT_EQ(outcome.report.columns[0].faults, 2);
}

TEST(legacy_money, converts_into_major_units_with_a_currency) {
    Request request{pkr, {{"INK", 90'000}}};
    auto given = table({"sku", "price", "title"}, {{"PEN", "250.5", "Pen"}, {"INK", "90000", "Ink"}, {"PAD", "", "Pad"}});
    auto made = converted(given, judge(given, request), pkr);
    EXPECT_EQ(made.header, (std::vector<std::string>{"sku", "price", "title", "currency"}));
    EXPECT_EQ(made.rows[0], (std::vector<std::string>{"PEN", "250.50", "Pen", "PKR"}));
    EXPECT_EQ(made.rows[1], (std::vector<std::string>{"INK", "900.00", "Ink", "PKR"}));
    EXPECT_EQ(made.rows[2][1], "");
    auto again = judge(made, {pkr});
    EXPECT_TRUE(again.report.is_settled) << "converting again changes nothing";
    EXPECT_EQ(converted(made, again, pkr).rows, made.rows);
}

// Two thousand amounts written at random in one unit or the other: what is decided is decided right.
TEST(legacy_money, is_never_wrong_about_what_it_decides) {
    std::mt19937 rng(1130);
    Request request{pkr};
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> truth;
    for (int i = 0; i < 2'000; ++i) {
        auto sku = "SKU-" + std::to_string(i);
        auto minor = std::int64_t(10'000 + rng() % 90'000) / 100 * 100;
        truth.push_back(minor);
        if (rng() % 3) request.known[sku] = rng() % 2 ? minor : minor + minor / 5;
        switch (rng() % 3) {
            case 0: rows.push_back({sku, std::to_string(minor)}); break;
            case 1: rows.push_back({sku, std::to_string(minor / 100)}); break;
            default: rows.push_back({sku, format_major({minor, pkr})});
        }
    }
    auto outcome = judge(table({"sku", "price"}, rows), request);
    std::size_t decided = 0;
    for (std::size_t i = 0; i < outcome.amounts.size(); ++i) {
        if (outcome.amounts[i].unit == Unit::undecided) continue;
        ++decided;
        EXPECT_EQ(outcome.amounts[i].minor, truth[i]) << outcome.amounts[i].text;
    }
    EXPECT_GT(decided, 1'990u) << "Rs 100 to Rs 1,000 are told from a hundredth of them by the rest of the column";
}

}  // namespace
}  // namespace vitrine::imports::legacy
