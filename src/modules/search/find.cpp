// Snapshot::search: text, filters, facets, order and page over all parts.
#include <algorithm>

#include "modules/search/facets.h"
#include "modules/search/store_snapshot.h"

namespace vitrine::search {
namespace {

/// What one part has of each filter; absent ones do not limit.
struct PartFilters {
    std::vector<Roaring> facets;           ///< as Wanted::filter, in its order
    std::optional<Roaring> price;
};

Roaring with_any_value(const Segment& segment, std::string_view code, const std::vector<std::string>& wanted) {
    Roaring docs;
    for (std::uint32_t value = 0; value < segment.values.size(); ++value)
        if (segment.value_code(value) == code && std::ranges::find(wanted, segment.value_text(value)) != wanted.end()) docs |= segment.value_docs[value];
    return docs;
}

std::vector<std::uint32_t> rows_of(const Roaring& docs) {
    std::vector<std::uint32_t> rows(docs.cardinality());
    docs.toUint32Array(rows.data());
    return rows;
}

Roaring priced_between(const Segment& segment, const Roaring& among, const Wanted& wanted) {
    auto rows = rows_of(among);
    std::erase_if(rows, [&](auto doc) {
        return (wanted.price_min && segment.price_low[doc] < *wanted.price_min) || (wanted.price_max && segment.price_low[doc] > *wanted.price_max);
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

/// One match on its way to the page: the bigger key comes first, then the more popular, then the older id.
struct Hit {
    std::int64_t key, popularity;
    ProductId id;
    const Segment* segment;
    std::uint32_t doc;
    bool operator<(const Hit& other) const {
        if (key != other.key) return key > other.key;
        if (popularity != other.popularity) return popularity > other.popularity;
        return id < other.id;
    }
};

std::int64_t sort_key(const Segment& segment, const TextMatch& match, std::uint32_t doc, Sort sort) {
    switch (sort) {
        case Sort::relevance: return match.score.empty() ? 0 : match.score[doc];
        case Sort::price_up: return -segment.price_low[doc];
        case Sort::price_down: return segment.price_low[doc];
        case Sort::newest: return segment.created_us[doc];
        case Sort::popularity: return 0;
    }
    return 0;
}

/// Keeps the best `most` hits in a heap whose top is the worst of them.
class Page {
public:
    explicit Page(size_t most) : most_(most) {}
    void add(const Hit& hit) {
        if (hits_.size() < most_) {
            hits_.push_back(hit);
            std::push_heap(hits_.begin(), hits_.end());
        } else if (most_ > 0 && hit < hits_.front()) {
            std::pop_heap(hits_.begin(), hits_.end());
            hits_.back() = hit;
            std::push_heap(hits_.begin(), hits_.end());
        }
    }
    std::vector<Hit> sorted() && {
        std::sort_heap(hits_.begin(), hits_.end());
        return std::move(hits_);
    }

private:
    size_t most_;
    std::vector<Hit> hits_;
};

constexpr size_t none_left_out = ~size_t(0);

}  // namespace

Found StoreSnapshot::search(const Wanted& wanted) const {
    Found found;
    auto matches = match_text(parts_, wanted.text);
    found.did_you_mean = std::move(matches.did_you_mean);
    auto category = wanted.category_slug.empty() ? Taxonomy::none : taxonomy_->find_slug(wanted.category_slug);
    if (!wanted.category_slug.empty() && category == Taxonomy::none) return found;

    bool by_price = wanted.price_min || wanted.price_max;
    found.price_least = INT64_MAX;
    Page page(wanted.offset + wanted.limit);
    FacetCounts counts;
    std::vector<FacetCounts> own_counts(wanted.filter.size());
    for (size_t i = 0; i < parts_.size(); ++i) {
        const auto& segment = *parts_[i].segment;
        auto& match = matches.parts[i];
        if (category != Taxonomy::none) match.docs &= in_category(segment, category);
        if (wanted.in_stock) match.docs &= segment.in_stock;
        if (match.docs.isEmpty()) continue;
        PartFilters filters;
        for (const auto& [code, values] : wanted.filter) filters.facets.push_back(with_any_value(segment, code, values));
        if (by_price) filters.price = priced_between(segment, match.docs, wanted);

        auto docs = apply(match.docs, filters, none_left_out, false);
        auto rows = rows_of(docs);
        found.total += std::int64_t(rows.size());
        for (auto doc : rows) page.add({sort_key(segment, match, doc, wanted.sort), segment.popularity[doc], segment.id[doc], &segment, doc});
        if (!wanted.facets) continue;
        auto any_price = by_price ? rows_of(apply(match.docs, filters, none_left_out, true)) : std::move(rows);
        for (auto doc : any_price) {
            found.price_least = std::min(found.price_least, segment.price_low[doc]);
            found.price_most = std::max(found.price_most, segment.price_low[doc]);
        }
        counts.add(segment, docs);
        size_t facet = 0;
        for (const auto& [code, values] : wanted.filter) {
            own_counts[facet].add(segment, apply(match.docs, filters, facet, false), code);
            ++facet;
        }
    }
    if (found.price_least == INT64_MAX) found.price_least = 0;
    auto hits = std::move(page).sorted();
    for (size_t i = wanted.offset; i < hits.size(); ++i) found.items.push_back(card(*hits[i].segment, hits[i].doc));
    if (!wanted.facets) return found;
    size_t facet = 0;
    for (const auto& [code, values] : wanted.filter) counts.take(code, std::move(own_counts[facet++]));
    found.facets = counts.facets(*taxonomy_, wanted.filter, found.total);
    return found;
}

}  // namespace vitrine::search
