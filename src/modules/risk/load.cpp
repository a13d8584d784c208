// The rules of a store as memory holds them, and those a preset brings.
#include <stdexcept>

#include "modules/risk/sql.h"
#include "modules/risk/steps.h"
#include "modules/stores/api.h"

namespace vitrine::risk {
namespace {

struct Loaded {
    pg::Later<std::vector<RuleRow>> rules;
    pg::Later<std::optional<PolicyRow>> policy;
    pg::Later<std::vector<stores::RuleVersion>> versions;
};

/// A preset's risk.json.
struct Plan {
    std::optional<ReviewPolicy> settings;
    std::vector<Definition> rules;
};
SHAPE(Plan, settings, rules)

[[noreturn]] void wrong(const std::string& where, const std::vector<Fault>& faults) {
    throw std::runtime_error("risk.json: " + where + (faults.empty() ? "it is not JSON" : faults.front().pointer + " " + faults.front().detail));
}

Plan read_plan(const std::string& text) {
    auto plan = read_json<Plan>(text);
    if (!plan) wrong("", plan.error().errors);
    for (const auto& rule : plan->rules)
        if (auto faults = faults_of(rule); !faults.empty()) wrong(rule.name.str() + ": ", faults);
    return std::move(*plan);
}

}  // namespace

Task<std::shared_ptr<const Rules>> load_rules(pg::Db& db, Ctx ctx) {
    auto body = [](pg::Tx& tx) -> Task<Result<Loaded>> {
        co_return Loaded{tx.queue(sql::list_rules(true)), tx.queue(sql::policy()), tx.queue(stores::own_rule_versions())};
    };
    auto loaded = co_await db.transaction(ctx, body, {.read_only = true});
    std::vector<Rule> rules;
    for (const auto& row : *loaded->rules) rules.push_back({row.id, row.version, read_stored<Definition>(row.definition)});
    ReviewPolicy policy;
    if (const auto& row = *loaded->policy) policy = {{row->review_hours}, row->on_expiry};
    std::int64_t version = 0;
    for (const auto& part : *loaded->versions)
        if (part.part == "risk") version = part.version;
    co_return std::make_shared<const Rules>(std::move(rules), policy, version);
}

Task<std::int64_t> seed(pg::Db& db, Ctx ctx, std::string text) {
    auto plan = read_plan(text);
    auto body = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        if (co_await tx.ask(sql::had_rules())) co_return 0;
        for (const auto& rule : plan.rules) tx.send(sql::add_rule(RuleId::next(ctx.now), rule.name.str(), is_on(rule), priority_of(rule), RawJson{to_json(rule)}));
        if (plan.settings) tx.send(sql::save_policy(plan.settings->review_hours.value, plan.settings->on_expiry));
        stores::rules_changed(tx, "risk");
        co_return std::int64_t(plan.rules.size());
    };
    auto made = co_await db.transaction(ctx, body);
    co_return *made;
}

}  // namespace vitrine::risk
