#include <algorithm>

#include <fmt/format.h>

#include "core/split.h"
#include "modules/promotions/table.h"

namespace vitrine::promotions {

std::int64_t Effect::saving() const {
    std::int64_t sum = shipping;
    for (const auto& [line, minor] : shares) sum += minor;
    return sum;
}

Effect Worker::work_out(const Promotion& promotion, const Remaining& state) {
    state_ = &state;
    effect_ = {};
    for (const auto& step : promotion.steps) run(step, promotion);
    std::ranges::sort(touched_);
    effect_.shares.reserve(touched_.size());
    for (auto line : touched_) effect_.shares.emplace_back(line, std::exchange(taken_[line], 0));
    touched_.clear();
    bool is_too_dear = effect_.saving() > promotion.budget_left.value_or(INT64_MAX);
    if (is_too_dear) effect_ = {.miss = used_up()};
    if (effect_.does_something()) effect_.miss.reset();
    else if (!effect_.miss) effect_.miss = Miss{Reason::nothing_to_discount, table_.said("There is nothing left for it to take off.")};
    return std::move(effect_);
}

void Worker::run(const Step& step, const Promotion& promotion) {
    const auto& is = *step.is;
    if (is.gift) return gift(*is.gift, promotion);
    if (is.shipping) return shipping(*is.shipping);
    choose(step.goods);
    if (chosen_.empty()) return miss(Reason::wrong_goods, [&] { return step.goods.label.empty() ? std::string("It is not for the goods in your cart.") : fmt::format("It is for {} only.", step.goods.label); });
    if (is.percent_off) percent(is.percent_off->rate_ppm, is.percent_off->cap);
    else if (is.amount_off) amount(is.amount_off->amount.minor, is.amount_off->per);
    else if (is.fixed_price && is.fixed_price->for_quantity && *is.fixed_price->for_quantity > 1) price_of_sets(is.fixed_price->price.minor, *is.fixed_price->for_quantity);
    else if (is.fixed_price) price(is.fixed_price->price.minor);
    else if (is.buy_get) buy_get(*is.buy_get, step);
    else tiers(*is.tiers);
}

void Worker::percent(std::int64_t ppm, const std::optional<Money>& cap) {
    weights_.clear();
    for (auto line : chosen_) weights_.push_back(left(line));
    take_rate_of(ppm, chosen_, weights_, cap);
}

void Worker::amount(std::int64_t minor, Per per) {
    if (per == Per::order) {
        weights_.clear();
        std::int64_t sum = 0;
        for (auto line : chosen_) weights_.push_back(left(line)), sum += left(line);
        return take_shared(std::min(minor, sum), chosen_, weights_);
    }
    for (auto line : chosen_) {
        auto off = per == Per::line ? minor : (Money{minor, table_.basket.currency} * table_.line(line).quantity).minor;
        take(line, std::min(off, left(line)));
    }
}

void Worker::price(std::int64_t minor) {
    for (auto line : chosen_) {
        auto target = (Money{minor, table_.basket.currency} * table_.line(line).quantity).minor;
        take(line, std::max<std::int64_t>(0, left(line) - target));
    }
}

void Worker::gift(const GiveGift& give, const Promotion& promotion) {
    if (table_.lines.empty()) return miss(Reason::needs_more_items, "Put something into your cart first.");
    effect_.gifts.push_back({"gift:" + promotion.id.text() + ":" + give.variant.text(), promotion.id, give.variant, give.quantity.value_or(Quantity{1})});
}

void Worker::shipping(const ShippingOff& off) {
    if (!table_.is_shipping_known()) {
        effect_.is_about_shipping = true;
        return;
    }
    auto price = state_->shipping - effect_.shipping;
    if (price == 0) return miss(Reason::nothing_to_discount, "Delivery is free already.");
    if (off.rate_ppm) effect_.shipping += multiply_divide(price, *off.rate_ppm, 1'000'000, policy_.rounding);
    else if (off.amount) effect_.shipping += std::min(price, off.amount->minor);
    else effect_.shipping += std::max<std::int64_t>(0, price - off.price->minor);
}

void Worker::tiers(const Tiers& ladder) {
    std::int64_t have = 0;
    for (auto line : chosen_) have += ladder.by == TierBy::quantity ? table_.line(line).quantity : table_.value[line];
    auto threshold = [&](const Tier& step) { return ladder.by == TierBy::quantity ? std::int64_t(*step.quantity) : step.subtotal->minor; };
    const Tier* reached = nullptr;
    for (const auto& step : ladder.steps)
        if (threshold(step) <= have) reached = &step;
    if (!reached) {
        auto missing = threshold(ladder.steps.front()) - have;
        if (ladder.by == TierBy::quantity) return miss(Reason::needs_more_items, [&] { return fmt::format("Add {} more to use it.", missing); });
        return miss(Reason::needs_more_value, [&] { return fmt::format("Add {} more to use it.", format_for_people({missing, table_.basket.currency})); });
    }
    if (reached->rate_ppm) percent(*reached->rate_ppm, {});
    else if (reached->amount) amount(reached->amount->minor, Per::order);
    else price(reached->price->minor);
}

std::int64_t Worker::value_of_units(LineIndex line, std::int64_t units) const {
    return multiply_divide(left(line), units, table_.line(line).quantity, Rounding::down);
}

void Worker::take(LineIndex line, std::int64_t minor) {
    if (minor <= 0) return;
    if (taken_[line] == 0) touched_.push_back(line);
    taken_[line] += minor;
}

void Worker::take_shared(std::int64_t total, const std::vector<LineIndex>& lines, const Weights& weights) {
    if (total <= 0) return;
    auto parts = split_whole(total, weights);
    for (size_t i = 0; i < lines.size(); ++i) take(lines[i], parts[i]);
}

/// `values` are parts of what is left of the lines; the rate is taken of each, or of their sum, as the store's policy says.
void Worker::take_rate_of(std::int64_t ppm, const std::vector<LineIndex>& lines, const Weights& values, const std::optional<Money>& cap) {
    std::int64_t total = 0;
    if (policy_.spread == Spread::line) {
        Weights shares = values;
        for (auto& share : shares) share = multiply_divide(share, ppm, 1'000'000, policy_.rounding), total += share;
        if (!cap || total <= cap->minor) {
            for (size_t i = 0; i < lines.size(); ++i) take(lines[i], shares[i]);
            return;
        }
        return take_shared(std::min(total, cap->minor), lines, shares);
    }
    for (auto value : values) total += value;
    total = multiply_divide(total, ppm, 1'000'000, policy_.rounding);
    take_shared(cap ? std::min(total, cap->minor) : total, lines, values);
}

}  // namespace vitrine::promotions
