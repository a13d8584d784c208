#pragma once
#include "io/html/template.h"
#include "modules/search/api.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// The specification table: codes, attributes with their units, weight.
html::List specification(const search::ProductView& product, const search::VariantView& selected);

/// What is in one piece of a bundle; false when it is none.
html::Data bundle_contents(const search::VariantView& selected);

/// What the reduced price is to be compared with (Directive 98/6/EC, article 6a); false where it is not reduced or nothing is known.
html::Data lowest_price(const search::VariantView& selected);

/// What one unit costs by quantity; false where it is the same for all.
html::Data quantity_prices(const search::VariantView& selected);

/// The shelves of what a product points to, those that are for sale now.
html::List link_shelves(const Page& page, const search::ProductView& product);

}  // namespace vitrine::storefront
