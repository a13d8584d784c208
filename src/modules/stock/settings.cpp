#include "modules/stock/names.h"
#include "modules/stock/sql.h"
#include "modules/stores/api.h"

namespace vitrine::stock {
namespace {

template <class N>
std::optional<std::int64_t> number(const std::optional<N>& given) {
    return given ? std::optional(given->value) : std::nullopt;
}

void tell(App& app, pg::Tx& tx) {
    stores::rules_changed(tx, "stock");
    tx.after_commit([&app] { app.db.notify_soon(stores::rules_channel); });
}

}  // namespace

Task<SettingsView> settings(App& app, Ctx ctx) {
    auto row = co_await app.db.read(ctx, sql::find_settings());
    co_return row.value_or(SettingsView{});
}

Task<Result<SettingsView>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, SettingsInput in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::make_settings());
        auto locked = co_await tx.ask(sql::lock_settings());
        if (version && *version != locked) co_return refuse(refusals::stale_version);
        tx.send(sql::save_settings(in.strategy, number(in.guest_hold_minutes), number(in.customer_hold_minutes)));
        tell(app, tx);
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await settings(app, ctx);
}

Task<LaneList> list_lanes(App& app, Ctx ctx) { co_return LaneList{co_await app.db.read(ctx, sql::list_lanes())}; }

Task<Result<LaneList>> open_lane(App& app, Ctx ctx, VariantId variant, LaneInput in) {
    auto opens_at = in.opens_at.value_or(ctx.now);
    if (in.closes_at && *in.closes_at <= opens_at) co_return refuse(refusals::invalid, {}, {{"/closes_at", "out_of_range", "a lane closes after it has opened"}});
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto named = co_await tx.ask(catalog::named_variants({variant}));
        if (named.empty()) co_return refuse(variant_unknown);
        tx.send(sql::make_levels({variant}));
        tx.send(sql::save_lane(variant, opens_at, in.closes_at));
        tell(app, tx);
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await list_lanes(app, ctx);
}

Task<Result<LaneList>> close_lane(App& app, Ctx ctx, VariantId variant) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::delete_lane(variant));
        tell(app, tx);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    co_return co_await list_lanes(app, ctx);
}

}  // namespace vitrine::stock
