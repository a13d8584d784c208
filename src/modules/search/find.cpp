// Snapshot::search: text, filters, facets, order and page over all parts.
#include <algorithm>

#include "modules/search/explain.h"
#include "modules/search/facets.h"
#include "modules/search/histogram.h"
#include "modules/search/marks.h"
#include "modules/search/numbers.h"
#include "modules/search/page.h"
#include "modules/search/priced.h"
#include "modules/search/rank.h"
#include "modules/search/store_snapshot.h"

namespace vitrine::search {
namespace {

/// What one part has of each filter; absent ones do not limit.
struct PartFilters {
    std::vector<Roaring> facets;           ///< as Wanted::filter, in its order
    std::optional<Roaring> price;
};

/// What one filter asks for: any of these values, or for numbers any within these ranges.
struct WantedValues {
    const std::vector<std::string>* values = nullptr;
    std::vector<NumberRange> ranges;

    bool holds(std::string_view value) const {
        if (std::ranges::find(*values, value) != values->end()) return true;
        if (ranges.empty()) return false;
        auto number = read_decimal(value);
        return number && std::ranges::any_of(ranges, [&](const NumberRange& range) { return range.holds(*number); });
    }
};

WantedValues wanted_values(const Taxonomy& taxonomy, std::string_view code, const std::vector<std::string>& values) {
    WantedValues wanted{&values, {}};
    if (!taxonomy.is_number(code)) return wanted;
    for (const auto& value : values)
        if (auto range = read_range(value)) wanted.ranges.push_back(*range);
    return wanted;
}

Roaring with_any_value(const Segment& segment, std::string_view code, const WantedValues& wanted) {
    Roaring docs;
    for (auto value : segment.values_of(code))
        if (wanted.holds(segment.value_text(value))) docs |= segment.value_docs[value];
    return docs;
}

std::vector<std::uint32_t> rows_of(const Roaring& docs) {
    std::vector<std::uint32_t> rows(docs.cardinality());
    docs.toUint32Array(rows.data());
    return rows;
}

Roaring priced_between(std::span<const std::int64_t> prices, const Roaring& among, const Wanted& wanted) {
    auto rows = rows_of(among);
    std::erase_if(rows, [&](auto doc) {
        return (wanted.price_min && prices[doc] < *wanted.price_min) || (wanted.price_max && prices[doc] > *wanted.price_max);
    });
    return Roaring(rows.size(), rows.data());
}

/// The documents of `from` that pass all filters but those left out.
Roaring apply(const Roaring& from, const PartFilters& filters, size_t leave_out_facet, bool leave_out_price) {
    auto docs = from;
    for (size_t i = 0; i < filters.facets.size(); ++i)
        if (i != leave_out_facet) docs &= filters.facets[i];
    if (filters.price && !leave_out_price) docs &= *filters.price;
    return docs;
}

constexpr size_t none_left_out = ~size_t(0);

/// One search, part by part.
class Search {
public:
    Search(const StoreSnapshot& snapshot, const Wanted& wanted)
        : snapshot_(snapshot), wanted_(wanted), matches_(match_text(snapshot.parts(), wanted.text, snapshot.tuning())), page_(wanted), own_counts_(wanted.filter.size()) {
        if (wanted.after) moved_ = snapshot.moves().since(wanted.after->since);
        for (const auto& [code, values] : wanted.filter) wanted_values_.push_back(wanted_values(*snapshot.taxonomy(), code, values));
    }

    Found run() {
        found_.did_you_mean = matches_.did_you_mean;
        found_.left_out = matches_.left_out;
        auto category = wanted_.category_slug.empty() ? Taxonomy::none : snapshot_.taxonomy()->find_slug(wanted_.category_slug);
        if (!wanted_.category_slug.empty() && category == Taxonomy::none) return std::move(found_);
        for (size_t i = 0; i < snapshot_.parts().size(); ++i) visit(i, category);
        add_items();
        if (!wanted_.facets) return std::move(found_);
        found_.price_least = prices_.least(), found_.price_most = prices_.most();
        found_.price_histogram = prices_.buckets();
        size_t facet = 0;
        for (const auto& [code, values] : wanted_.filter) counts_.take(code, std::move(own_counts_[facet++]));
        found_.facets = counts_.facets(*snapshot_.taxonomy(), snapshot_.tuning(), wanted_.filter, found_.total);
        return std::move(found_);
    }

private:
    void visit(size_t index, std::uint32_t category) {
        const auto& part = snapshot_.parts()[index];
        const auto& segment = *part.segment;
        auto& match = matches_.parts[index];
        const auto* low = lows_.emplace_back(low_prices(part.segment, wanted_.prices.get())).get();
        auto prices = price_column(segment, low);
        auto& ranking = rankings_.emplace_back(part, *snapshot_.taxonomy(), snapshot_.tuning(), wanted_, low);
        match.docs |= ranking.pinned_docs();
        if (category != Taxonomy::none) match.docs &= docs_in_category(segment, *snapshot_.taxonomy(), category);
        if (wanted_.in_stock) match.docs &= segment.in_stock;
        if (match.docs.isEmpty()) return;
        PartFilters filters;
        size_t filter = 0;
        for (const auto& [code, values] : wanted_.filter) filters.facets.push_back(with_any_value(segment, code, wanted_values_[filter++]));
        bool by_price = wanted_.price_min || wanted_.price_max;
        if (by_price) filters.price = priced_between(prices, match.docs, wanted_);

        auto docs = apply(match.docs, filters, none_left_out, false);
        auto rows = rows_of(docs);
        found_.total += std::int64_t(rows.size());
        add_hits(index, rows);
        if (!wanted_.facets) return;
        prices_.add(prices, by_price ? rows_of(apply(match.docs, filters, none_left_out, true)) : rows);
        counts_.add(segment, docs);
        size_t facet = 0;
        for (const auto& [code, values] : wanted_.filter) {
            own_counts_[facet].add(segment, apply(match.docs, filters, facet, false), code);
            ++facet;
        }
    }

