#pragma once
#include <string>
#include <string_view>

#include "io/html/template.h"
#include "modules/search/api.h"
#include "modules/stores/api.h"

namespace vitrine::storefront {

/// Adds art, tone and pose to what a template is filled with.
void add_picture(html::Members& into, std::string_view category_slug, std::string_view title, std::string_view slug);

/// "In stock", "Only 3 left", "Sold out", with the flags `low` and `out`.
void add_stock(html::Members& into, std::int64_t available, std::int64_t low_stock);

/// `price`, and `was` and `off` when it is reduced.
void add_price(html::Members& into, const Money& price, const std::optional<Money>& compare_at);

/// A product in a list. `return_to`: where a press on "Add to cart" leads back to without scripts. `media_base`: the CDN of its pictures.
html::Data card(const search::Card& card, const stores::Store& store, std::string_view return_to, std::string_view media_base = {});
html::List cards(const std::vector<search::Card>& cards, const stores::Store& store, std::string_view return_to, std::string_view media_base = {});

/// One row of totals.
html::Data row(std::string label, std::string value, bool is_strong = false, std::string note = {});

std::string counted(std::int64_t count, std::string_view one, std::string_view many);  ///< "1 product", "1,240 products"
std::string day_and_time(Instant at, const std::string& time_zone);                    ///< "21 Nov 2026, 14:05" in the store's zone
std::string percent_off(const Money& now, const Money& was);                           ///< "−25 %", whole percents rounded down

}  // namespace vitrine::storefront
