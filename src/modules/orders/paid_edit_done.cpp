// An edit of a paid order is carried out, or ends without that: one transaction each, behind the order's lock.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/check.h"
#include "modules/ledger/api.h"
#include "modules/orders/cancel.h"
#include "modules/orders/edited/api.h"
#include "modules/orders/jobs.h"
#include "modules/orders/list.h"
#include "modules/orders/paid_edit_steps.h"
#include "modules/orders/refund_load.h"
#include "modules/orders/save.h"
#include "modules/orders/view.h"
#include "modules/promotions/api.h"
#include "modules/stock/kept/api.h"
#include "modules/stores/api.h"

namespace vitrine::orders {
namespace {

/// What the edit adds to the books: the sale of the grown order less that of the order before.
ledger::Posting sale_added(const OrderView& before, const OrderView& after, std::vector<LaterDelivery> later, const PaidEditPlan& plan, std::int64_t number) {
    std::map<std::string, Money> accounts;
    Money zero{0, after.total.currency};
    for (const auto& line : sale_of(before, later)) accounts.try_emplace(line.account, zero).first->second -= line.amount;
    if (plan.delivery) later.push_back(*plan.delivery);
    for (const auto& line : sale_of(after, later)) accounts.try_emplace(line.account, zero).first->second += line.amount;
    ledger::Posting posting{"order.edited", edit_reference(after.id, number), {}};
    for (const auto& [account, amount] : accounts)
        if (!amount.is_zero()) posting.lines.push_back({account, amount});
    return posting;
}

void save_growth(pg::Tx& tx, const OrderView& after, const PaidEditPlan& plan) {
    Money zero{0, after.total.currency};
    auto delivery = plan.delivery.value_or(LaterDelivery{-1, {}, zero, {zero, zero, zero, {}}});
    tx.send(sql::grow_order(after.id, plan.subtotal.minor, plan.discount.minor, plan.tax.minor, plan.tax_included.minor, delivery.price.minor, delivery.taxed.gross.minor, delivery.taxed.tax.minor,
                            plan.rounding.minor, plan.added.minor, {to_json(after.breakdown)}, after.shipping_name, {to_json(after.shipping_address)}));
    auto added = after;
    added.lines = plan.lines;
    if (!plan.lines.empty()) save_lines(tx, added);
    std::vector<OrderId> ids;
    std::vector<std::int64_t> positions, quantities;
    std::vector<VariantId> variants;
    for (const auto& part : plan.parts) {
        ids.push_back(after.id);
        positions.push_back(part.position);
        variants.push_back(part.variant);
        quantities.push_back(part.quantity);
    }
    if (!ids.empty()) tx.send(sql::save_parts(ids, positions, variants, quantities));
    auto words = words_of(after);
    tx.send(sql::save_words(std::vector<OrderId>(words.size(), after.id), words));
}

/// Goods that were sold are sold with the others; what waits to be captured stays reserved until it is shipped.
Task<void> take_goods(pg::Tx& tx, const PaidEditRow& edit, const OrderView& order, const sql::LockedOrder& locked) {
    auto moved = co_await stock::hand_over(tx, edit.id.text(), order.id.text(), tx.ctx().now + longest_way);
    bool is_sold = order.payable.is_zero() || (co_await payments::lock_captured(tx, order.payment)).has_value();
    if (is_sold && !moved.empty()) co_await stock::sell(tx, order.id.text(), destination_of(locked));
}

Task<Result<Granted>> take_back(pg::Tx& tx, const PaidEditRow& edit, const PaidEditPlan& plan) {
    Grant grant{"edit:" + edit.id.text(), edit.fingerprint.value, {.reason = *Text<1, 500>::parse(edit.reason)}, plan.added < plan.taken_back ? plan.added : plan.taken_back, {}};
    if (!plan.takes.empty()) grant.in.lines = plan.takes, grant.in.cancel = true;
    if (plan.takes_delivery) grant.in.shipping = true;
    grant.in.to = plan.to;
    for (const auto& goods : plan.stays) grant.stays.push_back({goods.variant, goods.quantity});
    auto granted = co_await grant_refund(tx, edit.order_id, grant, {});
    if (!granted) co_return refuse(std::move(granted.error()));
    if (granted->amount != plan.taken_back) co_return refuse(not_editable, "What is taken back is worth " + format_for_people(granted->amount) + " by now");
    co_return std::move(*granted);
}

std::string words_for(const PaidEditRow& edit, const PaidEditPlan& plan) {
    auto difference = plan.difference();
    auto money = difference.is_zero() ? std::string("its total stays") : difference.is_negative() ? format_for_people(-difference) + " go back" : format_for_people(difference) + " were paid for it";
    auto text = fmt::format("The order was edited, {}: {}", money, edit.reason);
    size_t end = std::min<size_t>(text.size(), 480);
    while (end < text.size() && (text[end] & 0xC0) == 0x80) --end;   // never a part of a letter
    return text.substr(0, end);
}

void end(pg::Tx& tx, const PaidEditRow& edit, PaidEditState state, const std::string& outcome) {
    check(rules::paid_edit_life.allows(edit.state, state), "an edit moves along its table");
    tx.send(sql::end_paid_edit(edit.id, state, outcome, tx.ctx().now));
    jobs::publish(tx, edit.order_id.text(), EditEnded{edit.order_id, edit.id, std::string(shape_name(state)), outcome});
}

}  // namespace

Task<void> lock_goods(pg::Tx& tx, const OrderView& order, const PaidEditPlan& plan) {
    std::vector<rules::LinePart> parts;
    for (const auto& row : co_await tx.ask(sql::parts_of_order(order.id))) parts.push_back({row.position, {row.variant, row.quantity}});
    std::vector<VariantId> variants;
    for (const auto& want : rules::goods_of(order.lines, parts)) variants.push_back(want.variant);
    for (const auto& goods : plan.keeps) variants.push_back(goods.variant);
    stock::lock_levels(tx, variants);
    co_await tx.flush();
}

Task<Result<std::vector<payments::RefundId>>> carry_out(pg::Tx& tx, const PaidEditRow& edit) {
    auto locked = co_await tx.ask(sql::lock_order(edit.order_id));
    check(locked.has_value(), "orders are never deleted");
    auto before = co_await load_view(tx, edit.order_id);
    auto plan = plan_of(edit);
    if (!rules::may_be_carried_out(before->state)) co_return refuse(not_editable, "The order is " + std::string(shape_name(before->state)));
    auto given = state_of((co_await load_refunds(tx, edit.order_id)).value());
    if (given.given == given.total) co_return refuse(not_editable, "All of it is given back");
    co_await lock_goods(tx, *before, plan);
    auto next_line = std::int64_t(before->lines.size()) + 1;
    check(plan.lines.empty() || plan.lines.front().position == next_line, "lines are only added by edits, of which one is open");
    auto after = rules::grown(*before, plan);
    auto later = co_await later_deliveries(tx, edit.order_id);   // of the edits before this one
    auto number = locked->edits + 1;
    tx.send(sql::add_edit(before->id, number, {to_json(*before)}, edit.reason, tx.ctx().now));
    save_growth(tx, after, plan);
    if (auto posting = sale_added(*before, after, std::move(later), plan, number); !posting.lines.empty()) ledger::post(tx, {std::move(posting)});
    end(tx, edit, PaidEditState::done, "carried out");
    jobs::publish(tx, before->id.text(), OrderEdited{before->id, edit.payment.value_or(before->payment), before->total, after.total, edit.reason});
    tell(tx, before->id, {"edited", words_for(edit, plan), true});
    co_await take_goods(tx, edit, *before, *locked);
    if (plan.taken_back.is_zero()) co_return std::vector<payments::RefundId>{};
    auto granted = co_await take_back(tx, edit, plan);
    if (!granted) co_return refuse(std::move(granted.error()));
    co_return std::move(granted->promised);
}

Task<void> end_unpaid_edit(pg::Tx& tx, const PaidEditRow& edit, PaidEditState state, std::string outcome) {
    auto order = co_await tx.ask(sql::lock_order(edit.order_id));
    end(tx, edit, state, outcome);
    tell(tx, edit.order_id, {"edit_ended", "The edit that waited for its money has ended: " + outcome, true});
    auto released = stock::release(tx, edit.id.text(), outcome);
    auto has_room = promotions::give_back(tx, {{edit.id.text(), promotions::customer_key(order->email)}});
    co_await tx.flush();
    if (!released->empty()) {
        catalog::note_variant_changes(tx, *released);
        co_await stock::fill(tx, *released);
    }
    if (*has_room) stores::rules_changed(tx, "promotions");
}

Task<void> overtake_edit(pg::Tx& tx, OrderId id, std::string why) {
    auto open = co_await tx.ask(sql::open_paid_edit(id));
    if (open) jobs::later(tx, std::string(overtake_kind), open->id.text(), tx.ctx().now, OvertakeEdit{open->id, std::move(why)});
}

}  // namespace vitrine::orders
