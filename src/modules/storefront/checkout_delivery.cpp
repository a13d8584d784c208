#include "modules/shipping/api.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

html::List option_list(const std::vector<shipping::Option>& options, const std::optional<std::string>& chosen) {
    html::List list;
    for (const auto& option : options) {
        auto days = "Arrives in " + std::to_string(option.estimated_days.least) + " to " + std::to_string(option.estimated_days.most) + " working days";
        if (option.free_from) days += ". Free from " + format_for_people(*option.free_from);
        bool is_checked = chosen ? *chosen == option.id : list.empty();
        list.push_back(html::Data{{"value", option.id},
                                  {"label", option.name},
                                  {"text", days},
                                  {"price", option.price.is_zero() ? std::string("Free") : format_for_people(option.price)},
                                  {"checked", is_checked},
                                  {"disabled", false}});
    }
    return list;
}

http::Response show(const Page& page, const Checkout& open, int status = 200) {
    auto data = checkout_frame(page, open, Step::delivery, "Delivery");
    const auto& options = open.cart.shipping_options;
    data["field"] = "option";
    data["options"] = option_list(options, open.cart.shipping_option);
    data["no_delivery"] = options.empty() ? html::Data{{"text", "Choose an address in a country we deliver to."}} : html::Data(false);
    return step_page(page, open, "checkout_delivery", std::move(data), status);
}

}  // namespace

Task<Result<http::Response>> delivery(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto open = co_await open_checkout(page);
    if (!open) co_return onward(page, "/cart");
    if (auto first = detour(page, *open, Step::delivery)) co_return onward(page, first->path, first->flash);
    co_return show(page, *open);
}

Task<Result<http::Response>> save_delivery(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto open = co_await open_checkout(page);
    if (!open) co_return onward(page, "/cart");
    if (auto first = detour(page, *open, Step::delivery)) co_return onward(page, first->path, first->flash);
    if (!may_act(app.config, request, page.visit, form, true)) co_return onward(page, "/checkout/delivery", "expired");
    auto saved = co_await carts::choose_shipping(app, ctx, open->cart.id, page.visit.access, field(form, "option"), {});
    if (!saved) co_return onward(page, "/checkout/delivery", flash_code_of(saved.error()));
    auto response = onward(page, "/checkout/payment");
    remember_cart(response, request, *saved, page.visit.access, app.config.cart_ttl_days);
    co_return response;
}

}  // namespace vitrine::storefront
