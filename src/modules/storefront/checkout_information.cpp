#include <algorithm>

#include "modules/storefront/checkout.h"
#include "modules/storefront/delivery_words.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

/// One input of the page, with what stands in it and what is wrong with it.
struct Input {
    std::string id, label, autocomplete, type = "text", inputmode;
    int longest = 160;
    bool is_optional = false, is_half = false, is_folded = false;
    std::string hint, value, fault;
};

struct Inputs {
    Input email{.id = "email", .label = "Email", .autocomplete = "email", .type = "email", .inputmode = "email", .longest = 254,
                .hint = "For the receipt and delivery news only."};
    Input name{.id = "name", .label = "Full name", .autocomplete = "name", .longest = 120};
    Input line1{.id = "line1", .label = "Street address", .autocomplete = "address-line1"};
    Input line2{.id = "line2", .label = "Flat, floor or building", .autocomplete = "address-line2", .is_optional = true, .is_folded = true};
    Input city{.id = "city", .label = "City", .autocomplete = "address-level2", .longest = 80, .is_half = true};
    Input postal_code{.id = "postal_code", .label = "Postal code", .autocomplete = "postal-code", .inputmode = "numeric", .longest = 16, .is_optional = true, .is_half = true};
    Input state{.id = "state", .label = "State or province", .autocomplete = "address-level1", .longest = 80, .is_optional = true, .is_half = true};
    Input phone{.id = "phone", .label = "Phone for the courier", .autocomplete = "tel", .type = "tel", .inputmode = "tel", .longest = 24};
    Input tax_number{.id = "tax_number", .label = "Business tax number", .autocomplete = "off", .longest = 20, .is_optional = true, .is_folded = true};
    Input country{.id = "country", .label = "Country or region", .autocomplete = "country"};

    std::vector<Input*> all() { return {&email, &country, &name, &line1, &line2, &city, &state, &postal_code, &phone, &tax_number}; }
};

/// Whether the state decides which taxes a country's buyers pay here.
bool needs_state(const taxes::TaxTables& tables, const std::string& country, Instant now) {
    std::optional<taxes::Rates> first;
    for (const auto& region : tables.regions_of(country)) {
        auto rates = tables.rates({country, region.code, {}}, tables.settings().default_class, {}, now);
        if (!first) first = rates;
        else if (first->components != rates.components) return true;
    }
    return false;
}

std::shared_ptr<const taxes::TaxTables> tables_of(const Page& page) { return quotes::rules_of(page.app, page.store->id)->taxes; }

/// A shop that serves one country lists its states; others let people write.
void add_states(html::List& choices, const Input& input, const Page& page) {
    auto served = countries_served(page);
    if (served.size() != 1) return;
    auto tables = tables_of(page);
    auto chosen = tables->region_of(served[0], input.value);
    for (const auto& region : tables->regions_of(served[0])) {
        if (choices.empty()) choices.push_back(html::Data{{"value", ""}, {"label", "Choose"}, {"selected", !chosen}});
        choices.push_back(html::Data{{"value", region.name}, {"label", region.name}, {"selected", chosen == region.code}});
    }
}

html::Data input_data(const Input& input, const Page& page) {
    html::List choices;
    if (input.id == "state") add_states(choices, input, page);
    bool is_country = input.id == "country", is_select = is_country || !choices.empty();
    if (is_country)
        for (const auto& code : countries_served(page)) choices.push_back(html::Data{{"value", code}, {"label", country_name(code)}, {"selected", code == input.value}});
    std::string described_by = input.hint.empty() ? "" : input.id + "-hint";
    if (!input.fault.empty()) described_by += (described_by.empty() ? "" : " ") + input.id + "-fault";
    std::string fold = input.label;
    if (!fold.empty()) fold[0] = char(fold[0] | 0x20);
    return html::Data{{"id", input.id},           {"name", input.id},          {"label", input.label},       {"type", input.type},
                      {"value", input.value},     {"autocomplete", input.autocomplete}, {"inputmode", input.inputmode}, {"maxlength", std::to_string(input.longest)},
                      {"optional", input.is_optional}, {"half", input.is_half}, {"hint", input.hint},         {"fault", input.fault},
                      {"described_by", described_by}, {"is_select", is_select}, {"choices", std::move(choices)}, {"folded", input.is_folded && input.value.empty() && input.fault.empty()},
                      {"fold_label", fold}};
}

html::Data faults_of(Inputs& inputs) {
    html::List items;
    for (auto* input : inputs.all())
        if (!input->fault.empty()) items.push_back(html::Data{{"href", "#" + input->id}, {"text", input->fault}});
    if (items.empty()) return false;
    return html::Data{{"heading", items.size() == 1 ? "One thing needs your attention." : std::to_string(items.size()) + " things need your attention."}, {"items", std::move(items)}};
}

std::string tax_number_hint(const std::string& country) {
    if (country == "IN") return "Your GSTIN, 15 characters: it is printed on the order.";
    if (country == "PK") return "Your NTN, STRN or CNIC: it is printed on the order.";
    return "It is printed on the order.";
}

