// A draft becomes an order by the same door as every other.
#include "modules/carts/credit/api.h"
#include "modules/orders/request.h"
#include "modules/orders/sql.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

struct Ready {
    CartId id;
    carts::Access access;
};

Task<Result<void>> fill(App& app, Ctx ctx, const Ready& cart, const DraftContent& content) {
    if (content.currency) {
        auto chosen = co_await carts::choose_currency(app, ctx, cart.id, cart.access, *content.currency, {});
        if (!chosen) co_return refuse(std::move(chosen.error()));
    }
    for (const auto& line : content.lines) {
        auto added = co_await carts::add_line(app, ctx, cart.id, cart.access, {line.variant, line.quantity, {}});
        if (!added) co_return refuse(std::move(added.error()));
    }
    auto addressed = co_await carts::set_addresses(app, ctx, cart.id, cart.access, {content.email, content.shipping_address, content.billing_address, {}});
    if (!addressed) co_return refuse(std::move(addressed.error()));
    if (content.shipping_option) {
        auto chosen = co_await carts::choose_shipping(app, ctx, cart.id, cart.access, *content.shipping_option, {});
        if (!chosen) co_return refuse(std::move(chosen.error()));
    }
    co_return Result<void>{};
}

/// A cart as the customer would have filled it. What does not become an order is thrown away: he did not leave it.
Task<Result<Ready>> fill_cart(App& app, Ctx ctx, const DraftContent& content) {
    auto made = co_await carts::create(app, ctx, {});
    if (!made) co_return refuse(std::move(made.error()));
    Ready cart{made->id, {*made->token}};
    auto filled = co_await fill(app, ctx, cart, content);
    if (filled) co_return cart;
    co_await carts::discard(app, ctx, cart.id, cart.access);
    co_return refuse(std::move(filled.error()));
}

/// The order that came of this draft, if the answer was lost on its way.
Task<std::optional<OrderId>> placed_before(App& app, Ctx ctx, DraftId id) {
    auto claims = co_await app.db.read(ctx, sql::find_claims({draft_key(id)}));
    if (claims.empty()) co_return std::nullopt;
    auto answer = read_json<OrderView>(claims.front().answer.text);
    if (!answer) throw std::runtime_error("a stored answer does not fit its shape");
    co_return answer->id;
}

Task<void> close(App& app, Ctx ctx, DraftId id, const DraftContent& content, OrderId order) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto draft = co_await tx.ask(sql::lock_draft(id));
        if (!draft || draft->state != DraftState::open) co_return false;
        tx.send(sql::end_draft(id, DraftState::placed, order, ctx.now));
        tell(tx, order, {"draft", "Staff placed the order for the customer", false});
        if (content.note) tx.send(sql::add_note(order, new_uuid(ctx.now), NoteKind::internal, content.note->str(), ctx.now));
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

Task<Result<DraftPlaced>> look(App& app, Ctx ctx, OrderId order) {
    auto seen = co_await view(app, ctx, order, {});
    if (!seen) co_return refuse(std::move(seen.error()));
    auto next = co_await payments::start(app, ctx, seen->payment);
    if (!next) co_return refuse(std::move(next.error()));
    co_return DraftPlaced{std::move(*seen), std::move(*next), order_link(app, ctx.store, order)};
}

}  // namespace

Task<Result<DraftPlaced>> place_draft(App& app, Ctx ctx, DraftId id, Money expected_total) {
    auto draft = co_await find_draft(app, ctx, id);
    if (!draft) co_return refuse(std::move(draft.error()));
    if (draft->state == DraftState::discarded) co_return refuse(draft_closed);
    if (draft->order) co_return co_await look(app, ctx, *draft->order);
    const auto& content = draft->content;
    auto agreed = rules::agreed_of(content);
    if (!agreed.empty() && !ctx.may("orders:price")) co_return refuse(refusals::forbidden, "prices of one's own need the permission orders:price");
    if (auto earlier = co_await placed_before(app, ctx, id)) {
        co_await close(app, ctx, id, content, *earlier);
        co_return co_await look(app, ctx, *earlier);
    }
    auto cart = co_await fill_cart(app, ctx, content);
    if (!cart) co_return refuse(std::move(cart.error()));
    PlaceOrder wish{.cart = cart->id, .version = {}, .payment_method = content.payment_method.str(), .expected_total = expected_total, .email = content.email};
    auto placed = co_await place_as(app, ctx, cart->access, draft_key(id), std::move(wish), {}, std::move(agreed), DraftSeen{id, draft->version});
    if (!placed || placed->replayed) co_await carts::discard(app, ctx, cart->id, cart->access);
    if (!placed) co_return refuse(std::move(placed.error()));
    auto order = placed->answer.order.id;
    co_await close(app, ctx, id, content, order);
    placed->answer.order.token.reset();
    co_return DraftPlaced{std::move(placed->answer.order), std::move(placed->answer.next), order_link(app, ctx.store, order)};
}

}  // namespace vitrine::orders
