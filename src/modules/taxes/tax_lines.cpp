#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "core/check.h"
#include "modules/taxes/api.h"

namespace vitrine::taxes {
namespace {

constexpr std::int64_t whole_ppt = 1'000'000'000'000;

struct Sum {
    Half half;

    Rounding rounding() const { return half == Half::half_even ? Rounding::half_even : Rounding::half_up; }
    /// A component of `amount`: on top of it, or the part of it that is this tax.
    std::int64_t tax(std::int64_t amount, const Component& component, const TaxableLine& line) const {
        auto of = whole_ppt + (line.includes_tax ? line.rates->total_ppt : 0);
        return multiply_divide(amount, component.share_ppt, of, rounding());
    }
    /// Units differ by at most one minor unit where the amount does not divide by the quantity.
    std::int64_t tax_by_unit(const Component& component, const TaxableLine& line) const {
        auto unit = line.amount.minor / line.quantity, dearer = line.amount.minor % line.quantity;
        auto taxed = tax(unit, component, line) * (line.quantity - dearer);
        return dearer ? taxed + tax(unit + 1, component, line) * dearer : taxed;
    }
};

/// Lines whose component can be taxed as one sum: the same tax at the same rate in or on top of the price.
using GroupKey = std::tuple<std::string, std::int64_t, std::int64_t, std::int64_t>;

struct Place {
    size_t line, component;
};

class Work {
public:
    Work(std::span<const TaxableLine> lines, Level level, Half half) : lines_(lines), sum_{half}, order_(lines.size()), amounts_(lines.size()) {
        std::iota(order_.begin(), order_.end(), size_t(0));
        std::ranges::sort(order_, {}, [&](size_t i) -> const std::string& { return lines_[i].key; });
        for (size_t i = 0; i < lines_.size(); ++i) {
            const auto& line = lines_[i];
            check(line.rates && line.quantity > 0 && !line.amount.is_negative(), "a line that cannot be taxed");
            for (const auto& component : line.rates->components)
                amounts_[i].push_back(level == Level::order ? 0 : level == Level::unit ? sum_.tax_by_unit(component, line) : sum_.tax(line.amount.minor, component, line));
        }
        if (level == Level::order) tax_sums();
        for (auto i : order_) keep_within(i);
    }

    std::vector<Taxed> result() const {
        std::vector<Taxed> out;
        out.reserve(lines_.size());
        for (size_t i = 0; i < lines_.size(); ++i) {
            const auto& line = lines_[i];
            Taxed taxed{line.amount, {0, line.amount.currency}, line.amount, {}};
            for (size_t c = 0; c < amounts_[i].size(); ++c) {
                const auto& component = line.rates->components[c];
                taxed.components.push_back({component.name, component.ppm, {amounts_[i][c], line.amount.currency}});
                taxed.tax += taxed.components.back().amount;
            }
            if (line.includes_tax) taxed.net = taxed.gross - taxed.tax;
            else taxed.gross = taxed.net + taxed.tax;
            out.push_back(std::move(taxed));
        }
        return out;
    }

private:
    void tax_sums() {
        std::map<GroupKey, std::vector<Place>> groups;
        for (auto i : order_) {
            const auto& line = lines_[i];
            for (size_t c = 0; c < line.rates->components.size(); ++c) {
                const auto& component = line.rates->components[c];
                groups[{component.name, component.ppm, component.share_ppt, line.includes_tax ? line.rates->total_ppt : -1}].push_back({i, c});
            }
        }
        for (const auto& [key, places] : groups) {
            std::vector<std::int64_t> weights;
            Money whole{0, lines_[places[0].line].amount.currency};
            for (auto place : places) {
                weights.push_back(lines_[place.line].amount.minor);
                whole += lines_[place.line].amount;
            }
            const auto& first = lines_[places[0].line];
            Money tax{sum_.tax(whole.minor, first.rates->components[places[0].component], first), whole.currency};
            auto parts = split_by_largest_remainder(tax, weights);
            for (size_t p = 0; p < places.size(); ++p) amounts_[places[p].line][places[p].component] = parts[p].minor;
        }
    }

    std::int64_t net(size_t i) const { return lines_[i].amount.minor - std::accumulate(amounts_[i].begin(), amounts_[i].end(), std::int64_t(0)); }

    /// Of very small amounts rounding may make more tax than there is price: what is too much goes to the next line of the same tax that has room.
    void keep_within(size_t i) {
        if (!lines_[i].includes_tax) return;
        for (size_t c = amounts_[i].size(); net(i) < 0 && c-- > 0;) {
            auto moved = std::min(amounts_[i][c], -net(i));
            amounts_[i][c] -= moved;
            for (auto other : order_) {
                if (moved == 0) break;
                if (other == i || !lines_[other].includes_tax || *lines_[other].rates != *lines_[i].rates || net(other) <= 0) continue;
                auto taken = std::min(moved, net(other));
                amounts_[other][c] += taken;
                moved -= taken;
            }
        }
    }

    std::span<const TaxableLine> lines_;
    Sum sum_;
    std::vector<size_t> order_;                     // by key
    std::vector<std::vector<std::int64_t>> amounts_;  // of each line's components
};

}  // namespace

std::vector<Taxed> tax_lines(std::span<const TaxableLine> lines, Level level, Half half) { return Work(lines, level, half).result(); }

}  // namespace vitrine::taxes
