#pragma once
#include "modules/risk/steps.h"

namespace vitrine::risk {

inline constexpr RefusalKind review_not_found{"risk.review_not_found", 404, "No such review"};
inline constexpr RefusalKind already_decided{"risk.already_decided", 409, "Somebody has decided this already"};
inline constexpr RefusalKind assessment_not_found{"risk.assessment_not_found", 404, "The rules have not looked at this order"};

/// An order on hold as staff see it.
struct ReviewView {
    ReviewId id;
    std::string order, order_number;
    Basis basis = Basis::paid;              ///< what the order goes on with: money that is there, or the buyer's word
    Money total;
    std::optional<std::string> email;
    ReviewState state = ReviewState::open;
    Assessment assessment;                  ///< what the rules said
    OnExpiry on_expiry = OnExpiry::reject;
    Instant opened_at{}, expires_at{};
    std::optional<Instant> decided_at;
    std::optional<std::string> decided_by, reason;
};
SHAPE(ReviewView, id, order, order_number, basis, total, email, state, assessment, on_expiry, opened_at, expires_at, decided_at, decided_by, reason)

struct ReviewFilter {
    std::optional<ReviewState> state;
    std::optional<std::string> order;
    std::optional<Whole<1, 200>> limit;
    std::optional<ReviewId> cursor;
};
SHAPE(ReviewFilter, state, order, limit, cursor)
struct ReviewPage {
    std::vector<ReviewView> items;
    std::optional<ReviewId> next_cursor;
};
SHAPE(ReviewPage, items, next_cursor)

/// What the rules said of one order.
struct AssessmentView {
    std::string order, order_number;
    Instant placed_at{};
    std::optional<Instant> settled_at;      ///< when the gateway's facts were looked at
    Facts facts;
    Assessment assessment;
};
SHAPE(AssessmentView, order, order_number, placed_at, settled_at, facts, assessment)

/// Decides an open review, once, however many try: state, audit and news in one transaction; the order follows through the news. `verdict` is approved or
/// rejected. Refuses risk.review_not_found, risk.already_decided (with who was faster).
Task<Result<ReviewView>> decide(App& app, Ctx ctx, ReviewId id, ReviewState verdict, std::string reason);
Task<Result<ReviewView>> find_review(App& app, Ctx ctx, ReviewId id);
/// Newest first, by a stable cursor.
Task<Result<ReviewPage>> list_reviews(App& app, Ctx ctx, ReviewFilter filter);
Task<Result<AssessmentView>> find_assessment(App& app, Ctx ctx, std::string order);

}  // namespace vitrine::risk
