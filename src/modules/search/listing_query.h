#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "modules/search/api.h"

namespace vitrine::search {

/// The parameters of GET /api/v1/products. Prices are minor units of the currency asked for, else of the store's.
struct ListingParameters {
    std::optional<std::string> q, category;
    std::vector<std::string> brand;              ///< comma separated; the same as filter[brand]
    std::map<std::string, std::vector<std::string>> filter;  ///< filter[colour]=Blue,Red: any of these values
    std::optional<Whole<0, INT64_MAX>> price_min, price_max;
    std::optional<bool> in_stock;
    std::optional<std::string> sort;             ///< relevance, price, -price, newest, popularity
    std::optional<Whole<1, 100>> limit;          ///< 24 when absent
    std::optional<std::string> cursor;
    std::optional<Currency> currency;
};
SHAPE(ListingParameters, q, category, brand, filter, price_min, price_max, in_stock, sort, limit, cursor, currency)

/// What a listing's parameters ask for, seen with these prices (null: base prices). Refuses request.invalid with every fault.
Result<Wanted> read_listing(const ListingParameters& in, std::shared_ptr<const prices::View> prices = {});

/// One spelling for each meaning, for cache keys.
std::string normalized(const Wanted& wanted);

}  // namespace vitrine::search
