#pragma once
#include <memory>
#include <span>
#include <vector>

#include "modules/prices/api.h"
#include "modules/search/segment.h"

namespace vitrine::search {

/// What the products of a segment cost a kind of buyer, by document.
struct LowPrices {
    std::vector<std::int64_t> low;            ///< the lowest of the variants, minor units of the view's currency
    std::vector<std::uint32_t> cheapest;      ///< variant row that has it, the first of them
    std::vector<bool> has_range;              ///< another variant costs more
};

/// The prices of a segment by a view. Null for a plain view or none: then the segment's own columns are true. Worked out once for each segment and key, kept
/// while both are in use; the least recently asked go first when more than about a million documents are kept.
std::shared_ptr<const LowPrices> low_prices(const std::shared_ptr<const Segment>& segment, const prices::View* view);

/// The column to filter, sort and count by.
inline std::span<const std::int64_t> price_column(const Segment& segment, const LowPrices* prices) { return prices ? std::span(prices->low) : std::span(segment.price_low); }

}  // namespace vitrine::search
