#include <algorithm>

#include "modules/stock/names.h"
#include "modules/stock/sql.h"
#include "modules/stores/api.h"

namespace vitrine::stock {
namespace {

template <class N>
std::optional<std::int64_t> number(const std::optional<N>& given) {
    return given ? std::optional(given->value) : std::nullopt;
}

std::vector<Fault> faults_of(const PolicyInput& in, Instant now) {
    std::vector<Fault> faults;
    bool is_promised = in.kind != PolicyKind::stock_only;
    if (is_promised && !in.promise_limit) faults.push_back({"/promise_limit", "required", "say how many may be promised"});
    if (!is_promised && in.promise_limit && in.promise_limit->value > 0) faults.push_back({"/promise_limit", "conflict", "what is sold from stock only is not promised"});
    if (in.kind == PolicyKind::pre_order && !in.expected_at) faults.push_back({"/expected_at", "required", "say when it appears"});
    if (in.expected_at && *in.expected_at <= now) faults.push_back({"/expected_at", "out_of_range", "this moment is over"});
    return faults;
}

}  // namespace

std::int64_t low_of(const App& app, const Ctx& ctx) {
    auto store = app.stores ? app.stores->by_id(ctx.store) : nullptr;
    return store ? store->low_stock : 0;
}

Task<Result<std::vector<catalog::NamedVariant>>> name_all(pg::Tx& tx, std::vector<VariantId> variants, std::string pointer) {
    auto named = co_await tx.ask(catalog::named_variants(variants));
    std::vector<Fault> faults;
    for (size_t i = 0; i < variants.size(); ++i)
        if (std::ranges::find(named, variants[i], &catalog::NamedVariant::id) == named.end())
            faults.push_back({pointer + "/" + std::to_string(i) + "/variant", "stock.variant_unknown", "there is no such article"});
    if (!faults.empty()) co_return refuse(variant_unknown, {}, std::move(faults));
    co_return named;
}

pg::Query<std::vector<LevelNow>> levels_now(const std::vector<VariantId>& variants) { return sql::levels_now(variants); }

Task<Result<LevelPage>> list_levels(App& app, Ctx ctx, LevelFilter filter) {
    auto limit = size_t(filter.limit.value_or(Limit{50}));
    auto body = [&](pg::Tx& tx) -> Task<Result<LevelPage>> {
        auto rows = co_await tx.ask(sql::list_levels(filter.cursor.value_or(VariantId{}), filter.low.value_or(false), low_of(app, ctx), filter.warehouse, std::int32_t(limit + 1)));
        LevelPage page;
        if (rows.size() > limit) {
            rows.resize(limit);
            page.next_cursor = rows.back().variant;
        }
        std::vector<VariantId> ids;
        for (const auto& row : rows) ids.push_back(row.variant);
        auto named = co_await tx.ask(catalog::named_variants(ids));
        for (const auto& row : rows) {
            auto name = std::ranges::find(named, row.variant, &catalog::NamedVariant::id);
            page.items.push_back(name == named.end() ? LevelView{row, {}, {}} : LevelView{row, name->sku, name->title});
        }
        co_return page;
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<LevelDetail>> find_level(App& app, Ctx ctx, VariantId variant) {
    auto body = [&](pg::Tx& tx) -> Task<Result<LevelDetail>> {
        auto [level, places, policy, named] = co_await tx.ask(sql::find_level(variant), sql::places_of(variant), sql::find_policy(variant), catalog::named_variants({variant}));
        if (named.empty()) co_return refuse(variant_unknown);
        co_return LevelDetail{level.value_or(LevelRow{.variant = variant, .low_at = {}}), named[0].sku, named[0].title, std::move(places), policy.value_or(PolicyRow{})};
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<LevelDetail>> set_policy(App& app, Ctx ctx, VariantId variant, std::optional<std::int64_t> version, PolicyInput in) {
    if (auto faults = faults_of(in, ctx.now); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto named = co_await tx.ask(catalog::named_variants({variant}));
        if (named.empty()) co_return refuse(variant_unknown);
        if (named[0].is_unique && in.kind != PolicyKind::stock_only)
            co_return refuse(refusals::invalid, {}, {{"/kind", "one_of_a_kind", "there is only one of it: nothing can be promised"}});
        tx.send(sql::make_levels({variant}));
        auto [locked, policy] = co_await tx.ask(sql::lock_for_change({variant}), sql::find_policy(variant));
        if (version && *version != policy.value_or(PolicyRow{}).version) co_return refuse(refusals::stale_version);
        tx.send(sql::save_policy(variant, in.kind, in.expected_at));
        tx.send(sql::limit_level(variant, number(in.safety).value_or(0), number(in.promise_limit).value_or(0), number(in.low_at)));
        catalog::note_variant_changes(tx, {variant});
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    app.db.notify_soon(catalog::changes_channel);
    co_return co_await find_level(app, ctx, variant);
}

Task<Result<MovementPage>> list_movements(App& app, Ctx ctx, MovementFilter filter) {
    auto limit = size_t(filter.limit.value_or(Limit{50}));
    auto rows = co_await app.db.read(ctx, sql::list_movements(filter.variant, filter.warehouse, filter.reference, filter.cursor.value_or(INT64_MAX), std::int32_t(limit + 1)));
    MovementPage page;
    if (rows.size() > limit) {
        rows.resize(limit);
        page.next_cursor = rows.back().id;
    }
    page.items = std::move(rows);
    co_return page;
}

Task<Result<ReservationList>> list_reservations(App& app, Ctx ctx, ReservationFilter filter) {
    if (!filter.variant && !filter.order) co_return refuse(refusals::invalid, {}, {{"/variant", "required", "name a variant or an order"}});
    co_return ReservationList{co_await app.db.read(ctx, sql::list_reservations(filter.variant, filter.order))};
}

}  // namespace vitrine::stock
