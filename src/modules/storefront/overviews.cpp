// Two lists that are not searches: what is reduced, and the makers.
#include "modules/storefront/layout.h"
#include "modules/storefront/listing_parts.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/shelf.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

constexpr auto fresh_for = 60s;
constexpr std::size_t most_deals = 480;

html::Members deals_data(const Page& page, std::size_t number) {
    auto all = reduced(page, most_deals);
    auto total = std::int64_t(all.size());
    auto from = std::min((number - 1) * listing_page_size, all.size());
    auto to = std::min(from + listing_page_size, all.size());
    std::vector<search::Card> here(all.begin() + std::ptrdiff_t(from), all.begin() + std::ptrdiff_t(to));
    ListingQuery query;
    query.page = number;
    query.sort_code = "relevance";
    auto data = layout(page, {.title = "Deals | " + page.store->name, .description = "Everything that costs less than usual at " + page.store->name + ".", .canonical_path = "/deals"});
    data["crumbs"] = crumbs({}, "Deals");
    data["title"] = "Deals";
    data["count_text"] = counted(total, "product", "products");
    data["cards"] = cards(here, *page.store, number > 1 ? "/deals?page=" + std::to_string(number) : "/deals", media_base(page));
    data["has_cards"] = !here.empty();
    data["pager"] = pager("/deals", query, total, page.currency());
    return data;
}

html::Members brands_data(const Page& page) {
    html::List list;
    for (const auto& facet : page.snapshot->search({.limit = 1}).facets) {
        if (facet.code != "brand") continue;
        for (const auto& value : facet.values)
            list.push_back(html::Data{{"label", value.value},
                                      {"href", "/search?filter[brand]=" + http::percent_encode(value.value)},
                                      {"count_text", counted(value.count, "product", "products")}});
    }
    auto data = layout(page, {.title = "Brands | " + page.store->name, .description = "All brands at " + page.store->name + ".", .canonical_path = "/brands"});
    data["crumbs"] = crumbs({}, "Brands");
    data["has_brands"] = !list.empty();
    data["brands"] = std::move(list);
    return data;
}

}  // namespace

Task<Result<http::Response>> deals(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto number = read_listing_query(request.query, page.currency(), {}).page;
    auto key = "/deals?" + std::to_string(number);
    // Stock changes all the time and this page walks the whole catalog: a minute's age is allowed, whatever the snapshot's version.
    co_return respond_cached(page, "overview", key, 1, fresh_for, [&] { return deals_data(page, number); });
}

Task<Result<http::Response>> brands(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return respond_cached(page, "brands", "/brands", page.snapshot->version(), fresh_for, [&] { return brands_data(page); });
}

}  // namespace vitrine::storefront
