#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "modules/search/segment.h"
#include "modules/search/source.h"
#include "modules/search/tuning.h"

namespace vitrine::search {

/// A text that is stored once however often it comes: attribute names and values, options, brands.
class ValueTable {
public:
    explicit ValueTable(Segment& segment) : segment_(segment) {}
    std::uint32_t value(std::string_view code, std::string_view text);

private:
    std::uint32_t string(std::string_view text);
    Segment& segment_;
    TextMap<std::uint32_t> strings_;
    std::unordered_map<std::uint64_t, std::uint32_t> values_;
};

/// Fills a segment product by product; used by one thread.
class SegmentBuilder {
public:
    SegmentBuilder();
    void add(const SourceProduct& product);
    std::shared_ptr<const Segment> finish();

private:
    void add_variant(std::uint32_t doc, const SourceVariant& variant);
    void add_values(const SourceProduct& product);
    void index_words(std::uint32_t doc, std::string_view text, Field field);
    void index_product(std::uint32_t doc, const SourceProduct& product);
    void finish_terms();

    std::shared_ptr<Segment> segment_;
    ValueTable values_;
    std::unordered_map<CategoryId, std::uint32_t> categories_;
    TextMap<std::uint32_t> terms_;
    std::vector<std::vector<std::uint32_t>> postings_;
};

/// The living documents of several segments in one, without breaking their texts into words again. `dead[i]` belongs to `parts[i]`.
std::shared_ptr<const Segment> merge_segments(std::span<const std::shared_ptr<const Segment>> parts, std::span<const Roaring> dead);

}  // namespace vitrine::search
