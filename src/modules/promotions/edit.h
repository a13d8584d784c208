#pragma once
#include "modules/app.h"
#include "modules/promotions/rule.h"

namespace vitrine::promotions {

/// A promotion as staff see it.
struct PromotionView {
    PromotionId id;
    State state = State::draft;
    std::int64_t version = 1;
    std::string phase;                    ///< draft, paused, ended; of an active one: scheduled, running, over, used_up
    Definition definition;
    std::optional<std::int64_t> uses, spent;  ///< of limited ones: by orders that stand
    std::vector<std::string> moves;       ///< verbs possible now
    Instant created_at{}, updated_at{};
};
SHAPE(PromotionView, id, state, version, phase, definition, uses, spent, moves, created_at, updated_at)

struct PromotionFilter {
    std::optional<State> state;
    std::optional<Whole<1, 200>> limit;
    std::optional<PromotionId> cursor;
};
SHAPE(PromotionFilter, state, limit, cursor)
struct PromotionPage {
    std::vector<PromotionView> items;
    std::optional<PromotionId> next_cursor;
};
SHAPE(PromotionPage, items, next_cursor)

/// Makes a draft. Refuses request.invalid with every fault at its pointer.
Task<Result<PromotionView>> create(App& app, Ctx ctx, Definition definition);
/// Replaces the definition; active promotions change at once in every process. Repeatable. `version`: only when it is still this one.
/// Refuses promotions.not_found, request.stale_version, request.invalid, promotions.illegal_move for ended ones.
Task<Result<PromotionView>> replace(App& app, Ctx ctx, PromotionId id, std::optional<std::int64_t> version, Definition definition);
/// activate, pause, end. Refuses promotions.not_found, promotions.illegal_move, request.stale_version.
Task<Result<PromotionView>> move(App& app, Ctx ctx, PromotionId id, std::optional<std::int64_t> version, std::string verb);
/// Deletes a draft with its codes. Refuses promotions.not_found, promotions.illegal_move.
Task<Result<bool>> remove(App& app, Ctx ctx, PromotionId id);
Task<Result<PromotionView>> find(App& app, Ctx ctx, PromotionId id);
Task<Result<PromotionPage>> list(App& app, Ctx ctx, PromotionFilter filter);

}  // namespace vitrine::promotions
