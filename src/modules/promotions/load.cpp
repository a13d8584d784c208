#include <algorithm>

#include "modules/promotions/compiled.h"
#include "modules/promotions/sql.h"
#include "modules/stores/api.h"

namespace vitrine::promotions {
namespace {

struct Loaded {
    pg::Later<std::vector<RunningPromotion>> running;
    pg::Later<std::optional<PolicyRow>> policy;
    pg::Later<std::vector<stores::RuleVersion>> versions;
};

Stored stored(const RunningPromotion& row) {
    auto definition = read_json<Definition>(row.definition.text);
    if (!definition) throw std::runtime_error("the stored definition of " + row.id.text() + " does not fit its shape");
    return {row.id, std::move(*definition), row.uses_left, row.budget_left};
}

Policy policy_of(const std::optional<PolicyRow>& row) {
    if (!row) return {};
    return {row->spread == "line" ? Spread::line : Spread::total, row->rounding == "half_even" ? Rounding::half_even : Rounding::half_up};
}

}  // namespace

Task<std::shared_ptr<const Rules>> load_rules(pg::Db& db, Ctx ctx, std::string time_zone) {
    auto body = [](pg::Tx& tx) -> Task<Result<Loaded>> {
        co_return Loaded{tx.queue(sql::running()), tx.queue(sql::policy()), tx.queue(stores::own_rule_versions())};
    };
    auto loaded = co_await db.transaction(ctx, body, {.read_only = true});
    std::vector<Stored> promotions;
    for (const auto& row : *loaded->running) promotions.push_back(stored(row));
    std::int64_t version = 0;
    for (const auto& part : *loaded->versions)
        if (part.part == "promotions") version = part.version;
    auto zone = TimeZone::find(time_zone);
    co_return compile(std::move(promotions), policy_of(*loaded->policy), zone ? zone : TimeZone::utc(), version);
}

}  // namespace vitrine::promotions
