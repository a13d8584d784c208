#include "modules/carts/api.h"
#include "modules/carts/routes.h"

namespace vitrine::carts {
namespace {

struct ListHeaders {
    std::optional<std::string> x_list_token;
};
SHAPE(ListHeaders, x_list_token)
struct BothHeaders {
    std::optional<std::string> x_list_token, x_cart_token;
};
SHAPE(BothHeaders, x_list_token, x_cart_token)
struct VariantPath {
    VariantId variant;
};
SHAPE(VariantPath, variant)
struct SaveForLater {
    CartId cart;
    LineId line;
    std::optional<std::int64_t> version;
};
SHAPE(SaveForLater, cart, line, version)
struct PutBack {
    CartId cart;
};
SHAPE(PutBack, cart)

using List = http::Headers<ListHeaders>;
using Both = http::Headers<BothHeaders>;
using Of = http::Path<VariantPath>;

Access list(const Ctx& ctx, const std::optional<std::string>& token) { return access_of(ctx, token); }

Task<Result<KeptList>> get_wishes(App& app, Ctx ctx, List headers) {
    auto owner = list(ctx, headers->x_list_token);
    return kept(app, std::move(ctx), ListKind::wish, std::move(owner));
}
Task<Result<KeptList>> put_wish(App& app, Ctx ctx, Of path, List headers) {
    auto owner = list(ctx, headers->x_list_token);
    return wish(app, std::move(ctx), std::move(owner), path->variant);
}
Task<Result<KeptList>> delete_wish(App& app, Ctx ctx, Of path, List headers) {
    auto owner = list(ctx, headers->x_list_token);
    return drop_kept(app, std::move(ctx), ListKind::wish, std::move(owner), path->variant);
}
Task<Result<KeptList>> get_saved(App& app, Ctx ctx, List headers) {
    auto owner = list(ctx, headers->x_list_token);
    return kept(app, std::move(ctx), ListKind::later, std::move(owner));
}
Task<Result<SavedForLater>> post_saved(App& app, Ctx ctx, Both headers, http::Body<SaveForLater> in) {
    auto owner = list(ctx, headers->x_list_token), cart = access_of(ctx, headers->x_cart_token);
    return save_for_later(app, std::move(ctx), in->cart, std::move(cart), std::move(owner), in->line, in->version);
}
Task<Result<KeptList>> delete_saved(App& app, Ctx ctx, Of path, List headers) {
    auto owner = list(ctx, headers->x_list_token);
    return drop_kept(app, std::move(ctx), ListKind::later, std::move(owner), path->variant);
}
Task<Result<CartView>> put_saved_back(App& app, Ctx ctx, Of path, Both headers, http::Body<PutBack> in) {
    auto owner = list(ctx, headers->x_list_token), cart = access_of(ctx, headers->x_cart_token);
    return put_back(app, std::move(ctx), in->cart, std::move(cart), ListKind::later, std::move(owner), path->variant);
}
Task<Result<CartView>> put_wish_into_cart(App& app, Ctx ctx, Of path, Both headers, http::Body<PutBack> in) {
    auto owner = list(ctx, headers->x_list_token), cart = access_of(ctx, headers->x_cart_token);
    return put_back(app, std::move(ctx), in->cart, std::move(cart), ListKind::wish, std::move(owner), path->variant);
}

struct ListsMerged {
    bool moved = false;                 ///< false: there was nothing to move, or it was moved before
};
SHAPE(ListsMerged, moved)
Task<Result<ListsMerged>> post_lists_merge(App& app, Ctx ctx, List headers) {
    auto moved = co_await adopt_lists(app, std::move(ctx), {headers->x_list_token.value_or("")});
    if (!moved) co_return refuse(std::move(moved.error()));
    co_return ListsMerged{*moved};
}

}  // namespace

void kept_routes(http::Routes<App>& routes) {
    const std::vector<RefusalKind> moves{not_found, closed, stale, line_unknown, list_full}, back{not_found, closed, variant_unknown, too_many_lines};
    routes.get("/api/v1/me/wishlist", get_wishes, {.summary = "What the shopper wishes for, with what it cost when it was put there; a guest's by X-List-Token"});
    routes.put("/api/v1/me/wishlist/{variant}", put_wish,
               {.summary = "Puts an article on the list; begins a guest's list where there is none, and gives its token", .refusals = {variant_unknown, list_full}});
    routes.del("/api/v1/me/wishlist/{variant}", delete_wish, {.summary = "Takes an article off the list"});
    routes.post("/api/v1/me/wishlist/{variant}/return", put_wish_into_cart, {.summary = "Moves a wish into a cart", .refusals = back});
    routes.post("/api/v1/me/lists/merge", post_lists_merge,
                {.summary = "Joins a guest's wishes and saved items (X-List-Token) with those of who is signed in. Twice equals once", .refusals = {refusals::unauthenticated}});
    routes.get("/api/v1/me/saved-items", get_saved, {.summary = "What was saved for later"});
    routes.post("/api/v1/me/saved-items", post_saved, {.summary = "Moves a line from a cart to what is saved for later", .refusals = moves});
    routes.del("/api/v1/me/saved-items/{variant}", delete_saved, {.summary = "Forgets something that was saved for later"});
    routes.post("/api/v1/me/saved-items/{variant}/return", put_saved_back, {.summary = "Moves it back into a cart; quantities add up", .refusals = back});
}

}  // namespace vitrine::carts
