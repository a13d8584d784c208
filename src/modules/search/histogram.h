#pragma once
#include <span>
#include <vector>

#include "modules/search/api.h"
#include "modules/search/segment.h"

namespace vitrine::search {

/// How the lowest prices of some products are spread.
class PriceSpread {
public:
    /// `prices` by document.
    void add(std::span<const std::int64_t> prices, const std::vector<std::uint32_t>& docs);
    std::int64_t least() const { return prices_.empty() ? 0 : least_; }
    std::int64_t most() const { return most_; }
    /// At most 12 steps of equal, round width that hold all prices; the first and last that are empty are left out.
    std::vector<PriceBucket> buckets() const;

private:
    std::vector<std::int64_t> prices_;
    std::int64_t least_ = INT64_MAX, most_ = 0;
};

}  // namespace vitrine::search
