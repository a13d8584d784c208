#include "modules/suppliers/rules.h"

#include <algorithm>
#include <tuple>

#include "core/check.h"

namespace vitrine::suppliers::rules {
namespace {

constexpr std::int64_t usual_vanish = 20, usual_faulty = 30, usual_jump = 25, usual_jumps = 20;

/// part / whole > percent / 100 in whole numbers.
bool is_more(std::int64_t part, std::int64_t whole, std::int64_t percent) { return part * 100 > whole * percent; }

std::string share(std::int64_t part, std::int64_t whole) { return std::to_string(part) + " of " + std::to_string(whole) + " (" + std::to_string(part * 100 / std::max<std::int64_t>(whole, 1)) + " %)"; }

}  // namespace

std::vector<Stop> stops_of(const RunCounts& counts, const Guards& guards) {
    std::vector<Stop> out;
    if (counts.rows == 0) out.push_back({"empty", "The file has no rows."});
    auto vanish = guards.vanish_percent ? guards.vanish_percent->value : usual_vanish;
    if (counts.listed_before > 0 && is_more(counts.gone, counts.listed_before, vanish))
        out.push_back({"vanishing", share(counts.gone, counts.listed_before) + " of the goods that are listed are not in the file; the limit is " + std::to_string(vanish) + " %."});
    auto faulty = guards.faulty_percent ? guards.faulty_percent->value : usual_faulty;
    if (counts.rows > 0 && is_more(counts.faulty, counts.rows, faulty))
        out.push_back({"faulty", share(counts.faulty, counts.rows) + " of the rows have faults; the limit is " + std::to_string(faulty) + " %."});
    auto jumps = guards.jumps_percent ? guards.jumps_percent->value : usual_jumps;
    auto compared = counts.unchanged + counts.changed;
    if (compared > 0 && is_more(counts.jumps, compared, jumps))
        out.push_back({"jumps", share(counts.jumps, compared) + " of the prices jump; the limit is " + std::to_string(jumps) + " %."});
    return out;
}

bool is_jump(std::int64_t was, std::int64_t is, const Guards& guards) {
    auto limit = guards.jump_percent ? guards.jump_percent->value : usual_jump;
    return is_more(std::abs(is - was), was, limit);
}

size_t best_of(const std::vector<Bid>& bids) {
    check(!bids.empty(), "somebody offers it");
    auto rank = [](const Bid& bid) { return std::tuple(bid.quantity <= 0, bid.price_minor, bid.priority, std::cref(bid.supplier).get(), std::cref(bid.code).get()); };
    return size_t(std::ranges::min_element(bids, {}, rank) - bids.begin());
}

}  // namespace vitrine::suppliers::rules
