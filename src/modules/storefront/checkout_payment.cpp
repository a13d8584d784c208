#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

std::vector<payments::Method> methods_of(const Page& page, const Checkout& open) {
    return payments::methods(page.app.config, *page.store, open.cart.totals.payable, open.cart.shipping_address->country.str());
}

html::List method_list(const Page& page, const Checkout& open) {
    auto chosen = chosen_method(page.request);
    auto methods = methods_of(page, open);
    bool is_known = false;
    for (const auto& method : methods) is_known = is_known || (method.code == chosen && !method.unavailable_reason);
    html::List list;
    for (const auto& method : methods) {
        bool can = !method.unavailable_reason;
        bool is_checked = can && (is_known ? method.code == chosen : chosen.empty());
        if (is_checked) chosen = method.code;  // without a choice the first that works is offered
        list.push_back(html::Data{{"value", method.code},
                                  {"label", method.name},
                                  {"text", can ? method.description : *method.unavailable_reason},
                                  {"price", can && method.fee ? html::Data("+ " + format_for_people(*method.fee)) : html::Data(false)},
                                  {"checked", is_checked},
                                  {"disabled", !can}});
    }
    return list;
}

/// The ways that cannot be used without scripts, in words; none: false.
html::Data scripted_ones(const Page& page, const Checkout& open) {
    std::string names;
    for (const auto& method : methods_of(page, open))
        if (method.needs_script && !method.unavailable_reason) names += (names.empty() ? "" : ", ") + method.name;
    return names.empty() ? html::Data(false) : html::Data(names);
}

}  // namespace

Task<Result<http::Response>> payment(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto open = co_await open_checkout(app, ctx, page.visit);
    if (!open) co_return onward(page, "/cart");
    if (auto first = detour(page, *open, Step::payment)) co_return onward(page, first->path, first->flash);
    if (is_covered(*open)) co_return onward(page, "/checkout/review");
    auto data = checkout_frame(page, *open, Step::payment, "Payment");
    data["field"] = "method";
    data["options"] = method_list(page, *open);
    data["needs_script"] = scripted_ones(page, *open);
    co_return checkout_page(page, "checkout_payment", std::move(data));
}

Task<Result<http::Response>> save_payment(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto open = co_await open_checkout(app, ctx, page.visit);
    if (!open) co_return onward(page, "/cart");
    if (auto first = detour(page, *open, Step::payment)) co_return onward(page, first->path, first->flash);
    if (!may_act(app.config, request, page.visit, form, true)) co_return onward(page, "/checkout/payment", "expired");
    auto wanted = field(form, "method");
    for (const auto& method : methods_of(page, *open)) {
        if (method.code != wanted || method.unavailable_reason) continue;
        auto response = onward(page, "/checkout/review");
        remember_method(response, request, wanted);
        co_return response;
    }
    co_return onward(page, "/checkout/payment", "method");
}

}  // namespace vitrine::storefront
