#include "core/check.h"
#include "modules/prices/api.h"

namespace vitrine::prices {
namespace {

/// The rate is part of what a price depends on.
std::string rate_key(const stores::Store& store, Currency currency) {
    if (currency == store.currency) return {};
    std::string key(currency.code());
    for (const auto& sold : *store.other_currencies)
        if (sold.currency == currency) key += "@" + std::to_string(sold.rate_ppm) + "/" + std::to_string(sold.round_to_minor);
    return key + ";";
}

}  // namespace

View::View(std::shared_ptr<const stores::Store> store, std::shared_ptr<const PriceLists> lists, Buyer buyer, bool base_includes_tax)
    : store_(std::move(store)), lists_(std::move(lists)), buyer_(std::move(buyer)), base_includes_tax_(base_includes_tax) {
    check(store_->sells_in(buyer_.currency), "prices are shown in currencies of the store");
    key_ = rate_key(*store_, buyer_.currency) + lists_->key(buyer_);
}

UnitPrice View::unit(VariantId variant, const BasePrice& base) const {
    auto price = lists_->unit_price(*store_, variant, 1, buyer_, base.price, base.compare_at, base_includes_tax_);
    check(price.has_value(), "the store sells in the view's currency");
    if (price->list == "base" && base.lowest) price->lowest = converted(*base.lowest);
    if (!price->compare_at) price->lowest.reset();
    return std::move(*price);
}

std::int64_t View::minor(VariantId variant, std::int64_t base_minor) const {
    return lists_->unit_price(*store_, variant, 1, buyer_, {base_minor, store_->currency}, {}, base_includes_tax_)->price.minor;
}

std::vector<UnitPrice> View::breaks(VariantId variant, const BasePrice& base) const {
    return lists_->breaks(*store_, variant, buyer_, base.price, base.compare_at, base_includes_tax_);
}

}  // namespace vitrine::prices
