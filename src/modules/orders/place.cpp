#include <algorithm>
#include <map>

#include "io/crypto/digest.h"
#include "modules/orders/api.h"
#include "modules/orders/keys/api.h"
#include "modules/orders/lane.h"
#include "modules/orders/offers.h"
#include "modules/orders/returned/api.h"
#include "modules/orders/view.h"
#include "modules/search/api.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

/// What is asked and by whom: a repeat has to come from the holder of the same cart.
std::string fingerprint_of(const carts::CartKey& cart, const PlaceOrder& in) { return crypto::bytes_of(crypto::sha256(cart.token_hash.value + to_json(in))); }

bool is_sound_key(std::string_view key) {
    auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
    return !key.empty() && key.size() <= 255 && std::ranges::all_of(key, is_printable);
}

/// The doors of the articles in this cart that many want. A store without any has nothing to read.
Task<Result<stock::Ticket>> enter(App& app, Ctx ctx, CartId id, carts::Access access, const stock::StockRules* rules) {
    if (!rules || rules->lanes.empty()) co_return stock::Ticket{};
    auto body = [&](pg::Tx& tx) -> Task<Result<pg::Later<std::optional<carts::CartRow>>>> { co_return carts::read(tx, id, access); };
    auto read = co_await app.db.transaction(ctx, body, {.read_only = true});
    const auto& cart = **read;
    if (!cart || cart->state != "active") co_return stock::Ticket{};  // a repeat, or refused in its turn
    auto snapshot = app.snapshots->of(ctx.store);
    std::map<catalog::VariantId, std::int64_t> wanted;
    for (size_t i = 0; i < cart->variants.size(); ++i) {
        auto parts = snapshot->parts(cart->variants[i]);
        if (parts.empty()) wanted[cart->variants[i]] += cart->quantities[i];
        for (const auto& part : parts) wanted[part.variant] += part.quantity * cart->quantities[i];
    }
    std::vector<stock::Want> wants;
    for (const auto& [variant, quantity] : wanted) wants.push_back({variant, quantity});
    wants = stock::with_lanes(*rules, std::move(wants), ctx.now);
    if (wants.empty()) co_return stock::Ticket{};
    co_return co_await stock::enter(app, ctx, id.text(), std::move(wants));
}

}  // namespace

Task<Result<Placed>> place(App& app, Ctx ctx, carts::Access access, std::string idempotency_key, PlaceOrder in, Visitor visitor, AgreedPrices agreed) {
    bool is_buyer = ctx.role == Role::guest || ctx.role == Role::customer;
    if (auto own = check_key_from_outside(idempotency_key); is_buyer && !own) co_return refuse(std::move(own.error()));
    co_return co_await place_as(app, std::move(ctx), std::move(access), std::move(idempotency_key), std::move(in), std::move(visitor), std::move(agreed), {});
}

Task<Result<Placed>> place_as(App& app, Ctx ctx, carts::Access access, std::string idempotency_key, PlaceOrder in, Visitor visitor, AgreedPrices agreed, std::optional<DraftSeen> draft,
                              bool gives_delivery) {
    if (!is_sound_key(idempotency_key))
        co_return refuse(refusals::invalid, {}, {{"/headers/idempotency-key", "invalid", "give 1 to 255 printable ASCII characters"}});
    if (quotes::asks_couriers(app, ctx.store)) co_await quote(app, ctx, in.cart, access);  // what couriers ask is known before the transaction
    if (!app.order_lane) app.order_lane = std::make_shared<Lane>();
    auto rules = stock::rules_in_memory(ctx.store);
    auto ticket = co_await enter(app, ctx, in.cart, access, rules.get());
    if (!ticket) co_return refuse(std::move(ticket.error()));
    auto cart = carts::key_of(in.cart, access);
    auto fingerprint = fingerprint_of(cart, in);
    auto answers = in.answers.value_or(payments::Answers{});
    Request request{ctx, cart, std::move(idempotency_key), std::move(fingerprint), std::move(in), std::move(visitor), std::move(agreed), gives_delivery, rules ? rules->limits : stock::HoldLimits{},
                    std::move(draft)};
    std::optional<Result<Saved>> ended;
    std::optional<LostOffers> lost;
    std::exception_ptr failure;
    try {
        ended.emplace(co_await app.order_lane->place(app, std::move(request)));
    } catch (const pg::Error& error) {
        if (lost = lost_offers(error); !lost) failure = std::current_exception();
    } catch (...) {
        failure = std::current_exception();
    }
    if (!ticket->wants.empty()) co_await stock::leave(app, ctx, std::move(*ticket), ended && *ended && !(*ended)->replayed);
    if (failure) std::rethrow_exception(failure);
    if (lost) co_return refuse(co_await give_up(app, ctx, cart, std::move(*lost)));
    auto& saved = *ended;
    if (!saved) co_return refuse(saved.error());

    auto& [view, replayed, next] = *saved;
    if (!next) {
        auto started = co_await payments::start(app, ctx, view.payment, {.base = {}, .is_first_start = !replayed, .answers = std::move(answers)});  // outside any transaction
        if (!started) co_return refuse(started.error());
        next = std::move(*started);
    }
    view.token = guest_token(app.config, view.id);
    co_return Placed{{std::move(view), std::move(*next)}, replayed};
}

Task<Result<Placed>> place_instead(App& app, Ctx ctx, carts::Access access, std::string idempotency_key, PlaceOrder in, bool gives_delivery) {
    return place_as(app, std::move(ctx), std::move(access), std::move(idempotency_key), std::move(in), {}, {}, {}, gives_delivery);
}

}  // namespace vitrine::orders
