// Staff saw money: a transfer on the bank's statement, or what the courier took at the door.
#include <algorithm>

#include "modules/ledger/api.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

Money counted(const std::vector<TransferRow>& transfers, Currency currency) {
    Money sum{0, currency};
    for (const auto& one : transfers)
        if (one.state == TransferState::counted) sum += one.money();
    return sum;
}

std::optional<Money> two_people_limit(const App& app, StoreId store, const PaymentRow& payment) {
    const auto& gateway = gateway_of(payment);
    bool has_one = std::ranges::any_of(gateway.declaration().settings, [](const Setting& one) { return one.name == "bank_transfer_two_people_above"; });
    return has_one ? values_of(app, store, gateway).money("bank_transfer_two_people_above") : std::nullopt;
}

Task<Result<PaymentView>> settle_surplus(pg::Tx& tx, const PaymentRow& payment, const TransferRow& transfer, Money amount) {
    Truth more{.reference = transfer.id.text(), .standing = Standing::succeeded, .received = amount};
    co_return co_await settle_within(tx, payment.id, more, transfer.note);
}

/// One transfer counts, under its payment's lock: as a deposit while money is missing, as the payment once it is all there, as surplus beyond.
Task<Result<PaymentView>> count_transfer(pg::Tx& tx, const PaymentRow& payment, const TransferRow& transfer, Money before) {
    if (!rules::is_open(payment.state)) co_return co_await settle_surplus(tx, payment, transfer, transfer.money());
    auto arrival = rules::arrive(payment.money(), before, transfer.money());
    auto account = "clearing:" + payment.method;
    if (!arrival.is_enough) {
        ledger::post(tx, {{"payment.part_received", transfer.id.text(), {{account, arrival.kept}, {"deposits", -arrival.kept}}}});
        co_return view_of(payment);
    }
    if (!arrival.used.is_zero()) ledger::post(tx, {{"payment.parts_used", payment.id.text(), {{"deposits", arrival.used}, {account, -arrival.used}}}});
    Truth paid{.reference = payment.id.text(), .standing = Standing::succeeded, .received = payment.money()};
    auto settled = co_await settle_within(tx, payment.id, paid, transfer.note);
    if (!settled || arrival.surplus.is_zero()) co_return settled;
    co_return co_await settle_surplus(tx, payment, transfer, arrival.surplus);
}

struct Seen {
    PaymentRow payment;
    std::vector<TransferRow> transfers;
};
/// Locks the payments of the order, then reads.
Task<Result<Seen>> lock(pg::Tx& tx, PaymentId id) {
    auto locked = tx.queue(sql::lock_order_payments(id));
    auto transfers = tx.queue(sql::transfers_of(id));
    co_await tx.flush();
    auto own = std::ranges::find(*locked, id, &PaymentRow::id);
    if (own == locked->end()) co_return refuse(not_found);
    co_return Seen{std::move(*own), std::move(*transfers)};
}

Task<Result<PaymentView>> mark_at_door(App& app, Ctx ctx, const PaymentRow& payment, Money received, std::string note) {
    if (received != payment.money()) co_return refuse(wrong_amount, "Asked for: " + format_for_people(payment.money()));
    Truth arrived{.reference = payment.id.text(), .standing = Standing::succeeded, .received = received};
    co_return co_await settle(app, ctx, payment.id, std::move(arrived), std::move(note));
}

struct Marking {
    Money received;
    std::string note, bank_reference, request_key;

    /// The bank's reference says which transfer it is; without one the request does, whatever it comes to.
    bool is_of(const TransferRow& known) const { return known.bank_reference == bank_reference && known.request_key == request_key; }
};

Task<Result<PaymentView>> mark_transfer(pg::Tx& tx, const App& app, PaymentId id, const Marking& marking) {
    auto seen = co_await lock(tx, id);
    if (!seen) co_return refuse(std::move(seen.error()));
    const auto& [payment, transfers] = *seen;
    auto same = std::ranges::find_if(transfers, [&](const auto& one) { return marking.is_of(one) && one.state != TransferState::rejected; });
    if (same != transfers.end()) {
        if (same->money() != marking.received) co_return refuse(transfer_differs, "Marked before: " + format_for_people(same->money()));
        co_return view_of(payment);
    }
    auto before = counted(transfers, payment.currency);
    auto limit = two_people_limit(app, tx.ctx().store, payment);
    bool two_people = rules::needs_two_people(before, marking.received, limit);
    TransferRow transfer{.id = TransferId::next(tx.ctx().now), .payment = id, .amount = marking.received.minor, .currency = payment.currency, .note = marking.note};
    auto state = two_people ? TransferState::waiting : TransferState::counted;
    tx.send(sql::add_transfer(transfer.id, id, marking.bank_reference, transfer.amount, transfer.currency, marking.note, two_people, state, tx.ctx().now, marking.request_key));
    if (two_people) co_return view_of(payment);
    co_return co_await count_transfer(tx, payment, transfer, before);
}

