#pragma once
#include "modules/orders/drafts.h"
#include "modules/orders/list.h"
#include "modules/orders/notes.h"
#include "modules/orders/refund.h"

namespace vitrine::orders {

struct DraftRow {
    DraftId id;
    std::int64_t version = 1;
    DraftState state = DraftState::open;
    RawJson content;
    std::optional<OrderId> order_id;
    std::string actor;
    Instant made_at{}, changed_at{};
};
SHAPE(DraftRow, id, version, state, content, order_id, actor, made_at, changed_at)

}  // namespace vitrine::orders
