#include "tests/shop/money.h"

namespace vitrine::quotes {
namespace {

using namespace test::money;

Paid paid(const QuotedLine& line) { return {line.quantity, line.gross, line.tax, line.taxes}; }

Paid bought(std::int64_t unit, std::int64_t quantity, bool includes_tax = true) {
    auto in = input({line(1, unit, quantity, "gst-18", includes_tax)}, compiled(gst_tables(includes_tax)), 0);
    return paid(quote(in).lines[0]);
}

// Trap 3: what was captured can be given back exactly, whatever the digits.
TEST(share_of, gives_back_the_whole_of_a_line) {
    auto line = bought(8'796, 1);
    auto part = share_of(line, 1, 0);
    EXPECT_EQ(part.gross, line.gross);
    EXPECT_EQ(part.tax, line.tax);
    EXPECT_EQ(part.components, line.components);
}

// Trap 16: one of three units is its share of the gross that was paid; the tax in it is not charged again.
TEST(share_of, one_unit_is_its_part_of_what_was_paid) {
    auto line = bought(10'000, 3);
    auto part = share_of(line, 1, 0);
    EXPECT_EQ(part.gross.minor, 10'000);
    EXPECT_EQ(part.tax.minor, part.components[0].amount.minor + part.components[1].amount.minor);
    EXPECT_EQ(part.components[0].amount, part.components[1].amount) << "CGST equals SGST on the credit note, too";
}

// Trap 6: every subset of units leaves a whole minor unit or nothing; the last one closes to zero.
TEST(share_of, leaves_nothing_after_any_sequence_of_parts) {
    std::mt19937_64 random(3);
    for (int round = 0; round < 4'000; ++round) {
        auto line = bought(std::int64_t(random() % (random() % 2 ? 9 : 90'000)), std::int64_t(1 + random() % 12), random() % 2);
        auto left = line;
        for (std::int64_t refunded = 0; refunded < line.quantity;) {
            auto quantity = std::int64_t(1 + random() % std::uint64_t(line.quantity - refunded));
            auto part = share_of(line, quantity, refunded);
            refunded += quantity;
            left.gross -= part.gross;
            left.tax -= part.tax;
            for (size_t i = 0; i < part.components.size(); ++i) {
                left.components[i].amount -= part.components[i].amount;
                ASSERT_GE(part.components[i].amount.minor, 0);
            }
            ASSERT_GE(part.gross.minor, 0);
            ASSERT_GE(part.tax.minor, 0);
            ASSERT_GE((part.gross - part.tax).minor, 0) << "no negative net";
            ASSERT_GE(left.gross.minor, 0);
        }
        ASSERT_EQ(left.gross.minor, 0);
        ASSERT_EQ(left.tax.minor, 0);
        for (const auto& component : left.components) ASSERT_EQ(component.amount.minor, 0);
    }
}

// Three taxes on very little: still no negative net in any part.
TEST(share_of, holds_for_many_taxes_on_small_amounts) {
    std::mt19937_64 random(9);
    for (int round = 0; round < 20'000; ++round) {
        Paid line{std::int64_t(1 + random() % 9), {0, inr}, {0, inr}, {}};
        for (size_t c = random() % 4; c > 0; --c) {
            line.components.push_back({"T" + std::to_string(c), 1, {std::int64_t(random() % 20), inr}});
            line.tax += line.components.back().amount;
        }
        line.gross = line.tax + Money{std::int64_t(random() % 40), inr};
        std::int64_t gross = 0, tax = 0;
        for (std::int64_t unit = 0; unit < line.quantity; ++unit) {
            auto part = share_of(line, 1, unit);
            gross += part.gross.minor;
            tax += part.tax.minor;
            for (const auto& component : part.components) ASSERT_GE(component.amount.minor, 0);
            ASSERT_GE(part.gross.minor, part.tax.minor);
        }
        ASSERT_EQ(gross, line.gross.minor);
        ASSERT_EQ(tax, line.tax.minor);
    }
}

// Trap 23: cancelling an order with taxed delivery gives back exactly what was paid: lines, delivery and all their taxes.
TEST(share_of, an_order_and_its_taxed_delivery_come_back_whole) {
    auto in = input({line(1, 3'333, 3, "gst-18", false), line(2, 50, 7, "gst-5", false)}, compiled(gst_tables(false)), 4'900);
    auto priced = quote(in);
    Money back{0, inr}, tax{0, inr};
    for (const auto& line : priced.lines) {
        auto part = share_of(paid(line), line.quantity, 0);
        back += part.gross;
        tax += part.tax;
    }
    auto delivery = share_of({1, priced.shipping_taxed.gross, priced.shipping_taxed.tax, priced.shipping_taxed.components}, 1, 0);
    EXPECT_EQ(back + delivery.gross, priced.total);
    EXPECT_EQ(tax + delivery.tax, priced.tax);
}

TEST(share_of, throws_when_more_is_given_back_than_was_bought) {
    auto line = bought(100, 2);
    EXPECT_THROW(share_of(line, 3, 0), std::logic_error);
    EXPECT_THROW(share_of(line, 1, 2), std::logic_error);
    EXPECT_THROW(share_of(line, 0, 0), std::logic_error);
}

}  // namespace
}  // namespace vitrine::quotes
