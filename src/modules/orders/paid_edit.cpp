// An edit of a paid order begins: load the order behind its lock, price what changes, save; what is dearer waits for its money, all else is done at once.
#include "modules/orders/paid_edit.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/check.h"
#include "io/crypto/digest.h"
#include "modules/orders/delivery_address.h"
#include "modules/orders/edited/api.h"
#include "modules/orders/offers.h"
#include "modules/orders/paid_edit_price.h"
#include "modules/orders/paid_edit_steps.h"
#include "modules/orders/refund_load.h"
#include "modules/orders/seals.h"
#include "modules/orders/view.h"
#include "modules/search/api.h"
#include "modules/stock/kept/api.h"
#include "modules/stores/api.h"

namespace vitrine::orders {
namespace {

/// A link goes by mail: whoever opens it a day later still finds it open.
constexpr Duration shortest_window = 24h;
/// Goods are kept until its payment has ended, however long a gateway does not say how.
constexpr Duration longest_kept = 24h * 90;

bool is_sound_key(std::string_view key) {
    return !key.empty() && key.size() <= 250 && std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
}

std::vector<Fault> faults_of(const PaidEditWish& wish) {
    std::vector<Fault> faults;
    constexpr size_t most_lines = 200;
    if (wish.lines.empty() || wish.lines.size() > most_lines) faults.push_back({"/lines", "out_of_range", "name 1 to 200 articles; to give the order up, refund it"});
    std::set<VariantId> seen;
    for (size_t i = 0; i < wish.lines.size(); ++i)
        if (!seen.insert(wish.lines[i].variant).second) faults.push_back({fmt::format("/lines/{}/variant", i), "repeated", "name an article once"});
    return faults;
}

struct Seen {
    LoadedRefunds loaded;
    std::int64_t version = 1, edits = 0;
    std::vector<rules::LinePart> parts;
};

/// Whether the order may be edited at all; behind its lock.
Task<Result<Seen>> load(pg::Tx& tx, OrderId id) {
    auto locked = co_await tx.ask(sql::lock_order(id));
    if (!locked) co_return refuse(not_found);
    auto loaded = co_await load_refunds(tx, id);
    const auto& order = loaded->order;
    if (!rules::may_be_edited(order.state)) co_return refuse(not_editable, "It is " + std::string(shape_name(order.state)) + (order.state == State::pending_payment ? ": edit its lines" : ""));
    if (co_await waits_for_edit(tx, id)) co_return refuse(edit_open, "Withdraw it first");
    auto sources = co_await lock_sources(tx, *loaded);
    bool is_paid = sources.captured || sources.left.authorized || order.payable.is_zero();
    if (!is_paid) co_return refuse(not_editable, "Nobody has paid it yet: edit its lines");
    if (!sources.left.gone.empty() || (sources.captured && !sources.captured->in_dispute.is_zero())) co_return refuse(not_editable, "Its money is in doubt");
    Seen seen{std::move(*loaded), co_await tx.ask(sql::order_version(id)), std::int64_t((co_await tx.ask(sql::paid_edits_of(id))).size()), {}};
    for (const auto& row : co_await tx.ask(sql::parts_of_order(id))) seen.parts.push_back({row.position, {row.variant, row.quantity}});
    co_return seen;
}

struct Decided {
    Seen seen;
    PaidEditPlan plan;
    std::string method;                 ///< of what is dearer
};

/// How the difference is paid: as staff says, else the way the order was paid, else the first that asks nothing. At the door is none: the order is paid.
Result<std::string> method_for(const App& app, const Ctx& ctx, const OrderView& order, const PaidEditWish& wish, const Money& difference) {
    auto offered = payments::methods(app.config, *app.stores->known(ctx.store), difference, order.shipping_address.country.str());
    auto fits = [](const payments::Method& method) { return !method.unavailable_reason && !method.pays_later; };
    if (wish.payment_method) {
        auto chosen = std::ranges::find(offered, wish.payment_method->str(), &payments::Method::code);
        if (chosen != offered.end() && fits(*chosen)) return chosen->code;
        return refuse(payments::method_unavailable, {}, {{"/payment_method", "unavailable", "it cannot take a difference"}});
    }
    auto own = std::ranges::find(offered, order.payment_method, &payments::Method::code);
    if (own != offered.end() && fits(*own)) return own->code;
    auto first = std::ranges::find_if(offered, [&](const payments::Method& method) { return fits(method) && method.questions.empty(); });
    if (first == offered.end()) return refuse(payments::method_unavailable, "no way of paying is offered for " + format_for_people(difference));
    return first->code;
}

/// Parcels hold goods and an address: what of both stays as it is may be packed already.
Task<std::optional<Refusal>> why_packed(pg::Tx& tx, const OrderView& order, const PaidEditPlan& plan) {
    auto packed = co_await packed_lines(tx, order.id);
    bool grows = !plan.lines.empty() || plan.delivery || to_json(plan.shipping_address) != to_json(order.shipping_address);
    if (grows && std::ranges::any_of(packed, [](const PackedLine& line) { return line.quantity > 0; })) co_return refuse(orders::packed, "Goods of it lie in a parcel").error();
    for (const auto& take : plan.takes) {
        auto line = std::ranges::find(order.lines, std::int64_t(take.position), &OrderLine::position);
        auto parcel = std::ranges::find(packed, std::int64_t(take.position), &PackedLine::position);
        if (parcel != packed.end() && take.quantity > line->quantity - line->cancelled.value_or(0) - parcel->quantity) co_return refuse(orders::packed, std::to_string(parcel->quantity) + " × " + line->sku + " lie in a parcel").error();
    }
    co_return std::nullopt;
}

Task<Result<Decided>> decide(pg::Tx& tx, const App& app, OrderId id, const PaidEditWish& wish) {
    auto seen = co_await load(tx, id);
    if (!seen) co_return refuse(std::move(seen.error()));
    const auto& order = seen->loaded.order;
    auto plan = plan_paid_edit(app, tx.ctx(), order, state_of(seen->loaded), seen->parts, seen->loaded.deliveries, wish);
    if (!plan) co_return refuse(std::move(plan.error()));
    if (auto refusal = co_await why_packed(tx, order, *plan)) co_return refuse(std::move(*refusal));
    std::string method;
    if (auto difference = plan->difference(); difference.minor > 0) {
        auto chosen = method_for(app, tx.ctx(), order, wish, difference);
        if (!chosen) co_return refuse(std::move(chosen.error()));
        method = std::move(*chosen);
    }
    co_return Decided{std::move(*seen), std::move(*plan), std::move(method)};
}

/// Which of the wished lines asks for too much, itself or by a part of its bundle.
Refusal short_of(const std::vector<stock::Shortage>& shortages, const PaidEditWish& wish, const search::Snapshot& snapshot) {
    std::vector<Fault> faults;
    for (const auto& shortage : shortages) {
        auto takes_it = [&](const EditedLine& line) {
            auto parts = snapshot.parts(line.variant);
            return line.variant == shortage.variant || std::ranges::find(parts, shortage.variant, &catalog::BundlePart::variant) != parts.end();
        };
        auto line = std::ranges::find_if(wish.lines, takes_it) - wish.lines.begin();
        faults.push_back({fmt::format("/lines/{}/quantity", line), "stock.short", fmt::format("{} more are wanted, {} left", shortage.wanted, shortage.available)});
    }
    return refuse(stock::short_of, {}, std::move(faults)).error();
}

/// What couriers ask is known before the transaction.
Task<void> learn_delivery(App& app, Ctx ctx, OrderId id, const PaidEditWish& wish) {
    if (!quotes::asks_couriers(app, ctx.store)) co_return;
    auto order = co_await view(app, ctx, id, {});
    if (order) co_await quotes::learn_courier_prices(app, ctx, delivery_wish(*order, wish));
}

struct Begun {
    PaidEditRow row;
    std::vector<payments::RefundId> promised;
    bool replayed = false;
};

void claim_offers_of(pg::Tx& tx, const PaidEditRow& row, const OrderView& order, const PaidEditPlan& plan, const promotions::Rules& rules) {
    auto customer = promotions::customer_key(order.email);
    std::vector<promotions::Claim> claims;
    for (const auto& discount : plan.discounts)
        claims.push_back({row.id.text(), discount.promotion, discount.coupon, customer, discount.amount, promotions::is_for_first_orders(rules, discount.promotion)});
    if (!claims.empty()) promotions::claim(tx, {{row.id.text(), customer}}, claims);
}

/// Goods kept, the edit written down, and the payment of what is dearer; in the order in which everybody locks: stock first, offers last.
Task<Result<PaidEditRow>> begin(pg::Tx& tx, App& app, const Decided& what, const PaidEditWish& wish, PaidEditRow row) {
    auto memory = quotes::memory_of(app, tx.ctx().store);
    const auto& [seen, plan, method] = what;
    const auto& order = seen.loaded.order;
    auto difference = plan.difference();
    if (difference.minor > 0) {
        row.payment = PaymentId::next(tx.ctx().now);
        row.payment_method = method;
        row.pay_by = tx.ctx().now + std::max(payments::payment_window(method), shortest_window);
    }
    tx.send(sql::add_paid_edit(row.id, row.order_id, row.position, PaidEditState::open, row.plan, std::string(row.currency.code()), row.added, row.taken_back, row.payment, row.payment_method, row.pay_by,
                               row.reason, row.key, row.fingerprint, row.opened_at));
    std::vector<stock::Want> goods;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
    for (const auto& one : plan.keeps) goods.push_back({one.variant, one.quantity}), variants.push_back(one.variant), quantities.push_back(one.quantity);
    if (!goods.empty()) {
        tx.send(sql::add_paid_edit_goods(row.id, variants, quantities));
        auto shortages = co_await stock::keep(tx, row.id.text(), std::move(goods), tx.ctx().now + longest_kept, memory.store->low_stock);
        if (!shortages.empty()) co_return refuse(short_of(shortages, wish, *memory.snapshot));
        catalog::note_variant_changes(tx, variants);
    }
    if (row.payment) {
        auto tender = payments::Tender::of(method, difference);
        if (!tender) co_return refuse(std::move(tender.error()));
        payments::open(tx, {{*row.payment, row.id.text(), fmt::format("{}-E{}", order.number, row.position), std::move(*tender), order.email, false, row.pay_by}});
        jobs::publish(tx, order.id.text(), DifferenceAsked{order.id, row.id, *row.payment, difference, *row.pay_by});
        tell(tx, order.id, {"edit_opened", "The order is to be edited; " + format_for_people(difference) + " are asked for", true});
    }
    claim_offers_of(tx, row, order, plan, *memory.rules->promotions);
    co_await tx.flush();
    co_return row;
}

struct EditRequest {
    PaidEditWish wish;
    std::optional<std::int64_t> version;
    std::string key, fingerprint;
    Money expected;
    std::string reason;
};

Task<Result<Begun>> apply(pg::Tx& tx, App& app, OrderId id, const EditRequest& in) {
    tx.send(sql::lock_order(id));
    if (auto earlier = co_await tx.ask(sql::paid_edit_by_key(in.key))) {
        bool is_same = earlier->order_id == id && crypto::equal_in_constant_time(earlier->fingerprint.value, in.fingerprint);
        if (!is_same) co_return refuse(refusals::key_reused);
        co_return Begun{std::move(*earlier), {}, true};
    }
    auto decided = co_await decide(tx, app, id, in.wish);
    if (!decided) co_return refuse(std::move(decided.error()));
    const auto& plan = decided->plan;
    if (in.version && *in.version != decided->seen.version) co_return refuse(refusals::stale_version);
    if (plan.difference() != in.expected)
        co_return refuse(price_changed, "the difference is " + format_for_people(plan.difference()) + " now", {{"/expected_difference", "changed", "look at the preview again"}});
    const auto& ctx = tx.ctx();
    PaidEditRow row{.id = PaidEditId::next(ctx.now), .order_id = id, .position = decided->seen.edits + 1, .plan = {to_json(plan)}, .currency = plan.added.currency, .added = plan.added.minor, .taken_back = plan.taken_back.minor,
                    .difference = plan.difference().minor, .reason = in.reason, .key = in.key, .fingerprint = {in.fingerprint}, .actor = ctx.actor, .opened_at = ctx.now};
    co_await lock_goods(tx, decided->seen.loaded.order, plan);
    auto begun = co_await begin(tx, app, *decided, in.wish, std::move(row));
    if (!begun) co_return refuse(std::move(begun.error()));
    if (begun->payment) co_return Begun{std::move(*begun), {}, false};
    auto done = co_await carry_out(tx, *begun);
    if (!done) co_return refuse(std::move(done.error()));
    co_return Begun{std::move(*begun), std::move(*done), false};
}

}  // namespace

Task<Result<PaidEditPreview>> preview_paid_edit(App& app, Ctx ctx, OrderId id, PaidEditWish wish) {
    if (auto faults = faults_of(wish); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    co_await learn_delivery(app, ctx, id, wish);
    auto body = [&](pg::Tx& tx) -> Task<Result<PaidEditPreview>> {
        auto decided = co_await decide(tx, app, id, wish);
        if (!decided) co_return refuse(std::move(decided.error()));
        auto& plan = decided->plan;
        auto method = decided->method.empty() ? std::nullopt : std::optional(decided->method);
        auto shipping = plan.delivery ? plan.delivery->taxed.gross : Money{0, plan.added.currency};
        co_return PaidEditPreview{decided->seen.version, plan.added, plan.taken_back, plan.difference(), std::move(plan.taken), std::move(plan.lines), shipping, std::move(plan.explanation), std::move(method)};
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<PaidEditMade>> open_paid_edit(App& app, Ctx ctx, OrderId id, std::optional<std::int64_t> version, std::string key, NewPaidEdit edit) {
    if (!is_sound_key(key)) co_return refuse(refusals::invalid, {}, {{"/headers/idempotency-key", "invalid", "give 1 to 250 printable ASCII characters"}});
    auto fingerprint = crypto::bytes_of(crypto::sha256(id.text() + to_json(edit)));
    EditRequest in{{std::move(edit.lines), std::move(edit.shipping_address), edit.shipping_option, edit.payment_method, edit.to}, version, std::move(key), std::move(fingerprint), edit.expected_difference, edit.reason.str()};
    if (auto faults = faults_of(in.wish); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    co_await learn_delivery(app, ctx, id, in.wish);
    auto body = [&](pg::Tx& tx) -> Task<Result<Begun>> { co_return co_await apply(tx, app, id, in); };
    std::optional<Result<Begun>> begun;
    try {
        begun.emplace(co_await app.db.transaction(ctx, body));
    } catch (const pg::Error& error) {
        if (error.constraint == "one_paid_edit_a_key") begun.emplace(refuse(refusals::key_reused));   // another order's edit took it at the same moment
        else if (lost_offers(error)) begun.emplace(refuse(promotions::offer_gone));
        else throw;
    }
    if (!*begun) co_return refuse(std::move(begun->error()));
    auto& [row, promised, replayed] = **begun;
    for (auto refund : promised) {
        auto carried = co_await payments::carry_out_refund(app, ctx, refund);   // outside any transaction; unknown ends are for the job
        check(carried.has_value(), "a promised refund is there");
    }
    if (row.payment && !replayed) {
        auto next = co_await payments::start(app, ctx, *row.payment);   // a gateway that does not answer is asked again by the sweeper
        if (!next) co_return refuse(std::move(next.error()));
    }
    auto now = co_await app.db.read(ctx, sql::paid_edit(row.id));
    co_return PaidEditMade{view_of(app, ctx.store, now.value()), replayed};
}

Task<Result<std::vector<PaidEditView>>> paid_edits_of(App& app, Ctx ctx, OrderId order) {
    auto seen = co_await view(app, ctx, order, {});
    if (!seen) co_return refuse(std::move(seen.error()));
    std::vector<PaidEditView> out;
    for (const auto& row : co_await app.db.read(ctx, sql::paid_edits_of(order))) out.push_back(view_of(app, ctx.store, row));
    co_return out;
}

}  // namespace vitrine::orders
