#include "core/check.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

constexpr Duration first_look = 1min;  // by then `start` has answered, or its process is dead

jobs::Timer sweeper_of(const NewPayment& payment, Instant now, Instant pay_by) {
    const auto* gateway = find_gateway(payment.method);
    check(gateway != nullptr, "a payment is opened with a method that methods() offered");
    return {.kind = std::string(sweep_job),
            .aggregate = payment.id.text(),
            .due = gateway->has_remote() ? now + first_look : pay_by,
            .payload = to_json(SweepPayment{payment.id, 0})};
}

}  // namespace

void open(pg::Tx& tx, const std::vector<NewPayment>& payments) {
    if (payments.empty()) return;
    std::vector<PaymentId> ids;
    std::vector<std::string> orders, numbers, methods, emails;
    std::vector<std::int64_t> amounts;
    std::vector<Currency> currencies;
    std::vector<Instant> pay_by;
    std::vector<jobs::Timer> sweepers;
    auto now = tx.ctx().now;
    for (const auto& payment : payments) {
        ids.push_back(payment.id);
        orders.push_back(payment.order);
        numbers.push_back(payment.order_number);
        methods.push_back(payment.method);
        amounts.push_back(payment.amount.minor);
        currencies.push_back(payment.amount.currency);
        emails.push_back(payment.email);
        pay_by.push_back(payment.pay_by.value_or(now + payment_window(payment.method)));
        sweepers.push_back(sweeper_of(payment, now, pay_by.back()));
    }
    tx.send(sql::open(ids, orders, numbers, methods, amounts, currencies, emails, pay_by, now));
    jobs::later_all(tx, std::move(sweepers));
}

Task<std::vector<PaymentView>> of_order(App& app, Ctx ctx, std::string order) {
    auto query = sql::of_order(order);
    auto rows = co_await app.db.read(ctx, std::move(query));
    std::vector<PaymentView> out;
    for (const auto& row : rows) out.push_back(view_of(row));
    co_return out;
}

}  // namespace vitrine::payments
