#pragma once
#include <string>

#include "io/html/template.h"
#include "modules/search/api.h"
#include "modules/storefront/listing_query.h"

namespace vitrine::storefront {

/// The facets of a listing as checkboxes; a long list is folded after the first eight.
/// What can be ticked. Leaves out what names goods one by one (certificates, serial numbers): many values, of which the most frequent holds fewer than one in a hundred
/// of the `total` found and none is chosen.
html::List facet_list(const std::vector<search::Facet>& facets, std::int64_t total);
/// The chosen filters as links that take one away.
html::List chip_list(std::string_view path, const ListingQuery& query, const std::vector<search::Facet>& facets, Currency currency);
html::List sort_list(const ListingQuery& query);
/// Previous, next, and the pages around this one; false when there is one page.
html::Data pager(std::string_view path, const ListingQuery& query, std::int64_t total, Currency currency);

}  // namespace vitrine::storefront
