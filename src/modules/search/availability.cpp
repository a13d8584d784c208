// What can be sold of a product now: asked once of the database, or followed from memory by an open page.
#include <algorithm>

#include "modules/search/routes.h"
#include "modules/search/api.h"
#include "modules/stock/api.h"

namespace vitrine::search {
namespace {

constexpr Duration looked_every = 500ms;
constexpr int looks_until_repeated = 10;   ///< a client that has left, and a server that drains, are noticed when something is sent
constexpr Duration longest_stream = 1h;    ///< then the browser connects again

struct ProductPath {
    std::string product;                   ///< slug or id
};
SHAPE(ProductPath, product)
struct AvailableVariant {
    VariantId variant;
    std::int64_t available = 0;            ///< what may be promised, too
    std::optional<Coming> coming;
};
SHAPE(AvailableVariant, variant, available, coming)
struct Availability {
    std::vector<AvailableVariant> items;
};
SHAPE(Availability, items)

Availability in_memory(const Snapshot& snapshot, const ProductView& product) {
    Availability out;
    for (const auto& variant : product.variants) out.items.push_back({variant.id, variant.available, snapshot.coming(variant.id)});
    return out;
}

std::int64_t level_of(const std::vector<stock::Available>& levels, VariantId variant) {
    auto found = std::ranges::find(levels, variant, &stock::Available::variant);
    return found == levels.end() ? 0 : found->available;
}

/// So many bundles as every part suffices for.
std::int64_t bundles_of(const std::vector<stock::Available>& levels, const std::vector<Component>& parts) {
    auto least = INT64_MAX;
    for (const auto& part : parts) least = std::min(least, level_of(levels, part.variant) / part.quantity);
    return std::max<std::int64_t>(least, 0);
}

/// What can be sold now, asked of the database: the snapshot's numbers may be a second old. Refuses search.product_unknown.
Task<Result<Availability>> show_availability(App& app, Ctx ctx, http::Path<ProductPath> path) {
    auto snapshot = app.snapshots->of(ctx.store);
    auto product = snapshot->product(path->product);
    if (!product) co_return refuse(product_unknown);
    std::vector<VariantId> ids;
    for (const auto& variant : product->variants) {
        ids.push_back(variant.id);
        if (variant.components)
            for (const auto& part : *variant.components) ids.push_back(part.variant);
    }
    auto levels = co_await app.db.read(ctx, stock::available(ids));
    auto out = in_memory(*snapshot, *product);
    for (size_t i = 0; i < out.items.size(); ++i) {
        const auto& parts = product->variants[i].components;
        out.items[i].available = parts ? bundles_of(levels, *parts) : level_of(levels, out.items[i].variant);
        if (product->is_unique) out.items[i].available = std::min<std::int64_t>(out.items[i].available, 1);
    }
    co_return out;
}

/// Sends what the snapshot says whenever it says something else, and the same again now and then, until the client has left or the product is shown no more.
Task<void> follow(App& app, StoreId store, std::string slug, http::EventSink& sink) {
    std::string told;
    std::uint64_t seen = 0;
    int looks = 0;
    for (auto end = clock_now() + longest_stream; clock_now() < end;) {
        auto snapshot = app.snapshots->of(store);
        auto version = snapshot->product_version(slug);
        bool is_time = ++looks >= looks_until_repeated;
        if (version != seen || is_time) {
            auto product = snapshot->product(slug);
            if (!product) co_return;
            auto text = to_json(in_memory(*snapshot, *product));
            if (text != told || is_time) {
                if (!co_await sink.send("availability", text, std::to_string(version))) co_return;
                looks = 0;
            }
            told = std::move(text);
            seen = version;
        }
        co_await sleep_for(looked_every);
    }
}

/// What can be sold, as server-sent events from memory: once at the start, then whenever it changes. Refuses search.product_unknown.
Task<Result<http::Response>> stream_availability(App& app, Ctx ctx, http::Path<ProductPath> path) {
    if (app.snapshots->of(ctx.store)->product_version(path->product) == 0) co_return refuse(product_unknown);
    http::Response response;
    response.body = http::EventStream{[&app, store = ctx.store, slug = path->product](http::EventSink& sink) { return follow(app, store, slug, sink); }};
    co_return response;
}

}  // namespace

void availability_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/products/{product}/availability", show_availability, {.summary = "What can be sold now, by variant", .refusals = {product_unknown}});
    routes.get("/api/v1/products/{product}/availability/live", stream_availability,
               {.summary = "The same as server-sent events, whenever it changes", .refusals = {product_unknown}});
}

}  // namespace vitrine::search
