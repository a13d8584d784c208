#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "modules/search/load.h"
#include "modules/search/source.h"
#include "modules/search/store_snapshot.h"

namespace vitrine::search {

/// A compaction at work: what it started from, and its result once done.
struct Compaction {
    std::vector<Part> from;
    std::shared_ptr<const Segment> merged;   ///< null while it runs
};

/// The changing side of one store, owned by the follower: which segments there are and what is dead in them. Every change makes new parts
/// that share all unchanged segments; readers keep the snapshot they hold.
class StoreState {
public:
    void replace(LoadedStore loaded);
    /// Takes over what was kept on disk; the changes since must follow.
    void restore(std::vector<Part> parts, std::shared_ptr<const Taxonomy> taxonomy, Currency currency);
    /// Puts the changed products in place of their old versions; ids without a product are gone.
    void apply(const std::vector<ProductId>& changed, std::shared_ptr<const Segment> segment, Currency currency);
    std::shared_ptr<const StoreSnapshot> publish(std::uint64_t version) const;

    /// When much is dead or scattered: what to merge. Until `adopt` those parts stay as they are.
    std::shared_ptr<Compaction> start_compaction();
    /// Puts the merged segment in place of what it was made from; what died meanwhile dies in it. A compaction that a reload overtook is dropped.
    void adopt(const Compaction& done);

    const std::shared_ptr<const Taxonomy>& taxonomy() const { return taxonomy_; }
    const std::vector<Part>& parts() const { return parts_; }
    Currency currency() const { return currency_; }
    void set_tuning(std::shared_ptr<const Tuning> tuning) { tuning_ = std::move(tuning); }
    size_t alive() const;

private:
    void merge_small_parts();
    void note_moves(const std::vector<ProductId>& changed);
    std::vector<Part> parts_;
    std::shared_ptr<const Taxonomy> taxonomy_ = std::make_shared<Taxonomy>();
    std::shared_ptr<const Tuning> tuning_ = Tuning::usual();
    Moves moves_;
    Currency currency_;
    std::shared_ptr<Compaction> compaction_;
};

}  // namespace vitrine::search
