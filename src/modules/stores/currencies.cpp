#include <algorithm>

#include "core/check.h"
#include "modules/stores/api.h"

namespace vitrine::stores {
namespace {

const SoldCurrency* find(const Store& store, Currency currency) {
    if (!store.other_currencies) return nullptr;
    auto found = std::ranges::find(*store.other_currencies, currency, &SoldCurrency::currency);
    return found == store.other_currencies->end() ? nullptr : &*found;
}

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

}  // namespace

bool Store::sells_in(Currency wanted) const { return wanted == currency || find(*this, wanted); }

Money Store::converted(const Money& amount, Currency into) const {
    check(amount.currency == currency, "only the store's own currency is converted");
    if (into == currency) return amount;
    const auto* sold = find(*this, into);
    check(sold, "the store does not sell in this currency");
    // Rounded once: to the nearest step of the target currency, with the decimals of both sides in the ratio.
    auto step = std::max<std::int64_t>(sold->round_to_minor, 1);
    auto steps = multiply_divide(amount.minor, sold->rate_ppm * power_of_ten(std::max(into.decimals() - currency.decimals(), 0)),
                                 1'000'000 * step * power_of_ten(std::max(currency.decimals() - into.decimals(), 0)), Rounding::half_up);
    return Money{step, into} * steps;
}

}  // namespace vitrine::stores
