#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <roaring/roaring.hh>

#include "modules/catalog/api.h"
#include "modules/search/code_index.h"
#include "modules/search/columns.h"
#include "modules/search/key_index.h"

namespace vitrine::search {

using catalog::CategoryId;
using catalog::ProductId;
using catalog::VariantId;

/// One value of one attribute ("colour", "Blue"), by its place in Segment::strings.
struct ValueKey {
    std::uint32_t code = 0, text = 0;
};

/// Some products of one store in columns, immutable once built. A document is a row number; documents deleted or replaced later are
/// known to the snapshot, not here.
struct Segment {
    static constexpr std::int64_t no_amount = -1;
    static constexpr std::uint32_t field_bits = 7;   ///< of a posting: document << 7 | one bit for each field that has the word
    static constexpr std::uint32_t field_mask = (1u << field_bits) - 1;
    static constexpr std::uint32_t gap = ~0u;        ///< in `tokens`, between two fields

    Arena texts;
    std::vector<ProductId> id;
    std::vector<TextAt> slug, title, title_local, description;
    std::vector<std::uint32_t> brand;                ///< value id, or no_value
    std::vector<std::uint32_t> category;             ///< index into category_ids
    std::vector<std::int64_t> price_low, price_high, available, popularity, created_us, updated_us;
    std::vector<std::uint64_t> version;
    std::vector<std::uint32_t> cheapest;             ///< variant row with the lowest price, the first of them
    std::vector<std::uint8_t> is_unique;             ///< one of a kind
    std::vector<TextAt> extras;                      ///< JSON of Extras, empty for most
    std::vector<TextAt> cover;                       ///< JSON of the first picture, empty where there is none
    Lists<TextAt> tags;
    Lists<std::uint32_t> attributes;                 ///< value ids, as the product page lists them
    Lists<std::uint32_t> facet_values;               ///< value ids, brand and options included, each once
    std::vector<std::uint32_t> variant_begin{0};

    std::vector<VariantId> variant_id;
    std::vector<std::uint32_t> variant_doc;
    std::vector<TextAt> sku, barcode;
    std::vector<std::int64_t> price, compare_at, variant_available, weight_grams;  ///< no_amount: none
    Lists<std::uint32_t> options;                    ///< value ids with the option's written name as code

    static constexpr std::uint32_t no_value = ~0u;
    std::vector<TextAt> strings;
    std::vector<ValueKey> values;
    std::vector<Roaring> value_docs;                 ///< documents by value id, for facets
    std::vector<std::uint32_t> values_by_code;       ///< value ids, those of one code together
    std::vector<CategoryId> category_ids;
    std::vector<Roaring> category_docs;
    Roaring in_stock;

    std::vector<TextAt> terms;                       ///< in byte order, which is code point order
    Lists<std::uint32_t> postings;                   ///< by term
    Lists<std::uint32_t> tokens;                     ///< by document: its words in order, the title's first, `gap` between fields; for phrases and nearness
    std::vector<std::uint8_t> title_words;           ///< how many words the title has, 255 at most
    KeyIndex by_stem, by_sound, by_skeleton;         ///< terms
    KeyIndex by_deletion;                            ///< terms, by themselves and with each letter taken out: what is one edit away shares one of these
    CodeIndex by_code;                               ///< variants by parts of their SKU

    HashIndex by_id, by_slug, by_variant, by_sku, by_barcode;

    size_t size() const { return id.size(); }
    std::string_view text(TextAt where) const { return texts.at(where); }
    std::string_view string(std::uint32_t index) const { return texts.at(strings[index]); }
    std::string_view value_code(std::uint32_t value) const { return string(values[value].code); }
    std::string_view value_text(std::uint32_t value) const { return string(values[value].text); }

    std::uint32_t find(ProductId product) const;             ///< HashIndex::none when it is not here
    std::uint32_t find_slug(std::string_view slug) const;
    std::uint32_t find_variant(VariantId variant) const;
    std::uint32_t find_sku(std::string_view folded) const;
    std::uint32_t find_barcode(std::string_view code) const;
    /// The value ids of one code, in rising order.
    std::span<const std::uint32_t> values_of(std::string_view code) const;
    size_t bytes() const;                                    ///< of memory, near enough

    std::uint32_t find_term(std::string_view folded) const;  ///< HashIndex::none when no document has it
    /// Builds what follows from the columns: bitmaps and indexes. The last step of building and of merging.
    void seal();
};

}  // namespace vitrine::search
