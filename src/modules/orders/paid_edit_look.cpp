// Edits of paid orders as others see them.
#include <algorithm>

#include "modules/orders/edited/api.h"
#include "modules/orders/paid_edit_steps.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

EditDifference difference_in(const PaidEditRow& row, const OrderView& order) {
    auto plan = plan_of(row);
    EditDifference out{row.id, row.order_id, row.state == PaidEditState::open, row.payment.value(), row.payment_method.value(), {row.difference, row.currency}, row.pay_by.value(), std::move(plan.lines), {}};
    for (const auto& take : plan.takes) {
        auto line = std::ranges::find(order.lines, std::int64_t(take.position), &OrderLine::position);
        out.removed.push_back(std::to_string(take.quantity) + " × " + line->title);
    }
    return out;
}

}  // namespace

PaidEditPlan plan_of(const PaidEditRow& row) {
    auto plan = read_json<PaidEditPlan>(row.plan.text);
    if (!plan) throw std::runtime_error("a stored edit does not fit its shape");
    return std::move(*plan);
}

PaidEditView view_of(const App& app, StoreId store, const PaidEditRow& row) {
    auto plan = plan_of(row);
    Money zero{0, row.currency};
    PaidEditView out{.id = row.id, .order = row.order_id, .number = row.position, .state = row.state, .added = {row.added, row.currency}, .taken_back = {row.taken_back, row.currency},
                     .difference = {row.difference, row.currency}, .taken = std::move(plan.taken), .lines = std::move(plan.lines), .shipping = plan.delivery ? plan.delivery->taxed.gross : zero,
                     .shipping_address = std::move(plan.shipping_address), .shipping_name = std::move(plan.shipping_name), .explanation = std::move(plan.explanation), .payment = row.payment,
                     .payment_method = row.payment_method, .pay_by = row.pay_by, .pay_link = {}, .reason = row.reason, .actor = row.actor, .opened_at = row.opened_at, .ended_at = row.ended_at, .outcome = row.outcome};
    if (row.state == PaidEditState::open && row.payment) out.pay_link = order_link(app, store, row.order_id);
    return out;
}

Task<std::optional<EditDifference>> open_difference(App& app, Ctx ctx, OrderId order) {
    auto row = co_await app.db.read(ctx, sql::open_paid_edit(order));
    if (!row) co_return std::nullopt;
    co_return co_await difference_of(app, ctx, row->id);
}

Task<std::optional<EditDifference>> difference_of(App& app, Ctx ctx, PaidEditId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<std::optional<EditDifference>>> {
        auto row = co_await tx.ask(sql::paid_edit(id));
        if (!row || !row->payment) co_return std::optional<EditDifference>();
        auto order = co_await load_view(tx, row->order_id);
        co_return std::optional(difference_in(*row, *order));
    };
    auto found = co_await app.db.transaction(ctx, body, {.read_only = true});
    co_return found ? std::move(*found) : std::nullopt;
}

Task<std::optional<OrderId>> order_paid_as(App& app, Ctx ctx, std::string named) {
    if (auto order = OrderId::parse(named)) co_return *order;
    auto edit = PaidEditId::parse(named);
    if (!edit) co_return std::nullopt;
    co_return co_await app.db.read(ctx, sql::order_of_paid_edit(*edit));
}

Task<bool> waits_for_edit(pg::Tx& tx, OrderId id) { co_return (co_await tx.ask(sql::open_paid_edit(id))).has_value(); }

Task<std::vector<Addition>> additions_of(pg::Tx& tx, const OrderView& order) {
    std::vector<Addition> out;
    for (const auto& row : co_await tx.ask(sql::paid_edits_of(order.id)))
        if (row.state == PaidEditState::done && row.added > 0) out.push_back({row.position, rules::addition_of(order, plan_of(row))});
    co_return out;
}

}  // namespace vitrine::orders
