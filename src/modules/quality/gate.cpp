#include "modules/quality/gate.h"

#include <algorithm>

#include "modules/catalog/exposure/api.h"
#include "modules/quality/sql.h"

namespace vitrine::quality {
namespace {

constexpr int usual_page = 50, usual_days = 30;
constexpr Duration told_everywhere = 30s;   ///< by then every process knows of a gate

Policy policy_of(const PolicyRow& row) {
    auto policy = read_json<Policy>(row.document.text);
    if (!policy) throw std::runtime_error("the rules of a gate do not fit their shape");
    return std::move(*policy);
}

VerdictView view_of(const VerdictRow& row) {
    auto found = read_json<std::vector<Found>>(row.found.text);
    if (!found) throw std::runtime_error("a verdict does not fit its shape");
    return {row.product, row.is_fit, std::move(*found), row.judged_at, {}};
}

}  // namespace

Task<GateView> find_gate(App& app, Ctx ctx) {
    auto row = co_await app.db.read(ctx, sql::read_policy());
    auto all = co_await app.db.read(ctx, sql::count_all());
    GateView view{.judged = all.judged, .hidden = all.hidden};
    view.counts = co_await app.db.read(ctx, sql::count_rules());
    if (row) view.version = row->version, view.policy = policy_of(*row);
    co_return view;
}

Task<Result<GateView>> replace_gate(App& app, Ctx ctx, std::optional<std::int64_t> version, Policy in) {
    if (auto faults = faults_of(in); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_policy());
        if (version && *version != (row ? row->version : 0)) co_return refuse(refusals::stale_version);
        tx.send(sql::save_policy(in.is_on, RawJson{to_json(in)}));
        tx.send(sql::note_change("gate.changed", "", RawJson{to_json(in)}));
        catalog::withhold_new(tx, in.is_on);
        // Twice: what another process wrote before it knew of the gate is judged by the second.
        for (auto at : {ctx.now, ctx.now + told_everywhere}) jobs::later(tx, std::string(sweep_job), "", at, SweepStore{});
        if (in.is_on) jobs::later_all(tx, {{std::string(count_job), "", ctx.now + told_everywhere, to_json(CountRules{}), true}});
        tx.after_commit([store = ctx.store, is_on = in.is_on] { know_gate(store, is_on); });
        co_return true;
    };
    auto saved = co_await app.db.transaction(ctx, body);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return co_await find_gate(app, ctx);
}

Task<VerdictPage> list_verdicts(App& app, Ctx ctx, VerdictFilter filter) {
    int limit = filter.limit ? int(filter.limit->value) : usual_page;
    auto rows = co_await app.db.read(ctx, sql::list_verdicts(filter.rule, filter.fit, filter.cursor.value_or(catalog::ProductId{}), limit + 1));
    VerdictPage page;
    for (const auto& row : rows) page.items.push_back(view_of(row));
    if (int(page.items.size()) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().product;
    }
    co_return page;
}

Task<Result<VerdictView>> find_verdict(App& app, Ctx ctx, catalog::ProductId product) {
    auto row = co_await app.db.read(ctx, sql::find_verdict(product));
    if (!row) co_return refuse(no_verdict);
    auto view = view_of(*row);
    auto overrides = co_await app.db.read(ctx, sql::overrides_of({product}, ctx.now));
    view.overrides.emplace();
    for (auto& row_of : overrides) view.overrides->push_back({row_of.rule, row_of.reason, row_of.actor, row_of.expires_at, row_of.set_at});
    co_return view;
}

Task<Result<VerdictView>> override_rule(App& app, Ctx ctx, catalog::ProductId product, std::string rule, OverrideInput in) {
    if (in.expires_at <= ctx.now) co_return refuse(refusals::invalid, {}, {{"/expires_at", "out_of_range", "it ends later than now"}});
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::read_policy());
        auto policy = row ? policy_of(*row) : Policy{};
        auto is_it = [&](const Rule& one) { return one.code.str() == rule; };
        if (std::ranges::none_of(policy.rules, is_it)) co_return refuse(rule_unknown);
        auto verdict = co_await tx.ask(sql::find_verdict(product));
        if (!verdict) co_return refuse(no_verdict);
        tx.send(sql::set_override(product, rule, in.reason.str(), in.expires_at));
        tx.send(sql::note_change("override.set", product.text() + " " + rule, RawJson{to_json(in)}));
        jobs::later(tx, std::string(follow_job), product.text(), in.expires_at, FollowChanges{{product}, {}});
        co_await assess(tx, {product});
        tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
        co_return true;
    };
    auto set = co_await app.db.transaction(ctx, body);
    if (!set) co_return refuse(std::move(set.error()));
    co_return co_await find_verdict(app, ctx, product);
}

Task<Result<VerdictView>> drop_override(App& app, Ctx ctx, catalog::ProductId product, std::string rule) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto dropped = co_await tx.ask(sql::drop_override(product, rule));
        if (dropped == 0) co_return true;
        tx.send(sql::note_change("override.dropped", product.text() + " " + rule, RawJson{"{}"}));
        co_await assess(tx, {product});
        tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await find_verdict(app, ctx, product);
}

Task<CountHistory> count_history(App& app, Ctx ctx, CountFilter filter) {
    auto days = filter.days ? filter.days->value : usual_days;
    co_return CountHistory{co_await app.db.read(ctx, sql::counts_since(ctx.now - std::chrono::hours(24 * days), filter.rule))};
}

}  // namespace vitrine::quality
