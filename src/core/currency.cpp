#include <algorithm>
#include <array>

#include "core/money.h"

namespace vitrine {
namespace {

struct Row {
    char code[4];
    std::int8_t decimals, stripe_decimals, display_decimals;
};

// Sorted by code; the first row is "none".
constexpr Row rows[] = {
    {"", 0, 0, 0},
#include "core/data/iso4217.inc"
};
static_assert(std::size(rows) < 256);

}  // namespace

std::optional<Currency> Currency::parse(std::string_view code) {
    if (code.size() != 3) return {};
    auto found = std::lower_bound(std::begin(rows), std::end(rows), code, [](const Row& row, std::string_view wanted) { return row.code < wanted; });
    if (found == std::end(rows) || found->code != code) return {};
    return Currency(std::uint8_t(found - std::begin(rows)));
}

std::string_view Currency::code() const { return rows[index_].code; }
int Currency::decimals() const { return rows[index_].decimals; }
int Currency::stripe_decimals() const { return rows[index_].stripe_decimals; }
int Currency::display_decimals() const { return rows[index_].display_decimals; }

}  // namespace vitrine
