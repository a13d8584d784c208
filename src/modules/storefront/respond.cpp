// From data to an answer: a whole page, or the fragments a script asked for.
#include <array>

#include "modules/storefront/flash.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {
namespace {

struct Fragment {
    std::string_view name, partial;
};
constexpr auto fragments = std::to_array<Fragment>({
    {"flash", "flash"}, {"cart-count", "cart_count"}, {"listing", "listing_results"}, {"buy", "product_buy"}, {"stock", "product_stock"},
    {"cart", "cart_body"}, {"saved", "saved_items"}, {"wishlist", "wishlist_body"}, {"return", "return_body"}, {"order", "order_body"},
});

std::string render(const Page& page, std::string_view template_name, const html::Data& data) {
    const auto& templates = page.app.site->templates();
    if (page.visit.fragments.empty()) return templates.render(template_name, data);
    std::string out;
    for (const auto& fragment : fragments) {
        if (!page.visit.wants(fragment.name)) continue;
        out += "<template data-fragment=\"" + std::string(fragment.name) + "\">";
        out += templates.render(fragment.partial, data);
        out += "</template>";
    }
    return out;
}

/// A part of the cache's key: what else the bytes depend on.
std::string shown_to(const Page& page) {
    const auto& visit = page.visit;
    std::string text = "|" + page.prices->key() + "|" + std::to_string(visit.cart_count) + (page.ctx.role == Role::customer ? "|c" : "|") + (page.door == launch::Door::ajar ? "|early" : "") +
                       (page.consent == consent::Standing::not_asked ? "" : page.consent == consent::Standing::open ? "|asks" : "|asked");
    for (const auto& fragment : fragments)
        if (visit.wants(fragment.name)) text += std::string(fragment.name) + ",";
    return text + (visit.fragments.empty() ? "" : "f");
}

/// The key of an address as it was sent; no path begins like this.
std::string raw_key(const Page& page) { return "=" + page.ctx.store.text() + page.request.target + shown_to(page); }

http::Response response_of(PageCache::Answer answer) {
    http::Response response;
    response.status = answer->status;
    response.body = std::move(answer);
    return response;
}

constexpr std::size_t longest_known_target = 200;
constexpr auto html_type = "text/html; charset=utf-8";

}  // namespace

http::Response respond(const Page& page, std::string_view template_name, html::Members data, int status) {
    auto response = http::html(render(page, template_name, std::move(data)), status);
    response.set("Cache-Control", "private, no-cache").set("Vary", "X-Fragment");
    if (!page.visit.fragments.empty()) response.set("X-Fragment", "1");
    if (!page.request.cookie(page.request.is_tls ? "__Host-flash" : "flash").empty()) clear_flash(response, page.request);
    return response;
}

http::Response respond_cached(const Page& page, std::string_view template_name, std::string key, std::uint64_t version, Duration fresh,
                              const std::function<html::Members()>& fill) {
    if (!page.visit.flash.empty()) return respond(page, template_name, fill());
    auto& cache = page.app.site->pages();
    key = page.ctx.store.text() + key + shown_to(page);
    auto make = [&]() -> PageCache::Answer {
        auto made = http::make_cached_answer(html_type, render(page, template_name, fill()), "private, no-cache");
        auto with_headers = std::make_shared<http::CachedAnswer>(*made);
        with_headers->headers.emplace_back("Vary", "X-Fragment");
        if (!page.visit.fragments.empty()) with_headers->headers.emplace_back("X-Fragment", "1");
        return with_headers;
    };
    auto answer = cache.get(key, version, page.ctx.now, page.ctx.now + fresh, make);
    return response_of(std::move(answer));
}

std::optional<http::Response> respond_known(const Page& page, std::uint64_t version) {
    if (!page.visit.flash.empty() || page.request.target.size() > longest_known_target) return {};
    auto answer = page.app.site->pages().find(raw_key(page), version, page.ctx.now);
    return answer ? std::optional(response_of(std::move(answer))) : std::nullopt;
}

void remember_address(const Page& page, std::uint64_t version, Duration fresh, const http::Response& response) {
    const auto* answer = std::get_if<PageCache::Answer>(&response.body);
    if (answer && page.request.target.size() <= longest_known_target) page.app.site->pages().keep(raw_key(page), version, page.ctx.now + fresh, *answer);
}

}  // namespace vitrine::storefront
