// Load the order behind its lock, price it anew, save what differs in one transaction; the payments change places outside any.
#include "modules/orders/edit.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "io/telemetry/log.h"
#include "modules/orders/as_cart.h"
#include "modules/orders/cancel.h"
#include "modules/orders/edit_save.h"
#include "modules/orders/offers.h"
#include "modules/orders/rules.h"
#include "modules/orders/seals.h"
#include "modules/orders/view.h"
#include "modules/search/api.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

/// Its goods are held, not sold, and nobody has its money.
bool waits_for_money(const OrderView& order) {
    bool is_at_the_door = order.payment_method == "cash_on_delivery" && (order.state == State::processing || order.state == State::packed);
    return order.state == State::pending_payment || is_at_the_door;
}

std::vector<Fault> faults_of(const OrderEdit& edit) {
    std::vector<Fault> faults;
    constexpr size_t most_lines = 200;
    if (edit.lines.empty() || edit.lines.size() > most_lines) faults.push_back({"/lines", "out_of_range", "name 1 to 200 articles; to give the order up, cancel it"});
    std::set<VariantId> seen;
    for (size_t i = 0; i < edit.lines.size(); ++i)
        if (!seen.insert(edit.lines[i].variant).second) faults.push_back({fmt::format("/lines/{}/variant", i), "repeated", "name an article once"});
    return faults;
}

carts::CartRow cart_of(const OrderView& order, const OrderEdit& edit) {
    std::vector<stock::Want> lines;
    for (const auto& line : edit.lines) lines.push_back({line.variant, line.quantity});
    return as_cart(order, edit.shipping_address.value_or(order.shipping_address), lines);
}

/// What staff agreed with the customer when the order was written, by article: it stands for further pieces, too.
AgreedPrices agreed_of(const OrderView& order) {
    AgreedPrices agreed;
    for (const auto& line : order.lines)
        if (line.breakdown.price_list == rules::agreed_list) agreed.emplace(line.variant, line.unit_price);
    return agreed;
}

/// The order as the edit wants it, by the rules of this moment. Pure but for reading memory.
Result<OrderView> edited(const App& app, const Ctx& ctx, const OrderView& order, const OrderEdit& edit) {
    auto memory = quotes::memory_of(app, ctx.store);
    const auto& ship_to = edit.shipping_address ? *edit.shipping_address : order.shipping_address;
    auto wanted = carts::wanted(cart_of(order, edit));
    auto prepared = quotes::prepare(memory, wanted, ctx.now);
    if (!prepared) return refuse(std::move(prepared.error()));
    if (!prepared->missing.empty()) {
        std::vector<Fault> faults;
        for (auto i : prepared->missing) faults.push_back({fmt::format("/lines/{}", i), "carts.variant_unknown", "this article is not for sale"});
        return refuse(carts::variant_unknown, {}, std::move(faults));
    }
    auto option = std::ranges::find(prepared->options, order.shipping_name, &shipping::Option::name);
    if (prepared->options.empty() || (option == prepared->options.end() && !prepared->chosen)) return refuse(shipping::not_served);
    if (option != prepared->options.end()) {
        wanted.shipping_option = option->id;
        prepared = quotes::prepare(memory, wanted, ctx.now);
    }
    rules::use_agreed(prepared->input, agreed_of(order));
    rules::add_fee(prepared->input, payments::fee_of(app.config, *memory.store, order.payment_method));
    auto quote = quotes::quote(prepared->input);
    auto out = order;
    out.lines = rules::order_lines(*prepared, quote, *memory.snapshot);
    out.breakdown = rules::breakdown_of(quote, *prepared->input.taxes, prepared->input.ship_to);
    out.shipping_address = ship_to;
    out.shipping_name = prepared->chosen->name;
    out.subtotal = quote.subtotal, out.discount = quote.discount, out.tax = quote.tax, out.tax_included = quote.tax_included;
    out.shipping = quote.shipping, out.shipping_discount = quote.shipping_discount, out.rounding = quote.rounding, out.total = quote.total, out.payable = quote.payable;
    return out;
}

struct Seen {
    OrderView order;
    sql::LockedOrder locked;
};
/// Behind the order's lock: whether it may be edited at all.
Task<Result<Seen>> load(pg::Tx& tx, OrderId id) {
    auto locked = co_await tx.ask(sql::lock_order(id));
    if (!locked) co_return refuse(not_found);
    auto order = co_await load_view(tx, id);
    if (!waits_for_money(*order)) co_return refuse(not_editable, "It is " + std::string(shape_name(order->state)) + ": cancel lines of it, or write a further order");
    if (!order->breakdown.discounts.empty() || !order->breakdown.tenders.empty()) co_return refuse(not_editable, "Offers, gift cards or credit stand on it: cancel it and write it anew");
    if (auto seal = co_await sealed_by(tx, id)) co_return refuse(sealed, "There is " + *seal + " for it");
    if (co_await payments::lock_captured(tx, order->payment)) co_return refuse(not_editable, "There is money for it");
    co_return Seen{std::move(*order), std::move(*locked)};
}

/// Whether its way of paying takes the new amount, there: as when an order is placed.
std::optional<Refusal> why_not_payable(const App& app, const Ctx& ctx, const OrderView& after) {
    if (after.payable.is_zero()) return {};
    auto offered = payments::methods(app.config, *app.stores->known(ctx.store), after.payable, std::string_view(after.shipping_address.country));
    auto method = std::ranges::find(offered, after.payment_method, &payments::Method::code);
    if (method != offered.end() && !method->unavailable_reason) return {};
    return refuse(payments::method_unavailable, {}, {{"/lines", "unavailable", method == offered.end() ? "not offered in this store" : *method->unavailable_reason}}).error();
}

