#pragma once
#include "modules/risk/steps.h"

namespace vitrine::risk {

inline constexpr RefusalKind rule_not_found{"risk.rule_not_found", 404, "No such rule"};
inline constexpr RefusalKind too_many_rules{"risk.too_many_rules", 409, "A store has at most 200 rules"};

/// A rule as staff see it.
struct RuleView {
    RuleId id;
    std::int64_t version = 1;
    Definition rule;
    std::string judged;                     ///< "when_placed", or "when_paid" where it looks at what the gateway tells
    Instant created_at{}, updated_at{};
};
SHAPE(RuleView, id, version, rule, judged, created_at, updated_at)
struct RuleList {
    std::vector<RuleView> items;            ///< in the order they are asked
};
SHAPE(RuleList, items)
struct RuleVersionView {
    std::int64_t version = 1;
    Definition rule;
    bool is_deleted = false;
    std::string actor;
    Instant at{};
};
SHAPE(RuleVersionView, version, rule, is_deleted, actor, at)
struct RuleHistory {
    std::vector<RuleVersionView> items;     ///< newest first
};
SHAPE(RuleHistory, items)

/// Adds a rule; it holds in every process within a second. Refuses request.invalid with every fault at its pointer, risk.too_many_rules.
Task<Result<RuleView>> create_rule(App& app, Ctx ctx, Definition rule);
/// Repeatable. `version`: only while it is still this one. Refuses risk.rule_not_found, request.stale_version, request.invalid.
Task<Result<RuleView>> replace_rule(App& app, Ctx ctx, RuleId id, std::optional<std::int64_t> version, Definition rule);
/// Its history stays. Refuses risk.rule_not_found, request.stale_version.
Task<Result<bool>> remove_rule(App& app, Ctx ctx, RuleId id, std::optional<std::int64_t> version);
Task<Result<RuleView>> find_rule(App& app, Ctx ctx, RuleId id);
Task<RuleList> list_rules(App& app, Ctx ctx);
/// Also of a deleted rule. Refuses risk.rule_not_found.
Task<Result<RuleHistory>> rule_history(App& app, Ctx ctx, RuleId id);

Task<ReviewPolicy> review_policy(App& app, Ctx ctx);
/// For reviews opened from now on. Repeatable.
Task<ReviewPolicy> set_review_policy(App& app, Ctx ctx, ReviewPolicy policy);

}  // namespace vitrine::risk
