#include "modules/payments/payment.h"

#include "core/check.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

PaymentView view_of(const PaymentRow& row) {
    return {.id = row.id, .order = row.order_ref, .method = row.method, .state = row.state, .amount = row.money(), .failure = row.failure, .created_at = row.created_at};
}

PaymentView view_of(const StuckRow& row) {
    return {.id = row.id, .order = row.order_ref, .method = row.method, .state = row.state, .amount = {row.amount, row.currency}, .failure = row.failure, .created_at = row.created_at};
}

RefundView view_of(const RefundRow& row) {
    return {.id = row.id,
            .payment = row.payment,
            .state = row.state,
            .amount = row.money(),
            .reason = row.reason,
            .failure = row.failure,
            .is_by_hand = row.by_hand,
            .was_gone = row.dispute || row.warning,
            .order = row.order_ref,
            .method = row.method,
            .created_at = row.created_at};
}

TransferView view_of(const TransferRow& row) {
    return {.id = row.id,
            .payment = row.payment,
            .bank_reference = row.bank_reference,
            .note = row.note,
            .amount = row.money(),
            .state = row.state,
            .needs_two_people = row.two_people,
            .marked_by = row.marked_by,
            .marked_at = row.marked_at,
            .decided_by = row.decided_by,
            .decided_at = row.decided_at};
}

DisputeView view_of(const DisputeRow& row) {
    return {.id = row.id,
            .payment = row.payment,
            .order = row.order_ref,
            .gateway = row.gateway,
            .reference = row.reference,
            .amount = {row.amount, row.currency},
            .state = row.state,
            .is_inquiry = row.is_inquiry,
            .reason = row.reason,
            .status = row.status,
            .due_by = row.due_by,
            .withdrawn = row.withdrawn_currency ? std::optional(Money{row.withdrawn, *row.withdrawn_currency}) : std::nullopt,
            .answered_at = row.answered_at,
            .opened_at = row.opened_at};
}

WarningView view_of(const WarningRow& row) {
    return {.id = row.id,
            .payment = row.payment,
            .order = row.order_ref,
            .gateway = row.gateway,
            .reference = row.reference,
            .kind = row.kind,
            .reason = row.reason,
            .is_open = row.is_open,
            .closed_reason = row.closed_reason,
            .note = row.note,
            .opened_at = row.opened_at,
            .closed_at = row.closed_at};
}

const Gateway& gateway_of(const PaymentRow& payment) {
    const auto* gateway = find_gateway(payment.method);
    check(gateway != nullptr, "a payment's gateway is known to the program");
    return *gateway;
}

Charge charge_of(const App& app, const PaymentRow& payment, StoreId store) {
    auto tender = Tender::of(payment.method, payment.money());
    check(tender.has_value(), "a payment was opened with a tender");
    return {.payment = payment.id,
            .store = store,
            .order = payment.order_ref,
            .order_number = payment.order_number,
            .email = payment.email,
            .tender = std::move(*tender),
            .pay_by = payment.pay_by,
            .references = payment.provider_references,
            .wants_challenge = payment.requires_3ds,
            .takes_a_part = payment.released > 0,
            .base = store_base(app, store)};
}

std::string store_base(const App& app, StoreId id) {
    const auto& ours = app.config.public_url;
    auto store = app.stores ? app.stores->by_id(id) : nullptr;
    auto authority = ours.find("://");
    if (!store || authority == std::string::npos) return ours;
    auto port = ours.find(':', authority + 3);
    return ours.substr(0, authority + 3) + store->host + (port == std::string::npos ? "" : ours.substr(port));
}

}  // namespace vitrine::payments
