#include <algorithm>
#include <tuple>

#include "modules/promotions/table.h"

namespace vitrine::promotions {
namespace {

using PromotionIndex = std::uint32_t;

struct Worked {
    const Promotion* promotion;
    Effect effect;
};

/// A set of promotions that go together, worked out one after the other.
struct Combination {
    std::vector<Worked> applied;
    int priority = INT32_MIN;              ///< the highest
    std::int64_t saving = 0;
    std::vector<std::pair<const Promotion*, Miss>> missed;

    void add(const Promotion& promotion, Effect effect) {
        priority = std::max(priority, promotion.priority);
        saving += effect.saving();
        applied.push_back({&promotion, std::move(effect)});
    }
};

class Engine {
public:
    Engine(const Rules::Compiled& rules, const Basket& basket) : rules_(rules), basket_(basket), table_(basket, *rules.zone), worker_(table_, rules.policy) {}

    Outcome run() {
        find_candidates();
        for (auto index : candidates_) {
            const auto& promotion = rules_.promotions[index];
            table_.wants_words = is_entered(promotion);
            auto miss = misses(promotion, table_);
            if (miss) missed_.emplace_back(&promotion, std::move(*miss));
            else (promotion.is_exclusive ? exclusive_ : together_).push_back(&promotion);
        }
        auto chosen = combine();
        auto alone = best_alone();
        if (alone && (std::tuple(alone->priority, alone->saving) > std::tuple(chosen.priority, chosen.saving) || chosen.applied.empty())) {
            chosen = std::move(*alone);
        }
        return outcome_of(chosen);
    }

private:
    const Rules::Compiled& rules_;
    const Basket& basket_;
    Table table_;
    Worker worker_;
    std::vector<PromotionIndex> candidates_;
    std::vector<const Promotion*> together_, exclusive_;
    std::vector<std::pair<const Promotion*, Miss>> missed_;

    /// In the order of the rules: those that the basket's goods speak of, those for any basket, and those whose codes were entered.
    void find_candidates() {
        candidates_ = rules_.always;
        auto add = [&](const auto& index, const auto& key) {
            if (auto found = index.find(key); found != index.end()) candidates_.insert(candidates_.end(), found->second.begin(), found->second.end());
        };
        if (!rules_.by_goods.empty() || !rules_.by_brand.empty()) {
            for (const auto* line : table_.lines) {
                add(rules_.by_goods, line->variant.value);
                add(rules_.by_goods, line->product.value);
                for (const auto& category : line->categories) add(rules_.by_goods, category.value);
                if (line->brand) add(rules_.by_brand, *line->brand);
                if (candidates_.size() > 4 * rules_.promotions.size() + 64) make_unique();
            }
        }
        for (const auto& coupon : basket_.coupons)
            if (auto found = rules_.by_id.find(coupon.promotion); found != rules_.by_id.end() && is_alive(coupon)) candidates_.push_back(found->second);
        make_unique();
    }

    void make_unique() {
        std::ranges::sort(candidates_);
        auto repeats = std::ranges::unique(candidates_);
        candidates_.erase(repeats.begin(), repeats.end());
    }

    bool is_alive(const EnteredCoupon& coupon) const { return (!coupon.expires_at || basket_.now < *coupon.expires_at) && !declined(coupon); }

    /// The code itself was refused when it was claimed.
    const Declined* declined(const EnteredCoupon& coupon) const {
        auto found = std::ranges::find(basket_.declined, std::optional(coupon.id), &Declined::coupon);
        return found == basket_.declined.end() ? nullptr : &*found;
    }

    /// Only those who entered a code are told why its promotion does nothing.
    bool is_entered(const Promotion& promotion) const {
        return std::ranges::any_of(basket_.coupons, [&](const auto& coupon) { return coupon.promotion == promotion.id; });
    }

    Effect work_out(const Promotion& promotion, const Remaining& state) {
        table_.wants_words = is_entered(promotion);
        return worker_.work_out(promotion, state);
    }

    static void take(Remaining& state, const Effect& effect) {
        for (const auto& [line, minor] : effect.shares) state.left[line] -= minor;
        state.shipping -= effect.shipping;
    }

