// A customer sends goods of an order back: the page with the form, without scripts; whoever may see the order may ask.
#include "modules/storefront/order_returns.h"

#include "io/crypto/digest.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/visit.h"

namespace vitrine::storefront {
namespace {

std::string order_part(std::string_view path) {
    path.remove_prefix(std::string_view("/orders/").size());
    return std::string(path.substr(0, path.find('/')));
}

std::string home_of(const orders::OrderView& order) { return "/orders/" + order.id.text() + "/returns"; }

Task<Result<http::Response>> show(App& app, Ctx ctx, Page& page, const orders::OrderView& order, ReturnForm form, const Refusal* refusal = nullptr) {
    auto token = order_token(page.request, order.id.text());
    auto offer = co_await returns::offer(app, ctx, order.id, token);
    if (!offer) co_return refuse(std::move(offer.error()));
    auto all = co_await returns::returns_of(app, ctx, order.id, token);
    if (!all) co_return refuse(std::move(all.error()));
    ReturnPageSeen seen{.order = order, .offer = *offer, .all = *all, .form = form};
    if (refusal) {
        seen.faults = refusal->errors;
        seen.detail = refusal->detail.empty() ? refusal->title : refusal->detail;
    }
    auto data = layout(page, {.title = "Returns of order " + order.number + " | " + page.store->name, .is_noindex = true});
    data["order"] = returns_data(page, seen);
    co_return checkout_page(page, "order_returns", std::move(data), refusal ? 422 : 200);
}

bool may_send(const App& app, const http::Request& request, const shape::Fields& form, const orders::OrderView& order) {
    return origin_of(request) != Origin::foreign && crypto::equal_in_constant_time(field(form, "csrf"), proof_token(app.config, order.id.text()));
}

}  // namespace

Task<Result<http::Response>> order_returns(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto order = co_await order_of(app, ctx, request, order_part(request.path));
    if (!order) co_return refuse(order.error());
    co_return co_await show(app, ctx, page, *order, {});
}

Task<Result<http::Response>> ask_return(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto order = co_await order_of(app, ctx, request, order_part(request.path));
    if (!order) co_return refuse(order.error());
    auto fields = http::parse_form(request.body).value_or(shape::Fields{});
    if (!may_send(app, request, fields, *order)) co_return onward(page, home_of(*order), "expired");
    auto form = return_form(fields);
    auto wanted = request_of(form);
    if (!wanted) co_return co_await show(app, ctx, page, *order, std::move(form), &wanted.error());
    auto asked = co_await returns::ask(app, ctx, order->id, order_token(request, order->id.text()), "page " + field(fields, "key"), std::move(*wanted));
    if (!asked) co_return co_await show(app, ctx, page, *order, std::move(form), &asked.error());
    co_return onward(page, home_of(*order), "return_asked");
}

Task<Result<http::Response>> call_off_return(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto order = co_await order_of(app, ctx, request, order_part(request.path));
    if (!order) co_return refuse(order.error());
    auto fields = http::parse_form(request.body).value_or(shape::Fields{});
    if (!may_send(app, request, fields, *order)) co_return onward(page, home_of(*order), "expired");
    auto id = returns::ReturnId::parse(std::string_view(request.path).substr(home_of(*order).size() + 1));
    if (!id) co_return refuse(refusals::not_found);
    auto off = co_await returns::call_off(app, ctx, order->id, order_token(request, order->id.text()), *id);
    co_return onward(page, home_of(*order), off ? "return_off" : "sorry");
}

}  // namespace vitrine::storefront
