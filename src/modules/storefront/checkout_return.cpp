// Where the provider sends the buyer back to. Says only what the provider says when asked, whatever stands in the address.
#include "io/http/card_guard.h"
#include "modules/payments/api.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/order_edit.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

html::Data action(std::string href, std::string_view label, bool is_main) { return html::Data{{"href", std::move(href)}, {"label", label}, {"main", is_main}}; }

html::Members fill(const Page& page, const Due& due, const std::optional<payments::PaymentView>& payment) {
    const auto& order = due.order;
    auto id = order.id.text();
    bool is_closed = payment && (payment->state == payments::State::failed || payment->state == payments::State::cancelled);
    bool is_declined = payment && payment->state == payments::State::pending && payment->failure;  // the payment stays open for another try
    bool is_failed = is_closed || is_declined;
    bool is_dead = order.state == orders::State::cancelled;
    auto data = layout(page, {.title = "Your payment | " + page.store->name, .refresh_seconds = is_failed || is_dead ? 0 : 3, .is_noindex = true});
    data["waiting"] = !is_failed && !is_dead;
    data["failed"] = is_failed || is_dead;
    data["paid"] = false;
    data["poll_href"] = "/checkout/return?order=" + due.name;
    auto see = action("/orders/" + id, "See the order", false);
    if (is_dead) {
        data["heading"] = "This order was cancelled.";
        data["text"] = "It waited too long for its payment. If money was taken, it goes back to you.";
        data["actions"] = html::List{see};
    } else if (is_failed) {
        data["heading"] = "The payment did not go through.";
        data["text"] = payment->failure.value_or("You were not charged.") + " Your order is kept for a while, so you can try again or pay another way.";
        data["actions"] = html::List{action("/checkout/pay/" + due.name, "Try again", true), see};
    } else {
        bool may_ring = !payments::questions_of(page.app.config, *page.store, order.payment_method).empty();
        data["heading"] = "Checking your payment…";
        bool may_ask_on_phone = may_ring || (payment && !payments::asks_of(payment->method).empty());
        data["text"] = std::string(may_ask_on_phone ? "If a request to pay is on your phone, approve it there. " : "This takes a few seconds. ") + "You may leave this page: the order goes on without it.";
        data["actions"] = may_ring ? html::List{see, action("/checkout/pay/" + due.name, "Pay another way", false)} : html::List{see};
    }
    return data;
}

/// A provider posts its fields from its own page, or sends the browser here with them in the query.
shape::Fields fields_of(const http::Request& request) {
    auto fields = request.query;
    if (request.method == http::Method::post)
        for (auto& field : http::parse_form(request.body).value_or(shape::Fields{})) fields.push_back(std::move(field));
    return fields;
}

/// The gateway's road is not over: our page posts the browser on to it.
http::Response pass_on(const Page& page, const payments::Next& next) {
    auto data = layout(page, {.title = "Your payment | " + page.store->name, .is_noindex = true});
    html::List fields;
    for (const auto& [name, value] : *next.fields) fields.push_back(html::Data{{"name", name}, {"value", value}});
    data["url"] = *next.url;
    data["fields"] = std::move(fields);
    auto response = checkout_page(page, "checkout_pass_on", std::move(data));
    response.set("Referrer-Policy", "origin");  // the address holds the gateway's token, which the edge would not let through in a header
    response.set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self' " + *next.url +
                                                "; base-uri 'none'; frame-ancestors 'none'");
    return response;
}

}  // namespace

/// A post from another site brings no cookies along: the order is found by what the provider calls it, and the page that shows it is a GET of our own.
Task<Result<http::Response>> returned_from(App& app, Ctx ctx, const http::Request& request) {
    auto gateway = request.path.substr(payments::return_path.size());
    auto is_its_own = [&](std::string_view name) { return payments::is_return_field(gateway, name); };
    if (http::carries_card_number_but_in(request, is_its_own)) co_return http::problem(refuse(http::card_number_refused).error(), ctx.request_id);  // as at the edge: no page shows what came
    Page page(app, ctx, request);
    auto fields = fields_of(request);
    if (auto next = payments::pass_on(app.config, *page.store, gateway, fields, visited_base(page))) co_return pass_on(page, *next);
    auto payment = co_await payments::take_return(app, ctx, std::move(gateway), std::move(fields));
    if (!payment) co_return refuse(payment.error());
    co_return http::see_other("/checkout/return?order=" + payment->order);
}

Task<Result<http::Response>> returned(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    std::string id;
    for (const auto& [name, value] : request.query)
        if (name == "order") id = value;
    auto due = co_await due_of(app, ctx, request, id);
    if (!due) co_return refuse(due.error());
    const auto* order = &due->order;
    auto path = "/orders/" + order->id.text();
    if (order->state != orders::State::pending_payment && order->state != orders::State::cancelled) co_return go_to(page, path);
    auto payment = co_await last_payment(app, ctx, due->name);
    if (payment && payment->state != payments::State::succeeded && order->state == orders::State::pending_payment) {
        auto verified = co_await payments::verify(app, ctx, payment->id);
        if (verified) payment = std::move(*verified);  // a provider that does not answer leaves the page waiting
    }
    if (payment && payment->state == payments::State::succeeded && order->state != orders::State::cancelled) co_return go_to(page, path);
    co_return checkout_page(page, "checkout_return", fill(page, *due, payment));
}

}  // namespace vitrine::storefront
