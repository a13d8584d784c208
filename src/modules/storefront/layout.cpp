#include "modules/storefront/layout.h"

#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "modules/storefront/delivery_words.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/look.h"
#include "modules/storefront/show.h"
#include "modules/storefront/theme.h"

namespace vitrine::storefront {
namespace {

std::string scheme_of(std::string_view url) { return std::string(url.substr(0, url.find("://"))); }

std::string port_of(std::string_view url) {
    auto authority = url.substr(url.find("://") + 3);
    auto colon = authority.rfind(':');
    return colon == std::string_view::npos ? "" : std::string(authority.substr(colon));
}

std::string host_of(std::string_view authority) {
    auto colon = authority.rfind(':');
    bool has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
    return lower_ascii(has_port ? authority.substr(0, colon) : authority);
}

/// Whether links may carry the Host of a request: the store's own, that of the settings, or this machine's. A store that answers to any name is led to by its own.
bool is_known_host(const Page& page, std::string_view authority) {
    auto host = host_of(authority);
    const auto& url = page.app.config.public_url;
    bool is_this_machine = host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]";
    return host == page.store->host || host == host_of(std::string_view(url).substr(url.find("://") + 3)) || is_this_machine;
}

/// The currencies to choose from, where there is a choice.
html::Data currency_choice(const Page& page, const Head& head) {
    const auto& others = page.store->other_currencies;
    if (!others || others->empty()) return false;
    html::List options;
    auto add = [&](Currency currency) { options.push_back(html::Data{{"code", currency.code()}, {"selected", currency == page.currency()}}); };
    add(page.store->currency);
    for (const auto& other : *others) add(other.currency);
    return html::Data{{"options", std::move(options)}, {"return_to", head.address.empty() ? page.request.path : head.address}};
}

html::Data store_data(const Page& page) {
    const auto& store = *page.store;
    return html::Data{{"name", store.name},
                      {"announcement", store.announcement},
                      {"shipping_promise", delivery_promise(page)},
                      {"pay_promise", pay_promise(store)},
                      {"currency", page.currency().code()},
                      {"help_email", store.contact_email}};
}

html::Data look_data(const Look& look, const std::map<std::string, std::string>& files) {
    return html::Data{{"brand", look.brand},
                      {"tagline", look.tagline},
                      {"search_hint", look.search_hint},
                      {"mark", look.mark},
                      {"font_text", files.at(look.font_text)},
                      {"font_display", files.at(look.font_display)},
                      {"css", look.css.empty() ? html::Data(false) : html::Data("/theme/" + look.css_name)}};
}

/// Where a visitor signs in, or finds what is theirs.
html::Data account_link(const Page& page) {
    bool is_customer = page.ctx.role == Role::customer;
    return html::Data{{"href", is_customer ? "/account" : "/account/sign-in"}, {"label", is_customer ? "Account" : "Sign in"}};
}

html::Data head_data(const Page& page, Head& head) {
    html::List json_ld;
    for (auto& text : head.json_ld) json_ld.push_back(std::move(text));
    html::Members data{{"title", head.title},
                       {"description", head.description},
                       {"lang", page.store->language},
                       {"dir", page.store->language.starts_with("ur") || page.store->language.starts_with("ar") ? "rtl" : "ltr"},
                       {"og_type", head.og_type},
                       {"noindex", head.is_noindex || head.canonical_path.empty()},
                       {"json_ld", std::move(json_ld)}};
    if (!head.canonical_path.empty()) data["canonical"] = public_base(page) + head.canonical_path;
    if (head.price) data["og_price"] = html::Data{{"amount", format_major(*head.price)}, {"currency", head.price->currency.code()}};
    if (head.refresh_seconds > 0) data["refresh_seconds"] = head.refresh_seconds;
    return data;
}

}  // namespace

std::string media_base(const Page& page) { return page.store ? media::cdn_base(page.app.config, page.store->slug) : std::string(); }

Page::Page(App& app, const Ctx& ctx, const http::Request& request)
    : app(app), ctx(ctx), request(request), store(app.stores->known(ctx.store)), snapshot(app.snapshots->of(ctx.store)), visit(visit_of(request, ctx)), door(launch::door_of(app.config, ctx, request)), consent(consent::standing_of(ctx, request)) {
    if (!store) return;
    bool is_asked = std::ranges::any_of(request.query, [](const auto& field) { return field.first == "currency"; });
    if (auto asked = asked_currency(*store, request)) visit.currency = asked;
    else if (is_asked && visit.flash.empty()) visit.flash = "currency";
    if (visit.currency && !store->sells_in(*visit.currency)) visit.currency.reset();
    prices = quotes::prices_for(app, ctx.store, {.currency = visit.currency.value_or(store->currency), .customer_group = {}, .now = ctx.now});
}

