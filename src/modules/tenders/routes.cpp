#include "modules/tenders/routes.h"

#include "modules/tenders/staff.h"

namespace vitrine::tenders {
namespace {

struct AccountPath {
    AccountId id;
};
SHAPE(AccountPath, id)
struct CreditQuery {
    std::optional<Email> email;
    std::optional<Whole<1, 200>> limit;
    std::optional<AccountId> cursor;
};
SHAPE(CreditQuery, email, limit, cursor)

using At = http::Path<AccountPath>;

Task<Result<http::Created<IssuedGiftCard>>> post_card(App& app, Ctx ctx, http::Body<NewGiftCard> in) {
    auto issued = co_await issue(app, ctx, in.value);
    if (!issued) co_return refuse(issued.error());
    auto location = "/api/v1/admin/gift-cards/" + issued->card.id.text();
    co_return http::Created<IssuedGiftCard>{std::move(*issued), location};
}
Task<Result<AccountPage>> get_cards(App& app, Ctx ctx, http::Query<AccountFilter> filter) { return list(app, ctx, Kind::gift_card, filter.value); }
Task<Result<AccountView>> get_account(App& app, Ctx ctx, At path) { return find(app, ctx, path->id); }
Task<Result<AccountView>> post_adjustment(App& app, Ctx ctx, At path, http::Body<Adjustment> in) { return adjust(app, ctx, path->id, in.value); }
Task<Result<AccountView>> post_voiding(App& app, Ctx ctx, At path, http::Body<Voiding> in) { return void_card(app, ctx, path->id, in->reason.str()); }
Task<Result<AccountView>> post_credit(App& app, Ctx ctx, http::Body<CreditChange> in) { return change_credit(app, ctx, in.value); }
Task<Result<AccountPage>> get_credits(App& app, Ctx ctx, http::Query<CreditQuery> query) {
    if (query->email) return credits_of(app, ctx, *query->email);
    return list(app, ctx, Kind::store_credit, {query->limit, query->cursor});
}

http::RouteOptions reading(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "tenders:read", .refusals = std::move(refusals)};
}
http::RouteOptions writing(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "tenders:write", .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string cards = "/api/v1/admin/gift-cards", credits = "/api/v1/admin/store-credits";
    routes.get(cards, get_cards, reading("Gift cards, newest first; never their codes"));
    routes.post(cards, post_card, writing("Issues a gift card; its code is in this answer only"));
    routes.get(cards + "/{id}", get_account, reading("A gift card with everything that moved", {unknown}));
    routes.post(cards + "/{id}/adjustments", post_adjustment, writing("Raises or lowers the balance of a gift card", {unknown, short_of}));
    routes.post(cards + "/{id}/voiding", post_voiding, writing("Takes away what is left on a gift card and closes it", {unknown}));
    routes.get(credits, get_credits, reading("Store credit, of all customers or of one e-mail address"));
    routes.get(credits + "/{id}", get_account, reading("A customer's credit with everything that moved", {unknown}));
    routes.post(credits, post_credit, writing("Raises or lowers a customer's credit", {short_of}));
}

}  // namespace vitrine::tenders
