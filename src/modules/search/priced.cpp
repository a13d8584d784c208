// Prices as a buyer sees them, over what the snapshot holds.
#include "modules/search/priced.h"

#include <list>
#include <map>
#include <mutex>

#include "modules/search/api.h"

namespace vitrine::search {
namespace {

constexpr size_t most_documents = 1'200'000;

std::shared_ptr<const LowPrices> worked_out(const Segment& segment, const prices::View& view) {
    auto out = std::make_shared<LowPrices>();
    out->low.assign(segment.size(), INT64_MAX);
    out->cheapest.assign(segment.size(), 0);
    out->has_range.assign(segment.size(), false);
    for (std::uint32_t row = 0; row < segment.variant_id.size(); ++row) {
        auto doc = segment.variant_doc[row];
        auto price = view.minor(segment.variant_id[row], segment.price[row]);
        auto& low = out->low[doc];
        if (low != INT64_MAX && price != low) out->has_range[doc] = true;
        if (price < low) low = price, out->cheapest[doc] = row;
    }
    return out;
}

/// Kept by segment and view; shared by all threads. Two that need the same at once both work it out, which is rare and harmless.
class Kept {
public:
    std::shared_ptr<const LowPrices> of(const std::shared_ptr<const Segment>& segment, const prices::View& view) {
        Key key{segment.get(), view.key()};
        if (auto known = find(key, segment)) return known;
        auto made = worked_out(*segment, view);
        keep(key, segment, made);
        return made;
    }

private:
    using Key = std::pair<const Segment*, std::string>;
    struct Entry {
        Key key;
        std::weak_ptr<const Segment> segment;   ///< an address is used again, a segment is not
        std::shared_ptr<const LowPrices> prices;
    };

    std::shared_ptr<const LowPrices> find(const Key& key, const std::shared_ptr<const Segment>& segment) {
        std::lock_guard hold(mutex_);
        auto found = by_key_.find(key);
        if (found == by_key_.end() || found->second->segment.lock() != segment) return {};
        recent_.splice(recent_.begin(), recent_, found->second);
        return found->second->prices;
    }

    void keep(const Key& key, const std::shared_ptr<const Segment>& segment, std::shared_ptr<const LowPrices> prices) {
        std::lock_guard hold(mutex_);
        if (auto old = by_key_.find(key); old != by_key_.end()) drop(old->second);
        documents_ += prices->low.size();
        recent_.push_front({key, segment, std::move(prices)});
        by_key_[key] = recent_.begin();
        while (documents_ > most_documents && recent_.size() > 1) drop(std::prev(recent_.end()));
        for (auto entry = recent_.begin(); entry != recent_.end();) {
            auto here = entry++;
            if (here->segment.expired()) drop(here);
        }
    }

    void drop(std::list<Entry>::iterator entry) {
        documents_ -= entry->prices->low.size();
        by_key_.erase(entry->key);
        recent_.erase(entry);
    }

    std::mutex mutex_;
    std::list<Entry> recent_;                    ///< asked for last first
    std::map<Key, std::list<Entry>::iterator> by_key_;
    size_t documents_ = 0;
};

}  // namespace

std::shared_ptr<const LowPrices> low_prices(const std::shared_ptr<const Segment>& segment, const prices::View* view) {
    if (!view || view->is_plain()) return {};
    static Kept kept;
    return kept.of(segment, *view);
}

void reprice(ProductView& product, const prices::View& prices) {
    if (prices.is_plain()) return;
    for (auto& variant : product.variants) {
        prices::BasePrice base{variant.price, variant.compare_at_price, variant.lowest_price};
        auto unit = prices.unit(variant.id, base);
        auto breaks = prices.breaks(variant.id, base);
        variant.price = unit.price;
        variant.compare_at_price = unit.compare_at;
        variant.lowest_price = unit.lowest;
        variant.includes_tax = unit.includes_tax;
        if (breaks.size() < 2) continue;
        variant.quantity_prices.emplace();
        for (const auto& step : breaks) variant.quantity_prices->push_back({step.from_quantity, step.price});
    }
}

}  // namespace vitrine::search
