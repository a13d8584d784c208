#pragma once
#include <string>
#include <string_view>

#include "io/http/message.h"
#include "modules/search/api.h"

namespace vitrine::storefront {

inline constexpr std::size_t listing_page_size = 24;
inline constexpr std::size_t listing_last_page = 400;

/// What a listing's address asks for. Several values of one filter come repeated (a plain form) or joined by commas (our script).
struct ListingQuery {
    search::Wanted wanted;
    std::size_t page = 1;
    std::string sort_code;  ///< "relevance", "popularity", "price", "-price", "newest"

    std::size_t filter_count() const;  ///< chosen values, price and stock included
};

/// Reads a query leniently: what makes no sense is left out, because addresses are also written by people. Prices are whole or decimal major units.
ListingQuery read_listing_query(const shape::Fields& query, Currency currency, std::string_view category_slug);

/// The address of a query below `path`, always in the same order, defaults left out. Everything a listing depends on is in it.
std::string listing_address(std::string_view path, const ListingQuery& query, Currency currency);

/// The amount of a price filter as a person would type it: "200" or "199.50".
std::string typed_price(std::int64_t minor, Currency currency);

}  // namespace vitrine::storefront
