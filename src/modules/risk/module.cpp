#include "modules/risk/module.h"

#include "core/transition.h"
#include "modules/risk/edit.h"
#include "modules/risk/review.h"
#include "modules/risk/routes.h"

namespace vitrine::risk {
namespace {

inline constexpr TransitionTable<ReviewState, 2> life{
    "review", ReviewState::open, {{{ReviewState::open, "approve", ReviewState::approved}, {ReviewState::open, "reject", ReviewState::rejected}}}};

void add_jobs(jobs::Registry& registry) { registry.timer<App, ExpireReview>(std::string(expire_kind), expire_review); }

}  // namespace

Module module() {
    return {.name = "risk",
            .routes = routes,
            .jobs = add_jobs,
            .refusals = {rule_not_found, too_many_rules, review_not_found, already_decided, assessment_not_found},
            .states = {{"review", life.diagram()}}};
}

}  // namespace vitrine::risk
