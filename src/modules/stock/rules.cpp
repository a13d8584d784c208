#include "modules/stock/rules.h"

#include <algorithm>
#include <bit>
#include <map>

#include "core/text.h"

namespace vitrine::stock {

Duration hold_for(Duration window, const HoldLimits& limits, Role role) {
    constexpr Duration longest_at_once = 2h;  // ways of paying that take longer are transfers and parcels, not a buyer at his screen
    auto minutes = role == Role::customer ? limits.customer_minutes : limits.guest_minutes;
    if (!minutes || window > longest_at_once) return window;
    return std::min<Duration>(window, std::chrono::minutes(*minutes));
}

}  // namespace vitrine::stock

namespace vitrine::stock::rules {
namespace {

constexpr size_t most_combined = 16;  // 65,536 sets of warehouses at most; beyond, the best are combined

std::string folded(std::string_view text) {
    std::string out;
    for (char c : lower_ascii(text))
        if (c != ' ' && c != '-') out += c;
    return out;
}

size_t common_start(std::string_view a, std::string_view b) { return size_t(std::ranges::mismatch(a, b).in1 - a.begin()); }

using Shelves = std::map<std::pair<VariantId, WarehouseId>, std::int64_t>;

Shelves by_place(const std::vector<ShelfRow>& rows) {
    Shelves out;
    for (const auto& row : rows) out[{row.variant, row.warehouse}] += row.on_hand;
    return out;
}

std::int64_t at(const Shelves& shelves, VariantId variant, WarehouseId warehouse) {
    auto found = shelves.find({variant, warehouse});
    return found == shelves.end() ? 0 : found->second;
}

/// Takes from the sites in their order.
std::vector<Taken> take_in_order(const std::vector<Site>& sites, const Shelves& shelves, const std::vector<Want>& wants) {
    std::vector<Taken> out;
    for (const auto& want : wants) {
        auto open = want.quantity;
        for (const auto& site : sites) {
            auto some = std::min(open, at(shelves, want.variant, site.id));
            if (some <= 0) continue;
            out.push_back({want.variant, site.id, some});
            open -= some;
        }
    }
    return out;
}

bool suffices(const std::vector<Site>& sites, std::uint32_t chosen, const Shelves& shelves, const std::vector<Want>& wants) {
    return std::ranges::all_of(wants, [&](const Want& want) {
        std::int64_t there = 0;
        for (size_t i = 0; i < sites.size(); ++i)
            if (chosen >> i & 1) there += at(shelves, want.variant, sites[i].id);
        return there >= want.quantity;
    });
}

/// The fewest of these sites (already in order of preference) that have everything; all of them when not even they have.
std::vector<Site> fewest(std::vector<Site> sites, const Shelves& shelves, const std::vector<Want>& wants) {
    if (sites.size() > most_combined) return sites;
    std::uint32_t best = 0;
    for (std::uint32_t chosen = 1; chosen < 1u << sites.size(); ++chosen) {
        bool is_better = !best || std::popcount(chosen) < std::popcount(best);
        // Of as many warehouses, the set that begins with a preferred one: the lower number has the earlier sites.
        if (is_better && suffices(sites, chosen, shelves, wants)) best = chosen;
    }
    if (!best) return sites;
    std::vector<Site> out;
    for (size_t i = 0; i < sites.size(); ++i)
        if (best >> i & 1) out.push_back(sites[i]);
    return out;
}

}  // namespace

std::int64_t nearness(const Site& site, const Destination& to) {
    if (site.country.empty() || lower_ascii(site.country) != lower_ascii(to.country)) return 0;
    std::int64_t near = 1'000;
    if (!site.region.empty() && lower_ascii(site.region) == lower_ascii(to.region)) near += 100;
    return near + std::int64_t(common_start(folded(site.postal_code), folded(to.postal_code)));
}

std::vector<Taken> allocate(Strategy strategy, std::vector<Site> sites, const std::vector<ShelfRow>& rows, const std::vector<Want>& wants, const Destination& to) {
    bool by_nearness = strategy != Strategy::priority;
    std::ranges::sort(sites, {}, [&](const Site& site) { return std::tuple(site.is_closed, by_nearness ? -nearness(site, to) : 0, site.priority, site.id); });
    auto shelves = by_place(rows);
    if (strategy == Strategy::fewest_parcels) return take_in_order(fewest(std::move(sites), shelves, wants), shelves, wants);
    return take_in_order(sites, shelves, wants);
}

std::int64_t correction(std::int64_t expected, std::int64_t counted, std::int64_t on_shelf, std::int64_t free_of_holds) {
    auto floor = -std::max<std::int64_t>(std::min(on_shelf, free_of_holds), 0);
    return std::max(counted - expected, floor);
}

}  // namespace vitrine::stock::rules
