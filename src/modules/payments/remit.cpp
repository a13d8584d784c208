// The courier pays over what was taken at the doors.
#include <algorithm>

#include "modules/ledger/api.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

Task<Result<PaymentView>> remit(App& app, Ctx ctx, PaymentId id, Money received) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<PaymentView>> {
        auto locked = tx.queue(sql::lock_order_payments(id));
        auto booked = tx.queue(sql::is_remitted(id));
        co_await tx.flush();
        auto own = std::ranges::find(*locked, id, &PaymentRow::id);
        if (own == locked->end()) co_return refuse(not_found);
        if (!gateway_of(*own).can().pays_later || own->state != State::succeeded) co_return refuse(not_collected);
        if (received != own->money()) co_return refuse(wrong_amount, "Collected: " + format_for_people(own->money()));
        if (!*booked) {
            tx.send(sql::note_remittance(id, tx.ctx().now));
            ledger::Posting posting{"payment.remitted", id.text(), {{"bank", received}, {"clearing:" + own->method, -received}}};
            ledger::post(tx, {std::move(posting)});
        }
        co_return view_of(*own);
    };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
