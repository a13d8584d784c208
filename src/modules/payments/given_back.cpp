// A gateway, or somebody at its dashboard, has sent money back that no refund of ours stands for: a person has to look, and write it down with the order.
#include <algorithm>

#include "io/telemetry/log.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

Task<void> note_given_back(App& app, Ctx ctx, PaymentId id, Truth truth) {
    auto back = truth.given_back.value();
    auto look = sql::given_back_unsaid(id, truth.reference, back.minor);
    auto is_news = co_await app.db.read(ctx, std::move(look));
    if (!is_news) co_return;
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = tx.queue(sql::lock_order_payments(id));
        auto unsaid = tx.queue(sql::given_back_unsaid(id, truth.reference, back.minor));  // a refund of ours may have begun meanwhile
        co_await tx.flush();
        auto own = std::ranges::find(*locked, id, &PaymentRow::id);
        if (own == locked->end() || !*unsaid) co_return false;
        Money amount{(*unsaid)->amount, (*unsaid)->currency};
        log::error("payments.given_back", {{"payment", id.text()}, {"reference", truth.reference}, {"amount", format_for_people(amount)}});
        WarningTruth warning{.warning = truth.reference + ":" + std::to_string(back.minor), .reference = truth.reference, .kind = WarningKind::given_back, .reason = format_for_people(amount)};
        warning.amount_minor = amount.minor;
        co_await open_warning(tx, *own, std::move(warning));
        co_return true;
    };
    co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
