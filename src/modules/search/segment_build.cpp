#include "modules/search/segment_build.h"

#include <algorithm>
#include <numeric>

#include "core/check.h"
#include "core/text.h"
#include "io/html/sanitize.h"
#include "modules/search/fold.h"

namespace vitrine::search {
namespace {

/// "Paper size" the option and "paper_size" the attribute are one facet.
std::string facet_code(std::string_view name) {
    auto code = lower_ascii(name);
    std::ranges::replace(code, ' ', '_');
    return code;
}

}  // namespace

std::uint32_t ValueTable::string(std::string_view text) {
    auto found = strings_.find(text);
    if (found != strings_.end()) return found->second;
    auto index = std::uint32_t(segment_.strings.size());
    segment_.strings.push_back(segment_.texts.put(text));
    strings_.emplace(text, index);
    return index;
}

std::uint32_t ValueTable::value(std::string_view code, std::string_view text) {
    ValueKey key{string(code), string(text)};
    auto [entry, is_new] = values_.emplace(std::uint64_t(key.code) << 32 | key.text, std::uint32_t(segment_.values.size()));
    if (is_new) segment_.values.push_back(key);
    return entry->second;
}

SegmentBuilder::SegmentBuilder() : segment_(std::make_shared<Segment>()), values_(*segment_) {}

void SegmentBuilder::add(const SourceProduct& product) {
    check(!product.variants.empty(), "a product without variants cannot be shown");
    auto& to = *segment_;
    auto doc = std::uint32_t(to.size());
    to.id.push_back(product.id);
    to.slug.push_back(to.texts.put(product.slug));
    to.title.push_back(to.texts.put(product.title));
    to.title_local.push_back(to.texts.put(product.title_local));
    to.description.push_back(to.texts.put(product.description));
    auto [category, is_new] = categories_.emplace(product.category, std::uint32_t(to.category_ids.size()));
    if (is_new) to.category_ids.push_back(product.category);
    to.category.push_back(category->second);
    to.popularity.push_back(product.popularity);
    to.created_us.push_back(product.created_at.time_since_epoch().count());
    to.updated_us.push_back(product.updated_at.time_since_epoch().count());
    to.version.push_back(product.version);
    to.is_unique.push_back(product.is_unique);
    to.extras.push_back(to.texts.put(product.extras));
    to.cover.push_back(to.texts.put(product.cover));
    for (const auto& tag : product.tags) to.tags.items.push_back(to.texts.put(tag));
    to.tags.end_row();
    to.price_low.push_back(INT64_MAX), to.price_high.push_back(0), to.available.push_back(0), to.cheapest.push_back(0);
    for (const auto& variant : product.variants) add_variant(doc, variant);
    to.variant_begin.push_back(std::uint32_t(to.variant_id.size()));
    add_values(product);
    index_product(doc, product);
}

void SegmentBuilder::add_variant(std::uint32_t doc, const SourceVariant& variant) {
    auto& to = *segment_;
    auto row = std::uint32_t(to.variant_id.size());
    to.variant_id.push_back(variant.id);
    to.variant_doc.push_back(doc);
    to.sku.push_back(to.texts.put(variant.sku));
    to.barcode.push_back(to.texts.put(variant.barcode));
    to.price.push_back(variant.price);
    to.compare_at.push_back(variant.compare_at.value_or(Segment::no_amount));
    to.variant_available.push_back(variant.available);
    to.weight_grams.push_back(variant.weight_grams.value_or(Segment::no_amount));
    for (const auto& [name, value] : variant.options) to.options.items.push_back(values_.value(name, value));
    to.options.end_row();
    if (variant.price < to.price_low[doc]) to.price_low[doc] = variant.price, to.cheapest[doc] = row;
    to.price_high[doc] = std::max(to.price_high[doc], variant.price);
    to.available[doc] += std::max<std::int64_t>(variant.available, 0);
}

void SegmentBuilder::add_values(const SourceProduct& product) {
    auto& to = *segment_;
    std::vector<std::uint32_t> facets;
    to.brand.push_back(product.brand.empty() ? Segment::no_value : values_.value("brand", product.brand));
    if (!product.brand.empty()) facets.push_back(to.brand.back());
    for (const auto& [code, value] : product.attributes) {
        to.attributes.items.push_back(values_.value(code, value));
        facets.push_back(to.attributes.items.back());
    }
    to.attributes.end_row();
    for (const auto& variant : product.variants) {
        for (const auto& [code, value] : variant.attributes) facets.push_back(values_.value(code, value));
        for (const auto& [name, value] : variant.options) facets.push_back(values_.value(facet_code(name), value));
    }
    std::ranges::sort(facets);
    auto repeats = std::ranges::unique(facets);
    facets.erase(repeats.begin(), repeats.end());
    to.facet_values.items.insert(to.facet_values.items.end(), facets.begin(), facets.end());
    to.facet_values.end_row();
}

void SegmentBuilder::index_product(std::uint32_t doc, const SourceProduct& product) {
    auto& tokens = segment_->tokens;
    index_words(doc, product.title, Field::title);
    segment_->title_words.push_back(std::uint8_t(std::min<size_t>(tokens.items.size() - tokens.begin.back(), 255)));
    index_words(doc, product.title_local, Field::title_local);
    index_words(doc, product.brand, Field::brand);
    for (const auto& tag : product.tags) index_words(doc, tag, Field::tag);
    for (auto value : segment_->facet_values.of(doc)) {
        auto code = segment_->value_code(value);
        if (code == "brand" || std::ranges::find(product.unsearched, code) != product.unsearched.end()) continue;
        index_words(doc, std::string(segment_->value_text(value)), Field::attribute);
    }
    index_words(doc, html::plain_text(product.description), Field::description);
    tokens.end_row();
    index_words(doc, product.category_words, Field::category);
    tokens.items.resize(tokens.begin.back());  // names of categories are not read as a sentence
}

void SegmentBuilder::index_words(std::uint32_t doc, std::string_view text, Field field) {
    auto& tokens = segment_->tokens;
    if (field != Field::title && tokens.items.size() > tokens.begin.back()) tokens.items.push_back(Segment::gap);
    auto posting = doc << Segment::field_bits | 1u << unsigned(field);
    for (auto& word : fold_words(text)) {
        auto [entry, is_new] = terms_.try_emplace(std::move(word), std::uint32_t(postings_.size()));
        if (is_new) postings_.emplace_back();
        auto& list = postings_[entry->second];
        if (!list.empty() && list.back() >> Segment::field_bits == doc) list.back() |= posting;
        else list.push_back(posting);
        tokens.items.push_back(entry->second);
    }
}

void SegmentBuilder::finish_terms() {
    std::vector<std::pair<std::string_view, std::uint32_t>> order;
    std::vector<std::uint32_t> place(terms_.size());
    order.reserve(terms_.size());
    for (const auto& [term, index] : terms_) order.emplace_back(term, index);
    std::ranges::sort(order);
    for (const auto& [term, index] : order) {
        place[index] = std::uint32_t(segment_->terms.size());
        segment_->terms.push_back(segment_->texts.put(term));
        auto& list = postings_[index];
        segment_->postings.items.insert(segment_->postings.items.end(), list.begin(), list.end());
        segment_->postings.end_row();
        std::vector<std::uint32_t>().swap(list);
    }
    for (auto& token : segment_->tokens.items)
        if (token != Segment::gap) token = place[token];
}

std::shared_ptr<const Segment> SegmentBuilder::finish() {
    finish_terms();
    segment_->seal();
    return std::move(segment_);
}

}  // namespace vitrine::search
