#include "core/check.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

constexpr Duration first_look = 1min;  // by then `start` has answered, or its process is dead

const Gateway& gateway_of(const NewPayment& payment) {
    const auto* gateway = find_gateway(payment.tender.method());
    check(gateway != nullptr, "a tender names a gateway of this program");
    return *gateway;
}

/// Money has to come, and nobody has to be asked for it: the payment is under way from the beginning.
bool starts_at_once(const NewPayment& payment) {
    const auto& can = gateway_of(payment).can();
    return !can.is_remote && !can.pays_later && !payment.tender.amount().is_zero();
}

jobs::Timer sweeper_of(const NewPayment& payment, Instant now, Instant pay_by) {
    return {.kind = std::string(sweep_job),
            .aggregate = payment.id.text(),
            .due = starts_at_once(payment) ? pay_by : now + first_look,
            .payload = to_json(SweepPayment{payment.id, 0})};
}

}  // namespace

std::optional<Next> next_at_once(const stores::Store& store, const NewPayment& payment) {
    if (!starts_at_once(payment)) return {};
    check(payment.pay_by.has_value(), "a payment that starts at once names the end of its window");
    Charge charge{.payment = payment.id, .store = store.id, .order = payment.order, .order_number = payment.order_number, .email = payment.email, .tender = payment.tender, .pay_by = *payment.pay_by, .wants_challenge = payment.requires_3ds};
    return gateway_of(payment).next_at_once(store, charge);
}

void open(pg::Tx& tx, const std::vector<NewPayment>& payments) {
    if (payments.empty()) return;
    std::vector<PaymentId> ids;
    std::vector<std::string> orders, numbers, methods, emails;
    std::vector<std::int64_t> amounts;
    std::vector<State> states;
    std::vector<bool> requires_3ds;
    std::vector<Currency> currencies;
    std::vector<Instant> pay_by;
    std::vector<jobs::Timer> sweepers;
    auto now = tx.ctx().now;
    for (const auto& payment : payments) {
        ids.push_back(payment.id);
        orders.push_back(payment.order);
        numbers.push_back(payment.order_number);
        methods.push_back(payment.tender.method());
        amounts.push_back(payment.tender.amount().minor);
        currencies.push_back(payment.tender.amount().currency);
        emails.push_back(payment.email);
        states.push_back(starts_at_once(payment) ? State::pending : State::created);
        requires_3ds.push_back(payment.requires_3ds);
        pay_by.push_back(payment.pay_by.value_or(now + payment_window(payment.tender.method())));
        sweepers.push_back(sweeper_of(payment, now, pay_by.back()));
    }
    tx.send(sql::open(ids, orders, numbers, methods, amounts, currencies, emails, pay_by, states, requires_3ds, now));
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
