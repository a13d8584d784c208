// Category and search listings. Everything comes from the snapshot in memory.
#include <utility>

#include "core/text.h"
#include "modules/consent/api.h"
#include "modules/storefront/layout.h"
#include "modules/storefront/listing_parts.h"
#include "modules/storefront/listing_query.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

constexpr auto fresh_for = 5min;

/// The address of one listing and what to call it.
struct Listing {
    std::string path;               ///< "/c/pens", "/search"
    std::string title;
    std::vector<search::Crumb> category_path;  ///< empty: a search
    ListingQuery query;
};

/// The catalog may have read a misspelled word as one it knows, or propose one: then the page says so.
search::Found find(const search::Snapshot& snapshot, Listing& listing, html::Data& corrected, Currency currency) {
    auto found = snapshot.search(listing.query.wanted);
    if (!found.did_you_mean || *found.did_you_mean == listing.query.wanted.text) return found;
    auto typed = std::exchange(listing.query.wanted.text, *found.did_you_mean);
    if (found.total == 0) found = snapshot.search(listing.query.wanted);
    if (found.total > 0) corrected = html::Data{{"query", listing.query.wanted.text}, {"typed", typed}, {"href", listing_address(listing.path, listing.query, currency)}};
    listing.query.wanted.text = std::move(typed);
    return found;
}

/// “a” and “b”
std::string quoted(const std::vector<std::string>& words) {
    std::string out;
    for (size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "“" : i + 1 == words.size() ? " and “" : ", “") + words[i] + "”";
    return out;
}

html::Data nothing(const Page& page, const Listing& listing) {
    if (listing.query.filter_count() > 0) {
        ListingQuery bare;
        bare.sort_code = listing.query.sort_code;
        bare.wanted.text = listing.query.wanted.text;
        html::Data action = html::Data{{"href", listing_address(listing.path, bare, page.currency())}, {"label", "Clear all filters"}};
        return html::Data{{"heading", "Nothing fits these filters."}, {"text", "Remove a filter to see more."}, {"action", action}, {"has_ideas", false}, {"ideas", html::List{}}};
    }
    html::List ideas;
    for (const auto& category : page.snapshot->categories())
        if (ideas.size() < 6) ideas.push_back(html::Data{{"href", "/c/" + category.slug}, {"label", category.name}});
    auto heading = listing.query.wanted.text.empty() ? std::string("Nothing here yet.") : "Nothing matches “" + listing.query.wanted.text + "”.";
    return html::Data{{"heading", heading},
                      {"text", "Check the spelling, use fewer words, or look in one of these categories."},
                      {"action", false},
                      {"has_ideas", !ideas.empty()},
                      {"ideas", std::move(ideas)}};
}

Head head(const Page& page, const Listing& listing, std::int64_t total) {
    bool is_category = !listing.category_path.empty();
    Head head{.title = listing.title + " | " + page.store->name, .description = listing.title + " at " + page.store->name + ": " + counted(total, "product", "products") + "."};
    bool is_plain = is_category && listing.query.filter_count() == 0 && listing.query.sort_code == "relevance";
    if (is_category) head.canonical_path = listing.path + (is_plain && listing.query.page > 1 ? "?page=" + std::to_string(listing.query.page) : "");
    head.is_noindex = !is_category || listing.query.filter_count() > 1;
    if (is_category) head.json_ld.push_back(breadcrumb_json(page, listing.category_path));
    return head;
}

