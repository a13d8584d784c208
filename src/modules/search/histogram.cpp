#include "modules/search/histogram.h"

#include <algorithm>

namespace vitrine::search {
namespace {

constexpr std::int64_t most_buckets = 12;

/// The smallest of 1, 2, 5, 10, 20 … that is not below `width`.
std::int64_t round_step(std::int64_t width) {
    std::int64_t step = 1;
    for (int i = 0; step < width && step <= INT64_MAX / 10; ++i) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

}  // namespace

void PriceSpread::add(std::span<const std::int64_t> prices, const std::vector<std::uint32_t>& docs) {
    prices_.reserve(prices_.size() + docs.size());
    for (auto doc : docs) {
        auto price = prices[doc];
        prices_.push_back(price);
        least_ = std::min(least_, price), most_ = std::max(most_, price);
    }
}

std::vector<PriceBucket> PriceSpread::buckets() const {
    std::vector<PriceBucket> out;
    if (prices_.empty()) return out;
    auto step = round_step((most_ - least_) / (most_buckets - 1) + 1);
    auto first = least_ / step;
    for (auto i = first; i <= most_ / step; ++i) out.push_back({i * step, (i + 1) * step - 1, 0});
    if (out.size() == 1) {
        out[0].count = std::int64_t(prices_.size());
        return out;
    }
    for (auto price : prices_) ++out[size_t(price / step - first)].count;
    return out;
}

}  // namespace vitrine::search
