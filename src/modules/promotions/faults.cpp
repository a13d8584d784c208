#include <fmt/format.h>

#include "modules/promotions/rule.h"

namespace vitrine::promotions {
namespace {

constexpr size_t most_parts = 50, most_actions = 8, most_listed = 5'000, deepest = 5, most_steps = 20;

/// How many members of a shape are given.
template <class T>
size_t given(const T& value) {
    size_t count = 0;
    shape::each_member<T>([&](auto member) { count += (value.*member.pointer).has_value(); });
    return count;
}

/// Judges one definition. Amounts of one promotion share one currency: it runs in baskets of that currency only.
class Judge {
public:
    shape::Reader in;

    void definition(const Definition& promotion) {
        if (promotion.starts && promotion.ends && after(*promotion.ends) <= first_of(*promotion.starts)) in.fault_at("ends", "ends_before_start", "the end lies before the start");
        if (promotion.is_exclusive.value_or(false) && promotion.group) in.fault_at("group", "exclusive_has_no_group", "an exclusive promotion competes with all others, not within a group");
        if (promotion.condition) at("condition", [&] { condition(*promotion.condition, 1); });
        if (promotion.actions.empty() || promotion.actions.size() > most_actions)
            in.fault_at("actions", "out_of_range", fmt::format("1 to {} actions belong here", most_actions));
        each("actions", promotion.actions, [&](const Action& one) { action(one); });
        if (promotion.limits && promotion.limits->budget) at("limits", [&] { positive("budget", promotion.limits->budget); });
    }

private:
    Currency currency_;

    template <class F>
    void at(std::string_view member, F judge) {
        in.enter(member);
        judge();
        in.leave();
    }
    template <class T, class F>
    void each(std::string_view member, const std::vector<T>& items, F judge) {
        in.enter(member);
        for (size_t i = 0; i < items.size(); ++i) {
            in.enter(i);
            judge(items[i]);
            in.leave();
        }
        in.leave();
    }

    void positive(std::string_view member, const std::optional<Money>& amount) {
        if (amount) positive(member, *amount);
    }
    void positive(std::string_view member, const Money& amount) {
        if (amount.minor <= 0) in.fault_at(member, "out_of_range", "an amount above zero belongs here");
        same_currency(member, amount);
    }
    void not_negative(std::string_view member, const Money& amount) {
        if (amount.is_negative()) in.fault_at(member, "out_of_range", "an amount of zero or more belongs here");
        same_currency(member, amount);
    }
    void same_currency(std::string_view member, const Money& amount) {
        if (currency_.is_none()) currency_ = amount.currency;
        if (amount.currency != currency_) in.fault_at(member, "currencies_mixed", fmt::format("the amounts of a promotion are in one currency, here {}", currency_.code()));
    }

    template <class T>
    void listed(std::string_view member, const std::optional<std::vector<T>>& items) {
        if (items && (items->empty() || items->size() > most_listed)) in.fault_at(member, "out_of_range", fmt::format("1 to {} entries belong here", most_listed));
    }
    void goods(std::string_view member, const std::optional<Goods>& which) {
        if (which) at(member, [&] { goods(*which, 1); });
    }
    void goods(const Goods& which, size_t depth) {
        listed("products", which.products);
        listed("variants", which.variants);
        listed("categories", which.categories);
        listed("brands", which.brands);
        if (which.attributes) at("attributes", [&] {
            for (const auto& [code, values] : *which.attributes)
                if (values.empty()) in.fault_at(code, "out_of_range", "name at least one value");
        });
        if (!which.except) return;
        if (depth >= 3) return in.fault_at("except", "too_deep", "exceptions of exceptions end here");
        each("except", *which.except, [&](const Goods& other) {
            if (given(other) == (other.label ? 1u : 0u)) in.fault("nothing_named", "an exception names goods; this one would exclude everything");
            goods(other, depth + 1);
        });
    }