struct Decision {
    TransferState to = TransferState::counted;
    bool by_somebody_else = false;     ///< than who marked it
};

Task<Result<TransferView>> decide(pg::Tx& tx, TransferId id, Decision decision) {
    auto known = co_await tx.ask(sql::transfer(id));
    if (!known) co_return refuse(transfer_not_found);
    auto seen = co_await lock(tx, known->payment);
    if (!seen) co_return refuse(std::move(seen.error()));
    auto transfer = *std::ranges::find(seen->transfers, id, &TransferRow::id);
    const auto& actor = tx.ctx().actor;
    if (decision.by_somebody_else && transfer.marked_by == actor) co_return refuse(same_person);
    if (transfer.state == decision.to) co_return view_of(transfer);
    if (transfer.state != TransferState::waiting) co_return refuse(transfer_decided, "It is " + std::string(shape_name(transfer.state)));
    tx.send(sql::decide_transfer(id, decision.to, actor, tx.ctx().now));
    if (decision.to == TransferState::counted) {
        auto settled = co_await count_transfer(tx, seen->payment, transfer, counted(seen->transfers, seen->payment.currency));
        if (!settled) co_return refuse(std::move(settled.error()));
    }
    co_return view_of((co_await tx.ask(sql::transfer(id))).value());
}

}  // namespace

Task<Result<PaymentView>> mark_paid(App& app, Ctx ctx, PaymentId id, Money received, std::string note, std::string bank_reference, std::string request_key) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    const auto& can = gateway_of(*payment).can();
    if (can.is_remote) co_return refuse(not_by_hand);
    if (can.pays_later) co_return co_await mark_at_door(app, ctx, *payment, received, std::move(note));
    if (received.currency != payment->currency || received.minor <= 0) co_return refuse(wrong_amount, "Asked for: " + format_for_people(payment->money()));
    if (!bank_reference.empty()) request_key.clear();
    Marking marking{received, std::move(note), std::move(bank_reference), std::move(request_key)};
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<PaymentView>> { co_return co_await mark_transfer(tx, app, id, marking); };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

Task<Result<TransferView>> confirm_transfer(App& app, Ctx ctx, TransferId id) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<TransferView>> { co_return co_await decide(tx, id, {TransferState::counted, true}); };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

Task<Result<TransferView>> reject_transfer(App& app, Ctx ctx, TransferId id) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<TransferView>> { co_return co_await decide(tx, id, {TransferState::rejected, false}); };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

Task<std::vector<TransferView>> transfers_of(App& app, Ctx ctx, PaymentId payment) {
    auto query = sql::transfers_of(payment);
    std::vector<TransferView> out;
    for (const auto& row : co_await app.db.read(ctx, std::move(query))) out.push_back(view_of(row));
    co_return out;
}

Task<void> release_deposits(pg::Tx& tx, const PaymentRow& payment) {
    if (gateway_of(payment).can().is_remote) co_return;
    auto amount = counted(co_await tx.ask(sql::transfers_of(payment.id)), payment.currency);
    if (amount.is_zero()) co_return;
    const std::string reference = "parts", reason = "incomplete";
    tx.send(sql::add_receipt(payment.id, reference, payment.order_ref, ReceiptUse::surplus, reason, amount.minor, amount.currency, std::nullopt, tx.ctx().now));
    ledger::post(tx, {{"payment.surplus", payment.id.text() + ":" + reference, {{"deposits", amount}, {"surplus", -amount}}}});
    NewRefund refund{.id = RefundId::next(tx.ctx().now), .payment = payment.id, .amount = amount, .reason = reason};
    reserve_refund(tx, payment, refund, reference, amount);
    jobs::publish(tx, payment.id.text(), SurplusReceived{payment.id, payment.order_ref, payment.method, amount, reason});
}

}  // namespace vitrine::payments
