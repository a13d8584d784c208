#include "modules/orders/view.h"

#include "io/crypto/digest.h"
#include "modules/orders/sql.h"
#include "modules/stores/api.h"

namespace vitrine::orders {
namespace {

template <class T>
T stored(const RawJson& json) {
    auto value = read_json<T>(json.text);
    if (!value) throw std::runtime_error("a stored snapshot does not fit its shape");
    return std::move(*value);
}

OrderLine line_of(const sql::LineRow& row, Currency currency) {
    auto money = [&](std::int64_t minor) { return Money{minor, currency}; };
    auto breakdown = row.breakdown ? stored<LineBreakdown>(*row.breakdown) : LineBreakdown{};
    return {row.position, row.variant, row.sku, row.title, row.options, row.product_slug, row.quantity, money(row.unit_price), money(row.total),
            money(row.discount), money(row.net), money(row.tax), money(row.gross), std::move(breakdown),
            row.cancelled ? std::optional(row.cancelled) : std::nullopt};
}

OrderView view_of(const sql::OrderRow& row, const std::vector<sql::LineRow>& lines) {
    OrderView view{.id = row.id,
                   .number = row.number,
                   .state = row.state,
                   .email = row.email,
                   .shipping_address = stored<carts::Address>(row.shipping_address),
                   .subtotal = {row.subtotal, row.currency},
                   .discount = {row.discount, row.currency},
                   .tax = {row.tax, row.currency},
                   .tax_included = {row.tax_included, row.currency},
                   .shipping = {row.shipping, row.currency},
                   .shipping_discount = {row.shipping_discount, row.currency},
                   .rounding = {row.rounding, row.currency},
                   .total = {row.total, row.currency},
                   .payable = {row.payable, row.currency},
                   .shipping_name = row.shipping_name,
                   .payment_method = row.payment_method,
                   .payment = row.payment,
                   .placed_at = row.placed_at};
    Money delivery{row.shipping_gross, row.currency};
    view.breakdown = row.breakdown ? stored<OrderBreakdown>(*row.breakdown) : OrderBreakdown{.shipping = {delivery, {0, row.currency}, delivery, {}}};
    if (row.billing_address) view.billing_address = stored<carts::Address>(*row.billing_address);
    for (const auto& line : lines) view.lines.push_back(line_of(line, row.currency));
    return view;
}

}  // namespace

std::string guest_token(const Config& config, OrderId id) { return crypto::derived_token(config.master_key, "order", id.text()); }

std::string order_link(const App& app, StoreId store, OrderId id) {
    const auto& ours = app.config.public_url;
    auto authority = ours.find("://");
    auto known = app.stores->known(store);
    auto port = authority == std::string::npos ? authority : ours.find(':', authority + 3);
    auto base = authority == std::string::npos ? ours : ours.substr(0, authority + 3) + known->host + (port == std::string::npos ? "" : ours.substr(port));
    return base + "/orders/" + id.text() + "?token=" + guest_token(app.config, id);
}

Task<std::optional<OrderView>> load_view(pg::Tx& tx, OrderId id) {
    auto order = tx.queue(sql::find_order(id));
    auto lines = tx.queue(sql::find_lines(id));
    co_await tx.flush();
    if (!*order) co_return std::nullopt;
    co_return view_of(**order, *lines);
}

pg::Query<bool> ordered_since(const Email& email, Instant since) { return sql::ordered_since(email.str(), since); }

Task<Result<OrderView>> view(App& app, Ctx ctx, OrderId id, std::string token) {
    bool may_see = ctx.role == Role::staff || crypto::equal_in_constant_time(token, guest_token(app.config, id));
    if (!may_see) co_return refuse(not_found);
    auto body = [&](pg::Tx& tx) -> Task<Result<OrderView>> {
        auto found = co_await load_view(tx, id);
        if (!found) co_return refuse(not_found);
        co_return std::move(*found);
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<std::vector<TimelineEntry>> timeline(App& app, Ctx ctx, OrderId id) { co_return co_await app.db.read(ctx, sql::find_timeline(id)); }

}  // namespace vitrine::orders