html::Members fill(const Page& page, Listing listing) {
    auto currency = page.currency();
    html::Data corrected = false;
    auto typed = listing.query.wanted.text;
    listing.query.wanted.marks = !typed.empty();
    listing.query.wanted.prices = page.prices;
    auto found = find(*page.snapshot, listing, corrected, currency);
    if (listing.query.page == 1 && listing.query.filter_count() == 0 && listing.category_path.empty()) search::note_found(page.ctx.store, typed, found.total);
    auto frame = head(page, listing, found.total);
    frame.address = listing_address(listing.path, listing.query, currency);
    auto data = layout(page, std::move(frame));
    html::List hidden;
    if (!listing.query.wanted.text.empty()) hidden.push_back(html::Data{{"name", "q"}, {"value", listing.query.wanted.text}});
    auto count = listing.query.filter_count();
    auto bare = listing.query;
    bare.wanted.filter.clear();
    bare.wanted.price_min.reset();
    bare.wanted.price_max.reset();
    bare.wanted.in_stock = false;
    bare.page = 1;
    auto address = listing_address(listing.path, listing.query, currency);
    auto typed_bound = [&](const std::optional<std::int64_t>& bound) { return bound ? html::Data(typed_price(*bound, currency)) : html::Data(""); };

    data["search"] = html::Data{{"query", typed}};
    data["crumbs"] = listing.category_path.empty() ? crumbs({}, "Search") : crumbs(listing.category_path);
    data["title"] = listing.title;
    data["intro"] = false;
    data["count_text"] = found.total == 0 ? html::Data("No products") : html::Data(counted(found.total, "product", "products"));
    data["corrected"] = corrected;
    data["left_out"] = found.left_out.empty() || found.items.empty() ? html::Data(false) : html::Data(html::Data{{"words", quoted(found.left_out)}});
    data["form_action"] = listing.path;
    data["hidden"] = std::move(hidden);
    data["filter_count"] = count ? html::Data(std::to_string(count)) : html::Data(false);
    data["facets"] = facet_list(found.facets, found.total);
    data["price_min"] = typed_bound(listing.query.wanted.price_min);
    data["price_max"] = typed_bound(listing.query.wanted.price_max);
    data["price_floor"] = typed_price(found.price_least, currency);
    data["price_ceiling"] = typed_price(found.price_most, currency);
    data["in_stock"] = listing.query.wanted.in_stock;
    data["sorts"] = sort_list(listing.query);
    data["has_chips"] = count > 0;
    data["chips"] = chip_list(listing.path, listing.query, found.facets, currency);
    data["clear_href"] = listing_address(listing.path, bare, currency);
    data["has_cards"] = !found.items.empty();
    data["cards"] = cards(found.items, *page.store, address, media_base(page));
    data["nothing"] = found.items.empty() ? nothing(page, listing) : html::Data(false);
    data["pager"] = pager(listing.path, listing.query, found.total, currency);
    return data;
}

Result<http::Response> show(const Page& page, Listing listing) {
    auto key = listing_address(listing.path, listing.query, page.currency());
    auto version = page.snapshot->version();
    auto response = respond_cached(page, "listing", key, version, fresh_for, [&] { return fill(page, listing); });
    remember_address(page, version, fresh_for, response);
    return response;
}

/// Counts the search when its first page is asked for: filters, sorting and paging refine a search, they make none.
void note(App& app, const Ctx& ctx, const http::Request& request) {
    if (request.query.size() == 1 && request.query[0].first == "q" && consent::may_count(ctx, request)) search::note_search(app, ctx, trim(request.query[0].second).substr(0, 120), {});
}

}  // namespace

Task<Result<http::Response>> category(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    if (auto known = respond_known(page, page.snapshot->version())) co_return std::move(*known);
    auto slug = request.path.substr(3);  // after "/c/"
    auto path = page.snapshot->category_path(slug);
    if (path.empty()) {
        auto now_called = Slug::parse(slug) ? co_await app.db.read(ctx, catalog::category_redirect_of(slug)) : std::nullopt;
        if (!now_called) co_return refuse(refusals::not_found);
        http::Response moved{.status = 301};
        moved.set("Location", "/c/" + *now_called).set("Cache-Control", "public, max-age=60");
        co_return moved;
    }
    auto title = path.back().name;
    auto query = read_listing_query(request.query, page.currency(), slug);
    if (!query.wanted.text.empty()) title += ": “" + query.wanted.text + "”";
    co_return show(page, {"/c/" + slug, title, std::move(path), std::move(query)});
}

Task<Result<http::Response>> search_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    if (page.visit.fragments.empty()) note(app, ctx, request);
    if (auto known = respond_known(page, page.snapshot->version())) co_return std::move(*known);
    auto query = read_listing_query(request.query, page.currency(), {});
    auto title = query.wanted.text.empty() ? std::string("All products") : "Search: “" + query.wanted.text + "”";
    co_return show(page, {"/search", title, {}, std::move(query)});
}

}  // namespace vitrine::storefront
