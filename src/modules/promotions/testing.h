#pragma once
// Baskets and rules for the engine's tests.
#include <gtest/gtest.h>

#include "modules/promotions/compiled.h"

namespace vitrine::promotions::testing {

inline const Currency rupees = *Currency::parse("PKR");
inline Money rs(std::int64_t minor) { return {minor, rupees}; }
inline Instant at(std::string_view text) { return *parse_rfc3339(text); }

/// The same number gives the same id.
template <class I>
I id(std::uint8_t kind, std::uint32_t number) {
    I out;
    out.value.bytes = {1, 2, 3, 4, 5, 6, 0x70, kind, 0x80};
    for (int i = 0; i < 4; ++i) out.value.bytes[size_t(12 + i)] = std::uint8_t(number >> (24 - 8 * i));
    return out;
}
inline VariantId variant(std::uint32_t n) { return id<VariantId>(1, n); }
inline ProductId product(std::uint32_t n) { return id<ProductId>(2, n); }
inline CategoryId category(std::uint32_t n) { return id<CategoryId>(3, n); }
inline PromotionId promotion(std::uint32_t n) { return id<PromotionId>(4, n); }
inline CouponId coupon(std::uint32_t n) { return id<CouponId>(5, n); }

inline BasketLine line(std::uint32_t n, std::int64_t unit, std::int64_t quantity = 1, std::vector<CategoryId> categories = {}) {
    return {.key = "line-" + std::to_string(n), .variant = variant(n), .product = product(n), .categories = std::move(categories), .unit = rs(unit), .quantity = quantity};
}
inline Basket basket(std::vector<BasketLine> lines, std::int64_t shipping = 20'000) {
    return {.currency = rupees, .lines = std::move(lines), .email = "someone@example.com", .shipping = rs(shipping), .now = at("2026-03-02T10:00:00Z")};
}

/// A definition from JSON; name, label and actions' braces are added. `{}` inside is not touched.
inline Definition definition(const std::string& members) {
    auto read = read_json<Definition>(R"({"name":"Test","label":"Test",)" + members + "}");
    if (!read) {
        for (const auto& fault : read.error().errors) ADD_FAILURE() << fault.pointer << " " << fault.code << " " << fault.detail;
        throw std::runtime_error("the test's definition cannot be read: " + members);
    }
    for (const auto& fault : faults_of(*read)) ADD_FAILURE() << fault.pointer << " " << fault.code << " " << fault.detail;
    return std::move(*read);
}
inline std::string percent(int percent, const std::string& more = "") { return R"({"percent_off":{"rate_ppm":)" + std::to_string(percent * 10'000) + more + "}}"; }
inline std::string actions(const std::string& list) { return R"("actions":[)" + list + "]"; }
inline std::string money(std::int64_t minor) { return R"({"minor":)" + std::to_string(minor) + R"(,"currency":"PKR"})"; }

inline Rules rules(std::vector<std::string> definitions, Policy policy = {}, const char* zone = "Asia/Karachi") {
    std::vector<Stored> stored;
    for (size_t i = 0; i < definitions.size(); ++i) stored.push_back({promotion(std::uint32_t(i + 1)), definition(definitions[i])});
    return *compile(std::move(stored), policy, TimeZone::find(zone), 1);
}
/// A code of the rules' nth promotion, counted from 1.
inline EnteredCoupon code(std::uint32_t n) { return {"CODE" + std::to_string(n), coupon(n), promotion(n), {}}; }

inline std::int64_t saved(const Outcome& outcome) {
    std::int64_t sum = 0;
    for (const auto& applied : outcome.applied) sum += applied.total().minor;
    return sum;
}
inline std::int64_t saved_on(const Outcome& outcome, std::uint32_t line) {
    std::int64_t sum = 0;
    for (const auto& applied : outcome.applied)
        for (const auto& share : applied.lines)
            if (share.line_key == "line-" + std::to_string(line)) sum += share.amount.minor;
    return sum;
}

}  // namespace vitrine::promotions::testing
