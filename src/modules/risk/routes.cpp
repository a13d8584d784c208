#include "modules/risk/routes.h"

#include "io/http/version_tag.h"
#include "modules/risk/edit.h"
#include "modules/risk/review.h"
#include "modules/risk/trial.h"

namespace vitrine::risk {
namespace {

struct RulePath {
    RuleId id;
};
SHAPE(RulePath, id)
struct ReviewPath {
    ReviewId id;
};
SHAPE(ReviewPath, id)
struct OrderPath {
    std::string order;
};
SHAPE(OrderPath, order)
struct Decision {
    Text<1, 500> reason;
};
SHAPE(Decision, reason)

using At = http::Path<RulePath>;
using Match = http::Headers<http::IfMatch>;

Result<http::Response> tagged(Result<RuleView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}

Task<Result<RuleList>> get_rules(App& app, Ctx ctx) { co_return co_await list_rules(app, ctx); }
Task<Result<http::Created<RuleView>>> post_rule(App& app, Ctx ctx, http::Body<Definition> in) {
    auto made = co_await create_rule(app, ctx, in.value);
    if (!made) co_return refuse(std::move(made.error()));
    auto location = "/api/v1/admin/risk/rules/" + made->id.text();
    co_return http::Created<RuleView>{std::move(*made), location};
}
Task<Result<http::Response>> get_rule(App& app, Ctx ctx, At path) { co_return tagged(co_await find_rule(app, ctx, path->id)); }
Task<Result<http::Response>> put_rule(App& app, Ctx ctx, At path, Match match, http::Body<Definition> in) {
    co_return tagged(co_await replace_rule(app, ctx, path->id, http::wanted_version(match->if_match), in.value));
}
Task<Result<http::NoContent>> delete_rule(App& app, Ctx ctx, At path, Match match) {
    auto removed = co_await remove_rule(app, ctx, path->id, http::wanted_version(match->if_match));
    if (!removed) co_return refuse(std::move(removed.error()));
    co_return http::NoContent{};
}
Task<Result<RuleHistory>> get_history(App& app, Ctx ctx, At path) { return rule_history(app, ctx, path->id); }
Task<Result<TrialReport>> post_trial(App& app, Ctx ctx, http::Body<Trial> in) { return try_rules(app, ctx, in.value); }

Task<Result<ReviewPolicy>> get_settings(App& app, Ctx ctx) { co_return co_await review_policy(app, ctx); }
Task<Result<ReviewPolicy>> put_settings(App& app, Ctx ctx, http::Body<ReviewPolicy> in) { co_return co_await set_review_policy(app, ctx, in.value); }

Task<Result<ReviewPage>> get_reviews(App& app, Ctx ctx, http::Query<ReviewFilter> filter) { return list_reviews(app, ctx, filter.value); }
Task<Result<ReviewView>> get_review(App& app, Ctx ctx, http::Path<ReviewPath> path) { return find_review(app, ctx, path->id); }
Task<Result<ReviewView>> post_approval(App& app, Ctx ctx, http::Path<ReviewPath> path, http::Body<Decision> in) {
    return decide(app, ctx, path->id, ReviewState::approved, in->reason.str());
}
Task<Result<ReviewView>> post_rejection(App& app, Ctx ctx, http::Path<ReviewPath> path, http::Body<Decision> in) {
    return decide(app, ctx, path->id, ReviewState::rejected, in->reason.str());
}
Task<Result<AssessmentView>> get_assessment(App& app, Ctx ctx, http::Path<OrderPath> path) { return find_assessment(app, ctx, path->order); }

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .body_limit_bytes = 512 * 1024, .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string base = "/api/v1/admin/risk", all = base + "/rules", one = all + "/{id}", reviews = base + "/reviews", review = reviews + "/{id}";
    const std::string read = "risk:read", write = "risk:write", decides = "risk:review";
    routes.get(all, get_rules, options(read, "The rules of the store, in the order they are asked"));
    routes.post(all, post_rule, options(write, "Adds a rule", {too_many_rules}));
    routes.post(all + "/trial", post_trial, options(read, "What rules would have said of recent orders, or of given facts; changes nothing"));
    routes.get(one, get_rule, options(read, "A rule", {rule_not_found}));
    routes.put(one, put_rule, options(write, "Replaces a rule; with If-Match only the version it was read at", {rule_not_found, refusals::stale_version}));
    routes.del(one, delete_rule, options(write, "Removes a rule; its history stays", {rule_not_found, refusals::stale_version}));
    routes.get(one + "/versions", get_history, options(read, "Every state a rule has been in, and who left it so", {rule_not_found}));
    routes.get(base + "/settings", get_settings, options(read, "How long orders stay on hold, and what becomes of them when nobody decides"));
    routes.put(base + "/settings", put_settings, options(write, "Sets that, for reviews opened from now on"));
    routes.get(reviews, get_reviews, options(read, "Orders on hold and those decided, newest first"));
    routes.get(review, get_review, options(read, "A review with what the rules said", {review_not_found}));
    routes.post(review + "/approval", post_approval, options(decides, "Lets an order on hold go on", {review_not_found, already_decided}));
    routes.post(review + "/rejection", post_rejection, options(decides, "Cancels an order on hold; money that came for it goes back", {review_not_found, already_decided}));
    routes.get(base + "/assessments/{order}", get_assessment, options(read, "What the rules said of an order, and on what facts", {assessment_not_found}));
}

}  // namespace vitrine::risk
