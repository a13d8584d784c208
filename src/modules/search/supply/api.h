#pragma once
// Apart from search/api.h, which everybody includes: what a snapshot knows of where goods come from.
#include "modules/search/api.h"
#include "modules/stock/api.h"

namespace vitrine::search {

/// An article that is sold before it is there.
struct Coming {
    stock::PolicyKind kind = stock::PolicyKind::back_order;
    std::optional<Instant> expected_at;
    std::int64_t in_stock = 0;                 ///< what is there now; `available` counts what may be promised, too
};
SHAPE(Coming, kind, expected_at, in_stock)

/// What a snapshot may know beside prices and texts.
class Supply {
public:
    virtual ~Supply() = default;
    virtual std::vector<catalog::BundlePart> parts(VariantId bundle) const = 0;
    virtual std::optional<Coming> coming(VariantId variant) const = 0;
};

/// What one piece of a bundle takes from the shelves; empty for anything else.
inline std::vector<catalog::BundlePart> parts_of(const Snapshot& snapshot, VariantId variant) {
    const auto* supply = dynamic_cast<const Supply*>(&snapshot);
    return supply ? supply->parts(variant) : std::vector<catalog::BundlePart>{};
}
/// Where a variant is sold before it is there: how, and when it comes.
inline std::optional<Coming> coming_of(const Snapshot& snapshot, VariantId variant) {
    const auto* supply = dynamic_cast<const Supply*>(&snapshot);
    return supply ? supply->coming(variant) : std::nullopt;
}

}  // namespace vitrine::search
