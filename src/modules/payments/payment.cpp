#include "modules/payments/payment.h"

#include "core/check.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

PaymentView view_of(const PaymentRow& row) {
    return {.id = row.id, .order = row.order_ref, .method = row.method, .state = row.state, .amount = row.money(), .failure = row.failure, .created_at = row.created_at};
}

RefundView view_of(const RefundRow& row) {
    return {.id = row.id, .payment = row.payment, .state = row.state, .amount = row.money(), .reason = row.reason, .failure = row.failure};
}

const Gateway& gateway_of(const PaymentRow& payment) {
    const auto* gateway = find_gateway(payment.method);
    check(gateway != nullptr, "a payment's gateway is known to the program");
    return *gateway;
}

Charge charge_of(const PaymentRow& payment, StoreId store, std::string reference) {
    return {.payment = payment.id,
            .store = store,
            .order = payment.order_ref,
            .order_number = payment.order_number,
            .email = payment.email,
            .amount = payment.money(),
            .pay_by = payment.pay_by,
            .reference = std::move(reference)};
}

}  // namespace vitrine::payments
