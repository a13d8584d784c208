#include <fmt/format.h>

#include "io/crypto/digest.h"
#include "modules/orders/api.h"
#include "modules/orders/rules.h"
#include "modules/orders/save.h"
#include "modules/orders/sql.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

/// The order as it was saved or, for a repeat, as it was first answered.
struct Saved {
    OrderView view;
    bool replayed = false;
    pg::Later<std::vector<stock::Outcome>> reserved;
};

struct Request {
    carts::Access access;
    std::string key;
    std::string fingerprint;
    PlaceOrder in;
    std::vector<catalog::VariantId> lines;  ///< the cart's, once it is loaded: to name the line of a shortage
};

std::string fingerprint_of(const PlaceOrder& in) { return crypto::bytes_of(crypto::sha256(to_json(in))); }

Result<Saved> replay(const sql::Claim& claim, const Request& request) {
    if (!crypto::equal_in_constant_time(claim.fingerprint.value, request.fingerprint)) return refuse(refusals::key_reused);
    auto view = read_json<OrderView>(claim.answer.text);
    if (!view) throw std::runtime_error("a stored answer does not fit its shape");
    return Saved{std::move(*view), true, {}};
}

OrderView view_of(const rules::Draft& draft, const PlaceOrder& in, const std::string& number, Instant now) {
    return {.id = OrderId::next(now),
            .number = number,
            .email = draft.email.str(),
            .shipping_address = draft.shipping_address,
            .billing_address = draft.billing_address,
            .lines = draft.lines,
            .subtotal = draft.quote.subtotal,
            .discount = draft.quote.discount,
            .tax = draft.quote.tax,
            .shipping = draft.quote.shipping,
            .total = draft.quote.total,
            .shipping_name = draft.shipping.name,
            .payment_method = in.payment_method,
            .payment = PaymentId::next(now),
            .placed_at = now};
}

/// "S-100023": the store's initial and its own rising number.
std::string number_text(const stores::Store& store, std::int64_t number) {
    return fmt::format("{}-{}", char(std::toupper((unsigned char)store.slug[0])), number);
}

/// Load, decide, save: two round trips, the second with the commit.
Task<Result<Saved>> place_in(pg::Tx& tx, App& app, Request& request) {
    const auto& in = request.in;
    auto locked = carts::lock(tx, in.cart, request.access);
    auto claimed = tx.queue(sql::find_claim(request.key));
    auto numbers = tx.queue(sql::next_numbers(1));
    co_await tx.flush();
    if (*claimed) co_return replay(**claimed, request);
    if (!*locked) co_return refuse(carts::not_found);

    request.lines = (*locked)->variants;
    const auto& ctx = tx.ctx();
    auto store = app.stores->by_id(ctx.store);
    auto snapshot = app.snapshots->of(ctx.store);
    rules::Checkout seen{**locked, *store, *snapshot, payments::methods(app.config, *store, in.expected_total, store->country)};
    auto draft = rules::place(seen, in);
    if (!draft) co_return refuse(draft.error());

    auto view = view_of(*draft, in, number_text(*store, (*numbers).at(0)), ctx.now);
    NewOrder order{view, in.cart, request.key, request.fingerprint, ctx.now + rules::payment_window(in.payment_method)};
    auto reserved = save_orders(tx, {order});
    co_return Saved{std::move(view), false, reserved};
}

/// Which lines of the cart could not be had, as the buyer sees them.
std::unexpected<Refusal> refuse_short(const std::vector<stock::Shortage>& shortages, const Request& request, const search::Snapshot& snapshot) {
    std::vector<Fault> faults;
    for (const auto& shortage : shortages) {
        auto facts = snapshot.variant(shortage.variant);
        auto detail = fmt::format("{}: {} wanted, {} left", facts ? facts->sku : "an article", shortage.wanted, shortage.available);
        auto line = std::ranges::find(request.lines, shortage.variant) - request.lines.begin();
        faults.push_back({fmt::format("/lines/{}/quantity", line), "stock.short", detail});
    }
    return refuse(stock::short_of, {}, std::move(faults));
}

/// Pages say "only 3 left": when little is left, every process is told. A crash right here leaves a page stale until the next change.
Task<void> tell_low_stock(App& app, Ctx ctx, const std::vector<stock::Outcome>& outcomes, std::int64_t low) {
    std::vector<catalog::VariantId> changed;
    for (const auto& outcome : outcomes)
        if (outcome.left <= 2 * low) changed.push_back(outcome.variant);
    if (changed.empty()) co_return;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        catalog::note_variant_changes(tx, changed);
        co_return true;
    };
    co_await app.db.transaction(ctx, body, {.durable = false});
}

}  // namespace

Task<Result<Placed>> place(App& app, Ctx ctx, carts::Access access, std::string idempotency_key, PlaceOrder in) {
    Request request{std::move(access), std::move(idempotency_key), fingerprint_of(in), std::move(in), {}};
    std::optional<Result<Saved>> saved;
    for (int attempt = 1; !saved; ++attempt) {
        try {
            auto body = [&](pg::Tx& tx) { return place_in(tx, app, request); };
            saved.emplace(co_await app.db.transaction(ctx, body));
        } catch (const pg::Error& error) {
            if (auto shortages = stock::shortages(error); !shortages.empty()) co_return refuse_short(shortages, request, *app.snapshots->of(ctx.store));
            // Another request with this key was faster: the second look finds its claim.
            if (error.constraint != "claimed_once" || attempt > 1) throw;
        }
    }
    if (!*saved) co_return refuse(saved->error());
    auto& [view, replayed, reserved] = **saved;
    if (!replayed) co_await tell_low_stock(app, ctx, *reserved, app.stores->by_id(ctx.store)->low_stock);

    auto next = co_await payments::start(app, ctx, view.payment);  // outside any transaction
    if (!next) co_return refuse(next.error());
    view.token = guest_token(app.config, view.id);
    co_return Placed{{std::move(view), std::move(*next)}, replayed};
}

}  // namespace vitrine::orders
