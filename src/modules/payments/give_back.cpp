// Captured money that its order cannot take after all (the order was closed while the money was on its way) becomes surplus and goes back.
#include <algorithm>

#include "core/check.h"
#include "modules/ledger/api.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

/// What the capture took off the receivable goes to surplus: the order no longer asks for it.
void book(pg::Tx& tx, const PaymentRow& payment, const ReceiptRow& receipt) {
    Money amount{receipt.amount, receipt.currency};
    ledger::Posting posting{"payment.surplus", payment.id.text() + ":" + receipt.reference, {{"receivable", amount}, {"surplus", -amount}}};
    ledger::post(tx, {std::move(posting)});
}

Task<void> give_back_receipt(pg::Tx& tx, const PaymentRow& payment, const ReceiptRow& receipt, const std::string& reason) {
    Money amount{receipt.amount, receipt.currency};
    auto turned = co_await tx.ask(sql::turn_into_surplus(payment.id, receipt.reference, reason));
    check(turned == 1, "money that is partly refunded already stays with its order");
    book(tx, payment, receipt);
    SurplusReceived news{payment.id, payment.order_ref, payment.method, amount, reason};
    jobs::publish(tx, payment.id.text(), news);
    NewRefund refund{.id = RefundId::next(tx.ctx().now), .payment = payment.id, .amount = amount, .reason = reason};
    reserve_refund(tx, payment, refund, receipt.reference, amount);
}

}  // namespace

void give_back(pg::Tx& tx, PaymentId payment, std::string, std::string, Money, std::string reason) {
    jobs::later(tx, std::string(give_back_job), payment.text(), tx.ctx().now, GiveBackCapture{payment, std::move(reason)});
}

Task<void> work_give_back(App& app, const jobs::Attempt& attempt, const GiveBackCapture& what) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = tx.queue(sql::lock_order_payments(what.payment));
        auto receipts = tx.queue(sql::receipts_of_order(what.payment));
        co_await tx.flush();
        attempt.finish(tx);
        auto payment = std::ranges::find(*locked, what.payment, &PaymentRow::id);
        auto receipt = std::ranges::find_if(*receipts, [&](const auto& r) { return r.payment == what.payment && r.use == ReceiptUse::order; });
        if (payment == locked->end() || receipt == receipts->end()) co_return false;  // done before
        co_await give_back_receipt(tx, *payment, *receipt, what.reason);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, in_transaction);
}

}  // namespace vitrine::payments
