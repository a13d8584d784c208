#include "modules/search/store_state.h"

#include <algorithm>

#include "core/check.h"
#include "modules/search/segment_build.h"

namespace vitrine::search {
namespace {

size_t alive_in(const Part& part) { return part.segment->size() - part.dead->cardinality(); }

std::shared_ptr<const Segment> merged(std::span<const Part> parts) {
    std::vector<std::shared_ptr<const Segment>> segments;
    std::vector<Roaring> dead;
    for (const auto& part : parts) segments.push_back(part.segment), dead.push_back(*part.dead);
    return merge_segments(segments, dead);
}

void bury(Part& part, const std::vector<ProductId>& products) {
    Roaring more;
    for (auto product : products)
        if (auto doc = part.segment->find(product); doc != HashIndex::none && !part.dead->contains(doc)) more.add(doc);
    if (!more.isEmpty()) part.dead = std::make_shared<const Roaring>(*part.dead | more);
}

}  // namespace

void StoreState::replace(LoadedStore loaded) {
    parts_ = {{std::move(loaded.segment), std::make_shared<const Roaring>()}};
    taxonomy_ = std::move(loaded.taxonomy);
    currency_ = loaded.currency;
    compaction_.reset();
    moves_.forget();
}

void StoreState::restore(std::vector<Part> parts, std::shared_ptr<const Taxonomy> taxonomy, Currency currency) {
    parts_ = std::move(parts);
    taxonomy_ = std::move(taxonomy);
    currency_ = currency;
    compaction_.reset();
}

void StoreState::apply(const std::vector<ProductId>& changed, std::shared_ptr<const Segment> segment, Currency currency) {
    if (!currency.is_none()) currency_ = currency;
    note_moves(changed);
    for (auto& part : parts_) bury(part, changed);
    if (segment && segment->size() > 0) parts_.push_back({std::move(segment), std::make_shared<const Roaring>()});
    merge_small_parts();
}

void StoreState::note_moves(const std::vector<ProductId>& changed) {
    std::vector<OldPlace> places;
    auto now = clock_now();
    for (const auto& part : parts_)
        for (auto product : changed)
            if (auto doc = part.segment->find(product); doc != HashIndex::none && !part.dead->contains(doc))
                places.push_back({product, now, part.segment->price_low[doc], part.segment->popularity[doc], part.segment->available[doc]});
    moves_.add(std::move(places), now);
}

/// Keeps a handful of parts, each several times smaller than the one before; the first, large one is left to compaction.
void StoreState::merge_small_parts() {
    auto fixed = compaction_ ? compaction_->from.size() : std::min<size_t>(parts_.size(), 1);
    while (parts_.size() > fixed + 1) {
        auto last = parts_.end() - 2;
        if (parts_.size() <= fixed + 3 && alive_in(last[0]) > 4 * alive_in(last[1])) break;
        auto one = merged({last, parts_.end()});
        parts_.erase(last, parts_.end());
        if (one->size() > 0) parts_.push_back({std::move(one), std::make_shared<const Roaring>()});
    }
}

size_t StoreState::alive() const {
    size_t count = 0;
    for (const auto& part : parts_) count += alive_in(part);
    return count;
}

std::shared_ptr<const StoreSnapshot> StoreState::publish(std::uint64_t version) const {
    return std::make_shared<const StoreSnapshot>(version, currency_, taxonomy_, parts_, tuning_, moves_, clock_now());
}

std::shared_ptr<Compaction> StoreState::start_compaction() {
    if (compaction_ || parts_.empty()) return {};
    auto dead = parts_[0].dead->cardinality();
    auto scattered = alive() - alive_in(parts_[0]);
    if (dead + scattered < std::max<size_t>(2'000, alive() / 8)) return {};
    compaction_ = std::make_shared<Compaction>();
    compaction_->from = parts_;
    return compaction_;
}

void StoreState::adopt(const Compaction& done) {
    if (compaction_.get() != &done) return;
    compaction_.reset();
    if (!done.merged) return;  // it failed; the next change starts another
    check(parts_.size() >= done.from.size(), "a compaction that does not fit its store");
    Roaring dead;
    for (size_t i = 0; i < done.from.size(); ++i) {
        check(parts_[i].segment == done.from[i].segment, "a part changed under a compaction");
        for (auto doc : *parts_[i].dead - *done.from[i].dead) dead.add(done.merged->find(done.from[i].segment->id[doc]));
    }
    parts_.erase(parts_.begin() + 1, parts_.begin() + std::ptrdiff_t(done.from.size()));
    parts_[0] = {done.merged, std::make_shared<const Roaring>(std::move(dead))};
    merge_small_parts();
}

}  // namespace vitrine::search
