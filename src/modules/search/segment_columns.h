#pragma once
#include "modules/search/segment.h"

namespace vitrine::search {

/// Calls `visit` with every column of a segment, in a fixed order. What `seal` makes of them is left out. A new column must be listed here:
/// the snapshots kept on disk are written and read by this list.
template <class S, class Visit>
constexpr void for_each_column(S& s, Visit visit) {
    auto all = [&](auto&... columns) { (visit(columns), ...); };
    all(s.texts, s.id, s.slug, s.title, s.title_local, s.description, s.brand, s.category, s.price_low, s.price_high, s.available, s.popularity, s.created_us, s.updated_us,
        s.version, s.cheapest, s.is_unique, s.extras, s.cover, s.tags, s.attributes, s.facet_values, s.variant_begin, s.variant_id, s.variant_doc, s.sku, s.barcode, s.price, s.compare_at,
        s.variant_available, s.weight_grams, s.options, s.strings, s.values, s.category_ids, s.terms, s.postings, s.tokens,
        s.title_words);
}

/// The bytes of the members that are not columns: bitmaps and hash indexes, made by `seal`.
inline constexpr size_t sealed_members_size = sizeof(Segment::value_docs) + sizeof(Segment::values_by_code) + sizeof(Segment::category_docs) + sizeof(Segment::in_stock) + 5 * sizeof(HashIndex) +
                                              4 * sizeof(KeyIndex) + sizeof(CodeIndex);

/// Gives how many bytes of a Segment the list above accounts for.
inline size_t listed_size(const Segment& segment) {
    size_t size = sealed_members_size;
    for_each_column(segment, [&](const auto& column) { size += sizeof column; });
    return size;
}

}  // namespace vitrine::search