http::Response show(const Page& page, const Checkout& checkout, Inputs& inputs, int status = 200) {
    inputs.tax_number.hint = tax_number_hint(inputs.country.value);
    auto data = checkout_frame(page, checkout, Step::information, "Information");
    html::List address;
    for (auto* input : {&inputs.country, &inputs.name, &inputs.line1, &inputs.line2, &inputs.city, &inputs.state, &inputs.postal_code, &inputs.phone, &inputs.tax_number})
        address.push_back(input_data(*input, page));
    data["contact"] = html::List{input_data(inputs.email, page)};
    data["address"] = std::move(address);
    data["faults"] = faults_of(inputs);
    return step_page(page, checkout, "checkout_information", std::move(data), status);
}

Inputs from_cart(const Page& page, const carts::CartView& cart) {
    Inputs inputs;
    inputs.country.value = page.store->country;
    inputs.state.is_optional = !needs_state(*tables_of(page), page.store->country, page.ctx.now);
    if (cart.email) inputs.email.value = cart.email->str();
    if (!cart.shipping_address) return inputs;
    const auto& address = *cart.shipping_address;
    inputs.name.value = address.name.str();
    inputs.line1.value = address.line1.str();
    inputs.line2.value = address.line2 ? address.line2->str() : "";
    inputs.city.value = address.city.str();
    inputs.state.value = address.state ? address.state->str() : "";
    inputs.postal_code.value = address.postal_code ? address.postal_code->str() : "";
    inputs.phone.value = address.phone ? address.phone->str() : "";
    inputs.tax_number.value = address.tax_number ? address.tax_number->str() : "";
    inputs.country.value = address.country.str();
    return inputs;
}

template <class T>
void read(Input& input, T& into, std::string_view advice) {
    auto parsed = T::parse(input.value);
    if (parsed) into = std::move(*parsed);
    else input.fault = advice;
}
template <class T>
void read(Input& input, std::optional<T>& into, std::string_view advice) {
    if (trim(input.value).empty()) {
        if (!input.is_optional) input.fault = advice;
        return;
    }
    read(input, into.emplace(), advice);
}

/// Reads what was typed; what is wrong is noted at its input.
carts::Addresses read_all(const Page& page, Inputs& inputs) {
    carts::Addresses in;
    read(inputs.email, in.email, "Enter an email address like name@example.com");
    read(inputs.name, in.shipping.name, "Enter the full name of who receives it");
    read(inputs.line1, in.shipping.line1, "Enter the street address");
    read(inputs.line2, in.shipping.line2, "Shorten the flat, floor or building");
    read(inputs.city, in.shipping.city, "Enter the city");
    inputs.state.is_optional = true;
    read(inputs.state, in.shipping.state, "Shorten the state");
    read(inputs.postal_code, in.shipping.postal_code, "Enter a shorter postal code");
    read(inputs.phone, in.shipping.phone, "Enter a phone number with 7 to 15 digits, such as 0300 1234567");
    read(inputs.country, in.shipping.country, "Choose a country");
    read(inputs.tax_number, in.shipping.tax_number, "Shorten the tax number");
    auto tables = tables_of(page);
    const auto& country = inputs.country.value;
    if (needs_state(*tables, country, page.ctx.now)) {
        inputs.state.is_optional = false;
        if (!tables->region_of(country, inputs.state.value)) inputs.state.fault = "Choose the state: taxes depend on it";
    }
    auto served = countries_served(page);
    if (inputs.country.fault.empty() && std::ranges::find(served, in.shipping.country.str()) == served.end()) inputs.country.fault = "We do not deliver to that country";
    return in;
}

}  // namespace

Task<Result<http::Response>> information(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto open = co_await open_checkout(page);
    if (!open) co_return onward(page, "/cart");
    auto inputs = from_cart(page, open->cart);
    co_return show(page, *open, inputs);
}

Task<Result<http::Response>> save_information(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto open = co_await open_checkout(page);
    if (!open) co_return onward(page, "/cart");
    Inputs inputs;
    for (auto* input : inputs.all()) input->value = field(form, input->id).substr(0, 1000);
    if (!may_act(app.config, request, page.visit, form, true)) {
        page.visit.flash = "expired";
        co_return show(page, *open, inputs, 403);
    }
    auto addresses = read_all(page, inputs);
    if (std::ranges::any_of(inputs.all(), [](const Input* input) { return !input->fault.empty(); })) co_return show(page, *open, inputs, 422);
    auto saved = co_await carts::set_addresses(app, ctx, open->cart.id, page.visit.access, addresses);
    bool is_tax_number_wrong = !saved && std::ranges::any_of(saved.error().errors, [](const Fault& fault) { return fault.code == "tax_number.malformed"; });
    if (is_tax_number_wrong) {
        inputs.tax_number.fault = "This is not how a tax number of that country is written. Check each character.";
        co_return show(page, *open, inputs, 422);
    }
    if (!saved) {
        page.visit.flash = flash_code_of(saved.error());
        co_return show(page, *open, inputs, saved.error().status);
    }
    auto response = onward(page, "/checkout/delivery");
    remember_cart(response, request, *saved, page.visit.access, app.config.cart_ttl_days);
    co_return response;
}

}  // namespace vitrine::storefront
