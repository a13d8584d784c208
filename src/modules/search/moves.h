#pragma once
#include <memory>
#include <unordered_map>
#include <vector>

#include "modules/search/segment.h"

namespace vitrine::search {

/// What a product's place in an order was made of before a change.
struct OldPlace {
    ProductId product;
    Instant changed_at{};
    std::int64_t price_low = 0, popularity = 0, available = 0;
};

/// The places that products left in the last minutes. With them a walk through pages goes on in the order that held when it began: whoever moves meanwhile is neither
/// shown twice nor stepped over. Shared between versions; a change adds a list, old lists are dropped.
class Moves {
public:
    static constexpr Duration kept_for = 10min;

    void add(std::vector<OldPlace> places, Instant now);
    /// The earliest place that each product left after `since`; nothing when `since` is further back than is known.
    std::unordered_map<ProductId, OldPlace> since(Instant since) const;
    void forget() { lists_.clear(); }

private:
    std::vector<std::shared_ptr<const std::vector<OldPlace>>> lists_;  ///< oldest first, none empty
};

}  // namespace vitrine::search
