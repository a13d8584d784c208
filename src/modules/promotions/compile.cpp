#include <algorithm>
#include <tuple>

#include "modules/promotions/compiled.h"

namespace vitrine::promotions {
namespace {

/// Goods of which at least one must be in the basket for a promotion to do anything. Nothing: any basket will do.
struct Anchor {
    std::vector<Uuid> goods;
    std::vector<std::string> brands;
};

template <class T>
std::vector<Uuid> sorted_ids(const std::optional<std::vector<T>>& ids) {
    std::vector<Uuid> out;
    if (ids)
        for (const auto& id : *ids) out.push_back(id.value);
    std::ranges::sort(out);
    return out;
}

std::optional<Anchor> anchor_of(const Selector& goods) {
    if (!goods.variants.empty()) return Anchor{goods.variants, {}};
    if (!goods.products.empty()) return Anchor{goods.products, {}};
    if (!goods.categories.empty()) return Anchor{goods.categories, {}};
    if (!goods.brands.empty()) return Anchor{{}, goods.brands};
    return {};
}

void join(Anchor& into, const Anchor& other) {
    into.goods.insert(into.goods.end(), other.goods.begin(), other.goods.end());
    into.brands.insert(into.brands.end(), other.brands.begin(), other.brands.end());
}

std::optional<Anchor> anchor_of(const Test& test);
std::optional<Anchor> anchor_of(const Step& step);

/// Either of several things helps: an anchor only if each has one.
template <class T>
std::optional<Anchor> anchor_of_any(const std::vector<T>& parts) {
    Anchor all;
    for (const auto& part : parts) {
        auto one = anchor_of(part);
        if (!one) return {};
        join(all, *one);
    }
    return all;
}

std::optional<Anchor> anchor_of(const Test& test) {
    const auto& is = *test.is;
    bool needs_goods = is.contains || (is.subtotal && is.subtotal->at_least) || (is.quantity && is.quantity->at_least);
    if (needs_goods) return anchor_of(test.goods);
    if (is.any) return anchor_of_any(test.parts);
    if (is.all)
        for (const auto& part : test.parts)
            if (auto one = anchor_of(part)) return one;
    return {};
}

std::optional<Anchor> anchor_of(const Step& step) {
    if (step.is->gift || step.is->shipping) return {};
    return anchor_of(step.goods);
}

std::optional<Anchor> anchor_of(const Promotion& promotion) {
    if (auto steps = anchor_of_any(promotion.steps)) return steps;
    return promotion.test ? anchor_of(*promotion.test) : std::nullopt;
}

Test test_of(const Condition& condition, const TimeZone& zone) {
    Test test{.is = &condition};
    if (condition.subtotal) test.goods = selector_of(condition.subtotal->of);
    if (condition.quantity) test.goods = selector_of(condition.quantity->of);
    if (condition.contains) test.goods = selector_of(condition.contains);
    for (const auto* parts : {&condition.all, &condition.any, &condition.none})
        if (*parts)
            for (const auto& part : **parts) test.parts.push_back(test_of(part, zone));
    if (condition.time && condition.time->from) test.from = zone.earliest(first_of(*condition.time->from));
    if (condition.time && condition.time->until) test.until = zone.latest(after(*condition.time->until));
    return test;
}

Step step_of(const Action& action) {
    Step step{.is = &action};
    if (action.percent_off) step.goods = selector_of(action.percent_off->on);
    if (action.amount_off) step.goods = selector_of(action.amount_off->on);
    if (action.fixed_price) step.goods = selector_of(action.fixed_price->on);
    if (action.tiers) step.goods = selector_of(action.tiers->of);
    if (action.buy_get) {
        step.goods = selector_of(action.buy_get->of);
        step.get_goods = action.buy_get->get_of ? selector_of(action.buy_get->get_of) : step.goods;
    }
    return step;
}

bool asks_for_first_order(const Test& test) {
    if (test.is->first_order.value_or(false)) return true;
    return !test.is->none && std::ranges::any_of(test.parts, asks_for_first_order);
}

void note(Currency& into, const std::optional<Money>& amount) {
    if (amount) into = amount->currency;
}

/// faults_of made sure that it is only one.
Currency currency_of(const Test& test) {
    Currency out;
    if (test.is->subtotal) note(out, test.is->subtotal->below), note(out, test.is->subtotal->at_least);
    for (const auto& part : test.parts)
        if (auto inner = currency_of(part); !inner.is_none()) out = inner;
    return out;
}
Currency currency_of(const Action& action) {
    Currency out;
    if (action.percent_off) note(out, action.percent_off->cap);
    if (action.amount_off) note(out, action.amount_off->amount);
    if (action.fixed_price) note(out, action.fixed_price->price);
    if (action.shipping) note(out, action.shipping->amount), note(out, action.shipping->price);
    if (action.tiers)
        for (const auto& step : action.tiers->steps) note(out, step.subtotal), note(out, step.amount), note(out, step.price);
    return out;
}

void finish(Promotion& promotion, const TimeZone& zone) {
    const auto& definition = promotion.definition;
    if (definition.starts) promotion.from = zone.earliest(first_of(*definition.starts));
    if (definition.ends) promotion.until = zone.latest(after(*definition.ends));
    if (definition.condition) promotion.test = test_of(*definition.condition, zone);
    for (const auto& action : definition.actions) promotion.steps.push_back(step_of(action));
    if (promotion.test) promotion.currency = currency_of(*promotion.test);
    for (const auto& action : definition.actions)
        if (auto currency = currency_of(action); !currency.is_none()) promotion.currency = currency;
    if (definition.limits) note(promotion.currency, definition.limits->budget);
    promotion.priority = int(definition.priority.value_or(Whole<-1'000, 1'000>{0}));
    promotion.needs_coupon = definition.needs_coupon.value_or(false);
    promotion.is_exclusive = definition.is_exclusive.value_or(false);
    promotion.is_for_first_orders = promotion.test && asks_for_first_order(*promotion.test);
    promotion.stops = definition.stops.value_or(false);
}

void add_to_index(Rules::Compiled& rules, std::uint32_t index) {
    const auto& promotion = rules.promotions[index];
    if (promotion.needs_coupon) return;  // found by the codes entered
    auto anchor = anchor_of(promotion);
    if (!anchor) return rules.always.push_back(index);
    for (const auto& id : anchor->goods) rules.by_goods[id].push_back(index);
    for (const auto& brand : anchor->brands) rules.by_brand[brand].push_back(index);
}

}  // namespace

Selector selector_of(const std::optional<Goods>& goods) {
    Selector out;
    if (!goods) return out;
    if (goods->label) out.label = goods->label->str();
    out.products = sorted_ids(goods->products);
    out.variants = sorted_ids(goods->variants);
    out.categories = sorted_ids(goods->categories);
    if (goods->brands)
        for (const auto& brand : *goods->brands) out.brands.push_back(brand.str());
    if (goods->attributes) out.attributes.assign(goods->attributes->begin(), goods->attributes->end());
    if (goods->except)
        for (const auto& other : *goods->except) out.except.push_back(selector_of(other));
    std::ranges::sort(out.brands);
    out.is_everything = out.products.empty() && out.variants.empty() && out.categories.empty() && out.brands.empty() && out.attributes.empty() && out.except.empty();
    return out;
}

std::shared_ptr<const Rules> compile(std::vector<Stored> stored, Policy policy, std::shared_ptr<const TimeZone> zone, std::int64_t version) {
    auto rules = std::make_shared<Rules::Compiled>();
    rules->version = version;
    rules->policy = policy;
    rules->zone = std::move(zone);
    auto priority = [](const Stored& one) { return std::int64_t(one.definition.priority.value_or(Whole<-1'000, 1'000>{0})); };
    std::ranges::sort(stored, [&](const Stored& a, const Stored& b) { return std::tuple(-priority(a), a.id) < std::tuple(-priority(b), b.id); });
    for (auto& one : stored) {
        auto index = std::uint32_t(rules->promotions.size());
        rules->promotions.push_back({.id = one.id, .definition = std::move(one.definition), .uses_left = one.uses_left, .budget_left = one.budget_left});
        finish(rules->promotions.back(), *rules->zone);  // after it has its place: tests and steps point into the definition
        rules->by_id[one.id] = index;
        add_to_index(*rules, index);
    }
    return std::make_shared<const Rules>(std::move(rules));
}

bool is_for_first_orders(const Rules& rules, PromotionId promotion) {
    const auto& compiled = rules.compiled();
    auto found = compiled.by_id.find(promotion);
    return found != compiled.by_id.end() && compiled.promotions[found->second].is_for_first_orders;
}

Rules::Rules() : compiled_([] {
    auto none = std::make_shared<Compiled>();
    none->zone = TimeZone::utc();
    return none;
}()) {}
std::int64_t Rules::version() const { return compiled_->version; }
size_t Rules::size() const { return compiled_->promotions.size(); }

}  // namespace vitrine::promotions
