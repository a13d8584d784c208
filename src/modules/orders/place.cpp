#include <algorithm>

#include "io/crypto/digest.h"
#include "modules/orders/api.h"
#include "modules/orders/lane.h"
#include "modules/orders/offers.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

/// What is asked and by whom: a repeat has to come from the holder of the same cart.
std::string fingerprint_of(const carts::CartKey& cart, const PlaceOrder& in) { return crypto::bytes_of(crypto::sha256(cart.token_hash.value + to_json(in))); }

bool is_sound_key(std::string_view key) {
    auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
    return !key.empty() && key.size() <= 255 && std::ranges::all_of(key, is_printable);
}

}  // namespace

Task<Result<Placed>> place(App& app, Ctx ctx, carts::Access access, std::string idempotency_key, PlaceOrder in, Visitor visitor) {
    if (!is_sound_key(idempotency_key))
        co_return refuse(refusals::invalid, {}, {{"/headers/idempotency-key", "invalid", "give 1 to 255 printable ASCII characters"}});
    if (quotes::asks_couriers(app, ctx.store)) co_await quote(app, ctx, in.cart, access);  // what couriers ask is known before the transaction
    if (!app.order_lane) app.order_lane = std::make_shared<Lane>();
    auto cart = carts::key_of(in.cart, access);
    auto fingerprint = fingerprint_of(cart, in);
    auto answers = in.answers.value_or(payments::Answers{});
    Request request{ctx, cart, std::move(idempotency_key), std::move(fingerprint), std::move(in), std::move(visitor)};
    std::optional<Result<Saved>> ended;
    std::optional<LostOffers> lost;
    try {
        ended.emplace(co_await app.order_lane->place(app, std::move(request)));
    } catch (const pg::Error& error) {
        if (lost = lost_offers(error); !lost) throw;
    }
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

}  // namespace vitrine::orders
