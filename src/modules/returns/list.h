#pragma once
#include "modules/returns/steps.h"

namespace vitrine::returns {

struct ReturnFilter {
    std::optional<State> state;
    std::optional<OrderId> order;
    std::optional<bool> waits;             ///< only those that wait for a person: asked for, or with something amiss
    std::optional<Whole<1, 200>> limit;
    std::optional<ReturnId> cursor;
};
SHAPE(ReturnFilter, state, order, waits, limit, cursor)
struct ReturnPage {
    std::vector<ReturnView> items;
    std::optional<ReturnId> next_cursor;
};
SHAPE(ReturnPage, items, next_cursor)

/// Newest first, by a stable cursor.
Task<Result<ReturnPage>> list_returns(App& app, Ctx ctx, ReturnFilter filter);
/// A return with its history. Refuses returns.not_found.
Task<Result<ReturnView>> find_return(App& app, Ctx ctx, ReturnId id);

}  // namespace vitrine::returns
