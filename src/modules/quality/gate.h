#pragma once
// The gate as staff see it.
#include "modules/quality/policy.h"

namespace vitrine::quality {

struct RuleCount {
    std::string rule;
    std::int64_t failing = 0, hidden = 0;    ///< products that fail it; those of them that are hidden, for whatever rule
};
SHAPE(RuleCount, rule, failing, hidden)
struct GateView {
    std::int64_t version = 0;                ///< 0: nobody has said anything yet
    Policy policy;
    std::int64_t judged = 0, hidden = 0;
    std::vector<RuleCount> counts;
};
SHAPE(GateView, version, policy, judged, hidden, counts)

struct OverrideView {
    std::string rule, reason, actor;
    Instant expires_at{}, set_at{};
};
SHAPE(OverrideView, rule, reason, actor, expires_at, set_at)
struct VerdictView {
    catalog::ProductId product;
    bool is_fit = false;
    std::vector<Found> found;
    Instant judged_at{};
    std::optional<std::vector<OverrideView>> overrides;   ///< of one product, not in lists
};
SHAPE(VerdictView, product, is_fit, found, judged_at, overrides)
struct VerdictPage {
    std::vector<VerdictView> items;
    std::optional<catalog::ProductId> next_cursor;
};
SHAPE(VerdictPage, items, next_cursor)
struct VerdictFilter {
    std::optional<std::string> rule;
    std::optional<bool> fit;
    std::optional<catalog::ProductId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(VerdictFilter, rule, fit, cursor, limit)

struct OverrideInput {
    Text<3, 500> reason;
    Instant expires_at{};
};
SHAPE(OverrideInput, reason, expires_at)

struct CountPoint {
    Instant at{};
    std::string rule;
    std::int64_t failing = 0, hidden = 0;
};
SHAPE(CountPoint, at, rule, failing, hidden)
struct CountHistory {
    std::vector<CountPoint> items;           ///< oldest first, one an hour a rule, kept for 400 days
};
SHAPE(CountHistory, items)
struct CountFilter {
    std::optional<std::string> rule;
    std::optional<Whole<1, 400>> days;
};
SHAPE(CountFilter, rule, days)

Task<GateView> find_gate(App& app, Ctx ctx);
/// Replaces the rules at the version the caller saw; all products are judged anew in the background. While the gate is on, new products are withheld until they are judged. Turned off, everything
/// that was withheld is let go. Refuses stale_version.
Task<Result<GateView>> replace_gate(App& app, Ctx ctx, std::optional<std::int64_t> version, Policy in);
Task<VerdictPage> list_verdicts(App& app, Ctx ctx, VerdictFilter filter);
/// Refuses quality.no_verdict.
Task<Result<VerdictView>> find_verdict(App& app, Ctx ctx, catalog::ProductId product);
/// Sets a rule aside for a product until a moment; exposure follows at once, and again when it ends. Repeatable: the later replaces the earlier. Refuses quality.no_verdict, quality.rule_unknown.
Task<Result<VerdictView>> override_rule(App& app, Ctx ctx, catalog::ProductId product, std::string rule, OverrideInput in);
/// Takes that back. Repeatable. Refuses quality.no_verdict.
Task<Result<VerdictView>> drop_override(App& app, Ctx ctx, catalog::ProductId product, std::string rule);
Task<CountHistory> count_history(App& app, Ctx ctx, CountFilter filter);

/// Payloads of jobs: products that changed, or articles of theirs; the whole store in parts; the hourly count.
struct FollowChanges {
    std::vector<catalog::ProductId> products;
    std::vector<catalog::VariantId> variants;
};
SHAPE(FollowChanges, products, variants)
struct SweepStore {
    catalog::ProductId after;
};
SHAPE(SweepStore, after)
struct CountRules {
    bool again = true;
};
SHAPE(CountRules, again)
inline constexpr std::string_view follow_job = "quality.follow", sweep_job = "quality.sweep", count_job = "quality.count";
Task<void> follow_changes(App& app, const jobs::Attempt& attempt, const FollowChanges& what);
Task<void> sweep_store(App& app, const jobs::Attempt& attempt, const SweepStore& what);
Task<void> count_rules(App& app, const jobs::Attempt& attempt, const CountRules& what);

/// Hears of changes in the catalog: in stores with a gate they are followed by a job.
void watch(pg::Tx& tx, const std::vector<catalog::ProductId>& products, const std::vector<catalog::VariantId>& variants);
/// This process knows at once; the others within seconds.
void know_gate(StoreId store, bool is_on);

}  // namespace vitrine::quality
