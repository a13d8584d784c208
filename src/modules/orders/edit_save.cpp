#include "modules/orders/edit_save.h"

#include <map>

#include "modules/ledger/api.h"
#include "modules/orders/cancel.h"
#include "modules/orders/jobs.h"
#include "modules/orders/list.h"
#include "modules/orders/offers.h"
#include "modules/orders/save.h"
#include "modules/stock/api.h"
#include "modules/stores/api.h"

namespace vitrine::orders {
namespace {

/// What is sold now less what was sold before, account by account.
ledger::Posting difference(const EditToSave& edit) {
    std::map<std::string, Money> accounts;
    Money zero{0, edit.after.total.currency};
    for (const auto& line : sale_of(edit.after)) accounts.try_emplace(line.account, zero).first->second += line.amount;
    for (const auto& line : sale_of(edit.before)) accounts.try_emplace(line.account, zero).first->second -= line.amount;
    ledger::Posting posting{"order.edited", edit_reference(edit.after.id, edit.number), {}};
    for (const auto& [account, amount] : accounts)
        if (!amount.is_zero()) posting.lines.push_back({account, amount});
    return posting;
}

void save_rows(pg::Tx& tx, const EditToSave& edit, Instant expires) {
    const auto& view = edit.after;
    const auto& fee = view.breakdown.fee;
    tx.send(sql::edit_order(view.id, {to_json(view.shipping_address)}, view.subtotal.minor, view.discount.minor, view.tax.minor, view.tax_included.minor, view.shipping.minor,
                            view.shipping_discount.minor, view.breakdown.shipping.gross.minor, view.breakdown.shipping.tax.minor, view.rounding.minor, view.total.minor, view.payable.minor,
                            {to_json(view.breakdown)}, view.shipping_name, view.payment, expires, fee ? fee->price.minor : 0, fee ? fee->taxed.gross.minor : 0, fee ? fee->taxed.tax.minor : 0));
    tx.send(sql::drop_parts(view.id));
    tx.send(sql::drop_lines(view.id));
    save_lines(tx, view);
    auto words = words_of(view);
    tx.send(sql::save_words(std::vector<OrderId>(words.size(), view.id), words));
}

/// Its first letters; never a part of one.
std::string beginning_of(const std::string& text, size_t most) {
    size_t letters = 0, end = 0;
    for (; end < text.size(); ++end)
        if ((text[end] & 0xC0) != 0x80 && ++letters > most) break;
    return text.substr(0, end);
}

std::string words_for(const EditToSave& edit) {
    auto text = "The order was edited";
    auto total = edit.before.total == edit.after.total ? std::string() : ", its total went from " + format_for_people(edit.before.total) + " to " + format_for_people(edit.after.total);
    return text + total + ": " + beginning_of(edit.reason, 300);
}

}  // namespace

Task<std::vector<stock::Shortage>> save_edit(pg::Tx& tx, EditToSave edit) {
    const auto& [before, after] = std::tie(edit.before, edit.after);
    auto now = tx.ctx().now;
    bool is_waiting = after.state == State::pending_payment;
    auto expires = now + (is_waiting ? payments::payment_window(after.payment_method) : longest_way);
    tx.send(sql::add_edit(after.id, edit.number, {to_json(before)}, edit.reason, now));
    save_rows(tx, edit, expires);
    NewOrder order{after, {}, {}, {}, expires, tx.ctx().actor, tx.ctx().request_id};
    order.parts = edit.parts;
    save_parts(tx, {order});
    auto posting = difference(edit);
    if (!posting.lines.empty()) ledger::post(tx, {std::move(posting)});
    if (edit.opens_payment) payments::open(tx, {payment_of(order)});
    jobs::publish(tx, after.id.text(), OrderEdited{after.id, after.payment, before.total, after.total, edit.reason});
    tell(tx, after.id, {"edited", words_for(edit), false});
    auto held = co_await stock::rehold(tx, after.id.text(), rules::goods_of(after.lines, edit.parts), expires, edit.low_stock);
    if (!held.shortages.empty()) co_return std::move(held.shortages);
    auto has_room = promotions::give_back(tx, {{after.id.text(), promotions::customer_key(after.email)}});
    for (const auto& discount : after.breakdown.discounts)
        if (promotions::is_for_first_orders(edit.promotions, discount.promotion)) order.first_order_only.push_back(discount.promotion);
    claim_offers(tx, {order});
    co_await tx.flush();
    if (!held.touched.empty()) catalog::note_variant_changes(tx, held.touched);
    if (*has_room) stores::rules_changed(tx, "promotions");
    co_return std::vector<stock::Shortage>{};
}

}  // namespace vitrine::orders
