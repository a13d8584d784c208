#include "modules/imports/woocommerce_variations.h"

#include <algorithm>
#include <tuple>

namespace vitrine::imports {
namespace {

/// FNV-1a (draft-eastlake-fnv). Names that share a hash are told apart when their rows are read.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ull;
    for (unsigned char byte : text) hash = (hash ^ byte) * 1099511628211ull;
    return hash;
}

}  // namespace

void WooVariations::add(const WooRow& row) {
    auto bytes = packed(row);
    auto at = spool_.append(bytes);
    places_.push_back({.parent = hash_of(row.parent), .at = at, .size = std::uint32_t(bytes.size()), .is_taken = false});
}

void WooVariations::sort() {
    std::ranges::sort(places_, [](const Place& a, const Place& b) { return std::tie(a.parent, a.at) < std::tie(b.parent, b.at); });
}

std::vector<WooRow> WooVariations::take(std::initializer_list<std::string> parents, std::size_t most) {
    std::vector<WooRow> out;
    for (const auto& parent : parents) {
        if (parent.empty()) continue;
        auto [first, last] = std::ranges::equal_range(places_, hash_of(parent), {}, &Place::parent);
        for (auto place = first; place != last; ++place) {
            if (place->is_taken || out.size() == most) continue;
            auto row = unpacked(spool_.read(place->at, place->size));
            if (row.parent != parent) continue;
            place->is_taken = true;
            out.push_back(std::move(row));
        }
    }
    std::ranges::sort(out, {}, &WooRow::line);
    return out;
}

void WooVariations::each_left(const std::function<void(const WooRow&)>& visit) const {
    for (const auto& place : places_)
        if (!place.is_taken) visit(unpacked(spool_.read(place.at, place.size)));
}

}  // namespace vitrine::imports
