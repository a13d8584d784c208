#include "modules/orders/refund_load.h"

#include <algorithm>

#include "core/check.h"
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
    auto order = co_await load_view(tx, id);
    if (!order) co_return std::nullopt;
    LoadedRefunds loaded{std::move(*order), std::move(*refunds), std::move(*items), std::move(*parts), {}};
    loaded.payments = co_await payments::refunds_of_order(tx, id.text());
    co_return loaded;
}

rules::RefundState state_of(const LoadedRefunds& loaded) {
    auto state = rules::refund_state(loaded.order);
    for (const auto& refund : loaded.refunds) {
        if (refund.withdrawn_at) continue;
        state.given.minor += refund.amount;
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

Task<Sources> lock_sources(pg::Tx& tx, const OrderView& order) {
    Money zero{0, order.total.currency};
    Sources sources{co_await payments::lock_captured(tx, order.payment), zero, zero};
    if (sources.captured) sources.at_gateway = sources.captured->amount - sources.captured->refunded;
    for (const auto& spent : co_await tx.ask(tenders::spent_on(order.id.text()))) sources.tendered.minor += spent.amount;
    co_return sources;
}

Task<Result<std::optional<payments::RefundId>>> give_part(pg::Tx& tx, const OrderView& order, const Sources& from, PartToGive what) {
    const auto& [way, amount] = what.part;
    std::optional<payments::RefundId> promised;
    if (way == RefundWay::payment) {
        check(from.captured.has_value(), "a gateway gives back what it took");
        promised = payments::RefundId::next(tx.ctx().now);
        auto reserved = co_await payments::promise_refund(tx, {.id = *promised, .payment = from.captured->payment, .amount = amount, .reason = what.reason});
        if (!reserved) co_return refuse(std::move(reserved.error()));
    }
    if (way == RefundWay::tender) {
        Money returned{0, amount.currency};
        for (const auto& one : co_await tenders::give_back(tx, order.id.text(), what.refund.text(), amount.minor, what.reason)) returned.minor += one.amount;
        check(returned == amount, "cards take back what they paid");
    }
    if (way == RefundWay::store_credit) {
        auto reference = what.refund.text() + ":" + std::to_string(what.position);
        co_await tenders::grant_credit(tx, order.email, amount, {"refunds", std::move(reference), what.reason});
    }
    tx.send(sql::add_refund_part(what.refund, what.position, way, amount.minor, promised));
    co_return promised;
}

Task<void> end_when_all_is_back(pg::Tx& tx, OrderId id) {
    auto loaded = co_await load_refunds(tx, id);
    check(loaded.has_value(), "orders are never deleted");
    const auto& order = loaded->order;
    auto state = state_of(*loaded);
    bool is_all_granted = state.given == state.total;
    bool is_all_back = std::ranges::all_of(views_of(*loaded), [](const auto& one) { return one.state == RefundProgress::succeeded || one.state == RefundProgress::withdrawn; });
    if (!is_all_granted || !is_all_back || !rules::life.allows(order.state, State::refunded)) co_return;
    tx.send(sql::move(id, order.state, State::refunded, "all money is given back"));
    const auto& to = order.shipping_address;
    stock::Destination home{to.country.str(), to.state ? to.state->str() : "", to.postal_code ? to.postal_code->str() : ""};
    co_await stock::sell(tx, id.text(), std::move(home));  // goods still reserved would be so for ever: what came back is counted in by hand, as after every sale
    stock::waive(tx, id.text());
    jobs::publish(tx, id.text(), OrderStateChanged{id, order.state, State::refunded, "all money is given back"});
}

}  // namespace vitrine::orders
