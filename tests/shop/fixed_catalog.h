#pragma once
#include <map>

#include "modules/search/api.h"

namespace vitrine::test {

/// A catalog of a handful of variants whose prices a test sets by hand: for tests of what stands on the catalog, not of the catalog.
class FixedCatalog : public search::Snapshot {
public:
    std::map<search::VariantId, search::VariantFacts> variants;
    std::uint64_t version() const override { return 1; }
    search::Found search(const search::Wanted&) const override { return {}; }
    std::optional<search::ProductView> product(std::string_view) const override { return {}; }
    std::uint64_t product_version(std::string_view) const override { return 0; }
    std::optional<search::VariantFacts> variant(search::VariantId id) const override {
        auto found = variants.find(id);
        return found == variants.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<search::CategoryNode> categories() const override { return {}; }
    std::vector<search::Crumb> category_path(std::string_view) const override { return {}; }
    std::vector<search::Suggestion> suggest(std::string_view, size_t, std::shared_ptr<const prices::View>) const override { return {}; }
    std::vector<std::string> slugs(size_t, size_t) const override { return {}; }
    std::size_t size() const override { return variants.size(); }
};

class FixedSnapshots : public search::Snapshots {
public:
    std::shared_ptr<FixedCatalog> catalog = std::make_shared<FixedCatalog>();
    std::shared_ptr<const search::Snapshot> of(StoreId) const override { return catalog; }
    Task<void> start(Loop&, pg::DbOptions, pg::DbOptions) override { co_return; }
    bool is_loaded() const override { return true; }
    Task<void> stop() override { co_return; }
    Task<bool> caught_up(Duration) override { co_return true; }
};

}  // namespace vitrine::test
