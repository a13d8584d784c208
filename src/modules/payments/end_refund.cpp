// Staff made a refund themselves, by bank or across the counter, and says how it went.
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

Task<Result<RefundView>> end_refund(App& app, Ctx ctx, RefundId id, RefundEnd end) {
    bool is_an_end = end.outcome == RefundState::succeeded || end.outcome == RefundState::failed;
    if (!is_an_end) co_return refuse(refusals::invalid, {}, {{"/outcome", "not_an_end", "say succeeded or failed"}});
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<RefundView>> {
        auto known = co_await tx.ask(sql::refund(id));
        if (!known) co_return refuse(refund_not_found);
        auto refund = *known;
        if (!refund.by_hand) co_return refuse(refund_not_by_hand);
        RefundTruth truth{.state = end.outcome, .failure = end.outcome == RefundState::failed ? end.note.str() : std::string()};
        refund = co_await record_refund(tx, id, refund.payment, truth);
        if (refund.state != end.outcome) co_return refuse(refund_ended, "It " + std::string(shape_name(refund.state)));
        tx.send(sql::note_refund_end(id, tx.ctx().actor, end.note.str()));
        co_return view_of(refund);
    };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
