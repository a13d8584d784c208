#include "modules/storefront/checkout.h"

#include <unicode/locid.h>

#include "core/random.h"
#include "modules/payments/api.h"
#include "modules/storefront/questions.h"
#include "modules/storefront/codes.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/photo.h"
#include "modules/storefront/show.h"
#include "modules/storefront/totals.h"

namespace vitrine::storefront {
namespace {

struct StepName {
    std::string_view label, path;
};
constexpr std::array<StepName, 4> steps{{{"Information", "/checkout/information"}, {"Delivery", "/checkout/delivery"}, {"Payment", "/checkout/payment"}, {"Review", "/checkout/review"}}};

html::List step_list(Step current) {
    html::List list;
    for (size_t i = 0; i < steps.size(); ++i) {
        bool is_done = i < size_t(current), is_open = is_done && current != Step::pay;
        list.push_back(html::Data{{"label", steps[i].label}, {"href", is_open ? html::Data(steps[i].path) : html::Data(false)}, {"done", is_done}, {"current", i == size_t(current)}});
    }
    return list;
}

html::Data panel(std::string_view label, std::string value, Step step) {
    return html::Data{{"label", label}, {"value", std::move(value)}, {"href", steps[size_t(step)].path}};
}

std::string method_name(const Page& page, const Checkout& checkout) {
    if (is_covered(checkout)) return "Nothing is left to pay";
    auto code = chosen_method(page.request);
    auto country = checkout.cart.shipping_address ? checkout.cart.shipping_address->country.str() : page.store->country;
    for (const auto& method : payments::methods(page.app.config, *page.store, checkout.cart.totals.payable, country))
        if (method.code == code && !method.unavailable_reason) {
            auto answers = payments::read_answers(method.questions, chosen_answers(page.request));
            auto said = answers ? answers_text(method.questions, *answers) : std::string();
            return !answers ? std::string() : said.empty() ? method.name : method.name + " · " + said;
        }
    return {};
}

std::string delivery_name(const Checkout& checkout) {
    const auto& cart = checkout.cart;
    if (!cart.shipping_option || !cart.shipping_address) return {};
    auto option = std::ranges::find(cart.shipping_options, *cart.shipping_option, &shipping::Option::id);
    if (option == cart.shipping_options.end()) return {};
    return option->name + " · " + (option->price.is_zero() ? std::string("Free") : format_for_people(option->price));
}

html::List panels(const Page& page, const Checkout& checkout, Step step) {
    html::List list;
    const auto& cart = checkout.cart;
    if (step > Step::information && cart.email) list.push_back(panel("Contact", cart.email->str(), Step::information));
    if (step > Step::information && cart.shipping_address) list.push_back(panel("Ship to", address_text(*cart.shipping_address), Step::information));
    if (step > Step::delivery) list.push_back(panel("Delivery", delivery_name(checkout), Step::delivery));
    if (step > Step::payment && !is_covered(checkout)) list.push_back(panel("Payment", method_name(page, checkout), Step::payment));
    return list;
}

html::Data summary(const Page& page, const Checkout& checkout) {
    html::List lines;
    for (const auto& line : checkout.cart.lines) {
        auto data = line_data(line);
        add_photo_of(data, page, line.product_slug, line.title);
        lines.push_back(std::move(data));
    }
    return html::Data{{"count_text", counted(checkout.cart.item_count, "item", "items")},
                      {"total", format_for_people(checkout.cart.totals.total)},
                      {"lines", std::move(lines)},
                      {"rows", total_rows(checkout.cart.subtotal, checkout.cart.totals)}};
}

}  // namespace

Task<std::optional<Checkout>> open_checkout(Page& page, std::string method) {
    auto cart = co_await current_cart(page.app, page.ctx, page.visit);
    if (!cart || cart->lines.empty()) co_return std::nullopt;
    take_in_hand(page, *cart);
    bool costs = !method.empty() && page.store && payments::fee_of(page.app.config, *page.store, method);
    if (costs) {
        auto quote = co_await orders::quote(page.app, page.ctx, cart->id, page.visit.access, method);
        if (quote) cart->totals = carts::totals_of(std::move(*quote));
    }
    co_return Checkout{std::move(*cart)};
}

bool is_covered(const Checkout& checkout) { return checkout.cart.totals.shipping_name && checkout.cart.totals.payable.is_zero(); }

std::optional<Detour> detour(const Page& page, const Checkout& checkout, Step step) {
    if (step > Step::information && (!checkout.cart.email || !checkout.cart.shipping_address)) return Detour{"/checkout/information", "address"};
    if (step > Step::delivery && delivery_name(checkout).empty()) return Detour{"/checkout/delivery", "delivery"};
    if (step > Step::payment && method_name(page, checkout).empty()) return Detour{"/checkout/payment", "method"};
    return {};
}

html::Members checkout_frame(const Page& page, const Checkout& checkout, Step step, std::string heading) {
    auto data = layout(page, {.title = heading + " | Checkout", .is_noindex = true});
    auto answered = panels(page, checkout, step);
    data["heading"] = std::move(heading);
    data["has_steps"] = true;
    data["steps"] = step_list(step);
    data["faults"] = false;
    data["has_panels"] = !answered.empty();
    data["panels"] = std::move(answered);
    data["summary"] = summary(page, checkout);
    add_codes(data, checkout.cart, page.request.path, "summary");
    data["cart_id"] = checkout.cart.id.text();
    data["version"] = std::to_string(checkout.cart.version);
    data["csrf"] = form_token(page.app.config, page.visit);
    data["idempotency_key"] = random_token();
    return data;
}

html::Members order_line(const orders::OrderLine& line, const search::Snapshot& snapshot) {
    auto facts = snapshot.variant(line.variant);
    html::Members data{{"href", "/p/" + line.product_slug},
                       {"title", line.title},
                       {"variant_text", line.options.empty() ? html::Data(false) : html::Data(line.options)},
                       {"quantity", std::to_string(line.quantity) + (line.cancelled ? ", " + std::to_string(*line.cancelled) + " of them taken out" : "")},
                       {"total", format_for_people(line.total)}};
    add_picture(data, facts ? facts->category_slug : "", line.title, line.product_slug);
    add_photo(data, snapshot.picture(line.product_slug), line.title, {}, {}, in_line);
    return data;
}

std::vector<std::string> address_lines(const carts::Address& address) {
    std::vector<std::string> lines{address.name.str(), address.line1.str()};
    if (address.line2) lines.push_back(address.line2->str());
    lines.push_back(address.city.str() + (address.state ? ", " + address.state->str() : "") + (address.postal_code ? " " + address.postal_code->str() : ""));
    lines.push_back(country_name(address.country.str()));
    if (address.tax_number) lines.push_back((address.country.str() == "IN" ? "GSTIN " : "Tax number ") + address.tax_number->str());
    return lines;
}

std::string address_text(const carts::Address& address) {
    std::string text;
    for (const auto& line : address_lines(address)) text += (text.empty() ? "" : ", ") + line;
    return text;
}

std::string country_name(std::string_view code) {
    icu::Locale country("und", std::string(code).c_str());
    icu::UnicodeString name;
    country.getDisplayCountry(icu::Locale::getEnglish(), name);
    std::string text;
    name.toUTF8String(text);
    return text.empty() ? std::string(code) : text;
}

http::Response checkout_page(const Page& page, std::string_view template_name, html::Members data, int status) {
    auto response = respond(page, template_name, std::move(data), status);
    response.set("Cache-Control", "private, no-store");
    return response;
}

http::Response step_page(const Page& page, const Checkout& checkout, std::string_view template_name, html::Members data, int status) {
    auto response = checkout_page(page, template_name, std::move(data), status);
    remember_cart(response, page.request, checkout.cart, page.visit.access, page.app.config.cart_ttl_days);
    return response;
}

http::Response onward(const Page& page, const std::string& path, std::string_view flash) {
    auto response = http::see_other(path);
    if (!flash.empty()) set_flash(response, page.request, flash);
    return response;
}

Task<Result<http::Response>> checkout(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return onward(page, "/checkout/information");
}

}  // namespace vitrine::storefront
