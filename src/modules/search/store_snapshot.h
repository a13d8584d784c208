#pragma once
#include <mutex>
#include <vector>

#include "modules/search/api.h"
#include "modules/search/match.h"
#include "modules/search/moves.h"
#include "modules/search/taxonomy.h"
#include "modules/search/tuning.h"

namespace vitrine::search {

struct Extras;

/// One version of a store: a few segments, what is dead in them, and the taxonomy. Shares everything unchanged with the version before.
class StoreSnapshot final : public Snapshot {
public:
    StoreSnapshot() = default;
    StoreSnapshot(std::uint64_t version, Currency currency, std::shared_ptr<const Taxonomy> taxonomy, std::vector<Part> parts,
                  std::shared_ptr<const Tuning> tuning = Tuning::usual(), Moves moves = {}, Instant as_of = {});

    std::uint64_t version() const override { return version_; }
    Found search(const Wanted& wanted) const override;
    std::optional<ProductView> product(std::string_view slug_or_id) const override;
    std::uint64_t product_version(std::string_view slug) const override;
    std::optional<VariantFacts> variant(VariantId id) const override;
    std::vector<catalog::BundlePart> parts(VariantId bundle) const override;
    std::optional<Coming> coming(VariantId variant) const override;
    std::optional<media::Picture> picture(std::string_view slug) const override;
    std::vector<CategoryNode> categories() const override;
    std::vector<Crumb> category_path(std::string_view slug) const override;
    std::vector<Suggestion> suggest(std::string_view text, size_t limit, std::shared_ptr<const prices::View> prices = {}) const override;
    std::vector<std::string> slugs(size_t offset, size_t limit) const override;
    std::size_t size() const override { return size_; }
    std::vector<FacetValue> brands() const override;

    struct Place {
        const Segment* segment = nullptr;   ///< null: not here
        std::uint32_t row = 0;
    };
    const std::vector<Part>& parts() const { return parts_; }
    const std::shared_ptr<const Taxonomy>& taxonomy() const { return taxonomy_; }
    Currency currency() const { return currency_; }
    Card card(const Segment& segment, std::uint32_t doc) const;
    const Tuning& tuning() const { return *tuning_; }
    Instant as_of() const { return as_of_; }
    const Moves& moves() const { return moves_; }

private:
    Place find(std::string_view slug_or_id) const;
    Place find(ProductId id) const;
    std::optional<media::Picture> cover(const Segment& segment, std::uint32_t doc) const;
    void add_extras(ProductView& view, std::string_view text) const;
    std::optional<Extras> extras_with(VariantId variant, std::string_view word) const;  ///< where this word stands in them
    Place find_variant(VariantId id) const;
    std::string options_text(const Segment& segment, std::uint32_t variant) const;
    CategoryNode node(std::uint32_t category, const std::vector<std::int64_t>& counts) const;
    Money money(std::int64_t minor) const { return {minor, currency_}; }

    std::uint64_t version_ = 0;
    Currency currency_;
    std::shared_ptr<const Taxonomy> taxonomy_ = std::make_shared<Taxonomy>();
    std::vector<Part> parts_;
    std::shared_ptr<const Tuning> tuning_ = Tuning::usual();
    Moves moves_;
    Instant as_of_{};
    std::size_t size_ = 0;
};

}  // namespace vitrine::search
