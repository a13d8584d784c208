#pragma once
#include "modules/promotions/rule.h"

namespace vitrine::promotions {

struct RunningPromotion {
    PromotionId id;
    RawJson definition;
    std::optional<std::int64_t> uses_left, budget_left;
};
SHAPE(RunningPromotion, id, definition, uses_left, budget_left)

struct LockedPromotion {
    PromotionId id;
    State state = State::draft;
    std::int64_t version = 1;
    RawJson definition;
};
SHAPE(LockedPromotion, id, state, version, definition)

struct PromotionRow {
    PromotionId id;
    State state = State::draft;
    std::int64_t version = 1;
    RawJson definition;
    Instant created_at{}, updated_at{};
    std::optional<std::int64_t> uses, spent;
};
SHAPE(PromotionRow, id, state, version, definition, created_at, updated_at, uses, spent)

struct PolicyRow {
    std::string spread, rounding;
    std::int64_t version = 1;
};
SHAPE(PolicyRow, spread, rounding, version)

struct CouponRow {
    CouponId id;
    PromotionId promotion;
    std::optional<Uuid> batch;
    std::string code;
    std::optional<std::int64_t> uses_limit, customer_limit;
    std::int64_t uses = 0;
    std::optional<Instant> expires_at;
    bool is_void = false;
    Instant created_at{};
};
SHAPE(CouponRow, id, promotion, batch, code, uses_limit, customer_limit, uses, expires_at, is_void, created_at)

struct UsageRow {
    Currency currency;
    std::int64_t uses = 0, returned = 0, amount = 0, customers = 0, codes = 0;
    std::optional<Instant> last_at;
};
SHAPE(UsageRow, currency, uses, returned, amount, customers, codes, last_at)

}  // namespace vitrine::promotions
