// What a reader may do without signing in: look at what stands in the shop for his order, and say what he does not want.
#include "modules/notices/access.h"
#include "modules/notices/inbox.h"
#include "modules/notices/routes.h"
#include "modules/notices/suppress.h"
#include "modules/orders/api.h"
#include "modules/orders/guest/api.h"

namespace vitrine::notices {
namespace {

struct OrderPath {
    orders::OrderId id;
};
SHAPE(OrderPath, id)
struct OrderNoticePath {
    orders::OrderId id;
    NoticeId notice;
};
SHAPE(OrderNoticePath, id, notice)
struct TokenQuery {
    std::string token;
};
SHAPE(TokenQuery, token)
struct UnsubscribeQuery {
    std::string token;
    std::optional<Topic> topic;     ///< absent: delivery
};
SHAPE(UnsubscribeQuery, token, topic)

constexpr int inbox_page = 100;
const http::RatePolicy token_rate{"notices.token", 30, 60};

Task<Result<Inbox>> get_order_notices(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<orders::GuestHeader> header, http::Query<orders::GuestQuery> query) {
    auto order = co_await orders::view(app, ctx, path->id, orders::guest_secret(header->x_order_token, query));
    if (!order) co_return refuse(std::move(order.error()));
    co_return co_await inbox(app, ctx, Audience::buyer, order->id.text(), {}, inbox_page);
}

Task<Result<http::NoContent>> post_order_reading(App& app, Ctx ctx, http::Path<OrderNoticePath> path, http::Headers<orders::GuestHeader> header, http::Query<orders::GuestQuery> query) {
    auto order = co_await orders::view(app, ctx, path->id, orders::guest_secret(header->x_order_token, query));
    if (!order) co_return refuse(std::move(order.error()));
    auto read = co_await mark_read(app, ctx, path->notice, Audience::buyer, order->id.text());
    if (!read) co_return refuse(std::move(read.error()));
    co_return http::NoContent{};
}

Task<Result<Preferences>> get_preferences(App& app, Ctx ctx, http::Query<TokenQuery> query) {
    auto address = address_of_token(app.config, ctx.store, query->token);
    if (!address) co_return refuse(token_refused);
    co_return co_await load_preferences(app.db, ctx, *address);
}

Task<Result<Preferences>> put_preferences(App& app, Ctx ctx, http::Query<TokenQuery> query, http::Body<Preferences> in) {
    auto address = address_of_token(app.config, ctx.store, query->token);
    if (!address) co_return refuse(token_refused);
    co_return co_await save_preferences(app, ctx, *address, in.value);
}

http::Response page(const stores::Store& store, std::string_view text, std::string_view form) {
    return http::html("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><meta name=robots content=noindex><title>" + escape_html(store.name) +
                      "</title><main style='max-width:34em;margin:3em auto;padding:0 1em;font:18px/1.6 system-ui,sans-serif'><h1>" + escape_html(store.name) + "</h1><p>" + std::string(text) + "</p>" +
                      std::string(form) + "</main></html>");
}

/// What one link switches off, in words. Only of what nobody needs; e-mail about an order always goes out.
struct Offer {
    std::string key, button, sentence, done;
};
Offer offer_of(std::optional<Topic> topic) {
    if (topic == Topic::carts)
        return {preference_key(Channel::mail, Topic::carts), "Stop messages about carts", "Reminders of carts that you left alone go to <b>{}</b>. What concerns your orders still reaches you.", "Done: no more messages about carts to <b>{}</b>."};
    return {preference_key(Channel::mail, Topic::delivery), "Stop messages about deliveries", "Messages about the delivery of your orders go to <b>{}</b>. What concerns payment still reaches you.",
            "Done: no more messages about deliveries to <b>{}</b>."};
}
std::string with_address(std::string sentence, const std::string& address) { return sentence.replace(sentence.find("{}"), 2, escape_html(address)); }

/// Shows what the link does and changes nothing: programs that look into mails open links.
Task<Result<http::Response>> get_unsubscribe(App& app, Ctx ctx, http::Query<UnsubscribeQuery> query) {
    auto address = address_of_token(app.config, ctx.store, query->token);
    if (!address) co_return refuse(token_refused);
    auto store = app.stores->known(ctx.store);
    auto offer = offer_of(query->topic);
    auto about = query->topic ? "&amp;topic=" + std::string(shape_name(*query->topic)) : std::string();
    auto form = "<form method=post action='/notices/unsubscribe?token=" + escape_html(query->token) + about + "'><button style='font:inherit;padding:.6em 1.2em'>" + offer.button + "</button></form>";
    co_return page(*store, with_address(offer.sentence, *address), form);
}

/// One click of a mail program (RFC 8058), or the button of the page above.
Task<Result<http::Response>> post_unsubscribe(App& app, Ctx ctx, http::Query<UnsubscribeQuery> query) {
    auto address = address_of_token(app.config, ctx.store, query->token);
    if (!address) co_return refuse(token_refused);
    auto offer = offer_of(query->topic);
    co_await switch_off(app, ctx, *address, offer.key);
    auto store = app.stores->known(ctx.store);
    co_return page(*store, with_address(offer.done, *address), "");
}

}  // namespace

void reader_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/orders/{id}/notices", get_order_notices, {.summary = "What stands in the shop about an order, for the guest who holds its token", .refusals = {orders::not_found}});
    routes.post("/api/v1/orders/{id}/notices/{notice}/reading", post_order_reading, {.summary = "Marks it as read", .refusals = {orders::not_found, not_found}});
    routes.get("/api/v1/notice-preferences", get_preferences, {.summary = "What the owner of a mailbox does not want, by the token of a mail", .refusals = {token_refused}, .rate = token_rate});
    routes.put("/api/v1/notice-preferences", put_preferences, {.summary = "Sets that", .refusals = {token_refused}, .rate = token_rate});
    routes.get("/notices/unsubscribe", get_unsubscribe, {.refusals = {token_refused}, .rate = token_rate});
    routes.post("/notices/unsubscribe", post_unsubscribe, {.refusals = {token_refused}, .rate = token_rate});
}

}  // namespace vitrine::notices
