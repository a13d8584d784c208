#pragma once
#include "modules/returns/steps.h"

namespace vitrine::returns {

/// What is known of an order and its goods before the transaction that judges a return.
struct Ground {
    orders::OrderView order;
    std::vector<rules::Lot> lots;
    std::optional<Instant> delivered_at;
    std::vector<rules::Goods> goods;
};
/// For whoever may see the order. Refuses orders.not_found.
Task<Result<Ground>> survey(App& app, Ctx ctx, OrderId order, std::string token);

/// What may come back now.
struct Judged {
    StoredPolicy stored;
    std::vector<rules::Returnable> lines;
};
/// For who only looks: locks nothing.
Task<Judged> judge(pg::Tx& tx, const Ground& ground);
/// Behind the order's lock, until the transaction ends.
Task<Judged> judge_locked(pg::Tx& tx, const Ground& ground);

}  // namespace vitrine::returns
