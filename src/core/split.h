#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace vitrine {

/// Splits whole units in proportion to `weights`, as split_by_largest_remainder (core/money.h) does for money.
std::vector<std::int64_t> split_whole(std::int64_t total, std::span<const std::int64_t> weights);

}  // namespace vitrine
