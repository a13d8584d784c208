// The card form: the provider's own element on our page. What it reports decides nothing; the return page asks the provider.
#include "modules/payments/api.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"
#include "modules/storefront/totals.h"

namespace vitrine::storefront {
namespace {

std::string origin_of_url(std::string_view url) {
    auto start = url.find("://");
    if (start == std::string_view::npos) return {};
    return std::string(url.substr(0, std::min(url.find('/', start + 3), url.size())));
}

/// Opens the page to the provider's script, frames and API and to nothing else. Its script is not written for trusted types.
std::string policy(const Config& config) {
    auto script = origin_of_url(config.stripe_script), api = origin_of_url(config.stripe_api);
    auto frames = script == "https://js.stripe.com" ? script + " https://*.js.stripe.com https://hooks.stripe.com" : script;
    return "default-src 'none'; script-src 'self' " + script + "; style-src 'self'; img-src 'self' data: " + script + "; font-src 'self'; connect-src 'self' " + api + " " +
           script + "; frame-src " + frames + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

html::Data summary(const orders::OrderView& order, const search::Snapshot& snapshot) {
    html::List lines;
    std::int64_t units = 0;
    for (const auto& line : order.lines) {
        lines.push_back(order_line(line, snapshot));
        units += line.quantity;
    }
    return html::Data{{"count_text", counted(units, "item", "items")}, {"total", format_for_people(order.total)}, {"lines", std::move(lines)}, {"rows", total_rows(order)}};
}

html::Members fill(const Page& page, const orders::OrderView& order, const payments::Next& next) {
    auto data = layout(page, {.title = "Pay by card | Checkout", .is_noindex = true});
    auto id = order.id.text();
    data["heading"] = "Pay by card";
    data["has_steps"] = false;
    data["faults"] = false;
    data["has_panels"] = true;
    data["panels"] = html::List{html::Data{{"label", "Order"}, {"value", order.number}, {"href", "/orders/" + id}, {"change_label", "See order"}}};
    data["summary"] = summary(order, *page.snapshot);
    data["stripe"] = html::Data{{"publishable_key", next.publishable_key.value_or(page.app.config.stripe_publishable_key)},
                                {"client_secret", *next.client_secret},
                                {"script_url", page.app.config.stripe_script},
                                {"return_url", visited_base(page) + "/checkout/return?order=" + id},
                                {"order_href", "/orders/" + id},
                                {"amount", format_for_people(order.total)}};
    return data;
}

}  // namespace

Task<Result<http::Response>> pay(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto order = co_await order_of(app, ctx, request, std::string_view(request.path).substr(std::string_view("/checkout/pay/").size()));
    if (!order) co_return refuse(order.error());
    auto path = "/orders/" + order->id.text();
    if (order->state != orders::State::pending_payment) co_return onward(page, path);
    auto next = co_await payments::start(app, ctx, order->payment);
    if (!next) co_return refuse(next.error());
    if (next->kind != "client_secret" || !next->client_secret) co_return onward(page, next->kind == "redirect" && next->url ? *next->url : path);
    auto response = checkout_page(page, "checkout_pay", fill(page, *order, *next));
    response.set("Content-Security-Policy", policy(app.config));
    co_return response;
}

}  // namespace vitrine::storefront
