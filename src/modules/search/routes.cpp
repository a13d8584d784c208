#include "modules/search/routes.h"

#include "modules/prices/api.h"
#include "modules/consent/api.h"
#include "modules/search/answer_cache.h"
#include "modules/search/api.h"
#include "modules/search/cursor.h"
#include "modules/search/listing_query.h"
#include "modules/search/query_log.h"

namespace vitrine::search {
namespace {

constexpr auto product_cache_control = "public, max-age=0, must-revalidate", listing_cache_control = "public, max-age=5, stale-while-revalidate=60";
constexpr auto tree_cache_control = "public, max-age=30, stale-while-revalidate=300";
using Cached = std::shared_ptr<const http::CachedAnswer>;

struct PriceRange {
    std::int64_t least = 0, most = 0;
};
SHAPE(PriceRange, least, most)
struct Listing {
    std::vector<Card> items;
    std::vector<Facet> facets;
    std::int64_t total = 0;
    PriceRange price_range;                     ///< of all matches before the price filter, in minor units
    std::vector<PriceBucket> price_histogram;   ///< of the same
    std::optional<std::string> next_cursor, did_you_mean;
    std::optional<std::vector<std::string>> left_out;  ///< words that the catalog does not know
};
SHAPE(Listing, items, facets, total, price_range, price_histogram, next_cursor, did_you_mean, left_out)

std::string link_to_next(const http::Request& request, const std::string& cursor) {
    shape::Fields query;
    for (const auto& field : request.query)
        if (field.first != "cursor") query.push_back(field);
    query.emplace_back("cursor", cursor);
    return "<" + request.path + "?" + http::encode_form(query) + ">; rel=\"next\"";
}

using Prices = std::shared_ptr<const prices::View>;

/// What a guest pays on the web in this currency, or in the store's own. Null: base prices, where nobody told us of price lists. Refuses currency.not_sold_in.
Result<Prices> prices_in(const App& app, const Ctx& ctx, const std::optional<Currency>& asked) {
    auto own = app.stores->known(ctx.store)->currency;
    bool has_lists = bool(app.snapshots->prices_for);
    auto prices = has_lists ? app.snapshots->prices_for(ctx.store, {.currency = asked.value_or(own), .customer_group = {}, .now = ctx.now}) : nullptr;
    if (!prices && (has_lists || asked.value_or(own) != own))
        return refuse(prices::currency_not_sold, {}, {{"/currency", "currency.not_sold_in", "choose one of the store's currencies"}});
    return prices;
}

std::string key_of(const Prices& prices) { return prices ? prices->key() + "/" : "/"; }

Cached make_listing(const Snapshot& snapshot, const Wanted& wanted, const http::Request& request, std::optional<std::int64_t>& total) {
    auto found = snapshot.search(wanted);
    total = found.total;
    Listing out{std::move(found.items), std::move(found.facets), found.total, {found.price_least, found.price_most}, std::move(found.price_histogram), {}, std::move(found.did_you_mean), {}};
    if (!found.left_out.empty()) out.left_out = std::move(found.left_out);
    shape::Fields headers;
    if (found.next) {
        out.next_cursor = write_cursor(*found.next, wanted);
        headers.emplace_back("Link", link_to_next(request, *out.next_cursor));
    }
    return plain_answer(to_json(out), listing_cache_control, std::move(headers));
}

/// Finds products. Served from memory; the answer is as fresh as the snapshot (within a second of any change). A walk by next_cursor shows no product twice and loses none
/// that stays, whatever changes on the way, for ten minutes; after that only those that did not move.
Task<Result<Cached>> list_products(App& app, Ctx ctx, http::Query<ListingParameters> in, const http::Request& request) {
    auto prices = prices_in(app, ctx, in->currency);
    if (!prices) co_return refuse(std::move(prices.error()));
    auto wanted = read_listing(in.value, *prices);
    if (!wanted) co_return refuse(std::move(wanted.error()));
    wanted->marks = true;
    auto snapshot = app.snapshots->of(ctx.store);
    auto key = "l" + uuid_text(ctx.store.value) + std::to_string(snapshot->version()) + "/" + key_of(*prices) + normalized(*wanted);
    std::optional<std::int64_t> total;
    auto answer = AnswerCache::of_process().get(std::move(key), [&] { return make_listing(*snapshot, *wanted, request, total); });
    if (!wanted->after && consent::may_count(ctx, request)) note_search(app, ctx, wanted->text, total);
    co_return answer;
}

struct ProductPath {
    std::string product;                        ///< slug or id
};
SHAPE(ProductPath, product)
struct InCurrency {
    std::optional<Currency> currency;           ///< of the prices; the store's own when absent
};
SHAPE(InCurrency, currency)

Cached make_product(const Snapshot& snapshot, const std::string& slug, const Prices& prices) {
    auto product = *snapshot.product(slug);
    if (prices) reprice(product, *prices);
    return plain_answer(to_json(product), product_cache_control);
}

/// 301 for a slug that a product had before. Asked of the database, and only where the answer would be 404.
Task<Result<http::Response>> redirect_or_refuse(App& app, Ctx ctx, const std::string& slug) {
    if (!Slug::parse(slug)) co_return refuse(product_unknown);
    auto target = co_await app.db.read(ctx, catalog::redirect_of(slug));
    if (!target) co_return refuse(product_unknown);
    http::Response response{.status = 301};
    response.set("Location", "/api/v1/products/" + target->slug).set("Cache-Control", "public, max-age=60");
    co_return response;
}

/// A product in full, by slug or id, with the prices of the lists that hold for a guest; 301 for a slug that it had before. Refuses search.product_unknown,
/// currency.not_sold_in.
Task<Result<http::Response>> show_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Query<InCurrency> in) {
    auto prices = prices_in(app, ctx, in->currency);
    if (!prices) co_return refuse(std::move(prices.error()));
    auto snapshot = app.snapshots->of(ctx.store);
    auto version = snapshot->product_version(path->product);
    if (version == 0) co_return co_await redirect_or_refuse(app, ctx, path->product);
    auto key = "p" + uuid_text(ctx.store.value) + std::to_string(version) + "/" + key_of(*prices) + path->product;
    http::Response response;
    response.body = AnswerCache::of_process().get(std::move(key), [&] { return make_product(*snapshot, path->product, *prices); });
    co_return response;
}

struct Categories {
    std::vector<CategoryNode> items;
};
SHAPE(Categories, items)
Task<Result<Cached>> list_categories(App& app, Ctx ctx) {
    auto snapshot = app.snapshots->of(ctx.store);
    auto key = "c" + uuid_text(ctx.store.value) + std::to_string(snapshot->version());
    co_return AnswerCache::of_process().get(std::move(key), [&] { return plain_answer(to_json(Categories{snapshot->categories()}), tree_cache_control); });
}

struct Brand {
    std::string name;
    std::int64_t count = 0;
};
SHAPE(Brand, name, count)
struct Brands {
    std::vector<Brand> items;
};
SHAPE(Brands, items)
Task<Result<Cached>> list_brands(App& app, Ctx ctx) {
    auto snapshot = app.snapshots->of(ctx.store);
    auto key = "b" + uuid_text(ctx.store.value) + std::to_string(snapshot->version());
    co_return AnswerCache::of_process().get(std::move(key), [&] {
        Brands out;
        for (auto& brand : snapshot->brands()) out.items.push_back({std::move(brand.value), brand.count});
        return plain_answer(to_json(out), tree_cache_control);
    });
}

struct SuggestionsQuery {
    Text<0, 100> q;
    std::optional<Whole<1, 20>> limit;
    std::optional<Currency> currency;
};
SHAPE(SuggestionsQuery, q, limit, currency)
struct Suggestions {
    std::vector<Suggestion> items;
};
SHAPE(Suggestions, items)

/// What a shopper who types this may want: categories, products, a better spelling.
Task<Result<Suggestions>> suggest(App& app, Ctx ctx, http::Query<SuggestionsQuery> in) {
    auto prices = prices_in(app, ctx, in->currency);
    if (!prices) co_return refuse(std::move(prices.error()));
    co_return Suggestions{app.snapshots->of(ctx.store)->suggest(in->q, in->limit ? size_t(in->limit->value) : 8, *prices)};
}

}  // namespace

void note_search(App& app, const Ctx& ctx, std::string_view text, std::optional<std::int64_t> total) {
    if (text.empty()) return;
    auto& log = QueryLog::of_process();
    log.searched(ctx.store, text, total);
    if (log.take_turn(ctx.now)) app.loop.spawn(log.write(app.db, ctx.now));
}

void note_found(StoreId store, std::string_view text, std::int64_t total) {
    if (!text.empty()) QueryLog::of_process().found(store, text, total);
}

void routes(http::Routes<App>& routes) {
    admin_routes(routes);
    availability_routes(routes);
    routes.get("/api/v1/products", list_products, {.summary = "Products by text, category, facets and price, with facet counts", .refusals = {prices::currency_not_sold}});
    routes.get("/api/v1/products/{product}", show_product, {.summary = "A product by slug or id", .refusals = {product_unknown, prices::currency_not_sold}});
    routes.get("/api/v1/categories", list_categories, {.summary = "The category tree with counts"});
    routes.get("/api/v1/brands", list_brands, {.summary = "The brands with counts"});
    routes.get("/api/v1/search/suggestions", suggest, {.summary = "Suggestions for what is typed so far", .refusals = {prices::currency_not_sold}});
}

}  // namespace vitrine::search
