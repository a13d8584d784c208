#pragma once
#include "modules/orders/api.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {

/// The rows of a summary: what goods cost, what promotions take off, delivery, taxes on top, the total, then the taxes it holds already and what
/// gift cards pay. Amounts add up from the first row to the total.
html::List total_rows(const Money& subtotal, const carts::Totals& totals);
html::List total_rows(const orders::OrderView& order);

/// "18 %", "0.25 %".
std::string percent_text(std::int64_t ppm);

}  // namespace vitrine::storefront
