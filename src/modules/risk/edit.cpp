#include "modules/risk/edit.h"

#include "modules/risk/sql.h"
#include "modules/stores/api.h"

namespace vitrine::risk {
namespace {

constexpr std::int64_t most_rules = 200;

RuleView view_of(const RuleRow& row) {
    auto rule = read_stored<Definition>(row.definition);
    auto judged = needs_payment(rule) ? "when_paid" : "when_placed";
    return {row.id, row.version, std::move(rule), judged, row.created_at, row.updated_at};
}

void tell(App& app, pg::Tx& tx) {
    stores::rules_changed(tx, "risk");
    tx.after_commit([&app] { app.db.notify_soon(stores::rules_channel); });
}

std::optional<Refusal> judge(const Definition& rule) {
    auto faults = faults_of(rule);
    if (faults.empty()) return {};
    return refuse(refusals::invalid, {}, std::move(faults)).error();
}

/// The rule behind its lock, at the version the caller saw.
Task<Result<RuleRow>> lock(pg::Tx& tx, RuleId id, std::optional<std::int64_t> version) {
    auto locked = co_await tx.ask(sql::lock_rule(id));
    if (!locked) co_return refuse(rule_not_found);
    if (version && *version != locked->version) co_return refuse(refusals::stale_version);
    co_return std::move(*locked);
}

}  // namespace

Task<Result<RuleView>> create_rule(App& app, Ctx ctx, Definition rule) {
    if (auto refusal = judge(rule)) co_return refuse(std::move(*refusal));
    auto id = RuleId::next(ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (co_await tx.ask(sql::count_rules()) >= most_rules) co_return refuse(too_many_rules);
        tx.send(sql::add_rule(id, rule.name.str(), is_on(rule), priority_of(rule), RawJson{to_json(rule)}));
        tell(app, tx);
        co_return true;
    };
    auto made = co_await app.db.transaction(ctx, body);
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await find_rule(app, ctx, id);
}

Task<Result<RuleView>> replace_rule(App& app, Ctx ctx, RuleId id, std::optional<std::int64_t> version, Definition rule) {
    if (auto refusal = judge(rule)) co_return refuse(std::move(*refusal));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await lock(tx, id, version);
        if (!locked) co_return refuse(std::move(locked.error()));
        if (to_json(read_stored<Definition>(locked->definition)) == to_json(rule)) co_return true;
        tx.send(sql::replace_rule(id, rule.name.str(), is_on(rule), priority_of(rule), RawJson{to_json(rule)}));
        tell(app, tx);
        co_return true;
    };
    auto replaced = co_await app.db.transaction(ctx, body);
    if (!replaced) co_return refuse(std::move(replaced.error()));
    co_return co_await find_rule(app, ctx, id);
}

Task<Result<bool>> remove_rule(App& app, Ctx ctx, RuleId id, std::optional<std::int64_t> version) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await lock(tx, id, version);
        if (!locked) co_return refuse(std::move(locked.error()));
        tx.send(sql::remove_rule(id));
        tell(app, tx);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<RuleView>> find_rule(App& app, Ctx ctx, RuleId id) {
    auto row = co_await app.db.read(ctx, sql::find_rule(id));
    if (!row) co_return refuse(rule_not_found);
    co_return view_of(*row);
}

Task<RuleList> list_rules(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::list_rules(std::nullopt));
    RuleList out;
    for (const auto& row : rows) out.items.push_back(view_of(row));
    co_return out;
}

Task<Result<RuleHistory>> rule_history(App& app, Ctx ctx, RuleId id) {
    auto rows = co_await app.db.read(ctx, sql::rule_versions(id));
    if (rows.empty()) co_return refuse(rule_not_found);
    RuleHistory out;
    for (const auto& row : rows) out.items.push_back({row.version, read_stored<Definition>(row.definition), row.is_deleted, row.actor, row.at});
    co_return out;
}

Task<ReviewPolicy> review_policy(App& app, Ctx ctx) {
    auto row = co_await app.db.read(ctx, sql::policy());
    co_return row ? ReviewPolicy{{row->review_hours}, row->on_expiry} : ReviewPolicy{};
}

Task<ReviewPolicy> set_review_policy(App& app, Ctx ctx, ReviewPolicy policy) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::save_policy(policy.review_hours.value, policy.on_expiry));
        tell(app, tx);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    co_return policy;
}

}  // namespace vitrine::risk
