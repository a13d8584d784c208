#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "modules/search/columns.h"
#include "modules/search/settings.h"

namespace vitrine::search {

/// Where a word stands in a product; a posting carries one bit for each.
enum class Field : std::uint8_t { title, title_local, brand, category, tag, attribute, description };
inline constexpr size_t field_count = 7;

/// Some words that mean the same as others: "ball pen" → {"ballpoint"}, {"biro"}.
using Phrase = std::vector<std::string>;

struct PopularQuery {
    std::string text;              ///< as shoppers write it
    std::int64_t searches = 0;
};

/// A store's search settings made ready for searching: immutable, shared by all snapshots until the settings change.
class Tuning {
public:
    explicit Tuning(const SearchSettings& settings = {}, std::vector<PopularQuery> popular = {}, std::int64_t version = 0);
    /// Nothing but the words themselves: no variants, no leaving out. For tests that compare with a plain scan.
    static std::shared_ptr<const Tuning> strict();
    static const std::shared_ptr<const Tuning>& usual();

    struct PinList {
        std::string query, category;               ///< folded query
        std::vector<catalog::ProductId> products;
    };
    struct BoostRule {
        std::string query, category, brand, tag, attribute, value;
        std::optional<catalog::ProductId> product;
        int percent = 0;
    };

    std::int64_t version = 0;
    std::array<std::uint16_t, 1 << field_count> points_of_fields{};  ///< by the set of fields a word stands in
    std::array<std::uint16_t, field_count> weights{};
    std::vector<PinList> pins;
    std::vector<BoostRule> boosts;
    std::vector<PopularQuery> popular;                       ///< most searched first
    int sold_out_percent = 50, popularity_percent = 40;
    bool forgives_typos = true, leaves_out_unknown_words = true, has_language_variants = true;

    bool is_stop_word(std::string_view folded) const;
    /// What else these folded words, joined by spaces, may be written as.
    std::vector<Phrase> variants_of(const std::string& words) const;
    size_t facet_position(std::string_view code) const;      ///< those not named come after all that are
    size_t longest_variant() const { return longest_variant_; }

private:
    using Variants = std::unordered_map<std::string, std::vector<Phrase>>;
    static void link(Variants& into, const std::vector<std::string>& words, const std::vector<std::string>& means, size_t& longest);
    struct Language;
    static const Language& language();

    Variants synonyms_;
    std::unordered_set<std::string> stop_words_;
    std::unordered_map<std::string, size_t> facet_order_;
    size_t longest_variant_ = 1;
};

}  // namespace vitrine::search
