#include "core/check.h"
#include "modules/quotes/api.h"

namespace vitrine::quotes {
namespace {

std::int64_t part_of(std::int64_t whole, std::int64_t units, std::int64_t of) { return of ? multiply_divide(whole, units, of, Rounding::down) : 0; }

/// Each tax rounded down by itself: equal halves (CGST and SGST) stay equal. What is left of the gross is net; it grows with every unit as
/// long as a unit is worth some minor units and less than half of it is tax.
std::vector<std::int64_t> side_by_side(const Paid& line, std::int64_t gross) {
    std::vector<std::int64_t> out;
    for (const auto& component : line.components) out.push_back(part_of(component.amount.minor, gross, line.gross.minor));
    return out;
}

/// One tax after the other out of what the others left: never more than the gross, whatever the rates and however small the amounts.
std::vector<std::int64_t> one_after_another(const Paid& line, std::int64_t gross) {
    std::vector<std::int64_t> out;
    auto whole = line.tax.minor, left = part_of(whole, gross, line.gross.minor);
    for (const auto& component : line.components) {
        out.push_back(part_of(component.amount.minor, left, whole));
        left -= out.back();
        whole -= component.amount.minor;
    }
    return out;
}

bool has_room(const Paid& line) {
    auto least = 2 * std::int64_t(line.components.size()) * line.quantity;
    return line.tax.minor <= line.gross.minor / 2 && line.gross.minor >= least;
}

struct SoFar {
    std::int64_t gross = 0, tax = 0;
    std::vector<std::int64_t> components;
};

SoFar so_far(const Paid& line, std::int64_t units) {
    SoFar out{.gross = part_of(line.gross.minor, units, line.quantity)};
    out.components = has_room(line) ? side_by_side(line, out.gross) : one_after_another(line, out.gross);
    for (auto amount : out.components) out.tax += amount;
    return out;
}

}  // namespace

Part share_of(const Paid& line, std::int64_t quantity, std::int64_t refunded) {
    check(line.quantity > 0 && quantity > 0 && refunded >= 0 && refunded + quantity <= line.quantity, "more is given back than was bought");
    auto currency = line.gross.currency;
    auto before = so_far(line, refunded), after = so_far(line, refunded + quantity);
    Part part{{after.gross - before.gross, currency}, {after.tax - before.tax, currency}, {}};
    for (size_t i = 0; i < line.components.size(); ++i)
        part.components.push_back({line.components[i].name, line.components[i].ppm, {after.components[i] - before.components[i], currency}});
    return part;
}

}  // namespace vitrine::quotes
