#include "modules/risk/review.h"

#include "core/check.h"
#include "modules/risk/sql.h"

namespace vitrine::risk {
namespace {

ReviewView view_of(const ReviewRow& row) {
    return {row.id, row.order_ref, row.order_number, row.basis, Money{row.total, row.currency}, row.email, row.state, read_stored<Assessment>(row.assessment),
            row.on_expiry, row.opened_at, row.expires_at, row.decided_at, row.decided_by, row.reason};
}

/// An order that a person (or time) let go on has been paid and accepted.
Task<void> know_buyer(pg::Tx& tx, const std::string& order) {
    auto row = co_await tx.ask(sql::find_assessment(order));
    if (row) mark_paid(tx, read_stored<Facts>(row->facts), order);
}

/// Decides inside `tx`. The compare-and-set is the judge of who was first; the news are told by whoever it was.
Task<Result<ReviewRow>> decide_in(pg::Tx& tx, ReviewId id, ReviewState verdict, std::string actor, std::string reason) {
    auto review = co_await tx.ask(sql::lock_review(id));
    if (!review) co_return refuse(review_not_found);
    if (review->state != ReviewState::open) co_return refuse(already_decided, std::string(shape_name(review->state)) + " by " + review->decided_by.value_or("somebody"));
    auto now = tx.ctx().now;
    auto decided = co_await tx.ask(sql::decide_review(id, verdict, actor, reason, now));
    check(decided == 1, "a locked open review is decided");
    if (verdict == ReviewState::approved) co_await know_buyer(tx, review->order_ref);
    jobs::publish(tx, id.text(), ReviewDecided{id, review->order_ref, verdict, review->basis, actor, reason});
    review->state = verdict;
    review->decided_at = now, review->decided_by = std::move(actor), review->reason = std::move(reason);
    co_return std::move(*review);
}

}  // namespace

Task<Result<ReviewView>> decide(App& app, Ctx ctx, ReviewId id, ReviewState verdict, std::string reason) {
    check(verdict != ReviewState::open, "a decision ends a review");
    auto body = [&](pg::Tx& tx) -> Task<Result<ReviewRow>> { co_return co_await decide_in(tx, id, verdict, ctx.actor.empty() ? "staff" : ctx.actor, reason); };
    auto decided = co_await app.db.transaction(ctx, body);
    if (!decided) co_return refuse(std::move(decided.error()));
    co_return view_of(*decided);
}

Task<void> expire_review(App& app, const jobs::Attempt& attempt, const ExpireReview& what) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto review = co_await tx.ask(sql::lock_review(what.review));
        attempt.finish(tx);
        if (!review || review->state != ReviewState::open) co_return false;
        auto verdict = review->on_expiry == OnExpiry::approve ? ReviewState::approved : ReviewState::rejected;
        auto decided = co_await decide_in(tx, what.review, verdict, "policy", "nobody decided in time");
        check(decided.has_value(), "the review was locked and open");
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<Result<ReviewView>> find_review(App& app, Ctx ctx, ReviewId id) {
    auto row = co_await app.db.read(ctx, sql::find_review(id));
    if (!row) co_return refuse(review_not_found);
    co_return view_of(*row);
}

Task<Result<ReviewPage>> list_reviews(App& app, Ctx ctx, ReviewFilter filter) {
    auto limit = size_t(filter.limit.value_or(Whole<1, 200>{50}));
    ReviewId last;
    last.value.bytes.fill(0xff);
    auto rows = co_await app.db.read(ctx, sql::list_reviews(filter.state, filter.order, filter.cursor.value_or(last), std::int32_t(limit + 1)));
    ReviewPage page;
    if (rows.size() > limit) {
        rows.resize(limit);
        page.next_cursor = rows.back().id;
    }
    for (const auto& row : rows) page.items.push_back(view_of(row));
    co_return page;
}

Task<Result<AssessmentView>> find_assessment(App& app, Ctx ctx, std::string order) {
    auto row = co_await app.db.read(ctx, sql::find_assessment(order));
    if (!row) co_return refuse(assessment_not_found);
    co_return AssessmentView{row->order_ref, row->order_number, row->placed_at, row->settled_at, read_stored<Facts>(row->facts), read_stored<Assessment>(row->assessment)};
}

}  // namespace vitrine::risk
