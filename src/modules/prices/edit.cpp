#include "modules/prices/api.h"
#include "modules/prices/routes.h"

namespace vitrine::prices {
namespace {

enum class VariantStatus { active, archived };
SHAPE_ENUM(VariantStatus, active, archived)
struct VariantPath {
    VariantId id;
};
SHAPE(VariantPath, id)
struct EditHeaders {
    std::optional<std::string> if_match;
};
SHAPE(EditHeaders, if_match)
struct EditVariant {
    std::optional<Money> price, compare_at_price;  ///< compare_at_price goes with price; price alone ends the old comparison
    std::optional<VariantStatus> status;
};
SHAPE(EditVariant, price, compare_at_price, status)
struct EditedVariant {
    VariantId id;
    std::string sku, status;
    std::int64_t version = 1;
    std::optional<Money> price, compare_at_price;
};
SHAPE(EditedVariant, id, sku, status, version, price, compare_at_price)

std::string version_tag(std::int64_t version) { return "\"v" + std::to_string(version) + "\""; }

std::optional<Refusal> faults_of(const EditVariant& in) {
    auto fault = [](std::string pointer, std::string detail) { return refuse(refusals::invalid, {}, {{std::move(pointer), "out_of_range", std::move(detail)}}).error(); };
    if (in.price && in.price->is_negative()) return fault("/price/minor", "a price is not below zero");
    if (!in.compare_at_price) return {};
    if (!in.price) return fault("/compare_at_price", "give the price as well");
    if (in.compare_at_price->currency != in.price->currency) return fault("/compare_at_price/currency", "use the currency of the price");
    if (in.compare_at_price->minor <= in.price->minor) return fault("/compare_at_price/minor", "the former price must be above the price");
    return {};
}

/// Changes a variant's price or status; the snapshots show it within a second. Repeatable; with If-Match only on the version it was read at.
/// Refuses catalog.variant_unknown, request.stale_version, request.invalid.
Task<Result<http::Response>> edit_variant(App& app, Ctx ctx, http::Path<VariantPath> path, http::Headers<EditHeaders> headers, http::Body<EditVariant> in) {
    if (auto faults = faults_of(in.value)) co_return refuse(std::move(*faults));
    auto edited = co_await app.db.transaction(ctx, [&](pg::Tx& tx) -> Task<Result<EditedVariant>> {
        auto [state, prices] = co_await tx.ask(catalog::lock_variant(path->id), current({path->id}));
        if (!state) co_return refuse(catalog::variant_unknown);
        if (headers->if_match && *headers->if_match != "*" && *headers->if_match != version_tag(state->version)) co_return refuse(refusals::stale_version);
        if (in->price && !prices.empty() && prices[0].currency != in->price->currency)
            co_return refuse(refusals::invalid, {}, {{"/price/currency", "currency.not_sold_in", "this article is priced in " + std::string(prices[0].currency.code())}});
        EditedVariant out{state->id, state->sku, state->status, 0, in->price, in->compare_at_price};
        if (in->status) out.status = boost::describe::enum_to_string(*in->status, "");
        if (in->price) save(tx, {{path->id, *in->price, in->compare_at_price}});
        catalog::note_changes(tx, {state->product});
        out.version = co_await tx.ask(catalog::edit_variant(path->id, out.status));
        if (!out.price && !prices.empty()) {
            out.price = Money{prices[0].minor, prices[0].currency};
            if (prices[0].compare_at_minor) out.compare_at_price = Money{*prices[0].compare_at_minor, prices[0].currency};
        }
        tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
        co_return out;
    });
    if (!edited) co_return refuse(std::move(edited.error()));
    auto response = http::json_text(to_json(*edited));
    response.set("ETag", version_tag(edited->version));
    co_return response;
}

}  // namespace

void routes(http::Routes<App>& routes) {
    list_routes(routes);
    bulk_routes(routes);
    routes.patch("/api/v1/admin/variants/{id}", edit_variant,
                 {.summary = "Change the price or the status of a variant", .access = http::Access::staff, .permission = "products:write",
                  .refusals = {catalog::variant_unknown, refusals::stale_version}});
}

}  // namespace vitrine::prices