std::optional<Currency> asked_currency(const stores::Store& store, const http::Request& request) {
    for (const auto& [name, value] : request.query) {
        if (name != "currency") continue;
        auto currency = Currency::parse(value);
        return currency && store.sells_in(*currency) ? currency : std::nullopt;
    }
    return {};
}

std::string pay_promise(const stores::Store& store) {
    std::vector<std::string> ways;
    auto add = [&](std::string_view way) {
        if (std::ranges::find(ways, way) == ways.end()) ways.emplace_back(way);
    };
    for (const auto& method : store.payment_methods) {
        if (method == "bank_transfer") add("bank transfer");
        else if (method == "cash_on_delivery") add("cash on delivery");
        else if (method == "jazzcash" || method == "easypaisa") add("mobile wallet");
        else if (method == "razorpay") add("card"), add("UPI");
        else add("card");
    }
    std::string text;
    for (size_t i = 0; i < ways.size(); ++i) text += (i == 0 ? "" : i + 1 == ways.size() ? " or " : ", ") + ways[i];
    if (!text.empty()) text[0] = char(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

html::Members layout(const Page& page, Head head) {
    bool is_outside = page.door == launch::Door::shut;
    auto links = is_outside ? html::List{} : navigation(*page.store, *page.snapshot, page.request.path);
    html::Data count = page.visit.cart_count > 0 ? html::Data(std::to_string(page.visit.cart_count)) : html::Data(false);
    auto currencies = currency_choice(page, head);
    return {{"page", head_data(page, head)},
            {"store", store_data(page)},
            {"currencies", std::move(currencies)},
            {"look", look_data(*page.app.site->look(*page.store), page.app.site->files())},
            {"assets", page.app.site->asset_paths()},
            {"outside", is_outside},
            {"asks_consent", page.consent == consent::Standing::open && !is_outside},
            {"has_consent", page.consent != consent::Standing::not_asked && !is_outside},
            {"looks_in", page.door == launch::Door::ajar},
            {"nav", links},
            {"footer_links", links},
            {"cart", html::Data{{"count", count}}},
            {"account", account_link(page)},
            {"flash", flash_of(page.visit.flash)}};
}

std::string public_base(const Page& page) {
    const auto& url = page.app.config.public_url;
    return scheme_of(url) + "://" + page.store->host + port_of(url);
}

std::string visited_base(const Page& page) {
    auto scheme = page.request.is_tls ? std::string("https") : scheme_of(page.app.config.public_url);
    auto host = page.request.header("host");
    return is_known_host(page, host) ? scheme + "://" + std::string(host) : public_base(page);
}

html::List crumbs(const std::vector<search::Crumb>& path, std::string_view last) {
    html::List list{html::Data{{"href", "/"}, {"label", "Home"}}};
    for (size_t i = 0; i < path.size(); ++i) {
        bool is_last = last.empty() && i + 1 == path.size();
        list.push_back(html::Data{{"href", is_last ? html::Data(false) : html::Data("/c/" + path[i].slug)}, {"label", path[i].name}});
    }
    if (!last.empty()) list.push_back(html::Data{{"href", false}, {"label", last}});
    return list;
}

std::string breadcrumb_json(const Page& page, const std::vector<search::Crumb>& path) {
    std::string json = R"({"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":[)";
    for (size_t i = 0; i < path.size(); ++i) {
        json += (i ? "," : "") + (R"({"@type":"ListItem","position":)" + std::to_string(i + 1)) + R"(,"name":)";
        shape::write_string(json, path[i].name);
        json += R"(,"item":)";
        shape::write_string(json, public_base(page) + "/c/" + path[i].slug);
        json += '}';
    }
    return json + "]}";
}

http::Response go_to(const Page& page, const std::string& path) {
    if (page.visit.fragments.empty()) return http::see_other(path);
    auto response = http::html("");
    return std::move(response.set("X-Fragment", "none").set("X-Location", path));
}

}  // namespace vitrine::storefront
