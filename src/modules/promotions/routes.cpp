#include "modules/promotions/routes.h"

#include "io/http/version_tag.h"
#include "modules/promotions/coupons.h"
#include "modules/promotions/edit.h"
#include "modules/promotions/sql.h"
#include "modules/stores/api.h"

namespace vitrine::promotions {
namespace {

struct PromotionPath {
    PromotionId id;
};
SHAPE(PromotionPath, id)
struct CouponPath {
    CouponId id;
};
SHAPE(CouponPath, id)
struct BatchQuery {
    std::optional<std::string> batch;
};
SHAPE(BatchQuery, batch)
enum class PolicyRounding { half_up, half_even };
SHAPE_ENUM(PolicyRounding, half_up, half_even)
struct Settings {
    Spread spread = Spread::total;
    PolicyRounding rounding = PolicyRounding::half_up;
};
SHAPE(Settings, spread, rounding)

using At = http::Path<PromotionPath>;
using Match = http::Headers<http::IfMatch>;

Result<http::Response> tagged(Result<PromotionView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}

Task<Result<http::Created<PromotionView>>> post_promotion(App& app, Ctx ctx, http::Body<Definition> in) {
    auto made = co_await create(app, ctx, in.value);
    if (!made) co_return refuse(made.error());
    auto location = "/api/v1/admin/promotions/" + made->id.text();
    co_return http::Created<PromotionView>{std::move(*made), location};
}
Task<Result<PromotionPage>> get_promotions(App& app, Ctx ctx, http::Query<PromotionFilter> filter) { return list(app, ctx, filter.value); }
Task<Result<http::Response>> get_promotion(App& app, Ctx ctx, At path) { co_return tagged(co_await find(app, ctx, path->id)); }
Task<Result<http::Response>> put_promotion(App& app, Ctx ctx, At path, Match match, http::Body<Definition> in) {
    co_return tagged(co_await replace(app, ctx, path->id, http::wanted_version(match->if_match), in.value));
}
Task<Result<http::NoContent>> delete_promotion(App& app, Ctx ctx, At path) {
    auto removed = co_await remove(app, ctx, path->id);
    if (!removed) co_return refuse(removed.error());
    co_return http::NoContent{};
}
Task<Result<http::Response>> post_activation(App& app, Ctx ctx, At path, Match match) { co_return tagged(co_await move(app, ctx, path->id, http::wanted_version(match->if_match), "activate")); }
Task<Result<http::Response>> post_pause(App& app, Ctx ctx, At path, Match match) { co_return tagged(co_await move(app, ctx, path->id, http::wanted_version(match->if_match), "pause")); }
Task<Result<http::Response>> post_ending(App& app, Ctx ctx, At path, Match match) { co_return tagged(co_await move(app, ctx, path->id, http::wanted_version(match->if_match), "end")); }

Task<Result<http::Created<MadeCoupons>>> post_coupons(App& app, Ctx ctx, At path, http::Body<NewCoupons> in) {
    auto made = co_await make_coupons(app, ctx, path->id, in.value);
    if (!made) co_return refuse(made.error());
    auto location = "/api/v1/admin/promotions/" + path->id.text() + "/coupons" + (made->batch ? "?batch=" + *made->batch : "");
    co_return http::Created<MadeCoupons>{std::move(*made), location};
}
Task<Result<CouponPage>> get_coupons(App& app, Ctx ctx, At path, http::Query<CouponFilter> filter) { return list_coupons(app, ctx, path->id, filter.value); }
Task<Result<http::Response>> get_coupons_csv(App& app, Ctx ctx, At path, http::Query<BatchQuery> query) {
    auto csv = co_await coupons_csv(app, ctx, path->id, query->batch);
    if (!csv) co_return refuse(csv.error());
    http::Response response;
    response.set("Content-Type", "text/csv; charset=utf-8");
    response.set("Content-Disposition", "attachment; filename=\"coupons.csv\"");
    response.set("Cache-Control", "no-store");
    response.body = std::move(*csv);
    co_return response;
}
Task<Result<http::NoContent>> delete_coupon(App& app, Ctx ctx, http::Path<CouponPath> path) {
    auto done = co_await void_coupon(app, ctx, path->id);
    if (!done) co_return refuse(done.error());
    co_return http::NoContent{};
}
Task<Result<UsageReport>> get_usage(App& app, Ctx ctx, At path) { return usage(app, ctx, path->id); }

Settings settings_of(const std::optional<PolicyRow>& row) {
    if (!row) return {};
    return {row->spread == "line" ? Spread::line : Spread::total, row->rounding == "half_even" ? PolicyRounding::half_even : PolicyRounding::half_up};
}
Task<Result<Settings>> get_settings(App& app, Ctx ctx) { co_return settings_of(co_await app.db.read(ctx, sql::policy())); }
Task<Result<Settings>> put_settings(App& app, Ctx ctx, http::Body<Settings> in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::save_policy(std::string(shape_name(in->spread)), std::string(shape_name(in->rounding))));
        stores::rules_changed(tx, "promotions");
        tx.after_commit([&app] { app.db.notify_soon(stores::rules_channel); });
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    co_return in.value;
}

http::RouteOptions reading(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "promotions:read", .refusals = std::move(refusals)};
}
http::RouteOptions writing(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "promotions:write", .body_limit_bytes = 512 * 1024, .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/promotions", one = all + "/{id}";
    routes.get(all, get_promotions, reading("Promotions, newest first"));
    routes.post(all, post_promotion, writing("Makes a promotion as a draft"));
    routes.get(one, get_promotion, reading("A promotion", {not_found}));
    routes.put(one, put_promotion, writing("Replaces a promotion's definition; with If-Match only the version it was read at", {not_found, illegal_move, refusals::stale_version}));
    routes.del(one, delete_promotion, writing("Deletes a draft", {not_found, illegal_move}));
    routes.post(one + "/activation", post_activation, writing("Lets a promotion run", {not_found, illegal_move, refusals::stale_version}));
    routes.post(one + "/pause", post_pause, writing("Stops a promotion for now", {not_found, illegal_move, refusals::stale_version}));
    routes.post(one + "/ending", post_ending, writing("Ends a promotion for good", {not_found, illegal_move, refusals::stale_version}));
    routes.get(one + "/usage", get_usage, reading("How often a promotion was used, by whom and for how much"));
    routes.get(one + "/coupons", get_coupons, reading("The codes of a promotion"));
    routes.get(one + "/coupons.csv", get_coupons_csv, reading("The codes of a promotion or batch as a file"));
    auto making = writing("Adds a code, or makes up a batch of them", {not_found, code_taken, illegal_move});
    making.deadline_ms = 60'000;
    routes.post(one + "/coupons", post_coupons, making);
    routes.del("/api/v1/admin/coupons/{id}", delete_coupon, writing("Voids a code", {not_found}));
    routes.get("/api/v1/admin/promotion-settings", get_settings, reading("How percentages are rounded"));
    routes.put("/api/v1/admin/promotion-settings", put_settings, writing("Sets how percentages are rounded"));
}

}  // namespace vitrine::promotions
