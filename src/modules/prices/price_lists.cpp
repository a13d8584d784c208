#include <algorithm>
#include <tuple>

#include "core/validity.h"
#include "modules/prices/api.h"

namespace vitrine::prices {

struct PriceLists::Asked {
    std::shared_ptr<const LoadedList> loaded;
    Validity validity;
};

namespace {

bool fits(const PriceLists::Asked& asked, const Buyer& buyer) {
    const auto& list = asked.loaded->list;
    return list.is_active && list.currency == buyer.currency && (!list.customer_group || list.customer_group == buyer.customer_group) &&
           (!list.channel || *list.channel == buyer.channel) && asked.validity.holds(buyer.now);
}

/// The variant's own prices in a list, by quantity.
std::span<const ListPrice> own_prices(const LoadedList& loaded, VariantId variant) {
    auto found = std::ranges::equal_range(loaded.prices, variant, {}, &ListPrice::variant);
    return {found.begin(), found.end()};
}

const ListPrice* reached(std::span<const ListPrice> prices, std::int64_t quantity) {
    const ListPrice* best = nullptr;
    for (const auto& price : prices)
        if (price.from_quantity <= quantity) best = &price;
    return best;
}

UnitPrice own_price(const PriceList& list, const ListPrice& price) {
    UnitPrice out{{price.minor, list.currency}, {}, list.includes_tax, list.code, price.from_quantity};
    if (price.compare_at_minor) out.compare_at = Money{*price.compare_at_minor, list.currency};
    if (price.lowest_minor) out.lowest = Money{*price.lowest_minor, list.currency};
    return out;
}

std::int64_t to_step(std::int64_t minor, std::int64_t step) { return multiply_divide(minor, 1, step, Rounding::half_up) * step; }

/// Factor times base. The base, converted where the list has another currency, is what the price is compared with when it is lower.
UnitPrice derived_price(const PriceList& list, const Money& base) {
    Money price{to_step(multiply_divide(base.minor, *list.factor_ppm, 1'000'000, Rounding::half_up), list.round_to_minor), list.currency};
    UnitPrice out{price, {}, list.includes_tax, list.code, 1};
    if (price < base) out.compare_at = base;
    return out;
}

std::optional<UnitPrice> base_price(const stores::Store& store, const Buyer& buyer, const Money& base, const std::optional<Money>& compare_at, bool includes_tax) {
    if (!store.sells_in(buyer.currency)) return {};
    UnitPrice out{store.converted(base, buyer.currency), {}, includes_tax, "base", 1};
    if (compare_at) out.compare_at = store.converted(*compare_at, buyer.currency);
    if (out.compare_at && *out.compare_at <= out.price) out.compare_at.reset();
    return out;
}

}  // namespace

PriceLists::PriceLists() : asked_(std::make_shared<const std::vector<Asked>>()) {}

PriceLists::PriceLists(std::vector<std::shared_ptr<const LoadedList>> lists, std::string_view time_zone) : lists_(std::move(lists)) {
    auto zone = TimeZone::find(time_zone);
    if (!zone) zone = TimeZone::utc();
    std::vector<Asked> asked;
    for (const auto& loaded : lists_) asked.push_back({loaded, validity_between(loaded->list.valid_from, loaded->list.valid_until, *zone)});
    std::ranges::sort(asked, {}, [](const Asked& a) {
        const auto& list = a.loaded->list;
        return std::tuple(-list.priority, !list.customer_group, !list.channel, list.code);
    });
    asked_ = std::make_shared<const std::vector<Asked>>(std::move(asked));
}

std::optional<UnitPrice> PriceLists::unit_price(const stores::Store& store, VariantId variant, std::int64_t quantity, const Buyer& buyer, const Money& base,
                                                const std::optional<Money>& base_compare_at, bool base_includes_tax) const {
    if (!store.sells_in(buyer.currency)) return {};
    for (const auto& asked : *asked_) {
        if (!fits(asked, buyer)) continue;
        const auto& list = asked.loaded->list;
        if (const auto* price = reached(own_prices(*asked.loaded, variant), quantity)) return own_price(list, *price);
        if (list.factor_ppm) return derived_price(list, store.converted(base, list.currency));
    }
    return base_price(store, buyer, base, base_compare_at, base_includes_tax);
}

std::string PriceLists::key(const Buyer& buyer) const {
    std::string key;
    for (const auto& asked : *asked_)
        if (fits(asked, buyer)) key += asked.loaded->list.id.text() + ":" + std::to_string(asked.loaded->list.version) + ";";
    return key;
}

std::vector<UnitPrice> PriceLists::breaks(const stores::Store& store, VariantId variant, const Buyer& buyer, const Money& base, const std::optional<Money>& base_compare_at,
                                          bool base_includes_tax) const {
    std::vector<std::int64_t> quantities{1};
    for (const auto& asked : *asked_)
        if (fits(asked, buyer))
            for (const auto& price : own_prices(*asked.loaded, variant)) quantities.push_back(price.from_quantity);
    std::ranges::sort(quantities);
    std::vector<UnitPrice> out;
    for (auto quantity : quantities) {
        auto price = unit_price(store, variant, quantity, buyer, base, base_compare_at, base_includes_tax);
        if (!price || (!out.empty() && out.back().price == price->price)) continue;
        price->from_quantity = quantity;
        out.push_back(std::move(*price));
    }
    return out;
}

}  // namespace vitrine::prices
