#pragma once
#include <string_view>
#include <unordered_map>
#include <vector>

#include "modules/search/api.h"
#include "modules/search/match.h"
#include "modules/search/taxonomy.h"

namespace vitrine::search {

/// Counts of facet values over documents of several parts.
class FacetCounts {
public:
    /// Counts all values of the documents, or those of one code only.
    void add(const Segment& segment, const Roaring& docs, std::string_view only_code = {});
    /// Replaces one facet's counts by those of `other`: for a facet whose own choice is left out of its counts.
    void take(std::string_view code, FacetCounts&& other);
    /// The facets worth showing, in the order the tuning names, else chosen ones first, then those that divide the matches, most used first. At most 12, each with at most 30 values.
    std::vector<Facet> facets(const Taxonomy& taxonomy, const Tuning& tuning, const std::map<std::string, std::vector<std::string>>& chosen, std::int64_t total) const;

private:
    using Counts = std::unordered_map<std::string_view, std::int64_t>;
    void add_one(const Segment& segment, const Roaring& docs, std::string_view code);
    Facet facet(const Taxonomy& taxonomy, std::string_view code, const Counts& counts, const std::vector<std::string>* chosen) const;
    static NumberSpan span(const Taxonomy& taxonomy, std::string_view code, const Counts& counts, const std::vector<std::string>* chosen);
    std::unordered_map<std::string_view, Counts> by_code_;
};

}  // namespace vitrine::search
