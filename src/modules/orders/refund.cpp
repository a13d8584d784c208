// Giving back: load the order behind its lock, decide, save in one transaction; then the gateway, outside any.
#include "modules/orders/refund.h"

#include <algorithm>

#include "core/check.h"
#include "io/crypto/digest.h"
#include "modules/ledger/api.h"
#include "modules/orders/cancel_lines.h"
#include "modules/orders/refund_load.h"
#include "modules/orders/rules.h"

namespace vitrine::orders {
namespace {

bool is_sound_key(std::string_view key) {
    auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
    return !key.empty() && key.size() <= 255 && std::ranges::all_of(key, is_printable);
}

struct Decided {
    LoadedRefunds loaded;
    Sources sources;
    rules::RefundDecision decision;
    std::vector<rules::RefundPart> parts;
};

/// Whoever locks the order first decides first; the next sees what was granted.
Task<Result<Decided>> decide(pg::Tx& tx, OrderId id, const NewOrderRefund& in, const Money& applied = {}) {
    tx.send(sql::lock_order(id));
    auto loaded = co_await load_refunds(tx, id);
    if (!loaded) co_return refuse(not_found);
    const auto& order = loaded->order;
    bool is_paid_state = order.state == State::refunded || rules::life.allows(order.state, State::refunded);
    if (!is_paid_state) co_return refuse(not_refundable, "The order is " + std::string(shape_name(order.state)));
    if (order.state == State::on_hold && co_await waits_for_review(tx, id)) co_return refuse(not_refundable, "Its review has to be decided first");
    auto sources = co_await lock_sources(tx, *loaded);
    if (!sources.captured && !sources.left.authorized && !order.payable.is_zero()) co_return refuse(not_refundable);
    auto decision = rules::decide_refund(state_of(*loaded), in);
    if (!decision) co_return refuse(std::move(decision.error()));
    auto to = in.to.value_or(RefundTo::original);
    auto parts = in.credit ? rules::spread_with_credit(decision->amount, *in.credit, sources.left) : rules::spread_applied(decision->amount, applied, to, sources.left);
    bool is_held = !parts && sources.captured && !sources.captured->in_dispute.is_zero();
    if (is_held) parts.error().detail += ". The buyer's bank holds " + format_for_people(sources.captured->in_dispute) + " until the dispute is decided";
    if (!parts) co_return refuse(std::move(parts.error()));
    co_return Decided{std::move(*loaded), std::move(sources), std::move(*decision), std::move(*parts)};
}

/// The sale the other way round, item by item. `refunds` owes what a gateway or a person still has to give, or what became store credit; what went back
/// to cards stands against `receivable`, where they had paid, and so does what is never taken, and what pays for goods that an edit adds.
ledger::Posting taken_back(OrderRefundId id, const Decided& what) {
    ledger::Posting posting{"order.refunded", id.text(), {}};
    auto add = [&](std::string account, const Money& amount) {
        if (!amount.is_zero()) posting.lines.push_back({std::move(account), amount});
    };
    for (const auto& share : what.decision.shares) {
        add(rules::account_of(share.kind), share.part.gross - share.part.tax + share.discount);
        add("discounts", -share.discount);
        add("tax", share.part.tax);
    }
    add("rounding", what.decision.rounding);
    add("allowances", what.decision.allowance);
    add("return_fees", -what.decision.withheld);
    auto is_unpaid = [](RefundWay way) { return way == RefundWay::tender || way == RefundWay::release || way == RefundWay::applied; };
    for (const auto& part : what.parts) add(is_unpaid(part.way) ? "receivable" : "refunds", -part.amount);
    return posting;
}

void save_items(pg::Tx& tx, OrderRefundId id, const std::vector<rules::RefundShare>& shares) {
    if (shares.empty()) return;
    std::vector<RefundItemKind> kinds;
    std::vector<std::int64_t> positions, quantities, gross, tax, discounts;
    std::vector<RawJson> taxes;
    for (const auto& share : shares) {
        kinds.push_back(share.kind);
        positions.push_back(share.position);
        quantities.push_back(share.quantity);
        gross.push_back(share.part.gross.minor);
        tax.push_back(share.part.tax.minor);
        discounts.push_back(share.discount.minor);
        taxes.push_back({to_json(share.part.components)});
    }
    tx.send(sql::add_refund_items(id, kinds, positions, quantities, gross, tax, discounts, taxes));
}

Task<Result<OrderRefundView>> find(App& app, Ctx ctx, OrderId order, OrderRefundId id) {
    auto all = co_await refunds_of(app, ctx, order);
    if (!all) co_return refuse(std::move(all.error()));
    auto found = std::ranges::find(*all, id, &OrderRefundView::id);
    if (found == all->end()) co_return refuse(refund_not_found);
    co_return std::move(*found);
}

}  // namespace

Task<Result<Granted>> grant_refund(pg::Tx& tx, OrderId order, const Grant& claim, const StillHolds& holds) {
    const auto& in = claim.in;
    tx.send(sql::lock_order(order));
    auto earlier = co_await tx.ask(sql::find_refund_key(claim.key));
    if (earlier) {
        bool is_same = earlier->order_id == order && crypto::equal_in_constant_time(earlier->fingerprint.value, claim.fingerprint);
        if (!is_same) co_return refuse(refusals::key_reused);
        co_return Granted{earlier->id, {}, {}, true};
    }
    if (holds)
        if (auto still = co_await holds(tx); !still) co_return refuse(std::move(still.error()));
    auto decided = co_await decide(tx, order, in, claim.applied);
    if (!decided) co_return refuse(std::move(decided.error()));
    bool cancels = in.cancel.value_or(false);
    if (cancels)
        if (auto refusal = co_await why_not_cancelled(tx, decided->loaded.order, decided->decision.shares)) co_return refuse(std::move(*refusal));
    const auto& [amount, rounding, allowance] = std::tie(decided->decision.amount, decided->decision.rounding, decided->decision.allowance);
    Granted granted{OrderRefundId::next(tx.ctx().now), amount, {}, false};
    tx.send(sql::add_refund(granted.id, order, amount.minor, rounding.minor, allowance.minor, decided->decision.withheld.minor, std::string(amount.currency.code()), in.to.value_or(RefundTo::original), in.reason.str(),
                            claim.key, pg::Bytes{claim.fingerprint}, tx.ctx().now));
    save_items(tx, granted.id, decided->decision.shares);
    if (cancels) co_await cancel_lines(tx, decided->loaded.order, decided->decision.shares, claim.stays);
    ledger::post(tx, {taken_back(granted.id, *decided)});
    std::vector<PartToGive> parts;
    for (const auto& part : decided->parts) parts.push_back({granted.id, std::ssize(parts) + 1, part, in.reason.str()});
    jobs::publish(tx, order.text(), RefundGranted{order, granted.id.text(), amount});
    auto given = co_await give_parts(tx, decided->loaded.order, decided->sources, std::move(parts));
    if (!given) co_return refuse(std::move(given.error()));
    granted.promised = std::move(*given);
    co_return granted;
}

Task<Result<GivenBack>> give_back(App& app, Ctx ctx, OrderId order, std::string idempotency_key, NewOrderRefund in, StillHolds holds) {
    if (!is_sound_key(idempotency_key)) co_return refuse(refusals::invalid, {}, {{"/headers/idempotency-key", "invalid", "give 1 to 255 printable ASCII characters"}});
    auto fingerprint = crypto::bytes_of(crypto::sha256(order.text() + to_json(in)));
    Grant claim{std::move(idempotency_key), std::move(fingerprint), std::move(in), {}, {}};
    auto body = [&](pg::Tx& tx) -> Task<Result<Granted>> { co_return co_await grant_refund(tx, order, claim, holds); };
    std::optional<Result<Granted>> granted;
    bool is_taken = false;
    try {
        granted.emplace(co_await app.db.transaction(ctx, body));
    } catch (const pg::Error& error) {
        if (error.constraint != "one_refund_a_key") throw;  // another order's refund took the key at the same moment
        is_taken = true;
    }
    if (is_taken) co_return refuse(refusals::key_reused);
    if (!*granted) co_return refuse(std::move(granted->error()));
    for (auto promised : (*granted)->promised) {
        auto carried = co_await payments::carry_out_refund(app, ctx, promised);  // outside any transaction; unknown ends are for the job
        check(carried.has_value(), "a promised refund is there");
    }
    auto view = co_await find(app, ctx, order, (*granted)->id);
    if (!view) co_return refuse(std::move(view.error()));
    co_return GivenBack{std::move(*view), (*granted)->replayed};
}

Task<Result<RefundPreview>> preview_refund(App& app, Ctx ctx, OrderId order, NewOrderRefund in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<RefundPreview>> {
        auto decided = co_await decide(tx, order, in);
        if (!decided) co_return refuse(std::move(decided.error()));
        const auto& decision = decided->decision;
        auto state = state_of(decided->loaded);
        RefundPreview out{decision.amount, {0, decision.amount.currency}, decision.rounding, decision.allowance, decision.withheld,
                          state.total - state.given - decision.amount - decision.withheld, {}, {}};
        for (const auto& share : decision.shares) {
            out.tax += share.part.tax;
            out.items.push_back(view_of(share));
        }
        for (const auto& part : decided->parts) {
            RefundPartView view{.way = part.way, .amount = part.amount, .state = "planned"};
            if (part.way == RefundWay::payment) view.method = decided->sources.of(part.of)->method;
            view.was_gone = part.gone.has_value();
            out.parts.push_back(std::move(view));
        }
        co_return out;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<std::vector<OrderRefundView>>> refunds_of(App& app, Ctx ctx, OrderId order) {
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<OrderRefundView>>> {
        auto loaded = co_await load_refunds(tx, order);
        if (!loaded) co_return refuse(not_found);
        co_return views_of(*loaded);
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

}  // namespace vitrine::orders