    void several(std::string_view member, const std::optional<std::vector<Condition>>& parts, size_t depth) {
        if (!parts) return;
        if (parts->empty() || parts->size() > most_parts) in.fault_at(member, "out_of_range", fmt::format("1 to {} conditions belong here", most_parts));
        if (depth >= deepest) return in.fault_at(member, "too_deep", fmt::format("conditions nest at most {} deep", deepest));
        each(member, *parts, [&](const Condition& part) { condition(part, depth + 1); });
    }
    void condition(const Condition& one, size_t depth) {
        if (given(one) != 1) in.fault("one_member", "a condition has exactly one member, such as subtotal or all");
        several("all", one.all, depth);
        several("any", one.any, depth);
        several("none", one.none, depth);
        if (one.subtotal) at("subtotal", [&] { value(*one.subtotal); });
        if (one.quantity) at("quantity", [&] { quantity(*one.quantity); });
        if (one.time) at("time", [&] { time(*one.time); });
        goods("contains", one.contains);
        listed("customer_group", one.customer_group);
        listed("currency", one.currency);
        listed("country", one.country);
        listed("shipping_zone", one.shipping_zone);
    }
    void value(const ValueCondition& wanted) {
        if (!wanted.at_least && !wanted.below) in.fault("bound_missing", "say at_least, below or both");
        positive("at_least", wanted.at_least);
        positive("below", wanted.below);
        if (wanted.at_least && wanted.below && wanted.at_least->minor >= wanted.below->minor) in.fault_at("below", "out_of_range", "below lies above at_least");
        goods("of", wanted.of);
    }
    void quantity(const QuantityCondition& wanted) {
        if (!wanted.at_least && !wanted.at_most) in.fault("bound_missing", "say at_least, at_most or both");
        if (wanted.at_least && wanted.at_most && *wanted.at_least > *wanted.at_most) in.fault_at("at_most", "out_of_range", "at_most is not below at_least");
        goods("of", wanted.of);
    }
    void time(const TimeCondition& when) {
        if (given(when) == 0) in.fault("bound_missing", "say from, until, weekdays or clocks");
        if (when.from && when.until && after(*when.until) <= first_of(*when.from)) in.fault_at("until", "ends_before_start", "the end lies before the start");
        if (when.from_clock.has_value() != when.until_clock.has_value()) in.fault_at(when.from_clock ? "until_clock" : "from_clock", "required", "the two clocks belong together");
        listed("weekdays", when.weekdays);
    }

    void action(const Action& one) {
        if (given(one) != 1) in.fault("one_member", "an action has exactly one member, such as percent_off");
        if (one.percent_off) at("percent_off", [&] { positive("cap", one.percent_off->cap), goods("on", one.percent_off->on); });
        if (one.amount_off) at("amount_off", [&] { positive("amount", one.amount_off->amount), goods("on", one.amount_off->on); });
        if (one.fixed_price) at("fixed_price", [&] { not_negative("price", one.fixed_price->price), goods("on", one.fixed_price->on); });
        if (one.buy_get) at("buy_get", [&] { buy_get(*one.buy_get); });
        if (one.shipping) at("shipping", [&] { shipping(*one.shipping); });
        if (one.tiers) at("tiers", [&] { tiers(*one.tiers); });
    }
    void buy_get(const BuyGet& deal) {
        goods("of", deal.of);
        goods("get_of", deal.get_of);
        if (deal.choose == Choose::same && deal.get_of) in.fault_at("get_of", "same_means_same", "with `same` the goods bought are the goods given");
    }
    void shipping(const ShippingOff& off) {
        if (given(off) != 1) in.fault("one_member", "say exactly one of rate_ppm, amount, price");
        positive("amount", off.amount);
        if (off.price) not_negative("price", *off.price);
    }
    void tiers(const Tiers& ladder) {
        if (ladder.steps.empty() || ladder.steps.size() > most_steps) in.fault_at("steps", "out_of_range", fmt::format("1 to {} steps belong here", most_steps));
        each("steps", ladder.steps, [&](const Tier& step) { tier(ladder.by, step); });
        goods("of", ladder.of);
        in.enter("steps");
        for (size_t i = 1; i < ladder.steps.size(); ++i)
            if (threshold(ladder.by, ladder.steps[i]) <= threshold(ladder.by, ladder.steps[i - 1])) in.fault_at(std::to_string(i), "out_of_order", "steps rise: each begins above the one before");
        in.leave();
    }
    static std::int64_t threshold(TierBy by, const Tier& step) {
        if (by == TierBy::quantity) return step.quantity ? std::int64_t(*step.quantity) : 0;
        return step.subtotal ? step.subtotal->minor : 0;
    }
    void tier(TierBy by, const Tier& step) {
        bool fits = by == TierBy::quantity ? step.quantity && !step.subtotal : step.subtotal && !step.quantity;
        if (!fits) in.fault("threshold", by == TierBy::quantity ? "say quantity, not subtotal" : "say subtotal, not quantity");
        if (step.rate_ppm.has_value() + step.amount.has_value() + step.price.has_value() != 1) in.fault("one_member", "say exactly one of rate_ppm, amount, price");
        positive("subtotal", step.subtotal);
        positive("amount", step.amount);
        if (step.price) not_negative("price", *step.price);
    }
};

}  // namespace

std::vector<Fault> faults_of(const Definition& definition) {
    Judge judge;
    judge.definition(definition);
    return std::move(judge.in.faults);
}

}  // namespace vitrine::promotions
