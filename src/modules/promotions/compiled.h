#pragma once
// Promotions as the engine runs them: ids sorted, wall clocks turned into moments, and an index from goods to promotions.
#include <deque>
#include <unordered_map>

#include "modules/promotions/rule.h"

namespace vitrine::promotions {

/// Goods, ready to be looked up in. All lists are sorted.
struct Selector {
    bool is_everything = true;
    std::string label;
    std::vector<Uuid> products, variants, categories;
    std::vector<std::string> brands;
    std::vector<std::pair<std::string, std::vector<std::string>>> attributes;
    std::vector<Selector> except;

    bool fits(const BasketLine& line) const;
};
Selector selector_of(const std::optional<Goods>& goods);

/// A condition with its goods and moments.
struct Test {
    const Condition* is = nullptr;
    Selector goods;
    std::vector<Test> parts;
    std::optional<Instant> from, until;     ///< until: the first moment after
};

/// An action with its goods.
struct Step {
    const Action* is = nullptr;
    Selector goods, get_goods;
};

struct Promotion {
    PromotionId id;
    Definition definition;
    std::optional<Instant> from, until;     ///< until: the first moment after
    Currency currency;                      ///< of its amounts; none: any
    std::optional<Test> test;
    std::vector<Step> steps;
    int priority = 0;
    bool needs_coupon = false, is_exclusive = false, stops = false, is_for_first_orders = false;
    std::optional<std::int64_t> uses_left, budget_left;
};

struct Rules::Compiled {
    std::int64_t version = 0;
    std::shared_ptr<const TimeZone> zone;
    Policy policy;
    std::deque<Promotion> promotions;       ///< by priority, then id: the order they are worked out in
    std::unordered_map<PromotionId, std::uint32_t> by_id;
    std::unordered_map<Uuid, std::vector<std::uint32_t>> by_goods;       ///< product, variant or category → those that can only do something with it
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_brand;
    std::vector<std::uint32_t> always;      ///< those that may do something with any basket
};

/// One promotion as it is stored.
struct Stored {
    PromotionId id;
    Definition definition;
    std::optional<std::int64_t> uses_left, budget_left;
};

/// `zone` is never null.
std::shared_ptr<const Rules> compile(std::vector<Stored> stored, Policy policy, std::shared_ptr<const TimeZone> zone, std::int64_t version);

}  // namespace vitrine::promotions
