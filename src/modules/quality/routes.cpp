#include "modules/quality/routes.h"

#include "io/http/version_tag.h"
#include "modules/quality/gate.h"

namespace vitrine::quality {
namespace {

struct ProductPath {
    catalog::ProductId id;
};
SHAPE(ProductPath, id)
struct OverridePath {
    catalog::ProductId id;
    Slug rule;
};
SHAPE(OverridePath, id, rule)

http::Response tagged(const GateView& view) {
    auto response = http::json_text(to_json(view));
    response.set("ETag", http::version_tag(view.version));
    return response;
}

Task<Result<http::Response>> get_gate(App& app, Ctx ctx) { co_return tagged(co_await find_gate(app, ctx)); }
Task<Result<http::Response>> put_gate(App& app, Ctx ctx, http::Headers<http::IfMatch> match, http::Body<Policy> in) {
    auto view = co_await replace_gate(app, ctx, http::wanted_version(match->if_match), in.value);
    if (!view) co_return refuse(std::move(view.error()));
    co_return tagged(*view);
}
Task<Result<VerdictPage>> get_verdicts(App& app, Ctx ctx, http::Query<VerdictFilter> filter) { co_return co_await list_verdicts(app, ctx, filter.value); }
Task<Result<VerdictView>> get_verdict(App& app, Ctx ctx, http::Path<ProductPath> path) { return find_verdict(app, ctx, path->id); }
Task<Result<VerdictView>> put_override(App& app, Ctx ctx, http::Path<OverridePath> path, http::Body<OverrideInput> in) { return override_rule(app, ctx, path->id, path->rule.str(), in.value); }
Task<Result<VerdictView>> delete_override(App& app, Ctx ctx, http::Path<OverridePath> path) { return drop_override(app, ctx, path->id, path->rule.str()); }
Task<Result<CountHistory>> get_counts(App& app, Ctx ctx, http::Query<CountFilter> filter) { co_return co_await count_history(app, ctx, filter.value); }

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string gate = "/api/v1/admin/quality-gate", product = gate + "/products/{id}";
    routes.get(gate, get_gate, options("quality:read", "The rules of the gate, and how many products fail each"));
    routes.put(gate, put_gate, options("quality:write", "Replaces the rules; with If-Match only the version they were read at. All products are judged anew", {refusals::stale_version}));
    routes.get(gate + "/products", get_verdicts, options("quality:read", "Verdicts on products, by rule or whether they are fit"));
    routes.get(gate + "/counts", get_counts, options("quality:read", "How many products failed each rule, hour by hour"));
    routes.get(product, get_verdict, options("quality:read", "Why a product is shown or hidden", {no_verdict}));
    routes.put(product + "/overrides/{rule}", put_override, options("quality:override", "Sets a rule aside for a product, with a reason, until a moment", {no_verdict, rule_unknown}));
    routes.del(product + "/overrides/{rule}", delete_override, options("quality:override", "Takes that back", {no_verdict}));
}

}  // namespace vitrine::quality
