#include "modules/search/settings.h"

namespace vitrine::search {
namespace {

constexpr size_t most_synonyms = 2'000, most_pins = 500, most_pinned = 50, most_boosts = 100, most_stop_words = 500, most_facets = 60;

void check_size(std::vector<Fault>& faults, std::string pointer, size_t size, size_t most) {
    if (size > most) faults.push_back({std::move(pointer), "too_many", std::to_string(most) + " at most"});
}

void check_synonyms(std::vector<Fault>& faults, const std::vector<SynonymGroup>& groups) {
    check_size(faults, "/synonyms", groups.size(), most_synonyms);
    for (size_t i = 0; i < groups.size(); ++i) {
        auto at = "/synonyms/" + std::to_string(i);
        if (groups[i].words.empty()) faults.push_back({at + "/words", "required", "give at least one word"});
        if (groups[i].means ? groups[i].means->empty() : groups[i].words.size() == 1) faults.push_back({at, "out_of_range", "a single word needs what it means"});
    }
}

void check_pins(std::vector<Fault>& faults, const std::vector<Pin>& pins) {
    check_size(faults, "/pins", pins.size(), most_pins);
    for (size_t i = 0; i < pins.size(); ++i) {
        auto at = "/pins/" + std::to_string(i);
        if (pins[i].query.has_value() == pins[i].category.has_value()) faults.push_back({at, "out_of_range", "give a query or a category, not both"});
        if (pins[i].products.empty()) faults.push_back({at + "/products", "required", "give at least one product"});
        check_size(faults, at + "/products", pins[i].products.size(), most_pinned);
    }
}

void check_boosts(std::vector<Fault>& faults, const std::vector<Boost>& boosts) {
    check_size(faults, "/boosts", boosts.size(), most_boosts);
    for (size_t i = 0; i < boosts.size(); ++i) {
        const auto& boost = boosts[i];
        auto at = "/boosts/" + std::to_string(i);
        if (boost.attribute.has_value() != boost.value.has_value()) faults.push_back({at, "out_of_range", "an attribute goes with a value"});
        if (!boost.category && !boost.brand && !boost.tag && !boost.attribute && !boost.product) faults.push_back({at, "required", "say which products it raises"});
    }
}

}  // namespace

std::vector<Fault> faults_of(const SearchSettings& settings) {
    std::vector<Fault> faults;
    if (settings.synonyms) check_synonyms(faults, *settings.synonyms);
    if (settings.pins) check_pins(faults, *settings.pins);
    if (settings.boosts) check_boosts(faults, *settings.boosts);
    if (settings.stop_words) check_size(faults, "/stop_words", settings.stop_words->size(), most_stop_words);
    if (settings.facet_order) check_size(faults, "/facet_order", settings.facet_order->size(), most_facets);
    return faults;
}

}  // namespace vitrine::search
