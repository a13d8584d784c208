// How verdicts follow what changes in the catalog.
#include <mutex>
#include <set>

#include "modules/catalog/exposure/api.h"
#include "modules/quality/sql.h"

namespace vitrine::quality {
namespace {

constexpr std::int32_t products_at_once = 500;
constexpr Duration counted_every = std::chrono::hours(1), counts_kept = std::chrono::hours(24 * 400);

/// The stores with a gate, as this process knows them. Any thread.
class Gates {
public:
    bool has(StoreId store) {
        std::lock_guard lock(guard_);
        return stores_.contains(store);
    }
    void set(StoreId store, bool is_on) {
        std::lock_guard lock(guard_);
        if (is_on) stores_.insert(store);
        else stores_.erase(store);
    }
    void replace(std::set<StoreId> stores) {
        std::lock_guard lock(guard_);
        stores_ = std::move(stores);
    }

private:
    std::mutex guard_;
    std::set<StoreId> stores_;
};

Gates& gates() {
    static Gates all;
    return all;
}

}  // namespace

void know_gate(StoreId store, bool is_on) { gates().set(store, is_on); }

Task<void> refresh(pg::Db& worker) {
    auto rows = co_await worker.read({.now = clock_now(), .role = Role::worker, .actor = "quality"}, sql::gated_stores());
    gates().replace({rows.begin(), rows.end()});
}

void watch(pg::Tx& tx, const std::vector<catalog::ProductId>& products, const std::vector<catalog::VariantId>& variants) {
    bool is_own = tx.ctx().actor == "job:" + std::string(follow_job);
    if (is_own || !gates().has(tx.ctx().store)) return;
    jobs::later(tx, std::string(follow_job), "", tx.ctx().now, FollowChanges{products, variants});
}

Task<void> follow_changes(App& app, const jobs::Attempt& attempt, const FollowChanges& what) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto products = what.products;
        if (!what.variants.empty()) {
            auto owners = co_await tx.ask(catalog::products_of_variants(what.variants));
            products.insert(products.end(), owners.begin(), owners.end());
        }
        co_await assess(tx, std::move(products));
        attempt.finish(tx);
        tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> sweep_store(App& app, const jobs::Attempt& attempt, const SweepStore& what) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto policy = co_await tx.ask(sql::read_policy());
        auto ids = co_await tx.ask(catalog::product_ids_after(what.after, products_at_once));
        if (policy && policy->is_on) co_await assess(tx, ids);
        else catalog::withhold(tx, ids, std::vector<bool>(ids.size(), false));
        if (!ids.empty()) jobs::later(tx, std::string(sweep_job), "", attempt.ctx.now, SweepStore{ids.back()});
        attempt.finish(tx);
        tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> count_rules(App& app, const jobs::Attempt& attempt, const CountRules&) {
    auto now = attempt.ctx.now;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto policy = co_await tx.ask(sql::read_policy());
        if (policy && policy->is_on) {
            auto counts = co_await tx.ask(sql::count_rules());
            std::vector<std::string> rules;
            std::vector<std::int64_t> failing, hidden;
            for (const auto& count : counts) rules.push_back(count.rule), failing.push_back(count.failing), hidden.push_back(count.hidden);
            auto hour = std::chrono::floor<std::chrono::hours>(now);
            if (!rules.empty()) tx.send(sql::keep_counts(hour, rules, failing, hidden));
            tx.send(sql::forget_counts(now - counts_kept));
            jobs::later_all(tx, {{std::string(count_job), "", now + counted_every, to_json(CountRules{}), true}});
        }
        attempt.finish(tx);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::quality
