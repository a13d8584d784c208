#include "modules/search/segment.h"

#include <algorithm>
#include <numeric>
#include <ranges>

#include "modules/search/deletions.h"
#include "modules/search/fold.h"
#include "modules/search/sounds.h"
#include "modules/search/stem.h"

namespace vitrine::search {
namespace {

size_t hash_text(std::string_view text) { return std::hash<std::string_view>{}(text); }

/// One bitmap for each of `keys`, from a visit of all (key, document) pairs in rising order of documents.
template <class Visit>
std::vector<Roaring> bitmaps(size_t keys, Visit visit) {
    std::vector<std::vector<std::uint32_t>> lists(keys);
    visit([&](std::uint32_t key, std::uint32_t doc) { lists[key].push_back(doc); });
    std::vector<Roaring> out;
    out.reserve(keys);
    for (auto& list : lists) {
        out.emplace_back(list.size(), list.data());
        out.back().runOptimize();
        out.back().shrinkToFit();
        std::vector<std::uint32_t>().swap(list);
    }
    return out;
}

template <class... V>
void shrink_all(V&... vectors) {
    (vectors.shrink_to_fit(), ...);
}
template <class... V>
size_t bytes_of(const V&... vectors) {
    return ((vectors.capacity() * sizeof(typename V::value_type)) + ...);
}

}  // namespace

std::uint32_t Segment::find(ProductId product) const {
    return by_id.find(std::hash<ProductId>{}(product), [&](auto doc) { return id[doc] == product; });
}
std::uint32_t Segment::find_slug(std::string_view wanted) const {
    return by_slug.find(hash_text(wanted), [&](auto doc) { return text(slug[doc]) == wanted; });
}
std::uint32_t Segment::find_variant(VariantId variant) const {
    return by_variant.find(std::hash<VariantId>{}(variant), [&](auto row) { return variant_id[row] == variant; });
}
std::uint32_t Segment::find_sku(std::string_view folded) const {
    return by_sku.find(hash_text(folded), [&](auto row) { return fold_code(text(sku[row])) == folded; });
}
std::uint32_t Segment::find_barcode(std::string_view code) const {
    if (code.empty()) return HashIndex::none;
    return by_barcode.find(hash_text(code), [&](auto row) { return text(barcode[row]) == code; });
}

std::uint32_t Segment::find_term(std::string_view folded) const {
    auto rows = std::views::iota(0u, std::uint32_t(terms.size()));
    auto found = std::ranges::lower_bound(rows, folded, {}, [&](auto row) { return text(terms[row]); });
    return found != rows.end() && text(terms[*found]) == folded ? *found : HashIndex::none;
}

std::span<const std::uint32_t> Segment::values_of(std::string_view code) const {
    auto [first, last] = std::ranges::equal_range(values_by_code, code, {}, [&](auto value) { return value_code(value); });
    return {first, last};
}

void Segment::seal() {
    auto docs = std::uint32_t(size());
    values_by_code.resize(values.size());
    std::iota(values_by_code.begin(), values_by_code.end(), 0u);
    std::ranges::sort(values_by_code, {}, [&](auto value) { return std::pair(value_code(value), value); });
    value_docs = bitmaps(values.size(), [&](auto add) {
        for (std::uint32_t doc = 0; doc < docs; ++doc)
            for (auto value : facet_values.of(doc)) add(value, doc);
    });
    category_docs = bitmaps(category_ids.size(), [&](auto add) {
        for (std::uint32_t doc = 0; doc < docs; ++doc) add(category[doc], doc);
    });
    in_stock = std::move(bitmaps(1, [&](auto add) {
        for (std::uint32_t doc = 0; doc < docs; ++doc)
            if (available[doc] > 0) add(0, doc);
    })[0]);
    by_id.build(docs, [&](size_t doc) { return std::hash<ProductId>{}(id[doc]); });
    by_slug.build(docs, [&](size_t doc) { return hash_text(text(slug[doc])); });
    by_variant.build(variant_id.size(), [&](size_t row) { return std::hash<VariantId>{}(variant_id[row]); });
    by_sku.build(sku.size(), [&](size_t row) { return hash_text(fold_code(text(sku[row]))); });
    by_barcode.build(barcode.size(), [&](size_t row) { return hash_text(text(barcode[row])); }, [&](size_t row) { return !text(barcode[row]).empty(); });
    for (std::uint32_t row = 0; row < sku.size(); ++row) by_code.add(text(sku[row]), row);
    by_code.seal();
    for (std::uint32_t term = 0; term < terms.size(); ++term) {
        auto word = text(terms[term]);
        by_stem.add(stem(word), term);
        by_sound.add(sound_of(word), term);
        by_skeleton.add(skeleton_of(word), term);
        each_deletion(word, [&](std::string_view left) { by_deletion.add(left, term); });
    }
    by_stem.seal(), by_sound.seal(), by_skeleton.seal(), by_deletion.seal();
    texts.shrink(), tags.shrink(), attributes.shrink(), facet_values.shrink(), options.shrink(), postings.shrink(), tokens.shrink();
    shrink_all(id, slug, title, title_local, description, brand, category, price_low, price_high, available, popularity, created_us, updated_us, version, cheapest, is_unique, extras, cover,
               variant_begin, variant_id, variant_doc, sku, barcode, price, compare_at, variant_available, weight_grams, strings, values, terms, title_words);
}

size_t Segment::bytes() const {
    size_t bitmap_bytes = 0;
    for (const auto& bitmap : value_docs) bitmap_bytes += sizeof bitmap + bitmap.getSizeInBytes(false);
    for (const auto& bitmap : category_docs) bitmap_bytes += sizeof bitmap + bitmap.getSizeInBytes(false);
    return bitmap_bytes + texts.bytes() + tags.bytes() + attributes.bytes() + facet_values.bytes() + options.bytes() + postings.bytes() + tokens.bytes() + by_stem.bytes() +
           by_sound.bytes() + by_skeleton.bytes() + by_deletion.bytes() + by_code.bytes() + by_id.bytes() +
           by_slug.bytes() + by_variant.bytes() + by_sku.bytes() + by_barcode.bytes() +
           bytes_of(id, slug, title, title_local, description, brand, category, price_low, price_high, available, popularity, created_us, updated_us, version, cheapest, is_unique, extras, cover,
                    variant_begin, variant_id, variant_doc, sku, barcode, price, compare_at, variant_available, weight_grams, strings, values, values_by_code, terms, title_words);
}

}  // namespace vitrine::search
