#pragma once
#include "modules/orders/drafts.h"
#include "modules/orders/list.h"
#include "modules/orders/notes.h"
#include "modules/orders/paid_edit.h"
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

struct PaidEditRow {
    PaidEditId id;
    OrderId order_id;
    std::int64_t position = 1;
    PaidEditState state = PaidEditState::open;
    RawJson plan;
    Currency currency;
    std::int64_t added = 0, taken_back = 0, difference = 0;
    std::optional<PaymentId> payment;
    std::optional<std::string> payment_method;
    std::optional<Instant> pay_by;
    std::string reason, key;
    pg::Bytes fingerprint;
    std::string actor;
    Instant opened_at{};
    std::optional<Instant> ended_at;
    std::optional<std::string> outcome;
};
SHAPE(PaidEditRow, id, order_id, position, state, plan, currency, added, taken_back, difference, payment, payment_method, pay_by, reason, key, fingerprint, actor, opened_at, ended_at, outcome)

}  // namespace vitrine::orders
