// Files for browsers and robots: built assets, robots.txt, the sitemap.
#include <charconv>

#include "modules/storefront/layout.h"
#include "modules/storefront/look.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

constexpr std::size_t products_per_map = 10'000;
constexpr auto map_fresh_for = 10min;

http::Response kept(std::shared_ptr<const http::CachedAnswer> answer) {
    http::Response response;
    response.status = answer->status;
    response.body = std::move(answer);
    return response;
}

std::string xml_start() { return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"; }
constexpr std::string_view name_space = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

void add_location(std::string& out, std::string_view element, const std::string& url) {
    out += "<" + std::string(element) + "><loc>" + escape_html(url) + "</loc></" + std::string(element) + ">\n";
}

void add_categories(std::string& out, const std::string& base, const std::vector<search::CategoryNode>& nodes) {
    for (const auto& node : nodes) {
        if (node.count > 0) add_location(out, "url", base + "/c/" + node.slug);
        add_categories(out, base, node.children);
    }
}

std::string index_of(const Page& page) {
    auto out = xml_start() + "<sitemapindex " + std::string(name_space) + ">\n";
    auto base = public_base(page);
    add_location(out, "sitemap", base + "/sitemap.xml?part=categories");
    for (std::size_t i = 0; i * products_per_map < page.snapshot->size(); ++i) add_location(out, "sitemap", base + "/sitemap.xml?part=" + std::to_string(i + 1));
    return out + "</sitemapindex>\n";
}

std::string part_of(const Page& page, std::size_t number) {
    auto out = xml_start() + "<urlset " + std::string(name_space) + ">\n";
    auto base = public_base(page);
    if (number == 0) {
        add_location(out, "url", base + "/");
        add_categories(out, base, page.snapshot->categories());
    } else {
        for (const auto& slug : page.snapshot->slugs((number - 1) * products_per_map, products_per_map)) add_location(out, "url", base + "/p/" + slug);
    }
    return out + "</urlset>\n";
}

}  // namespace

Task<Result<http::Response>> asset(App& app, Ctx, const http::Request& request) {
    auto answer = app.site->asset(std::string_view(request.path).substr(std::string_view("/assets/").size()));
    if (!answer) co_return refuse(refusals::not_found);
    co_return kept(std::move(answer));
}

Task<Result<http::Response>> theme_style(App& app, Ctx ctx, const http::Request& request) {
    auto name = std::string_view(request.path).substr(std::string_view("/theme/").size());
    auto key = ctx.store.text() + "/theme/" + std::string(name);
    auto answer = app.site->pages().find(key, 1, ctx.now);
    if (!answer) {
        auto look = app.site->look(*app.stores->known(ctx.store));
        if (look->css_name != name) co_return refuse(refusals::not_found);
        answer = http::make_cached_answer("text/css; charset=utf-8", std::string(look->css), "public, max-age=31536000, immutable");
        app.site->pages().keep(key, 1, ctx.now + map_fresh_for, answer);
    }
    co_return kept(std::move(answer));
}

Task<Result<http::Response>> robots(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto text = "User-agent: *\nDisallow: /cart\nDisallow: /checkout\nDisallow: /orders\nDisallow: /api\nDisallow: /search\n\nSitemap: " + public_base(page) + "/sitemap.xml\n";
    auto response = http::html(std::move(text));
    response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "public, max-age=3600");
    co_return response;
}

Task<Result<http::Response>> sitemap(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    std::string part;
    for (const auto& [name, value] : request.query)
        if (name == "part") part = value;
    std::size_t number = 0;
    auto [end, fault] = std::from_chars(part.data(), part.data() + part.size(), number);
    bool is_number = fault == std::errc() && end == part.data() + part.size() && number > 0 && (number - 1) * products_per_map < page.snapshot->size();
    if (!part.empty() && part != "categories" && !is_number) co_return refuse(refusals::not_found);

    auto key = ctx.store.text() + "/sitemap.xml?" + part;
    auto answer = app.site->pages().find(key, 1, ctx.now);
    if (!answer) {
        auto body = part.empty() ? index_of(page) : part_of(page, is_number ? number : 0);
        answer = http::make_cached_answer("application/xml", std::move(body), "public, max-age=600");
        app.site->pages().keep(key, 1, ctx.now + map_fresh_for, answer);
    }
    co_return kept(std::move(answer));
}

}  // namespace vitrine::storefront
