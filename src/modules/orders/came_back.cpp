// Goods that came back, for the module that takes them back.
#include <algorithm>

#include "core/check.h"
#include "modules/orders/refund_load.h"
#include "modules/orders/returned/api.h"
#include "modules/orders/rules.h"
#include "modules/orders/sql.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

NewOrderRefund refund_of(const std::vector<LineUnits>& lines, bool with_delivery, const std::string& reason) {
    auto words = Text<1, 500>::parse(reason);
    check(words.has_value(), "why goods came back is said in 1 to 500 characters");
    NewOrderRefund in{.reason = *words};
    if (with_delivery) in.shipping = true;
    auto& all = in.lines.emplace();
    for (const auto& line : lines) all.push_back({{line.position}, {line.quantity}});
    return in;
}

}  // namespace

Task<Result<Money>> worth_of(App& app, Ctx ctx, OrderId order, std::vector<LineUnits> lines, bool with_delivery) {
    check(!lines.empty(), "a worth is that of something");
    auto preview = co_await preview_refund(app, ctx, order, refund_of(lines, with_delivery, "goods came back"));
    if (!preview) co_return refuse(std::move(preview.error()));
    co_return preview->amount;
}

Task<Result<MoneyBack>> give_back_goods(App& app, Ctx ctx, OrderId order, std::string key, CameBack goods, std::function<Task<Result<void>>(pg::Tx&)> holds) {
    check(!goods.lines.empty(), "something came back");
    auto in = refund_of(goods.lines, goods.with_delivery, goods.reason);
    if (!goods.withheld.is_zero()) in.withheld = goods.withheld;
    if (goods.is_all_credit) in.to = RefundTo::store_credit;
    else if (!goods.credit.is_zero()) in.credit = goods.credit;
    auto given = co_await give_back(app, ctx, order, std::move(key), std::move(in), std::move(holds));
    if (!given) co_return refuse(std::move(given.error()));
    co_return MoneyBack{given->refund.id.text(), given->refund.amount};
}

Task<std::optional<OrderWithUnits>> view_with_units(pg::Tx& tx, OrderId id) {
    auto loaded = co_await load_refunds(tx, id);
    if (!loaded) co_return std::nullopt;
    std::vector<GivenUnits> given;
    for (const auto& item : state_of(*loaded).items)
        if (item.kind == RefundItemKind::line && item.refunded > 0) given.push_back({item.position, item.refunded});
    co_return OrderWithUnits{std::move(loaded->order), std::move(given)};
}

Task<void> lock(pg::Tx& tx, OrderId id) {
    tx.send(sql::lock_order(id));
    co_await tx.flush();
}

Task<bool> was_given_back(pg::Tx& tx, std::string key) { co_return (co_await tx.ask(sql::find_refund_key(key))).has_value(); }

bool fell_unpaid(const OrderStateChanged& news) { return news.to == State::cancelled && news.from == State::pending_payment && news.reason != rules::refused_by_rules; }

Task<std::optional<OrderView>> view_in(pg::Tx& tx, OrderId id) { return load_view(tx, id); }

Task<std::vector<stock::Want>> shelf_goods(pg::Tx& tx, const OrderView& order, const std::vector<LineUnits>& lines) {
    std::vector<OrderLine> units;
    for (const auto& line : lines) {
        auto known = std::ranges::find(order.lines, line.position, &OrderLine::position);
        check(known != order.lines.end(), "goods are of a line of their order");
        units.push_back(*known);
        units.back().quantity = line.quantity;
    }
    std::vector<rules::LinePart> parts;
    for (const auto& row : co_await tx.ask(sql::parts_of_order(order.id))) parts.push_back({row.position, {row.variant, row.quantity}});
    co_return rules::goods_of(units, parts);
}

Task<std::optional<OrderId>> placed_with(App& app, Ctx ctx, std::string key) {
    auto claims = co_await app.db.read(ctx, sql::find_claims({key}));
    if (claims.empty()) co_return std::nullopt;
    auto answer = read_json<OrderView>(claims.front().answer.text);
    if (!answer) throw std::runtime_error("a stored answer does not fit its shape");
    co_return answer->id;
}

std::string link_of(const App& app, StoreId store, OrderId id) { return order_link(app, store, id); }

}  // namespace vitrine::orders
