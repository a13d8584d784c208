// Goods of an order go into a parcel: decided under the lock of the order's plan, so that nothing is packed twice.
#include "modules/fulfilment/plan.h"

#include <algorithm>

#include "modules/fulfilment/rules.h"
#include "modules/orders/edited/api.h"
#include "modules/search/api.h"

namespace vitrine::fulfilment {
namespace {

std::int64_t quantity_at(const std::vector<rules::Packed>& packed, std::int64_t position) {
    auto found = std::ranges::find(packed, position, &rules::Packed::position);
    return found == packed.end() ? 0 : found->quantity;
}

shipping::Party party_of(const orders::OrderView& order) {
    const auto& to = order.shipping_address;
    return {.name = to.name.str(),
            .phone = to.phone ? to.phone->str() : std::string(),
            .email = order.email,
            .line1 = to.line1.str(),
            .line2 = to.line2 ? to.line2->str() : std::string(),
            .city = to.city.str(),
            .state = to.state ? to.state->str() : std::string(),
            .postal_code = to.postal_code ? to.postal_code->str() : std::string(),
            .country = to.country.str()};
}

/// What the goods weigh by the catalog as it is now, packed.
std::int64_t weight_of(const App& app, StoreId store, const shipping::Tables& tables, const orders::OrderView& order, const std::vector<rules::Packed>& goods) {
    auto snapshot = app.snapshots ? app.snapshots->of(store) : nullptr;
    std::int64_t grams = 0, unweighed = 0;
    for (const auto& line : order.lines) {
        auto quantity = quantity_at(goods, line.position);
        auto facts = snapshot && quantity ? snapshot->variant(line.variant) : std::nullopt;
        auto each = facts ? facts->weight_grams : 0;
        grams += each * quantity;
        if (each == 0) unweighed += quantity;
    }
    return shipping::packed_grams(tables, grams, unweighed);
}

Contents contents_of(const App& app, StoreId store, const shipping::Tables& tables, const orders::OrderView& order, const std::vector<rules::Packed>& goods, const NewParcel& wanted) {
    Contents out{.customer = party_of(order), .goods = {0, order.total.currency}, .note = wanted.note, .reason = wanted.reason, .ordered_at = order.placed_at};
    for (const auto& line : order.lines) {
        auto quantity = quantity_at(goods, line.position);
        if (quantity == 0) continue;
        Money each{multiply_divide(line.gross.minor, 1, line.quantity, Rounding::half_up), line.gross.currency};
        out.items.push_back({line.sku, line.title + (line.options.empty() ? "" : " (" + line.options + ")"), line.breakdown.hsn.value_or(""), quantity, each});
        out.goods += each * quantity;
    }
    out.weight_grams = wanted.weight_grams.value_or(weight_of(app, store, tables, order, goods));
    out.size = wanted.size.value_or(tables.dispatch ? tables.dispatch->size : shipping::Size{});
    return out;
}

/// The courier's code; empty: people ship it.
Result<std::string> courier_for(const NewParcel& wanted, const shipping::Tables& tables) {
    auto code = wanted.courier ? *wanted.courier : tables.dispatch ? tables.dispatch->courier.value_or("") : std::string();
    if (code.empty() || code == "by_hand") return std::string();
    const auto* courier = shipping::find_courier(code);
    if (!courier) return refuse(courier_unknown, {}, {{"/courier", "unknown", "name one of the couriers, or by_hand"}});
    if (wanted.is_return && !courier->can().returns) return refuse(courier_cannot, "this courier fetches nothing from customers");
    return code;
}

std::vector<rules::Packed> packed_of(const std::vector<sql::PackedRow>& rows) {
    std::vector<rules::Packed> out;
    for (const auto& row : rows) out.push_back({row.position, row.quantity});
    return out;
}

}  // namespace

Result<std::vector<rules::Packed>> rules::pack(const std::vector<orders::OrderLine>& lines, const std::vector<Packed>& before, const std::vector<ParcelLine>& wanted) {
    std::vector<Packed> out;
    std::vector<Fault> faults;
    auto left_of = [&](const orders::OrderLine& line) { return to_send(line) - quantity_at(before, line.position); };
    if (wanted.empty())
        for (const auto& line : lines)
            if (auto left = left_of(line); left > 0) out.push_back({line.position, left});
    for (size_t i = 0; i < wanted.size(); ++i) {
        auto line = std::ranges::find(lines, wanted[i].position, &orders::OrderLine::position);
        auto at = "/lines/" + std::to_string(i);
        bool is_twice = quantity_at(out, wanted[i].position) > 0;
        if (line == lines.end()) faults.push_back({at + "/position", "unknown", "the order has no such line"});
        else if (is_twice) faults.push_back({at + "/position", "repeated", "name a line once"});
        else if (left_of(*line) < wanted[i].quantity) faults.push_back({at + "/quantity", "out_of_range", std::to_string(left_of(*line)) + " are left"});
        else out.push_back({line->position, wanted[i].quantity});
    }
    if (!faults.empty()) return refuse(too_many, {}, std::move(faults));
    if (out.empty()) return refuse(nothing_left);
    return out;
}

Money rules::collect_share(const orders::OrderView& order, const std::vector<Packed>& goods, const std::vector<Packed>& before, const Money& collected) {
    auto left = order.payable - collected;
    Money share{0, order.payable.currency};
    bool completes = true;
    for (const auto& line : order.lines) {
        auto now = quantity_at(goods, line.position), earlier = quantity_at(before, line.position);
        completes = completes && now + earlier == to_send(line);
        if (now > 0) share += quotes::share_of({line.quantity, line.gross, line.tax, line.breakdown.taxes}, now, earlier).gross;
    }
    return completes || left < share ? left : share;
}

Task<Result<ParcelView>> plan(App& app, Ctx ctx, NewParcel wanted) {
    auto tables = co_await shipping::load_tables(app.db, ctx);
    auto courier = courier_for(wanted, *tables);
    if (!courier) co_return refuse(std::move(courier.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<ParcelView>> {
        auto order = co_await orders::lock_view(tx, wanted.order);   // nobody cancels lines meanwhile
        if (!order) co_return refuse(orders::not_found);
        bool may = wanted.is_return ? order->state != orders::State::pending_payment && order->state != orders::State::cancelled : rules::may_go_out(order->state);
        auto position = co_await tx.ask(sql::lock_plan(wanted.order, order->number));
        if (!wanted.key.empty())
            if (auto known = co_await tx.ask(sql::parcel_by_request(wanted.order, wanted.key))) co_return view_of(*known);
        if (!may) co_return refuse(order_not_ready, "the order is " + std::string(shape_name(order->state)));
        if (!wanted.is_return && co_await orders::waits_for_edit(tx, wanted.order)) co_return refuse(orders::edit_open);
        auto [rows, collected] = co_await tx.ask(sql::packed(wanted.order, wanted.is_return), sql::collected(wanted.order));
        auto before = packed_of(rows);
        auto goods = rules::pack(order->lines, before, wanted.lines);
        if (!goods) co_return refuse(std::move(goods.error()));
        auto id = ParcelId::next(tx.ctx().now);
        auto contents = contents_of(app, ctx.store, *tables, *order, *goods, wanted);
        bool is_cash = order->payment_method == "cash_on_delivery" && !wanted.is_return;
        auto collect = is_cash ? rules::collect_share(*order, *goods, before, {collected, order->payable.currency}) : Money{0, order->total.currency};
        const auto* carrier = shipping::find_courier(*courier);
        bool is_part = collect.minor < order->payable.minor - collected;
        if (is_cash && is_part && carrier && carrier->can().whole_cash) collect.minor -= collect.minor % 100;   // the last parcel takes the rest
        auto reference = rules::reference_of(order->number, position, id);
        auto key = wanted.key.empty() ? std::nullopt : std::optional(wanted.key);
        tx.send(sql::add_parcel(id, wanted.order, order->number, position, wanted.is_return, *courier, reference, {to_json(contents)}, collect.minor, collect.currency, key, tx.ctx().now));
        std::vector<std::int64_t> positions, quantities;
        for (const auto& one : *goods) positions.push_back(one.position), quantities.push_back(one.quantity);
        tx.send(sql::add_items(id, positions, quantities));
        tx.send(sql::count_position(wanted.order));
        auto row = co_await tx.ask(sql::lock_parcel(id));
        note_step(tx, *row, "planned", wanted.is_return ? "To be fetched from the customer" : "Planned", State::planned);
        if (!courier->empty() && wanted.is_booked_at_once) at_once(tx, advance_job, id);
        co_return view_of(*row);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<ParcelView>> plan_return(App& app, Ctx ctx, ReturnParcel wanted) {
    co_return co_await plan(app, ctx, {.order = wanted.order, .lines = std::move(wanted.lines), .courier = std::move(wanted.courier), .note = {}, .reason = std::move(wanted.reason), .is_return = true, .key = std::move(wanted.key)});
}

}  // namespace vitrine::fulfilment
