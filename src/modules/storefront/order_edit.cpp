#include "modules/storefront/order_edit.h"

#include "modules/payments/api.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/show.h"
#include "modules/storefront/totals.h"

namespace vitrine::storefront {

Task<Result<Due>> due_of(App& app, Ctx ctx, const http::Request& request, std::string_view id) {
    auto edit = orders::PaidEditId::parse(id);
    if (!edit) {
        auto order = co_await order_of(app, ctx, request, id);
        if (!order) co_return refuse(std::move(order.error()));
        auto name = order->id.text();
        co_return Due{std::move(*order), std::move(name), false};
    }
    auto difference = co_await orders::difference_of(app, ctx, *edit);
    if (!difference) co_return refuse(refusals::not_found);
    auto order = co_await order_of(app, ctx, request, difference->order.text());
    if (!order) co_return refuse(std::move(order.error()));
    order->payment = difference->payment;
    order->payment_method = difference->payment_method;
    order->total = order->payable = difference->amount;
    order->lines = std::move(difference->added);
    if (difference->is_open) order->state = orders::State::pending_payment;
    co_return Due{std::move(*order), edit->text(), true};
}

html::List rows_of(const Due& due) {
    if (!due.is_edit) return total_rows(due.order);
    return html::List{row("To pay for the change", format_for_people(due.order.total), true)};
}

html::Data edit_data(const Page& page, const orders::EditDifference& edit, const std::optional<payments::Instructions>& to) {
    html::List changes;
    for (const auto& line : edit.added) changes.push_back(std::to_string(line.quantity) + " × " + line.title + (line.options.empty() ? "" : ", " + line.options) + " is added");
    for (const auto& words : edit.removed) changes.push_back(words + " is taken out");
    auto until = day_and_time(edit.pay_by, page.store->time_zone);
    auto text = "As soon as " + format_for_people(edit.amount) + " are paid, we change the order. Until then, and if it is not paid by " + until + ", it stays as it is.";
    bool is_transfer = to && !to->token;
    html::Data pay = is_transfer ? html::Data(false) : html::Data(html::Data{{"href", std::string(payments::pay_path) + edit.edit.text()}, {"label", "Pay " + format_for_people(edit.amount)}});
    return html::Data{{"heading", "Your order is to be changed"}, {"text", std::move(text)}, {"has_changes", !changes.empty()}, {"changes", std::move(changes)}, {"pay", std::move(pay)}};
}

}  // namespace vitrine::storefront
