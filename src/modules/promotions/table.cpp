#include "modules/promotions/table.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

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
    lines.reserve(basket.lines.size());
    value.reserve(basket.lines.size());
    Money sum{0, basket.currency};
    for (const auto& line : basket.lines) {
        check_line(line, basket.currency);
        if (!line.is_gift) lines.push_back(&line);
    }
    std::ranges::sort(lines, [](const auto* a, const auto* b) { return std::tie(a->variant, a->key) < std::tie(b->variant, b->key); });
    for (size_t i = 0; i < lines.size(); ++i) {
        check(i == 0 || lines[i]->variant != lines[i - 1]->variant || lines[i]->key != lines[i - 1]->key, "two lines of one key");
        auto worth = lines[i]->unit * lines[i]->quantity;
        value.push_back(worth.minor);
        sum += worth;
    }
    total = sum.minor;
}

template <class On>
void Table::each(const Selector& goods, On on) const {
    bool is_narrow = narrow(goods);
    auto count = is_narrow ? narrowed_.size() : lines.size();
    for (size_t i = 0; i < count; ++i) {
        auto line = is_narrow ? narrowed_[i] : LineIndex(i);
        if (goods.fits(*lines[line]) && !on(line)) return;
    }
}

/// The goods' narrowest list decides; `fits` looks at the rest.
bool Table::narrow(const Selector& goods) const {
    if (!goods.variants.empty()) return narrow_by_ids(goods.variants);
    if (!goods.products.empty()) return narrow_by_ids(goods.products);
    if (!goods.categories.empty()) return narrow_by_ids(goods.categories);
    return !goods.brands.empty() && narrow_by_brands(goods.brands);
}

bool Table::narrow_by_ids(const std::vector<Uuid>& ids) const {
    if (ids.size() > lines.size()) return false;
    if (!std::exchange(has_ids_, true)) {
        for (LineIndex i = 0; i < lines.size(); ++i) {
            by_id_.emplace_back(lines[i]->variant.value, i);
            by_id_.emplace_back(lines[i]->product.value, i);
            for (const auto& category : lines[i]->categories) by_id_.emplace_back(category.value, i);
        }
        std::ranges::sort(by_id_);
    }
    narrowed_.clear();
    for (const auto& id : ids)
        for (const auto& [known, line] : std::ranges::equal_range(by_id_, id, {}, [](const auto& entry) -> const Uuid& { return entry.first; })) narrowed_.push_back(line);
    tidy_narrowed();
    return true;
}

bool Table::narrow_by_brands(const std::vector<std::string>& brands) const {
    if (brands.size() > lines.size()) return false;
    if (!std::exchange(has_brands_, true)) {
        for (LineIndex i = 0; i < lines.size(); ++i)
            if (lines[i]->brand) by_brand_.emplace_back(*lines[i]->brand, i);
        std::ranges::sort(by_brand_);
    }
    narrowed_.clear();
    for (std::string_view brand : brands)
        for (const auto& [known, line] : std::ranges::equal_range(by_brand_, brand, {}, [](const auto& entry) { return entry.first; })) narrowed_.push_back(line);
    tidy_narrowed();
    return true;
}

void Table::tidy_narrowed() const {
    if (std::ranges::is_sorted(narrowed_, std::less_equal<>{})) return;
    std::ranges::sort(narrowed_);
    auto repeats = std::ranges::unique(narrowed_);
    narrowed_.erase(repeats.begin(), repeats.end());
}

void Table::select(const Selector& goods, std::vector<LineIndex>& into) const {
    into.clear();
    each(goods, [&](LineIndex line) { return into.push_back(line), true; });
}

std::int64_t Table::value_of(const Selector& goods) const {
    if (goods.is_everything) return total;
    Money sum{0, basket.currency};
    each(goods, [&](LineIndex line) { return sum += Money{value[line], basket.currency}, true; });
    return sum.minor;
}

std::int64_t Table::quantity_of(const Selector& goods) const {
    std::int64_t sum = 0;
    each(goods, [&](LineIndex line) { return sum += lines[line]->quantity, true; });
    return sum;
}

bool Table::contains(const Selector& goods) const {
    bool found = false;
    each(goods, [&](LineIndex) { return found = true, false; });
    return found;
}

}  // namespace vitrine::promotions
