#include "modules/orders/refund_load.h"

#include <algorithm>

#include "core/check.h"
#include "modules/orders/paid_edit_steps.h"
#include "modules/orders/rules.h"
#include "modules/orders/view.h"
#include "modules/stock/api.h"
#include "modules/tenders/api.h"

namespace vitrine::orders {
namespace {

std::vector<taxes::ComponentTax> taxes_of(const RawJson& stored) {
    auto read = read_json<std::vector<taxes::ComponentTax>>(stored.text);
    if (!read) throw std::runtime_error("the taxes of a refund do not fit their shape");
    return std::move(*read);
}

RefundPartView view_of(const sql::RefundPartRow& row, const LoadedRefunds& loaded) {
    RefundPartView view{.way = row.kind, .amount = {row.amount, loaded.order.total.currency}, .state = "succeeded", .is_replaced = row.replaced};
    if (!row.payment_refund) return view;
    auto known = std::ranges::find(loaded.payments, *row.payment_refund, &payments::RefundView::id);
    check(known != loaded.payments.end(), "a part of a refund is a refund of a payment of its order");
    view.state = shape_name(known->state);
    view.is_by_hand = known->is_by_hand;
    view.was_gone = known->was_gone;
    view.refund = known->id;
    view.method = known->method;
    view.failure = known->failure;
    return view;
}

RefundProgress progress_of(const OrderRefundView& view, bool is_withdrawn) {
    if (is_withdrawn) return RefundProgress::withdrawn;
    auto any = [&](std::string_view state) { return std::ranges::any_of(view.parts, [&](const auto& part) { return !part.is_replaced && part.state == state; }); };
    if (any("failed")) return RefundProgress::failed;
    return any("created") || any("pending") ? RefundProgress::pending : RefundProgress::succeeded;
}

OrderRefundView view_of(const sql::RefundRow& row, const LoadedRefunds& loaded) {
    auto money = [&](std::int64_t minor) { return Money{minor, row.currency}; };
    OrderRefundView view{.id = row.id,
                         .order = loaded.order.id,
                         .amount = money(row.amount),
                         .tax = money(0),
                         .rounding = money(row.rounding),
                         .allowance = money(row.allowance),
                         .withheld = money(row.withheld),
                         .to = row.destination,
                         .reason = row.reason,
                         .actor = row.actor,
                         .created_at = row.created_at};
    for (const auto& item : loaded.items) {
        if (item.refund != row.id) continue;
        view.tax += money(item.tax);
        view.items.push_back({item.kind, item.position, item.quantity, money(item.gross - item.tax), money(item.tax), money(item.gross), taxes_of(item.taxes)});
    }
    for (const auto& part : loaded.parts)
        if (part.refund == row.id) view.parts.push_back(view_of(part, loaded));
    view.state = progress_of(view, row.withdrawn_at.has_value());
    return view;
}

}  // namespace

Task<std::optional<LoadedRefunds>> load_refunds(pg::Tx& tx, OrderId id) {
    auto refunds = tx.queue(sql::refunds_of_order(id));
    auto items = tx.queue(sql::refund_items_of_order(id));
    auto parts = tx.queue(sql::refund_parts_of_order(id));
    auto further = tx.queue(sql::paid_edit_payments(id));
    auto has_edits = tx.queue(sql::count_paid_edits(id));
    auto order = co_await load_view(tx, id);
    if (!order) co_return std::nullopt;
    LoadedRefunds loaded{std::move(*order), std::move(*refunds), std::move(*items), std::move(*parts), {}, std::move(*further), {}};
    loaded.payments = co_await payments::refunds_of_order(tx, id.text());
    for (const auto& edit : loaded.further)
        for (auto& refund : co_await payments::refunds_of_order(tx, edit.id.text())) loaded.payments.push_back(std::move(refund));
    if (*has_edits > 0) loaded.deliveries = co_await later_deliveries(tx, id);
    co_return loaded;
}

Task<std::vector<LaterDelivery>> later_deliveries(pg::Tx& tx, OrderId id) {
    std::vector<LaterDelivery> out;
    for (const auto& row : co_await tx.ask(sql::paid_edits_of(id))) {
        if (row.state != PaidEditState::done) continue;
        if (auto plan = plan_of(row); plan.delivery) out.push_back(std::move(*plan.delivery));
    }
    co_return out;
}

rules::RefundState state_of(const LoadedRefunds& loaded) {
    auto state = rules::refund_state(loaded.order, loaded.deliveries);
    for (const auto& refund : loaded.refunds) {
        if (refund.withdrawn_at) continue;
        state.given.minor += refund.amount + refund.withheld;
        state.withheld.minor += refund.withheld;
        state.rounding_given.minor += refund.rounding;
        state.allowance_given.minor += refund.allowance;
        for (const auto& given : loaded.items) {
            if (given.refund != refund.id) continue;
            auto item = std::ranges::find_if(state.items, [&](const auto& one) { return one.kind == given.kind && one.position == given.position; });
            check(item != state.items.end(), "what was given back is an item of its order");
            item->refunded += given.quantity;
        }
    }
    return state;
}

std::vector<OrderRefundView> views_of(const LoadedRefunds& loaded) {
    std::vector<OrderRefundView> out;
    for (const auto& row : loaded.refunds) out.push_back(view_of(row, loaded));
    return out;
}

RefundItemView view_of(const rules::RefundShare& share) {
    return {share.kind, share.position, share.quantity, share.part.gross - share.part.tax, share.part.tax, share.part.gross, share.part.components};
}

namespace {

/// What failed refunds still owe through a payment: a later refund must not take that money, or nobody could try them again.
Money owed_by_failed(const LoadedRefunds& loaded, PaymentId payment) {
    Money owed{0, loaded.order.total.currency};
    for (const auto& refund : views_of(loaded))
        for (const auto& part : refund.parts) {
            bool is_owed = refund.state == RefundProgress::failed && part.way == RefundWay::payment && part.state == "failed" && !part.is_replaced;
            if (is_owed && std::ranges::find(loaded.payments, *part.refund, &payments::RefundView::id)->payment == payment) owed += part.amount;
        }
    return owed;
}

Money left_of(const LoadedRefunds& loaded, const payments::Captured& captured) {
    auto left = captured.left(), owed = owed_by_failed(loaded, captured.payment);
    return owed < left ? left - owed : Money{0, left.currency};
}

}  // namespace

const payments::Captured* Sources::of(const std::optional<PaymentId>& wanted) const {
    if (!wanted) return captured ? &*captured : nullptr;
    if (captured && captured->payment == *wanted) return &*captured;
    auto found = std::ranges::find(further, *wanted, &payments::Captured::payment);
    return found == further.end() ? nullptr : &*found;
}

Task<Sources> lock_sources(pg::Tx& tx, const LoadedRefunds& loaded) {
    const auto& order = loaded.order;
    Money zero{0, order.total.currency};
    Sources sources{order.payment, co_await payments::lock_captured(tx, order.payment), {{}, zero, zero}};
    if (!sources.captured) sources.left.authorized = co_await payments::lock_authorized(tx, order.payment);
    if (sources.captured) {
        sources.left.gone = sources.captured->gone;
        sources.left.captured = left_of(loaded, *sources.captured);
    }
    for (const auto& edit : loaded.further) {
        auto captured = co_await payments::lock_captured(tx, edit.payment);
        if (!captured) continue;
        for (auto gone : captured->gone) sources.left.gone.push_back(gone), sources.left.gone_of.push_back(captured->payment);
        sources.left.further.push_back({captured->payment, left_of(loaded, *captured)});
        sources.further.push_back(std::move(*captured));
    }
    for (const auto& spent : co_await tx.ask(tenders::spent_on(order.id.text()))) sources.left.tendered.minor += spent.amount;
    co_return sources;
}

namespace {

/// Writes the row; gives the refund that a gateway has to carry out.
Task<Result<std::optional<payments::RefundId>>> write_part(pg::Tx& tx, const Sources& from, const PartToGive& what) {
    const auto& [way, amount, gone, of] = what.part;
    std::optional<payments::RefundId> refund;
    if (way == RefundWay::payment) {
        const auto* source = from.of(of);
        check(source != nullptr, "a gateway gives back what it took");
        refund = payments::RefundId::next(tx.ctx().now);
        payments::NewRefund wanted{.id = *refund, .payment = source->payment, .amount = amount, .reason = what.reason};
        auto taken = gone ? payments::write_down_gone(tx, std::move(wanted), *gone) : payments::promise_refund(tx, std::move(wanted));
        auto reserved = co_await std::move(taken);
        if (!reserved) co_return refuse(std::move(reserved.error()));
    }
    if (way == RefundWay::release) {
        auto released = co_await payments::release_authorized(tx, from.payment, amount);
        if (!released) co_return refuse(std::move(released.error()));
    }
    tx.send(sql::add_refund_part(what.refund, what.position, way, amount.minor, refund));
    co_return gone ? std::nullopt : refund;
}

Task<void> give_to_tenders(pg::Tx& tx, const OrderView& order, const PartToGive& what) {
    const auto& amount = what.part.amount;
    if (what.part.way == RefundWay::tender) {
        Money returned{0, amount.currency};
        for (const auto& one : co_await tenders::give_back(tx, order.id.text(), what.refund.text(), amount.minor, what.reason)) returned.minor += one.amount;
        check(returned == amount, "cards take back what they paid");
    }
    if (what.part.way == RefundWay::store_credit) {
        auto reference = what.refund.text() + ":" + std::to_string(what.position);
        co_await tenders::grant_credit(tx, order.email, amount, {"refunds", std::move(reference), what.reason});
    }
}

}  // namespace

Task<Result<std::vector<payments::RefundId>>> give_parts(pg::Tx& tx, const OrderView& order, const Sources& from, std::vector<PartToGive> parts) {
    std::vector<payments::RefundId> promised;
    for (const auto& part : parts) {
        auto written = co_await write_part(tx, from, part);
        if (!written) co_return refuse(std::move(written.error()));
        if (*written) promised.push_back(**written);
    }
    co_await end_when_all_is_back(tx, order.id);
    co_await tx.flush();
    for (const auto& part : parts) co_await give_to_tenders(tx, order, part);
    co_return promised;
}

Task<void> end_when_all_is_back(pg::Tx& tx, OrderId id) {
    auto loaded = co_await load_refunds(tx, id);
    check(loaded.has_value(), "orders are never deleted");
    const auto& order = loaded->order;
    auto state = state_of(*loaded);
    bool is_all_granted = state.given == state.total && state.withheld.is_zero();  // what was kept is the shop's: such an order stays where it is
    bool is_all_back = std::ranges::all_of(views_of(*loaded), [](const auto& one) { return one.state == RefundProgress::succeeded || one.state == RefundProgress::withdrawn; });
    if (!is_all_granted || !is_all_back || !rules::life.allows(order.state, State::refunded)) co_return;
    tx.send(sql::move(id, order.state, State::refunded, "all money is given back"));
    co_await overtake_edit(tx, id, "the order was given back");
    const auto& to = order.shipping_address;
    stock::Destination home{to.country.str(), to.state ? to.state->str() : "", to.postal_code ? to.postal_code->str() : ""};
    co_await stock::sell(tx, id.text(), std::move(home));  // goods still reserved would be so for ever: what came back is counted in by hand, as after every sale
    stock::ship(tx, id.text());                             // nobody packs it any more
    auto waived = stock::waive(tx, id.text());
    jobs::publish(tx, id.text(), OrderStateChanged{id, order.state, State::refunded, "all money is given back"});
    co_await tx.flush();
    if (waived->empty()) co_return;
    catalog::note_variant_changes(tx, *waived);
    co_await stock::fill(tx, *waived);
}

}  // namespace vitrine::orders
