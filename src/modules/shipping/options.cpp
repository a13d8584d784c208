#include <algorithm>

#include "core/text.h"
#include "modules/shipping/couriers/api.h"

namespace vitrine::shipping {
namespace {

bool is_among(const std::optional<std::vector<std::string>>& texts, const std::optional<std::string>& value) {
    if (!texts || texts->empty()) return true;
    if (!value) return false;
    auto wanted = lower_ascii(trim(*value));
    return std::ranges::any_of(*texts, [&](const auto& text) { return lower_ascii(text) == wanted; });
}

/// Spaces in codes are people's, not the post's.
bool has_prefix(const std::optional<std::vector<std::string>>& prefixes, const std::optional<std::string>& code) {
    if (!prefixes || prefixes->empty()) return true;
    if (!code) return false;
    std::string plain;
    std::ranges::copy_if(*code, std::back_inserter(plain), [](char c) { return c != ' '; });
    return std::ranges::any_of(*prefixes, [&](const auto& prefix) { return plain.starts_with(prefix); });
}

std::optional<Money> by_steps(const std::optional<std::vector<Step>>& steps, std::int64_t value) {
    if (!steps) return {};
    for (const auto& step : *steps)
        if (!step.up_to || value <= *step.up_to) return step.price;
    return {};   // above all steps: not offered
}

/// Amounts of the tables as the buyer sees them, and the buyer's goods as the tables see them.
class Pricer {
public:
    Pricer(const stores::Store& store, const Delivery& delivery, const KnownQuotes& known) : store_(store), delivery_(delivery), known_(known) {}

    std::optional<Option> option(const Rate& rate) const {
        if (rate.most_grams && delivery_.weight_grams > *rate.most_grams) return {};
        auto days = rate.days;
        auto price = price_of(rate, days);
        if (!price) return {};
        auto threshold = rate.free_from ? std::optional(for_buyer(*rate.free_from)) : std::nullopt;
        bool is_free = price->is_zero() || (threshold && *threshold <= delivery_.goods);
        return Option{.id = rate.id,
                      .name = rate.name,
                      .price = is_free ? Money{0, delivery_.goods.currency} : for_buyer(*price),
                      .estimated_days = {int(days.least), int(days.most)},
                      .free_from = is_free ? std::nullopt : threshold};
    }

private:
    Money for_buyer(const Money& amount) const { return delivery_.goods.currency == store_.currency ? amount : store_.converted(amount, delivery_.goods.currency); }

    /// Steps by value are compared in the buyer's currency.
    std::optional<Money> by_value(const Rate& rate) const {
        if (!rate.steps) return {};
        for (const auto& step : *rate.steps)
            if (!step.up_to || delivery_.goods <= for_buyer({*step.up_to, store_.currency})) return step.price;
        return {};
    }

    std::optional<Money> from_table(const Rate& rate) const {
        auto by_weight = by_steps(rate.steps, delivery_.weight_grams);
        return by_weight ? by_weight : rate.price;
    }

    std::optional<Money> price_of(const Rate& rate, Days& days) const {
        switch (rate.pricing) {
            case Pricing::flat: return rate.price;
            case Pricing::by_weight: return by_steps(rate.steps, delivery_.weight_grams);
            case Pricing::by_value: return by_value(rate);
            case Pricing::courier: break;
        }
        auto quote = known_ ? known_(rate, delivery_) : std::nullopt;
        if (!quote || quote->is_fallback || quote->price.currency != store_.currency) return from_table(rate);
        days = quote->days;
        return rate.handling ? quote->price + *rate.handling : quote->price;
    }

    const stores::Store& store_;
    const Delivery& delivery_;
    const KnownQuotes& known_;
};

}  // namespace

std::vector<Option> options(const stores::Store& store, const Money& subtotal, std::string_view country) {
    const auto& rule = store.shipping;
    if (std::ranges::find(rule.countries, country) == rule.countries.end()) return {};
    bool is_free = rule.flat_fee.is_zero() || (rule.free_from && *rule.free_from <= subtotal);
    Option standard{.id = "standard",
                    .name = "Standard delivery",
                    .price = is_free ? Money{0, store.currency} : rule.flat_fee,
                    .estimated_days = {rule.estimated_days_least, rule.estimated_days_most},
                    .free_from = is_free ? std::nullopt : rule.free_from};
    return {standard};
}

std::optional<Option> find_option(const stores::Store& store, const Money& subtotal, std::string_view country, std::string_view id) {
    for (auto& option : options(store, subtotal, country))
        if (option.id == id) return option;
    return {};
}

const Zone* zone_for(const Tables& tables, const Delivery& delivery) {
    auto fits = [&](const Zone& zone) {
        return std::ranges::find(zone.countries, delivery.country) != zone.countries.end() && is_among(zone.states, delivery.state) && has_prefix(zone.postal_prefixes, delivery.postal_code);
    };
    auto found = std::ranges::find_if(tables.zones, fits);
    return found == tables.zones.end() ? nullptr : &*found;
}

std::vector<Option> options(const stores::Store& store, const Tables& tables, const Delivery& delivery, const KnownQuotes& known) {
    std::vector<Option> out;
    const auto* zone = zone_for(tables, delivery);
    if (!zone) return out;
    Pricer pricer(store, delivery, known);
    for (const auto& rate : zone->rates)
        if (auto option = pricer.option(rate)) out.push_back(std::move(*option));
    return out;
}

std::int64_t packed_grams(const Tables& tables, std::int64_t goods_grams, std::int64_t unweighed_pieces) {
    auto dispatch = tables.dispatch.value_or(Dispatch{});
    return std::max<std::int64_t>(1, goods_grams + unweighed_pieces * dispatch.grams_if_unknown + dispatch.packing_grams);
}

}  // namespace vitrine::shipping
