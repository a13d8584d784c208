#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "core/whole.h"
#include "modules/catalog/api.h"

namespace vitrine::search {

/// Words that find each other; with `means` one-way: a search for any of `words` also finds what has any of `means`, not the other way round.
struct SynonymGroup {
    std::vector<Text<1, 60>> words;
    std::optional<std::vector<Text<1, 60>>> means;
};
SHAPE(SynonymGroup, words, means)

/// Products that stand first in this order, for one search or in one category. A pinned product is shown though it lacks the words; filters still hold.
struct Pin {
    std::optional<Text<1, 120>> query, category;   ///< one of the two; the category by its slug
    std::vector<catalog::ProductId> products;
};
SHAPE(Pin, query, category, products)

/// Raises or lowers what fits all that is given; everywhere, or for one search only.
struct Boost {
    std::optional<Text<1, 120>> query, category, brand, tag, attribute, value;  ///< attribute by code, with its value
    std::optional<catalog::ProductId> product;
    Whole<-90, 900> percent;
};
SHAPE(Boost, query, category, brand, tag, attribute, value, product, percent)

/// How much a word counts by where it stands; 0: not found there.
struct FieldWeights {
    std::optional<Whole<0, 100>> title, title_local, brand, category, tag, attribute, description;
};
SHAPE(FieldWeights, title, title_local, brand, category, tag, attribute, description)

/// What a store decides about its search. Everything absent has its default.
struct SearchSettings {
    std::optional<std::vector<SynonymGroup>> synonyms;
    std::optional<std::vector<Pin>> pins;
    std::optional<std::vector<Boost>> boosts;
    std::optional<std::vector<Text<1, 40>>> stop_words;   ///< besides the usual ones
    std::optional<FieldWeights> field_weights;
    std::optional<std::vector<Text<1, 60>>> facet_order;  ///< codes; the others follow
    std::optional<Whole<0, 100>> sold_out_percent;        ///< what a sold-out product keeps of its points; 50
    std::optional<Whole<0, 300>> popularity_percent;      ///< what the most popular product gains; 40
    std::optional<bool> language_variants;                ///< Urdu, Hindi, Roman and British or American spellings find each other; true
    std::optional<bool> forgive_typos;                    ///< true
    std::optional<bool> leave_out_unknown_words;          ///< words that the catalog does not know are left out rather than finding nothing; true
};
SHAPE(SearchSettings, synonyms, pins, boosts, stop_words, field_weights, facet_order, sold_out_percent, popularity_percent, language_variants, forgive_typos,
      leave_out_unknown_words)

/// Everything wrong with the settings beyond their shape.
std::vector<Fault> faults_of(const SearchSettings& settings);

}  // namespace vitrine::search
