#include <algorithm>
#include <numeric>

#include "modules/search/segment_build.h"

namespace vitrine::search {
namespace {

using Parts = std::span<const std::shared_ptr<const Segment>>;

/// Copies the living documents of segments into one, keeping their order; remembers where each went.
class Merger {
public:
    Merger(Parts parts, std::span<const Roaring> dead) : parts_(parts), dead_(dead), values_(*to_) {}

    std::shared_ptr<const Segment> run() {
        for (size_t i = 0; i < parts_.size(); ++i) copy_documents(*parts_[i], dead_[i]);
        merge_terms();
        to_->seal();
        return to_;
    }

private:
    void copy_documents(const Segment& from, const Roaring& dead) {
        auto& moved = moved_.emplace_back(from.size(), HashIndex::none);
        value_map_.assign(from.values.size(), Segment::no_value);
        for (std::uint32_t doc = 0; doc < from.size(); ++doc) {
            if (dead.contains(doc)) continue;
            moved[doc] = std::uint32_t(to_->size());
            copy_document(from, doc);
        }
    }

    void copy_document(const Segment& from, std::uint32_t doc) {
        auto& to = *to_;
        auto text = [&](TextAt where) { return to.texts.put(from.text(where)); };
        to.id.push_back(from.id[doc]);
        to.slug.push_back(text(from.slug[doc]));
        to.title.push_back(text(from.title[doc]));
        to.title_local.push_back(text(from.title_local[doc]));
        to.description.push_back(text(from.description[doc]));
        to.brand.push_back(from.brand[doc] == Segment::no_value ? Segment::no_value : value(from, from.brand[doc]));
        to.category.push_back(category(from.category_ids[from.category[doc]]));
        to.price_low.push_back(from.price_low[doc]);
        to.price_high.push_back(from.price_high[doc]);
        to.available.push_back(from.available[doc]);
        to.popularity.push_back(from.popularity[doc]);
        to.created_us.push_back(from.created_us[doc]);
        to.updated_us.push_back(from.updated_us[doc]);
        to.version.push_back(from.version[doc]);
        to.cheapest.push_back(std::uint32_t(to.variant_id.size()) + from.cheapest[doc] - from.variant_begin[doc]);
        to.is_unique.push_back(from.is_unique[doc]);
        to.extras.push_back(text(from.extras[doc]));
        to.cover.push_back(text(from.cover[doc]));
        for (auto tag : from.tags.of(doc)) to.tags.items.push_back(text(tag));
        to.tags.end_row();
        for (auto given : from.attributes.of(doc)) to.attributes.items.push_back(value(from, given));
        to.attributes.end_row();
        for (auto given : from.facet_values.of(doc)) to.facet_values.items.push_back(value(from, given));
        to.facet_values.end_row();
        to.title_words.push_back(from.title_words[doc]);
        for (auto row = from.variant_begin[doc]; row < from.variant_begin[doc + 1]; ++row) copy_variant(from, row);
        to.variant_begin.push_back(std::uint32_t(to.variant_id.size()));
    }

    void copy_variant(const Segment& from, std::uint32_t row) {
        auto& to = *to_;
        to.variant_id.push_back(from.variant_id[row]);
        to.variant_doc.push_back(std::uint32_t(to.size() - 1));
        to.sku.push_back(to.texts.put(from.text(from.sku[row])));
        to.barcode.push_back(to.texts.put(from.text(from.barcode[row])));
        to.price.push_back(from.price[row]);
        to.compare_at.push_back(from.compare_at[row]);
        to.variant_available.push_back(from.variant_available[row]);
        to.weight_grams.push_back(from.weight_grams[row]);
        for (auto given : from.options.of(row)) to.options.items.push_back(value(from, given));
        to.options.end_row();
    }

    std::uint32_t value(const Segment& from, std::uint32_t given) {
        auto& mapped = value_map_[given];
        if (mapped == Segment::no_value) mapped = values_.value(from.value_code(given), from.value_text(given));
        return mapped;
    }
    std::uint32_t category(CategoryId id) {
        auto [entry, is_new] = categories_.emplace(id, std::uint32_t(to_->category_ids.size()));
        if (is_new) to_->category_ids.push_back(id);
        return entry->second;
    }

    /// Terms that only dead documents had are left out.
    void merge_terms() {
        struct Source {
            std::string_view term;
            std::uint32_t part, index;
        };
        std::vector<Source> sources;
        for (const auto& part : parts_) term_place_.emplace_back(part->terms.size());
        for (std::uint32_t part = 0; part < parts_.size(); ++part)
            for (std::uint32_t index = 0; index < parts_[part]->terms.size(); ++index)
                sources.push_back({parts_[part]->text(parts_[part]->terms[index]), part, index});
        std::ranges::sort(sources, [](const auto& a, const auto& b) { return std::tie(a.term, a.part) < std::tie(b.term, b.part); });
        auto& postings = to_->postings;
        for (size_t i = 0; i < sources.size();) {
            auto term = sources[i].term;
            auto place = std::uint32_t(to_->terms.size());
            for (; i < sources.size() && sources[i].term == term; ++i) {
                copy_postings(sources[i].part, sources[i].index);
                term_place_[sources[i].part][sources[i].index] = place;  // of no use when all its documents are dead, and not asked for then
            }
            if (postings.items.size() == postings.begin.back()) continue;
            to_->terms.push_back(to_->texts.put(term));
            postings.end_row();
        }
        for (std::uint32_t part = 0; part < parts_.size(); ++part) copy_tokens(part);
    }
    void copy_tokens(std::uint32_t part) {
        for (std::uint32_t doc = 0; doc < parts_[part]->size(); ++doc) {
            if (moved_[part][doc] == HashIndex::none) continue;
            for (auto token : parts_[part]->tokens.of(doc)) to_->tokens.items.push_back(token == Segment::gap ? token : term_place_[part][token]);
            to_->tokens.end_row();
        }
    }
    void copy_postings(std::uint32_t part, std::uint32_t index) {
        for (auto posting : parts_[part]->postings.of(index)) {
            auto doc = moved_[part][posting >> Segment::field_bits];
            if (doc != HashIndex::none) to_->postings.items.push_back(doc << Segment::field_bits | (posting & Segment::field_mask));
        }
    }

    Parts parts_;
    std::span<const Roaring> dead_;
    std::shared_ptr<Segment> to_ = std::make_shared<Segment>();
    ValueTable values_;
    std::unordered_map<CategoryId, std::uint32_t> categories_;
    std::vector<std::vector<std::uint32_t>> moved_;
    std::vector<std::vector<std::uint32_t>> term_place_;
    std::vector<std::uint32_t> value_map_;
};

}  // namespace

std::shared_ptr<const Segment> merge_segments(Parts parts, std::span<const Roaring> dead) { return Merger(parts, dead).run(); }

}  // namespace vitrine::search
