#pragma once
// What there is of some articles at this moment, for staff who watch them.
#include "modules/stock/api.h"

namespace vitrine::stock {

struct LevelNow {
    VariantId variant;
    std::int64_t on_hand = 0, reserved = 0, promised = 0;
    std::int64_t available = 0;          ///< on_hand - reserved - promised - what is kept back
};
SHAPE(LevelNow, variant, on_hand, reserved, promised, available)

/// Of those of the ctx's store that have a level.
pg::Query<std::vector<LevelNow>> levels_now(const std::vector<VariantId>& variants);

}  // namespace vitrine::stock