    /// All that may go together, by priority. Of a group only one applies.
    Combination combine() {
        Combination out;
        out.applied.reserve(together_.size());
        Remaining state(table_);
        std::vector<std::string_view> groups;
        bool is_over = false;
        for (size_t i = 0; i < together_.size() && !is_over; ++i) {
            const auto* promotion = together_[i];
            const auto& group = promotion->definition.group;
            if (group && std::ranges::find(groups, std::string_view(*group)) != groups.end()) continue;
            auto effect = work_out(*promotion, state);
            if (!effect.does_something()) {
                out.missed.emplace_back(promotion, *effect.miss);
                continue;
            }
            if (group) std::tie(promotion, effect) = best_of_group(i, std::move(effect), state);
            take(state, effect);
            if (group) groups.push_back(*group);
            is_over = promotion->stops;
            out.add(*promotion, std::move(effect));
        }
        return out;
    }

    /// Among those of one group and priority, from `first` on: what saves most, and of equals the first.
    std::pair<const Promotion*, Effect> best_of_group(size_t first, Effect effect, const Remaining& state) {
        const auto* best = together_[first];
        for (size_t i = first + 1; i < together_.size() && together_[i]->priority == best->priority; ++i) {
            if (together_[i]->definition.group != best->definition.group) continue;
            auto other = work_out(*together_[i], state);
            if (other.saving() > effect.saving()) best = together_[i], effect = std::move(other);
        }
        return {best, std::move(effect)};
    }

    std::optional<Combination> best_alone() {
        std::optional<Combination> best;
        Remaining untouched(table_);
        for (const auto* promotion : exclusive_) {
            auto effect = work_out(*promotion, untouched);
            if (!effect.does_something()) {
                missed_.emplace_back(promotion, *effect.miss);
                continue;
            }
            bool is_better = !best || std::tuple(promotion->priority, effect.saving()) > std::tuple(best->priority, best->saving);
            if (!is_better) continue;
            best.emplace();
            best->add(*promotion, std::move(effect));
        }
        return best;
    }

    Outcome outcome_of(const Combination& chosen) const {
        Outcome out;
        out.applied.reserve(chosen.applied.size());
        for (const auto& [promotion, effect] : chosen.applied) out.applied.push_back(applied(*promotion, effect));
        for (const auto& coupon : basket_.coupons)
            if (auto miss = why_not(coupon, chosen, out)) out.refused.push_back({coupon.code, miss->reason, std::move(miss->text)});
        return out;
    }

    Applied applied(const Promotion& promotion, const Effect& effect) const {
        Applied out{promotion.id, {}, {}, promotion.definition.label.str(), {}, {effect.shipping, basket_.currency}, effect.gifts};
        out.lines.reserve(effect.shares.size());
        for (const auto& [line, minor] : effect.shares) out.lines.push_back({table_.line(line).key, {minor, basket_.currency}});
        auto coupon = std::ranges::find_if(basket_.coupons, [&](const auto& one) { return one.promotion == promotion.id && is_alive(one); });
        if (promotion.needs_coupon && coupon != basket_.coupons.end()) out.coupon = coupon->id, out.code = coupon->code;
        return out;
    }

    std::optional<Miss> why_not(const EnteredCoupon& coupon, const Combination& chosen, const Outcome& out) const {
        if (const auto* refused = declined(coupon)) return Miss{refused->reason, std::string(words_of(refused->reason))};
        auto used = std::ranges::find(out.applied, coupon.promotion, &Applied::promotion);
        if (used != out.applied.end()) {
            if (used->coupon == coupon.id) return {};
            return Miss{Reason::already_applied, "The same offer is on your cart already."};
        }
        if (!is_alive(coupon)) return Miss{Reason::expired, "It has expired."};
        auto known = rules_.by_id.find(coupon.promotion);
        if (known == rules_.by_id.end()) return Miss{Reason::inactive, "It is not valid at the moment."};
        const auto* promotion = &rules_.promotions[known->second];
        for (const auto* list : {&missed_, &chosen.missed})
            for (const auto& [missed, miss] : *list)
                if (missed == promotion) return miss;
        return Miss{Reason::not_combinable, "It cannot be combined with another offer on your cart."};
    }
};

}  // namespace

Money Applied::total() const {
    auto sum = shipping;
    for (const auto& share : lines) sum += share.amount;
    return sum;
}

Outcome apply(const Rules& rules, const Basket& basket) { return Engine(rules.compiled(), basket).run(); }

}  // namespace vitrine::promotions
