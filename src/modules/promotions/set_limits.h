#pragma once
#include "modules/promotions/rule.h"

namespace vitrine::promotions {

/// Queues a promotion's limits, or that it has none.
void set_limits(pg::Tx& tx, PromotionId id, const Definition& definition);

}  // namespace vitrine::promotions
