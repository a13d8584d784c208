#include "modules/carts/routes.h"

#include "modules/carts/api.h"

namespace vitrine::carts {
namespace {

struct CartPath {
    CartId id;
};
SHAPE(CartPath, id)
struct LinePath {
    CartId id;
    LineId line;
};
SHAPE(LinePath, id, line)
struct TokenHeader {
    std::optional<std::string> x_cart_token;   ///< left out by a customer who is signed in
};
SHAPE(TokenHeader, x_cart_token)
struct NewCart {
    std::optional<VariantId> variant;
    std::optional<Quantity> quantity;
};
SHAPE(NewCart, variant, quantity)
struct SeenVersion {
    std::optional<std::int64_t> version;
};
SHAPE(SeenVersion, version)

struct CouponPath {
    CartId id;
    std::string code;
};
SHAPE(CouponPath, id, code)
struct CardPath {
    CartId id;
    tenders::AccountId card;
};
SHAPE(CardPath, id, card)
struct ChooseCurrency {
    Currency currency;
    std::optional<std::int64_t> version;
};
SHAPE(ChooseCurrency, currency, version)

using Token = http::Headers<TokenHeader>;
/// Codes cannot be tried out: gift cards have 80 random bits, and nobody gets more than this many tries.
const http::RatePolicy code_tries{"codes", 20, 60};

Access access(const Ctx& ctx, const Token& token) { return access_of(ctx, token->x_cart_token); }

Task<Result<http::Created<CartView>>> post_cart(App& app, Ctx ctx, http::Body<NewCart> in) {
    std::optional<AddLine> first;
    if (in->variant) first = AddLine{*in->variant, in->quantity.value_or(Quantity{1}), {}};
    auto made = co_await create(app, ctx, first);
    if (!made) co_return refuse(made.error());
    auto location = "/api/v1/carts/" + made->id.text();
    co_return http::Created<CartView>{std::move(*made), location};
}

Task<Result<CartView>> get_cart(App& app, Ctx ctx, http::Path<CartPath> path, Token token) { return view(app, ctx, path->id, access(ctx, token)); }

Task<Result<CartView>> post_line(App& app, Ctx ctx, http::Path<CartPath> path, Token token, http::Body<AddLine> in) {
    return add_line(app, ctx, path->id, access(ctx, token), in.value);
}

Task<Result<CartView>> patch_line(App& app, Ctx ctx, http::Path<LinePath> path, Token token, http::Body<EditLine> in) {
    return edit_line(app, ctx, path->id, access(ctx, token), path->line, in.value);
}

Task<Result<CartView>> delete_line(App& app, Ctx ctx, http::Path<LinePath> path, Token token, http::Query<SeenVersion> seen) {
    return edit_line(app, ctx, path->id, access(ctx, token), path->line, {{0}, seen->version});
}

Task<Result<CartView>> put_currency(App& app, Ctx ctx, http::Path<CartPath> path, Token token, http::Body<ChooseCurrency> in) {
    return choose_currency(app, ctx, path->id, access(ctx, token), in->currency, in->version);
}

Task<Result<CartView>> put_addresses(App& app, Ctx ctx, http::Path<CartPath> path, Token token, http::Body<Addresses> in) {
    return set_addresses(app, ctx, path->id, access(ctx, token), in.value);
}

Task<Result<CartView>> post_coupon(App& app, Ctx ctx, http::Path<CartPath> path, Token token, http::Body<EnterCoupon> in) {
    return enter_coupon(app, ctx, path->id, access(ctx, token), in.value);
}

Task<Result<CartView>> delete_coupon(App& app, Ctx ctx, http::Path<CouponPath> path, Token token, http::Query<SeenVersion> seen) {
    return remove_coupon(app, ctx, path->id, access(ctx, token), path->code, seen->version);
}

Task<Result<CartView>> post_gift_card(App& app, Ctx ctx, http::Path<CartPath> path, Token token, http::Body<EnterCard> in) {
    return enter_gift_card(app, ctx, path->id, access(ctx, token), in.value);
}

Task<Result<CartView>> delete_gift_card(App& app, Ctx ctx, http::Path<CardPath> path, Token token, http::Query<SeenVersion> seen) {
    return remove_gift_card(app, ctx, path->id, access(ctx, token), path->card, seen->version);
}

}  // namespace

void routes(http::Routes<App>& routes) {
    std::vector<RefusalKind> edits{not_found, stale, closed};
    routes.post("/api/v1/carts", post_cart, {.summary = "Opens a cart, with a first line if one is given; the answer carries its token. A customer gets the one they have, without a token", .refusals = {variant_unknown}});
    routes.get("/api/v1/carts/{id}", get_cart, {.summary = "The cart, priced now", .refusals = {not_found}});
    routes.post("/api/v1/carts/{id}/lines", post_line, {.summary = "Adds a quantity of a variant", .refusals = {not_found, stale, closed, variant_unknown}});
    routes.patch("/api/v1/carts/{id}/lines/{line}", patch_line, {.summary = "Sets a line's quantity; 0 removes it", .refusals = {not_found, stale, closed, line_unknown}});
    routes.del("/api/v1/carts/{id}/lines/{line}", delete_line, {.summary = "Removes a line", .refusals = {not_found, stale, closed, line_unknown}});
    using promotions::coupon_expired, promotions::coupon_needs_more, promotions::coupon_not_combinable, promotions::coupon_not_valid, promotions::coupon_not_yet,
        promotions::coupon_unknown, promotions::coupon_used_by_you, promotions::coupon_used_up, promotions::coupon_wrong_goods;
    routes.post("/api/v1/carts/{id}/coupons", post_coupon,
                {.summary = "Puts a code on the cart",
                 .refusals = {not_found, stale, closed, too_many_codes, coupon_unknown, coupon_expired, coupon_not_yet, coupon_wrong_goods, coupon_needs_more, coupon_used_up, coupon_used_by_you,
                              coupon_not_combinable, coupon_not_valid},
                 .rate = code_tries});
    routes.del("/api/v1/carts/{id}/coupons/{code}", delete_coupon, {.summary = "Takes a code off the cart", .refusals = {not_found, stale, closed, code_absent}});
    routes.post("/api/v1/carts/{id}/gift-cards", post_gift_card,
                {.summary = "Puts a gift card on the cart; it pays when the order is placed",
                 .refusals = {not_found, stale, closed, too_many_codes, tenders::card_unknown, tenders::card_expired, tenders::card_empty, tenders::card_currency},
                 .rate = code_tries});
    routes.del("/api/v1/carts/{id}/gift-cards/{card}", delete_gift_card, {.summary = "Takes a gift card off the cart", .refusals = {not_found, stale, closed, code_absent}});
    routes.put("/api/v1/carts/{id}/currency", put_currency,
               {.summary = "Prices the cart in another currency of the store", .refusals = {not_found, stale, closed, prices::currency_not_sold}});
    routes.put("/api/v1/carts/{id}/addresses", put_addresses, {.summary = "Sets the e-mail and the addresses", .refusals = edits});
    kept_routes(routes);
    owner_routes(routes);
}

}  // namespace vitrine::carts
