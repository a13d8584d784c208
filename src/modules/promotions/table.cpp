#include "modules/promotions/table.h"

#include <algorithm>
#include <tuple>

#include "core/check.h"

namespace vitrine::promotions {
namespace {

void check_line(const BasketLine& line, Currency currency) {
    check(line.unit.currency == currency, "a line in another currency than its basket");
    check(line.quantity > 0, "a line without quantity");
    check(!line.unit.is_negative(), "a line with a negative price");
}

}  // namespace

Table::Table(const Basket& of, const TimeZone& zone) : basket(of), wall(zone.wall(of.now)) {
    check(!is_shipping_known() || (basket.shipping.currency == basket.currency && !basket.shipping.is_negative()), "a delivery with another currency or a negative price");
    for (const auto& line : basket.lines) {
        check_line(line, basket.currency);
        if (!line.is_gift) lines.push_back(&line);
    }
    std::ranges::sort(lines, [](const auto* a, const auto* b) { return std::tie(a->variant, a->key) < std::tie(b->variant, b->key); });
    for (size_t i = 0; i < lines.size(); ++i) {
        check(i == 0 || lines[i]->variant != lines[i - 1]->variant || lines[i]->key != lines[i - 1]->key, "two lines of one key");
        value.push_back((lines[i]->unit * lines[i]->quantity).minor);
    }
}

void Table::select(const Selector& goods, std::vector<LineIndex>& into) const {
    into.clear();
    for (LineIndex i = 0; i < lines.size(); ++i)
        if (goods.fits(*lines[i])) into.push_back(i);
}

std::int64_t Table::value_of(const Selector& goods) const {
    Money sum{0, basket.currency};
    for (LineIndex i = 0; i < lines.size(); ++i)
        if (goods.fits(*lines[i])) sum += Money{value[i], basket.currency};
    return sum.minor;
}

std::int64_t Table::quantity_of(const Selector& goods) const {
    std::int64_t sum = 0;
    for (const auto* line : lines)
        if (goods.fits(*line)) sum += line->quantity;
    return sum;
}

bool Table::contains(const Selector& goods) const {
    return std::ranges::any_of(lines, [&](const auto* line) { return goods.fits(*line); });
}

}  // namespace vitrine::promotions
