#include "modules/returns/api.h"
#include "modules/orders/guest/api.h"
#include "modules/returns/routes.h"

namespace vitrine::returns {
namespace {

struct OrderPath {
    OrderId id;
};
SHAPE(OrderPath, id)
struct ReturnPath {
    OrderId id;
    ReturnId return_id;
};
SHAPE(ReturnPath, id, return_id)
struct KeyedGuest {
    std::string idempotency_key;
    std::optional<std::string> x_order_token;
};
SHAPE(KeyedGuest, idempotency_key, x_order_token)
struct ReturnList {
    std::vector<ReturnView> items;
};
SHAPE(ReturnList, items)

using Query = http::Query<orders::GuestQuery>;

Task<Result<Offer>> get_offer(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<orders::GuestHeader> header, Query query) {
    co_return co_await offer(app, ctx, path->id, orders::guest_secret(header->x_order_token, query));
}

Task<Result<ReturnList>> get_returns(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<orders::GuestHeader> header, Query query) {
    auto all = co_await returns_of(app, ctx, path->id, orders::guest_secret(header->x_order_token, query));
    if (!all) co_return refuse(std::move(all.error()));
    co_return ReturnList{std::move(*all)};
}

Task<Result<http::Created<ReturnView>>> post_return(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<KeyedGuest> header, Query query, http::Body<AskReturn> in) {
    auto asked = co_await ask(app, ctx, path->id, orders::guest_secret(header->x_order_token, query), header->idempotency_key, in.value);
    if (!asked) co_return refuse(std::move(asked.error()));
    co_return http::Created<ReturnView>{std::move(asked->view), "/api/v1/orders/" + path->id.text() + "/returns", asked->replayed};
}

Task<Result<ReturnView>> post_cancellation(App& app, Ctx ctx, http::Path<ReturnPath> path, http::Headers<orders::GuestHeader> header, Query query) {
    co_return co_await call_off(app, ctx, path->id, orders::guest_secret(header->x_order_token, query), path->return_id);
}

}  // namespace

void holder_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/orders/{id}/returns";
    const http::RatePolicy rate{"returns", 20, 600};
    routes.get("/api/v1/orders/{id}/return-offer", get_offer, {.summary = "What of an order may come back until when, for whoever holds its token (X-Order-Token or ?token=)", .refusals = {orders::not_found}});
    routes.get(all, get_returns, {.summary = "The returns of an order, for whoever holds its token", .refusals = {orders::not_found}});
    routes.post(all, post_return,
                {.summary = "Asks for a return of lines and their quantities; repeatable with the same Idempotency-Key",
                 .refusals = {orders::not_found, not_returnable, not_exchangeable, refusals::key_reused},
                 .rate = rate});
    routes.post(all + "/{return_id}/cancellation", post_cancellation,
                {.summary = "Calls a return off before anything is on its way; repeatable", .refusals = {orders::not_found, not_found, illegal_move}, .rate = rate});
}

void routes(http::Routes<App>& routes) {
    holder_routes(routes);
    staff_routes(routes);
}

}  // namespace vitrine::returns