bool says_the_same(const OrderView& a, const OrderView& b) {
    return to_json(a.lines) == to_json(b.lines) && to_json(a.shipping_address) == to_json(b.shipping_address) && a.total == b.total;
}

/// Which of the lines asks for too much, itself or by a part of its bundle.
Refusal short_of(const std::vector<stock::Shortage>& shortages, const OrderEdit& edit, const search::Snapshot& snapshot) {
    std::vector<Fault> faults;
    for (const auto& shortage : shortages) {
        auto takes_it = [&](const EditedLine& line) {
            auto parts = snapshot.parts(line.variant);
            return line.variant == shortage.variant || std::ranges::find(parts, shortage.variant, &catalog::BundlePart::variant) != parts.end();
        };
        auto line = std::ranges::find_if(edit.lines, takes_it) - edit.lines.begin();
        faults.push_back({fmt::format("/lines/{}/quantity", line), "stock.short", fmt::format("{} more are wanted, {} left", shortage.wanted, shortage.available)});
    }
    return refuse(stock::short_of, {}, std::move(faults)).error();
}

struct Edited {
    OrderView order;
    std::optional<PaymentId> closed;   ///< the payment that was replaced
};

Task<Result<Edited>> apply(pg::Tx& tx, App& app, OrderId id, const OrderEdit& edit) {
    auto seen = co_await load(tx, id);
    if (!seen) co_return refuse(std::move(seen.error()));
    const auto& before = seen->order;
    auto after = edited(app, tx.ctx(), before, edit);
    if (!after) co_return refuse(std::move(after.error()));
    if (says_the_same(before, *after)) co_return Edited{before, {}};
    if (auto refusal = why_not_payable(app, tx.ctx(), *after)) co_return refuse(std::move(*refusal));
    if (after->total != edit.expected_total)
        co_return refuse(price_changed, "the total is " + format_for_people(after->total) + " now", {{"/expected_total", "changed", "look at the preview again"}});
    if (after->payable.is_zero()) co_return refuse(not_editable, "Nothing would be left to pay: cancel it and write it anew");
    bool needs_payment = after->payable != before.payable;
    if (needs_payment) after->payment = PaymentId::next(tx.ctx().now);
    auto memory = quotes::memory_of(app, tx.ctx().store);
    auto parts = rules::parts_of(after->lines, *memory.snapshot);
    auto shortages = co_await save_edit(tx, {before, *after, seen->locked.edits + 1, needs_payment, edit.reason.str(), *memory.rules->promotions, std::move(parts), memory.store->low_stock});
    if (!shortages.empty()) co_return refuse(short_of(shortages, edit, *memory.snapshot));
    co_return Edited{std::move(*after), needs_payment ? std::optional(before.payment) : std::nullopt};
}

}  // namespace

namespace {

/// What couriers ask for the edited order is known before the transaction.
Task<void> learn_delivery(App& app, Ctx ctx, OrderId id, const OrderEdit& edit) {
    if (!quotes::asks_couriers(app, ctx.store)) co_return;
    auto order = co_await view(app, ctx, id, {});
    if (order) co_await quotes::learn_courier_prices(app, ctx, carts::wanted(cart_of(*order, edit)));
}

}  // namespace

Task<Result<EditPreview>> preview_edit(App& app, Ctx ctx, OrderId id, EditWish wish) {
    OrderEdit edit{std::move(wish.lines), std::move(wish.shipping_address), {}, {}};
    if (auto faults = faults_of(edit); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    co_await learn_delivery(app, ctx, id, edit);
    auto body = [&](pg::Tx& tx) -> Task<Result<EditPreview>> {
        auto seen = co_await load(tx, id);
        if (!seen) co_return refuse(std::move(seen.error()));
        auto after = edited(app, tx.ctx(), seen->order, edit);
        if (!after) co_return refuse(std::move(after.error()));
        if (auto refusal = why_not_payable(app, tx.ctx(), *after)) co_return refuse(std::move(*refusal));
        co_return EditPreview{seen->order.total, after->total, std::move(after->lines), after->shipping, after->tax};
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<DraftPlaced>> edit_order(App& app, Ctx ctx, OrderId id, OrderEdit edit) {
    if (auto faults = faults_of(edit); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    co_await learn_delivery(app, ctx, id, edit);
    auto body = [&](pg::Tx& tx) -> Task<Result<Edited>> { co_return co_await apply(tx, app, id, edit); };
    std::optional<Result<Edited>> done;
    try {
        done.emplace(co_await app.db.transaction(ctx, body));
    } catch (const pg::Error& error) {
        if (!lost_offers(error)) throw;
        done.emplace(refuse(promotions::offer_gone));
    }
    if (!*done) co_return refuse(std::move(done->error()));
    auto& [order, closed] = **done;
    if (closed) {
        auto ended = co_await payments::cancel(app, ctx, *closed);  // outside any transaction; where that fails, its window ends it, and its money goes back
        if (!ended) log::warn("orders.edited_payment_open", {{"order", id.text()}, {"payment", closed->text()}, {"code", ended.error().code}});
    }
    auto next = co_await payments::start(app, ctx, order.payment);
    if (!next) co_return refuse(std::move(next.error()));
    co_return DraftPlaced{std::move(order), std::move(*next), order_link(app, ctx.store, id)};
}

}  // namespace vitrine::orders