    void add_hits(size_t index, const std::vector<std::uint32_t>& rows) {
        const auto& segment = *snapshot_.parts()[index].segment;
        const auto& ranking = rankings_[index];
        const auto& match = matches_.parts[index];
        std::unordered_map<std::uint32_t, const OldPlace*> moved;
        for (const auto& [product, place] : moved_)
            if (auto doc = segment.find(product); doc != HashIndex::none) moved.emplace(doc, &place);
        for (auto doc : rows) {
            const OldPlace* old = nullptr;
            if (!moved.empty())
                if (auto found = moved.find(doc); found != moved.end()) old = found->second;
            if (wanted_.sort == Sort::relevance && !page_.may_take(ranking.key(doc, match.points_at_most(segment, doc), old))) continue;
            auto key = ranking.key(doc, wanted_.sort == Sort::relevance ? match.points(segment, doc) : 0, old);
            if (!page_.may_take(key)) continue;
            auto popularity = wanted_.sort == Sort::newest ? 0 : old ? old->popularity : segment.popularity[doc];
            page_.add({key, popularity, segment.id[doc], std::uint32_t(index), doc});
        }
    }

    void add_items() {
        auto hits = std::move(page_).take();
        auto first = wanted_.after ? 0 : std::min(wanted_.offset, hits.size());
        Marker marker(snapshot_.parts(), matches_);
        for (auto i = first; i < hits.size() && i < first + wanted_.limit; ++i) {
            const auto& hit = hits[i];
            const auto& part = snapshot_.parts()[hit.part];
            found_.items.push_back(snapshot_.card(*part.segment, hit.doc));
            if (lows_[hit.part]) reprice(found_.items.back(), *part.segment, hit.doc, *lows_[hit.part]);
            if (wanted_.marks) marker.mark(found_.items.back(), hit.part);
            if (wanted_.explain)
                found_.explanations.push_back(explain(part, hit.part, hit.doc, matches_, snapshot_.tuning(), rankings_[hit.part]));
        }
        if (hits.size() <= first + wanted_.limit || found_.items.empty()) return;
        const auto& last = hits[first + wanted_.limit - 1];
        found_.next = Walk{last.key, last.popularity, last.id, wanted_.after ? wanted_.after->since : snapshot_.as_of()};
    }

    void reprice(Card& card, const Segment& segment, std::uint32_t doc, const LowPrices& low) const {
        auto row = low.cheapest[doc];
        prices::BasePrice base{{segment.price[row], snapshot_.currency()}};
        if (segment.compare_at[row] != Segment::no_amount) base.compare_at = Money{segment.compare_at[row], snapshot_.currency()};
        auto unit = wanted_.prices->unit(segment.variant_id[row], base);
        card.first_variant = segment.variant_id[row];
        card.price = unit.price;
        card.compare_at_price = unit.compare_at;
        card.has_price_range = low.has_range[doc];
    }

    const StoreSnapshot& snapshot_;
    const Wanted& wanted_;
    TextMatches matches_;
    Page page_;
    std::vector<std::shared_ptr<const LowPrices>> lows_;   ///< by part; null: base prices
    std::vector<Ranking> rankings_;
    std::unordered_map<ProductId, OldPlace> moved_;
    FacetCounts counts_;
    std::vector<FacetCounts> own_counts_;
    std::vector<WantedValues> wanted_values_;              ///< as Wanted::filter, in its order
    PriceSpread prices_;
    Found found_;
};

}  // namespace

Found StoreSnapshot::search(const Wanted& wanted) const { return Search(*this, wanted).run(); }

}  // namespace vitrine::search
