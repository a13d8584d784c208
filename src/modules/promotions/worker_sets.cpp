// Actions about several articles together: sets with one price, and "buy some, get some".
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "modules/promotions/table.h"

namespace vitrine::promotions {
namespace {

/// What is taken of a line in the course of an action.
struct Pile {
    LineIndex line;
    std::int64_t units = 0, value = 0;
};

}  // namespace

/// Sets are built from the dearest article down and only where they are cheaper than their parts. A line's articles count for the whole minor units
/// that are left of each.
void Worker::price_of_sets(std::int64_t minor, std::int64_t size) {
    auto dearness = [&](LineIndex line) { return left(line) / table_.line(line).quantity; };
    std::vector<LineIndex> order = chosen_;
    std::ranges::sort(order, [&](auto a, auto b) { return std::tuple(dearness(b), a) < std::tuple(dearness(a), b); });
    std::vector<Pile> done, open;   // open: the set that is being filled
    std::int64_t filled = 0, open_value = 0, saved = 0;
    for (auto line : order) {
        auto unit = dearness(line), rest = table_.line(line).quantity;
        auto fill = std::min(rest, size - filled);
        if (filled > 0) {
            open.push_back({line, fill, fill * unit});
            filled += fill, open_value += fill * unit, rest -= fill;
            if (filled < size) continue;
            if (open_value <= minor) break;  // and all that follow are cheaper still
            saved += open_value - minor;
            done.insert(done.end(), open.begin(), open.end());
            open.clear();
            filled = open_value = 0;
        }
        if (auto sets = rest / size; sets > 0) {
            if (size * unit <= minor) break;
            saved += sets * (size * unit - minor);
            done.push_back({line, sets * size, sets * size * unit});
            rest -= sets * size;
        }
        if (rest > 0) open.push_back({line, rest, rest * unit}), filled = rest, open_value = rest * unit;
    }
    if (saved == 0) {
        std::int64_t have = 0;
        for (auto line : chosen_) have += table_.line(line).quantity;
        if (have < size) miss(Reason::needs_more_items, [&] { return fmt::format("Add {} more to use it.", size - have); });
        return;
    }
    std::vector<LineIndex> lines;
    Weights values;
    std::ranges::sort(done, {}, &Pile::line);
    for (const auto& pile : done) {
        if (!lines.empty() && lines.back() == pile.line) values.back() += pile.value;
        else lines.push_back(pile.line), values.push_back(pile.value);
    }
    take_shared(saved, lines, values);
}

void Worker::buy_get_same(const BuyGet& deal) {
    auto ppm = deal.rate_ppm ? std::int64_t(*deal.rate_ppm) : 1'000'000;
    auto order = chosen_;
    std::ranges::sort(order, [&](auto a, auto b) { return std::tuple(table_.line(b).unit.minor, a) < std::tuple(table_.line(a).unit.minor, b); });
    std::int64_t times_left = deal.at_most ? std::int64_t(*deal.at_most) : INT64_MAX, most = 0;
    std::vector<Pile> given;
    for (auto line : order) {
        auto have = table_.line(line).quantity;
        most = std::max(most, have);
        auto times = std::min(have / (deal.buy + deal.get), times_left);
        auto units = times * deal.get;
        times_left -= times;
        // What is over may still be a part of what one more time would give.
        if (auto over = have - times * (deal.buy + deal.get); times_left > 0 && over > deal.buy) units += over - deal.buy, --times_left;
        if (units > 0) given.push_back({line, units, value_of_units(line, units)});
    }
    if (given.empty()) return miss(Reason::needs_more_items, [&] { return fmt::format("Add {} more of one article to use it.", std::max<std::int64_t>(1, deal.buy + 1 - most)); });
    std::ranges::sort(given, {}, &Pile::line);
    std::vector<LineIndex> lines;
    Weights values;
    for (const auto& pile : given) lines.push_back(pile.line), values.push_back(pile.value);
    take_rate_of(ppm, lines, values, {});
}

void Worker::buy_get(const BuyGet& deal, const Step& step) {
    if (deal.choose == Choose::same) return buy_get_same(deal);
    auto ppm = deal.rate_ppm ? std::int64_t(*deal.rate_ppm) : 1'000'000;
    std::int64_t bought = 0;
    for (auto line : chosen_) bought += table_.line(line).quantity;
    std::vector<LineIndex> cheap;
    table_.select(step.get_goods, cheap);
    std::ranges::sort(cheap, [&](auto a, auto b) { return std::tuple(table_.line(a).unit.minor, a) < std::tuple(table_.line(b).unit.minor, b); });
    std::vector<bool> counts(table_.lines.size());
    for (auto line : chosen_) counts[line] = true;
    std::int64_t offered = 0;
    for (auto line : cheap) offered += table_.line(line).quantity;

    // `units` of the cheapest can be given when enough bought ones remain: fewer is always possible, too.
    auto is_possible = [&](std::int64_t units) {
        auto times = (units + deal.get - 1) / deal.get, rest = units, used = std::int64_t(0);
        for (auto line : cheap) {
            auto here = std::min(rest, table_.line(line).quantity);
            if (counts[line]) used += here;
            if ((rest -= here) == 0) break;
        }
        return bought - used >= times * deal.buy;
    };
    std::int64_t low = 0, high = std::min(offered, deal.at_most ? *deal.at_most * deal.get : INT64_MAX);
    while (low < high) {
        auto middle = low + (high - low + 1) / 2;
        if (is_possible(middle)) low = middle;
        else high = middle - 1;
    }
    if (low == 0) {
        if (offered == 0) return miss(Reason::needs_more_items, [&] { return fmt::format("Add {} to your cart to use it.", step.get_goods.label.empty() ? "the goods it gives" : step.get_goods.label); });
        return miss(Reason::needs_more_items, [&] { return fmt::format("Add {} more to use it.", std::max<std::int64_t>(1, deal.buy - bought)); });
    }
    std::vector<Pile> given;
    for (auto line : cheap) {
        auto here = std::min(low, table_.line(line).quantity);
        given.push_back({line, here, value_of_units(line, here)});
        if ((low -= here) == 0) break;
    }
    std::ranges::sort(given, {}, &Pile::line);
    std::vector<LineIndex> lines;
    Weights values;
    for (const auto& pile : given) lines.push_back(pile.line), values.push_back(pile.value);
    take_rate_of(ppm, lines, values, {});
}

}  // namespace vitrine::promotions
