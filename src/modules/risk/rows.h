#pragma once
#include "modules/risk/rule.h"

namespace vitrine::risk {

struct AssessmentRow {
    std::string order_ref, order_number;
    Instant placed_at{};
    RawJson facts, assessment;
    std::optional<Instant> settled_at;
};
SHAPE(AssessmentRow, order_ref, order_number, placed_at, facts, assessment, settled_at)

struct ReviewRow {
    ReviewId id;
    std::string order_ref, order_number;
    Basis basis = Basis::paid;
    std::int64_t total = 0;
    Currency currency;
    std::optional<std::string> email;
    ReviewState state = ReviewState::open;
    RawJson assessment;
    OnExpiry on_expiry = OnExpiry::reject;
    Instant opened_at{}, expires_at{};
    std::optional<Instant> decided_at;
    std::optional<std::string> decided_by, reason;
};
SHAPE(ReviewRow, id, order_ref, order_number, basis, total, currency, email, state, assessment, on_expiry, opened_at, expires_at, decided_at, decided_by, reason)

struct RuleRow {
    RuleId id;
    std::int64_t version = 1;
    RawJson definition;
    Instant created_at{}, updated_at{};
};
SHAPE(RuleRow, id, version, definition, created_at, updated_at)

struct RuleVersionRow {
    std::int64_t version = 1;
    RawJson definition;
    bool is_deleted = false;
    std::string actor;
    Instant at{};
};
SHAPE(RuleVersionRow, version, definition, is_deleted, actor, at)

struct PolicyRow {
    std::int64_t review_hours = 24;
    OnExpiry on_expiry = OnExpiry::reject;
};
SHAPE(PolicyRow, review_hours, on_expiry)

}  // namespace vitrine::risk
