// The last look before buying, and the press that buys.
#include <charconv>

#include "core/text.h"
#include "modules/orders/keys/api.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/totals.h"

namespace vitrine::storefront {
namespace {

http::Response show(const Page& page, const Checkout& open, int status = 200) {
    auto data = checkout_frame(page, open, Step::review, "Review your order");
    auto method = chosen_method(page.request);
    bool is_transfer = method == "bank_transfer", is_at_door = method == "cash_on_delivery";
    data["rows"] = total_rows(open.cart.subtotal, open.cart.totals);
    data["expected_total"] = std::to_string(open.cart.totals.total.minor);
    html::List idle;
    for (const auto& refused : open.cart.totals.refused_coupons) idle.push_back(html::Data{{"text", refused.code + ": " + refused.text}});
    data["idle_codes"] = std::move(idle);
    data["currency"] = std::string(open.cart.currency.code());
    data["back"] = is_covered(open) ? html::Data{{"href", "/checkout/delivery"}, {"label", "Back to delivery"}} : html::Data{{"href", "/checkout/payment"}, {"label", "Back to payment"}};
    data["place_note"] = is_covered(open) ? "Nothing is left to pay: the order is on its way as soon as you place it."
                         : is_transfer  ? "You transfer the money after ordering; the next page shows the account. We hold the goods meanwhile."
                         : is_at_door ? "You pay the courier when the order arrives. Please have the amount ready."
                                      : "You pay on the next page. We hold the goods for you meanwhile.";
    data["place_label"] = is_covered(open) || is_transfer || is_at_door ? "Place order" : "Place order and pay";
    return step_page(page, open, "checkout_review", std::move(data), status);
}

/// Where the buyer goes once the order stands.
std::string next_path(const orders::OrderPlacedAnswer& answer) {
    auto order = answer.order.id.text();
    if (answer.next.kind == "redirect" && answer.next.url && !answer.next.fields) return *answer.next.url;
    if (answer.next.kind == "wait") return "/checkout/return?order=" + order;
    if (answer.next.kind == "redirect") return std::string(payments::pay_path) + order + "?go=1";  // what had to be asked was asked
    if (answer.next.kind == "client_secret" || answer.next.kind == "modal" || answer.next.kind == "wallet") return std::string(payments::pay_path) + order;
    return "/orders/" + order;
}

/// The form names the cart that was on the screen, bound by its token: it is ordered, whatever the cookie says by now. Another's cart opens with nobody's access.
void take_cart_of(Page& page, const shape::Fields& form) {
    auto named = carts::CartId::parse(field(form, "cart"));
    if (!named || page.visit.cart == named) return;
    page.visit.cart = named;
    page.visit.access = carts::access_of(page.ctx, {});
}

}  // namespace

Task<Result<http::Response>> review(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto open = co_await open_checkout(page, chosen_method(request));
    if (!open) co_return onward(page, "/cart");
    if (auto first = detour(page, *open, Step::review)) co_return onward(page, first->path, first->flash);
    co_return show(page, *open);
}

Task<Result<http::Response>> place_order(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    take_cart_of(page, form);
    if (!page.visit.cart) co_return onward(page, "/cart");
    if (!may_act(app.config, request, page.visit, form, true)) co_return onward(page, "/checkout/review", "expired");
    auto total_text = field(form, "expected_total");
    Money expected{0, Currency::parse(field(form, "currency")).value_or(page.store->currency)};
    std::from_chars(total_text.data(), total_text.data() + total_text.size(), expected.minor);
    auto key = field(form, "idempotency_key");
    if (key.empty() || key.size() > 100 || !is_utf8(key) || key.find('\0') != std::string::npos || orders::is_reserved_key(key)) co_return onward(page, "/checkout/review", "expired");

    // The cart is not read first: a repeat of this very form must reach the order it made, though its cart is closed by now.
    // The version that was on the screen: an edit that leaves the total alone is told as well.
    std::int64_t seen = 0;
    auto seen_text = field(form, "version");
    std::from_chars(seen_text.data(), seen_text.data() + seen_text.size(), seen);
    orders::PlaceOrder in{.cart = *page.visit.cart, .version = seen > 0 ? std::optional(seen) : std::nullopt, .payment_method = chosen_method(request), .expected_total = expected, .email = {}};
    if (auto answers = chosen_answers(request); !answers.empty()) in.answers = std::move(answers);
    auto placed = co_await orders::place(app, ctx, page.visit.access, key, in, {request.remote_ip});
    if (!placed) {
        auto code = flash_code_of(placed.error());
        bool is_for_cart = code == "short" || code == "ordered" || code == "stale" || code == "gone";
        co_return onward(page, is_for_cart ? "/cart" : "/checkout/review", code);
    }
    const auto& answer = placed->answer;
    auto response = onward(page, next_path(answer));
    if (answer.order.token) remember_order(response, request, answer.order.id.text(), *answer.order.token);
    forget_cart(response, request);
    co_return response;
}

}  // namespace vitrine::storefront
