#include "core/id.h"

#include <set>

#include <gtest/gtest.h>

#include "core/base32.h"
#include "core/random.h"

namespace vitrine {
namespace {

using OrderId = Id<"ord">;
using PaymentId = Id<"pay">;
using std::chrono::milliseconds;

Instant at(std::int64_t ms) { return Instant(milliseconds(1'772'359'200'000 + ms)); }

static_assert(!std::is_convertible_v<OrderId, PaymentId>);
static_assert(!std::is_convertible_v<OrderId, Uuid>);
static_assert(!std::is_constructible_v<OrderId, PaymentId>);
static_assert(!std::is_assignable_v<OrderId&, PaymentId>);

TEST(uuid, carries_its_version_variant_and_millisecond) {
    auto id = new_uuid(at(0));
    EXPECT_EQ(id.bytes[6] >> 4, 7);
    EXPECT_EQ(id.bytes[8] >> 6, 2);
    std::int64_t millisecond = 0;
    for (int i = 0; i < 6; ++i) millisecond = millisecond << 8 | id.bytes[size_t(i)];
    EXPECT_EQ(Instant(milliseconds(millisecond)), at(0));
}

TEST(uuid, rises_within_a_thread_even_when_many_share_one_instant) {
    auto before = new_uuid(at(1'000));
    for (int i = 0; i < 20'000; ++i) {  // more than the counter's 12 bits hold
        auto next = new_uuid(at(1'000));
        ASSERT_LT(before, next) << i;
        before = next;
    }
}

TEST(uuid, rises_when_requests_of_different_instants_take_turns) {
    auto before = new_uuid(at(50'000));
    for (int i = 0; i < 1'000; ++i) {
        auto next = new_uuid(at(50'000 + (i % 7) * 3));
        ASSERT_LT(before, next) << i;
        before = next;
    }
}

TEST(uuid, follows_a_clock_that_was_set_back_by_much) {
    auto late = new_uuid(at(10'000'000)), early = new_uuid(at(-10'000'000));
    EXPECT_LT(early, late);
}

TEST(uuid, is_not_given_twice) {
    std::set<Uuid> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(new_uuid(at(i / 100)));
    EXPECT_EQ(seen.size(), 10'000u);
}

TEST(uuid, is_read_in_its_text_form_only) {
    auto text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    auto id = parse_uuid(text);
    ASSERT_TRUE(id);
    EXPECT_EQ(uuid_text(*id), text);
    EXPECT_EQ(parse_uuid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), id);
    for (auto wrong : {"", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
                       "017f22e2-79b0-7cc3-98c4_dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
                       "017f22e2-79b0-7cc3-98c-4dc0c0c07398f"})
        EXPECT_FALSE(parse_uuid(wrong)) << wrong;
}

TEST(base32, has_one_spelling_for_bytes) {
    EXPECT_EQ(base32_encode(std::array<std::uint8_t, 1>{0xff}), "zw");
    EXPECT_EQ(base32_encode(std::array<std::uint8_t, 5>{0, 0x44, 0x32, 0x14, 0xc7}), "01234567");
    EXPECT_EQ(base32_encode({}), "");
    seed_random_for_tests(32);
    for (size_t size = 0; size < 40; ++size) {
        std::vector<std::uint8_t> bytes(size);
        random_bytes(bytes);
        auto text = base32_encode(bytes);
        EXPECT_EQ(base32_decode(text, size), bytes);
        EXPECT_FALSE(base32_decode(text + "0", size));
    }
}

TEST(base32, refuses_look_alikes_wrong_lengths_and_spare_bits) {
    EXPECT_TRUE(base32_decode("zw", 1));
    EXPECT_TRUE(base32_decode("ZW", 1));
    for (auto wrong : {"zz", "z", "zw0", "iw", "lw", "ow", "uw", "z ", "z=", "\xc3\xa9"}) EXPECT_FALSE(base32_decode(wrong, 1)) << wrong;
}

TEST(id, is_spelled_with_its_prefix_and_read_back) {
    auto id = OrderId::next(at(0));
    EXPECT_EQ(id.text().size(), 30u);
    EXPECT_TRUE(id.text().starts_with("ord_"));
    EXPECT_EQ(OrderId::parse(id.text()), id);
    EXPECT_EQ(OrderId{parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").value()}.text(), "ord_05zj5rksp1yc7664vg60r1sshw");
}

TEST(id, sorts_as_text_the_way_it_sorts_as_bytes) {
    auto before = OrderId::next(at(60'000));
    for (int i = 0; i < 1'000; ++i) {
        auto next = OrderId::next(at(60'000 + i));
        ASSERT_LT(before, next);
        ASSERT_LT(before.text(), next.text());
        before = next;
    }
}

TEST(id, of_another_kind_or_damaged_is_not_read) {
    auto text = OrderId::next(at(0)).text();
    EXPECT_FALSE(PaymentId::parse(text));
    EXPECT_FALSE(Id<"or">::parse(text));
    for (auto wrong : {std::string(), std::string("ord"), std::string("ord_"), text.substr(4), text.substr(0, 29), text + "0", " " + text,
                       "Ord_" + text.substr(4), "ord-" + text.substr(4), text.substr(0, 29) + "u", text.substr(0, 29) + "z"})
        EXPECT_FALSE(OrderId::parse(wrong)) << wrong;
    EXPECT_TRUE(OrderId().is_nil());
    EXPECT_FALSE(OrderId::next(at(0)).is_nil());
}

TEST(random, is_repeatable_only_with_a_seed) {
    auto draw = [] { return random_token(200); };
    seed_random_for_tests(1);
    auto first = draw();
    seed_random_for_tests(1);
    EXPECT_EQ(draw(), first);
    EXPECT_NE(draw(), first);
    seed_random_for_tests(2);
    EXPECT_NE(draw(), first);
}

TEST(random, below_a_bound_reaches_every_value_and_none_beyond) {
    seed_random_for_tests(3);
    std::array<int, 6> seen{};
    for (int i = 0; i < 6'000; ++i) ++seen.at(random_below(6));
    for (int count : seen) EXPECT_GT(count, 800);
    EXPECT_EQ(random_below(1), 0u);
    EXPECT_LT(random_below(UINT64_MAX), UINT64_MAX);
}

TEST(random, token_holds_the_bits_it_promises) {
    EXPECT_EQ(random_token().size(), 32u);
    EXPECT_EQ(random_token(64).size(), 13u);
    std::vector<std::uint8_t> large(10'000);
    random_bytes(large);
    EXPECT_GT(std::set<std::uint8_t>(large.begin(), large.end()).size(), 200u) << "across more than one refill";
}

}  // namespace
}  // namespace vitrine
