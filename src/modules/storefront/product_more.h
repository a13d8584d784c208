#pragma once
#include "io/html/template.h"
#include "modules/search/api.h"
#include "modules/stores/api.h"

namespace vitrine::storefront {

/// The specification table: codes, attributes with their units, weight.
html::List specification(const search::ProductView& product, const search::VariantView& selected);

/// What is in one piece of a bundle; false when it is none.
html::Data bundle_contents(const search::VariantView& selected);

/// The shelves of what a product points to, those that are for sale now.
html::List link_shelves(const search::Snapshot& snapshot, const search::ProductView& product, const stores::Store& store);

}  // namespace vitrine::storefront
