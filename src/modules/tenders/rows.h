#pragma once
#include "modules/tenders/api.h"

namespace vitrine::tenders {

struct MovementRow {
    std::string kind;
    std::int64_t amount = 0;
    std::optional<std::string> order_ref;
    std::string reason, actor;
    Instant moved_at{};
};
SHAPE(MovementRow, kind, amount, order_ref, reason, actor, moved_at)

}  // namespace vitrine::tenders
