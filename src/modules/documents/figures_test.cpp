#include "modules/documents/figures.h"

#include <gtest/gtest.h>

#include "modules/documents/year.h"

namespace vitrine::documents {
namespace {

Money money(std::int64_t minor, std::string_view code) { return {minor, *Currency::parse(code)}; }

TEST(figures, group_as_the_currency_is_written) {
    EXPECT_EQ(figures(money(123'456'789, "INR")), "12,34,567.89");
    EXPECT_EQ(figures(money(100'000, "INR")), "1,000.00");
    EXPECT_EQ(figures(money(123'456'789, "PKR")), "1,234,567.89");
    EXPECT_EQ(figures(money(99, "USD")), "0.99");
    EXPECT_EQ(figures(money(-1'234'500, "USD")), "-12,345.00");
    EXPECT_EQ(figures(money(1'234, "JPY")), "1,234");
}

TEST(figures, write_rates_without_needless_digits) {
    EXPECT_EQ(percent(90'000), "9%");
    EXPECT_EQ(percent(15'000), "1.5%");
    EXPECT_EQ(percent(88'750), "8.875%");
    EXPECT_EQ(percent(2'500), "0.25%");
    EXPECT_EQ(percent(0), "0%");
}

TEST(in_words, counts_in_lakh_and_crore_for_rupees) {
    EXPECT_EQ(in_words(money(12'345'650, "INR")), "Rupees One Lakh Twenty-Three Thousand Four Hundred Fifty-Six and Paise Fifty Only");
    EXPECT_EQ(in_words(money(100'000'000'00, "INR")), "Rupees Ten Crore Only");
    EXPECT_EQ(in_words(money(1'000'000'000'000'00, "INR")), "Rupees One Lakh Crore Only");
    EXPECT_EQ(in_words(money(1'000'00, "PKR")), "Rupees One Thousand Only");
    EXPECT_EQ(in_words(money(5, "INR")), "Rupees Zero and Paise Five Only");
}

TEST(in_words, counts_in_thousands_for_others) {
    EXPECT_EQ(in_words(money(1'234'567'89, "USD")), "US Dollars One Million Two Hundred Thirty-Four Thousand Five Hundred Sixty-Seven and Cents Eighty-Nine Only");
    EXPECT_EQ(in_words(money(19'00, "USD")), "US Dollars Nineteen Only");
    EXPECT_EQ(in_words(money(-20'00, "USD")), "Minus US Dollars Twenty Only");
    EXPECT_EQ(in_words(money(1'235, "KWD")), "KWD One and 235/1000 Only");
}

Instant at(std::string_view text) { return *parse_rfc3339(text); }

// The last evening of March in India is still March in Greenwich for half a day; the year turns with the store's clock.
TEST(financial_year, turns_in_april_in_india_by_the_stores_clock) {
    EXPECT_EQ(day_of(at("2026-03-31T18:29:59Z"), "Asia/Kolkata", 4).year, "25-26");
    auto first = day_of(at("2026-03-31T18:30:00Z"), "Asia/Kolkata", 4);
    EXPECT_EQ(first.year, "26-27");
    EXPECT_EQ(first.iso, "2026-04-01");
    EXPECT_EQ(first.text, "1 April 2026");
    EXPECT_EQ(day_of(at("2026-12-31T12:00:00Z"), "Asia/Kolkata", 4).year, "26-27");
    EXPECT_EQ(day_of(at("2027-01-01T12:00:00Z"), "Asia/Kolkata", 4).year, "26-27");
}

TEST(financial_year, turns_in_july_in_pakistan_and_with_the_calendar_in_america) {
    EXPECT_EQ(day_of(at("2026-06-30T18:59:59Z"), "Asia/Karachi", 7).year, "25-26");
    EXPECT_EQ(day_of(at("2026-06-30T19:00:00Z"), "Asia/Karachi", 7).year, "26-27");
    EXPECT_EQ(day_of(at("2027-01-01T04:59:59Z"), "America/New_York", 1).year, "2026");
    EXPECT_EQ(day_of(at("2027-01-01T05:00:00Z"), "America/New_York", 1).year, "2027");
    EXPECT_EQ(day_of(at("2099-07-01T00:00:00Z"), "UTC", 7).year, "99-00");
}

// CGST Rule 46: at most 16 characters.
TEST(document_number, is_never_longer_than_sixteen_characters) {
    EXPECT_EQ(number_text("GD", "26-27", 1), "GD/26-27/000001");
    EXPECT_EQ(number_text("GDC", "26-27", 999'999), "GDC/26-27/999999");
    EXPECT_EQ(number_text("GD", "26-27", 1'000'000), "GD/26-27/1000000");
    EXPECT_EQ(number_text("GDC", "26-27", 1'000'000), "GDC/2627/1000000") << "a shop does not stop at its millionth document";
    EXPECT_EQ(number_text("GDC", "26-27", 9'999'999), "GDC/2627/9999999");
    EXPECT_THROW(number_text("GDC", "26-27", 10'000'000), std::logic_error);
}

}  // namespace
}  // namespace vitrine::documents
