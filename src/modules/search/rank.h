#pragma once
#include <span>
#include <vector>

#include "modules/search/api.h"
#include "modules/search/match.h"
#include "modules/search/moves.h"
#include "modules/search/priced.h"
#include "modules/search/taxonomy.h"

namespace vitrine::search {

/// What decides a product's place besides its text.
struct RankFactors {
    std::uint32_t points = 0;                ///< of the text
    int popularity_percent = 0, stock_percent = 100, boost_percent = 0;
    int pinned = 0;                          ///< 1 for the first pin; 0: not pinned
    std::int64_t key = 0;                    ///< all of it; the bigger comes first
};

/// The order of the hits of one search in one part.
class Ranking {
public:
    /// `prices`: what the buyer pays, where that is not the base price.
    Ranking(const Part& part, const Taxonomy& taxonomy, const Tuning& tuning, const Wanted& wanted, const LowPrices* prices = nullptr);

    /// Documents that are pinned for this search or category: they are found whatever their text.
    Roaring pinned_docs() const;
    RankFactors factors(std::uint32_t doc, std::uint32_t points, const OldPlace* old = nullptr) const;
    /// What the order is made by: of relevance, more with more `points`; `old`: as it was before the product moved.
    std::int64_t key(std::uint32_t doc, std::uint32_t points, const OldPlace* old = nullptr) const;

private:
    struct BoostDocs {
        Roaring docs;
        int percent;
    };
    Roaring docs_of(const Tuning::BoostRule& rule, const Taxonomy& taxonomy) const;
    const Segment& segment_;
    const Roaring& dead_;
    const Tuning& tuning_;
    const LowPrices* prices_;
    Sort sort_;
    bool has_text_;
    std::vector<BoostDocs> boosts_;
    std::vector<std::uint32_t> pins_;        ///< documents in order; HashIndex::none for those of other parts
};

/// 16 times the binary logarithm of 1 + n.
int log2_sixteenths(std::int64_t n);

Roaring with_value(const Segment& segment, std::string_view code, std::string_view text);
Roaring docs_in_category(const Segment& segment, const Taxonomy& taxonomy, std::uint32_t category);   ///< and below

}  // namespace vitrine::search
