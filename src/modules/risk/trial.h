#pragma once
#include "modules/risk/steps.h"

namespace vitrine::risk {

/// What is to be tried out. Nothing is written and no order changes.
struct Trial {
    std::optional<std::vector<Definition>> rules;   ///< instead of those of the store
    std::optional<std::vector<Facts>> facts;        ///< on these invented orders; absent: on the store's own
    std::optional<Whole<1, 500>> recent;            ///< on so many of its latest orders; 100 when absent
};
SHAPE(Trial, rules, facts, recent)

struct TrialCase {
    std::optional<std::string> order, order_number; ///< of an order of the store
    std::optional<Instant> placed_at;
    std::optional<Outcome> was;                     ///< what the rules of then said
    Assessment assessment;                          ///< what these rules say; `rule` is all zeros for one that is not saved
};
SHAPE(TrialCase, order, order_number, placed_at, was, assessment)
struct TrialReport {
    std::int64_t looked_at = 0, allowed = 0, require_3ds = 0, reviewed = 0, refused = 0;
    std::vector<TrialCase> cases;                   ///< those for which a rule fired, newest first; 200 at most
};
SHAPE(TrialReport, looked_at, allowed, require_3ds, reviewed, refused, cases)

/// Tries rules on the store's latest orders, with what was known and counted when each was placed (and paid), or on given facts. Refuses request.invalid.
Task<Result<TrialReport>> try_rules(App& app, Ctx ctx, Trial trial);

}  // namespace vitrine::risk
