#include "modules/search/rank.h"

#include <algorithm>
#include <bit>

#include "modules/search/fold.h"

namespace vitrine::search {
namespace {

constexpr std::int64_t pin_key = std::int64_t(1) << 60, in_stock_key = std::int64_t(1) << 50;
/// Where popularity stops to matter: sixteen times the logarithm of a million units.
constexpr int full_popularity = 320;

}  // namespace

int log2_sixteenths(std::int64_t n) {
    auto value = std::uint64_t(std::max<std::int64_t>(n, 0)) + 1;
    int whole = std::bit_width(value) - 1;
    auto rest = whole >= 4 ? int(value >> (whole - 4)) & 15 : int(value << (4 - whole)) & 15;
    return whole * 16 + rest;
}

Roaring with_value(const Segment& segment, std::string_view code, std::string_view text) {
    for (auto value : segment.values_of(code))
        if (segment.value_text(value) == text) return segment.value_docs[value];
    return {};
}

Roaring docs_in_category(const Segment& segment, const Taxonomy& taxonomy, std::uint32_t category) {
    Roaring docs;
    for (auto below : taxonomy.subtree(category)) {
        auto found = std::ranges::find(segment.category_ids, taxonomy.categories()[below].id);
        if (found != segment.category_ids.end()) docs |= segment.category_docs[size_t(found - segment.category_ids.begin())];
    }
    return docs;
}

Ranking::Ranking(const Part& part, const Taxonomy& taxonomy, const Tuning& tuning, const Wanted& wanted, const LowPrices* prices)
    : segment_(*part.segment), dead_(*part.dead), tuning_(tuning), prices_(prices), sort_(wanted.sort), has_text_(!fold_code(wanted.text).empty()) {
    if (sort_ != Sort::relevance || (tuning.boosts.empty() && tuning.pins.empty())) return;
    auto query = fold_text(wanted.text);
    for (const auto& rule : tuning.boosts) {
        if (!rule.query.empty() && rule.query != query) continue;
        boosts_.push_back({docs_of(rule, taxonomy), rule.percent});
    }
    for (const auto& list : tuning.pins) {
        bool fits = list.query.empty() ? !list.category.empty() && list.category == wanted.category_slug && query.empty() : list.query == query;
        if (!fits) continue;
        for (auto product : list.products) {
            auto doc = segment_.find(product);
            pins_.push_back(doc != HashIndex::none && !dead_.contains(doc) ? doc : HashIndex::none);
        }
    }
}

Roaring Ranking::docs_of(const Tuning::BoostRule& rule, const Taxonomy& taxonomy) const {
    Roaring docs;
    docs.addRange(0, segment_.size());
    if (!rule.brand.empty()) docs &= with_value(segment_, "brand", rule.brand);
    if (!rule.attribute.empty()) docs &= with_value(segment_, rule.attribute, rule.value);
    if (!rule.category.empty()) {
        auto category = taxonomy.find_slug(rule.category);
        docs &= category == Taxonomy::none ? Roaring() : docs_in_category(segment_, taxonomy, category);
    }
    if (!rule.tag.empty()) {
        Roaring tagged;
        for (std::uint32_t doc = 0; doc < segment_.size(); ++doc)
            if (std::ranges::any_of(segment_.tags.of(doc), [&](TextAt tag) { return segment_.text(tag) == rule.tag; })) tagged.add(doc);
        docs &= tagged;
    }
    if (rule.product) {
        auto doc = segment_.find(*rule.product);
        Roaring one;
        if (doc != HashIndex::none) one.add(doc);
        docs &= one;
    }
    return docs;
}

Roaring Ranking::pinned_docs() const {
    Roaring docs;
    for (auto doc : pins_)
        if (doc != HashIndex::none) docs.add(doc);
    return docs;
}

RankFactors Ranking::factors(std::uint32_t doc, std::uint32_t points, const OldPlace* old) const {
    RankFactors out;
    out.points = points;
    out.popularity_percent = tuning_.popularity_percent * std::min(log2_sixteenths(old ? old->popularity : segment_.popularity[doc]), full_popularity) / full_popularity;
    bool is_sold_out = (old ? old->available : segment_.available[doc]) <= 0;
    if (is_sold_out && has_text_) out.stock_percent = tuning_.sold_out_percent;
    for (const auto& boost : boosts_)
        if (boost.docs.contains(doc)) out.boost_percent += boost.percent;
    out.boost_percent = std::max(out.boost_percent, -95);
    out.key = std::int64_t(points) * (100 + out.popularity_percent) * out.stock_percent * (100 + out.boost_percent) / 10'000;
    if (!has_text_ && !is_sold_out) out.key += in_stock_key;
    if (auto pin = std::ranges::find(pins_, doc); pin != pins_.end()) {
        out.pinned = int(pin - pins_.begin()) + 1;
        out.key = pin_key - out.pinned;
    }
    return out;
}

std::int64_t Ranking::key(std::uint32_t doc, std::uint32_t points, const OldPlace* old) const {
    auto price = prices_ ? prices_->low[doc] : old ? old->price_low : segment_.price_low[doc];  // where a place was before is known in base prices only
    switch (sort_) {
        case Sort::relevance: return factors(doc, points, old).key;
        case Sort::price_up: return -price;
        case Sort::price_down: return price;
        case Sort::newest: return segment_.created_us[doc];
        case Sort::popularity: return (old ? old->popularity : segment_.popularity[doc]) + ((old ? old->available : segment_.available[doc]) > 0 ? in_stock_key : 0);
    }
    return 0;
}

}  // namespace vitrine::search
