#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

Task<Result<PaymentView>> mark_paid(App& app, Ctx ctx, PaymentId id, Money received, std::string note) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (gateway_of(*payment).can().is_remote) co_return refuse(not_by_hand);
    if (received != payment->money()) co_return refuse(wrong_amount, "Asked for: " + format_for_people(payment->money()));
    Truth arrived{.reference = id.text(), .standing = Standing::succeeded, .received = received};
    co_return co_await settle(app, ctx, id, std::move(arrived), std::move(note));
}

}  // namespace vitrine::payments
