// Less is taken than was authorised: what the order no longer owes is let go with the capture.
#include <algorithm>

#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

constexpr Duration longest_capture = 5min;

}  // namespace

Task<std::optional<Money>> lock_authorized(pg::Tx& tx, PaymentId id) {
    auto locked = tx.queue(sql::lock_order_payments(id));
    auto waits = tx.queue(sql::waits_for_capture(id));
    co_await tx.flush();
    auto own = std::ranges::find(*locked, id, &PaymentRow::id);
    if (own == locked->end() || !*waits || !gateway_of(*own).can().captures_parts) co_return std::nullopt;
    co_return Money{(*waits)->amount, (*waits)->currency};
}

Task<Result<void>> release_authorized(pg::Tx& tx, PaymentId id, Money amount) {
    auto locked = tx.queue(sql::lock_order_payments(id));
    auto waits = tx.queue(sql::waits_for_capture(id));
    co_await tx.flush();
    if (locked->empty() || !*waits) co_return refuse(not_authorized);
    auto since = (*waits)->capturing_since;
    if (since && tx.ctx().now < *since + longest_capture) co_return refuse(capture_under_way);
    if ((*waits)->currency != amount.currency || amount.minor <= 0) co_return refuse(wrong_amount);
    auto released = co_await tx.ask(sql::release_authorized(id, amount.minor, tx.ctx().now));
    if (released != 1) co_return refuse(refund_too_large, "Something has to be left to take: cancel the order instead");
    co_return Result<void>{};
}

}  // namespace vitrine::payments
