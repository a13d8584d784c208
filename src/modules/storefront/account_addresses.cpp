#include <algorithm>

#include "modules/storefront/account_frame.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

using accounts::Address, accounts::AddressId, accounts::KeptAddress;

struct Inputs {
    AccountInput country{.id = "country", .label = "Country or region", .autocomplete = "country"};
    AccountInput name{.id = "name", .label = "Full name", .autocomplete = "name", .longest = 120};
    AccountInput line1{.id = "line1", .label = "Street address", .autocomplete = "address-line1", .longest = 160};
    AccountInput line2{.id = "line2", .label = "Flat, floor or building", .autocomplete = "address-line2", .longest = 160, .is_optional = true};
    AccountInput city{.id = "city", .label = "City", .autocomplete = "address-level2", .longest = 80, .is_half = true};
    AccountInput state{.id = "state", .label = "State or province", .autocomplete = "address-level1", .longest = 80, .is_optional = true, .is_half = true};
    AccountInput postal_code{.id = "postal_code", .label = "Postal code", .autocomplete = "postal-code", .longest = 16, .is_optional = true, .is_half = true};
    AccountInput phone{.id = "phone", .label = "Phone for the courier", .autocomplete = "tel", .type = "tel", .inputmode = "tel", .longest = 24, .is_optional = true, .is_half = true};

    std::vector<AccountInput*> all() { return {&country, &name, &line1, &line2, &city, &state, &postal_code, &phone}; }
};

Inputs empty_inputs(const Page& page) {
    Inputs inputs;
    for (const auto& code : page.store->shipping.countries) inputs.country.choices.emplace_back(code, country_name(code));
    inputs.country.value = page.store->country;
    return inputs;
}

template <class T>
std::string text_of(const std::optional<T>& value) {
    return value ? value->str() : std::string();
}

Inputs inputs_of(const Page& page, const Address& address) {
    auto inputs = empty_inputs(page);
    inputs.country.value = address.country.str();
    inputs.name.value = address.name.str();
    inputs.line1.value = address.line1.str();
    inputs.line2.value = text_of(address.line2);
    inputs.city.value = address.city.str();
    inputs.state.value = text_of(address.state);
    inputs.postal_code.value = text_of(address.postal_code);
    inputs.phone.value = text_of(address.phone);
    return inputs;
}

template <class T>
void read(AccountInput& input, T& into, std::string_view advice) {
    auto parsed = T::parse(input.value);
    if (parsed) into = std::move(*parsed);
    else input.fault = advice;
}
template <class T>
void read(AccountInput& input, std::optional<T>& into, std::string_view advice) {
    if (!trim(input.value).empty()) read(input, into.emplace(), advice);
}

Address read_all(Inputs& inputs) {
    Address address;
    read(inputs.country, address.country, "Choose a country");
    read(inputs.name, address.name, "Enter the full name of who receives it");
    read(inputs.line1, address.line1, "Enter the street address");
    read(inputs.line2, address.line2, "Shorten the flat, floor or building");
    read(inputs.city, address.city, "Enter the city");
    read(inputs.state, address.state, "Shorten the state");
    read(inputs.postal_code, address.postal_code, "Enter a shorter postal code");
    read(inputs.phone, address.phone, "Enter a phone number with 7 to 15 digits, such as 0300 1234567");
    return address;
}

html::Data shown(const KeptAddress& kept) {
    const auto& address = kept.address;
    html::List lines;
    for (const auto& line : {address.name.str(), address.line1.str(), text_of(address.line2), trim(address.city.str() + " " + text_of(address.postal_code)), text_of(address.state),
                             country_name(address.country.str()), text_of(address.phone)})
        if (!line.empty()) lines.push_back(line);
    auto id = kept.id.text();
    return html::Data{{"id", id}, {"lines", std::move(lines)}, {"is_default", kept.is_default}, {"edit", "/account/addresses?edit=" + id + "#form"}};
}

http::Response show(const Page& page, const std::vector<KeptAddress>& kept, Inputs inputs, const std::optional<KeptAddress>& edited, int status = 200) {
    auto data = account_frame(page, AccountSection::addresses, "Your addresses");
    html::List items, fields, faults;
    for (const auto& each : kept) items.push_back(shown(each));
    for (auto* input : inputs.all()) {
        fields.push_back(input_data(*input));
        if (!input->fault.empty()) faults.push_back(html::Data{{"href", "#" + input->id}, {"text", input->fault}});
    }
    if (!faults.empty()) data["faults"] = html::Data{{"heading", faults.size() == 1 ? "One thing needs your attention." : std::to_string(faults.size()) + " things need your attention."}, {"items", std::move(faults)}};
    data["has_items"] = !items.empty();
    data["items"] = std::move(items);
    data["fields"] = std::move(fields);
    data["form_heading"] = edited ? "Change this address" : "Add an address";
    data["edited"] = edited ? html::Data{{"id", edited->id.text()}, {"version", std::to_string(edited->version)}} : html::Data(false);
    data["is_default"] = edited ? edited->is_default : kept.empty();  // whoever adds another does not move the first choice unasked
    return account_page(page, "account_addresses", std::move(data), status);
}

const KeptAddress* find(const std::vector<KeptAddress>& kept, std::string_view id) {
    auto found = std::ranges::find_if(kept, [&](const auto& each) { return each.id.text() == id; });
    return found == kept.end() ? nullptr : &*found;
}

}  // namespace

Task<Result<http::Response>> account_addresses(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = customer_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto kept = co_await accounts::addresses(app, ctx, *person);
    for (const auto& [name, value] : request.query)
        if (const auto* edited = name == "edit" ? find(kept, value) : nullptr) co_return show(page, kept, inputs_of(page, edited->address), *edited);
    co_return show(page, kept, empty_inputs(page), {});
}

Task<Result<http::Response>> save_address_form(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = customer_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto kept = co_await accounts::addresses(app, ctx, *person);
    const auto* known = find(kept, field(sent, "id"));
    auto edited = known ? std::optional(*known) : std::nullopt;
    auto inputs = empty_inputs(page);
    for (auto* input : inputs.all()) input->value = field(sent, input->id).substr(0, 400);
    if (!may_send(page, sent)) {
        page.visit.flash = "expired";
        co_return show(page, kept, inputs, edited, 403);
    }
    if (!field(sent, "id").empty() && !edited) co_return onward(page, "/account/addresses", "sorry");
    auto address = read_all(inputs);
    if (std::ranges::any_of(inputs.all(), [](const auto* input) { return !input->fault.empty(); })) co_return show(page, kept, inputs, edited, 422);
    shape::Reader reader;
    std::int64_t version = 0;
    bool has_version = edited && shape::Codec<std::int64_t>::from_text(reader, field(sent, "version"), version);
    auto saved = co_await accounts::save_address(app, ctx, *person, edited ? std::optional(edited->id) : std::nullopt, address, field(sent, "is_default") == "1", has_version ? std::optional(version) : std::nullopt);
    if (saved) co_return onward(page, "/account/addresses", "address_saved");
    co_return onward(page, "/account/addresses", saved.error().code == accounts::too_many_addresses.code ? "address_many" : "address_stale");
}

Task<Result<http::Response>> remove_address_form(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = customer_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    if (!may_send(page, sent)) co_return onward(page, "/account/addresses", "expired");
    auto id = AddressId::parse(field(sent, "id"));
    if (id) co_await accounts::remove_address(app, ctx, *person, *id);  // gone already is as good
    co_return onward(page, "/account/addresses", "address_removed");
}

}  // namespace vitrine::storefront
