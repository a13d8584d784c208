#include "modules/promotions/edit.h"

#include <fmt/format.h>

#include "modules/promotions/rules.h"
#include "modules/promotions/sql.h"
#include "modules/stores/api.h"

namespace vitrine::promotions {
namespace {

Result<Definition> judged(Definition definition) {
    auto faults = faults_of(definition);
    if (!faults.empty()) return refuse(refusals::invalid, {}, std::move(faults));
    return definition;
}

void set_limits(pg::Tx& tx, PromotionId id, const Definition& definition) {
    auto limits = definition.limits.value_or(Limits{});
    auto whole = [](const auto& value) { return value ? std::optional(std::int64_t(*value)) : std::nullopt; };
    auto budget = limits.budget ? std::optional(limits.budget->minor) : std::nullopt;
    auto currency = limits.budget ? std::optional(std::string(limits.budget->currency.code())) : std::nullopt;
    tx.send(sql::set_limits(id, whole(limits.uses), whole(limits.uses_per_customer), budget, currency));
}

bool same_limits(const Definition& before, const Definition& after) { return to_json(before.limits.value_or(Limits{})) == to_json(after.limits.value_or(Limits{})); }

Definition read_definition(const RawJson& stored) {
    auto definition = read_json<Definition>(stored.text);
    if (!definition) throw std::runtime_error("a stored promotion does not fit its shape");
    return std::move(*definition);
}

void tell(App& app, pg::Tx& tx) {
    stores::rules_changed(tx, "promotions");
    tx.after_commit([&app] { app.db.notify_soon(stores::rules_channel); });
}

bool is_stale(const LockedPromotion& locked, std::optional<std::int64_t> version) { return version && *version != locked.version; }

std::string phase_of(const PromotionRow& row, const Definition& definition, const TimeZone& zone, Instant now) {
    if (row.state != State::active) return std::string(shape_name(row.state));
    if (definition.starts && now < zone.earliest(first_of(*definition.starts))) return "scheduled";
    if (definition.ends && now >= zone.latest(after(*definition.ends))) return "over";
    const auto& limits = definition.limits;
    bool is_used_up = limits && ((limits->uses && row.uses.value_or(0) >= *limits->uses) || (limits->budget && row.spent.value_or(0) >= limits->budget->minor));
    return is_used_up ? "used_up" : "running";
}

PromotionView view_of(const PromotionRow& row, const TimeZone& zone, Instant now) {
    PromotionView out{.id = row.id, .state = row.state, .version = row.version, .definition = read_definition(row.definition)};
    out.phase = phase_of(row, out.definition, zone, now);
    out.uses = row.uses, out.spent = row.spent;
    for (const auto& move : life.from(row.state)) out.moves.emplace_back(move.verb);
    out.created_at = row.created_at, out.updated_at = row.updated_at;
    return out;
}

std::shared_ptr<const TimeZone> zone_of(App& app, const Ctx& ctx) {
    auto store = app.stores->by_id(ctx.store);
    auto zone = store ? TimeZone::find(store->time_zone) : nullptr;
    return zone ? zone : TimeZone::utc();
}

}  // namespace

Task<Result<PromotionView>> create(App& app, Ctx ctx, Definition definition) {
    auto fine = judged(std::move(definition));
    if (!fine) co_return refuse(fine.error());
    auto id = PromotionId::next(ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::add(id, fine->name.str(), RawJson{to_json(*fine)}));
        if (fine->limits) set_limits(tx, id, *fine);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    co_return co_await find(app, ctx, id);
}

Task<Result<PromotionView>> replace(App& app, Ctx ctx, PromotionId id, std::optional<std::int64_t> version, Definition definition) {
    auto fine = judged(std::move(definition));
    if (!fine) co_return refuse(fine.error());
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_promotion(id));
        if (!locked) co_return refuse(not_found);
        if (is_stale(*locked, version)) co_return refuse(refusals::stale_version);
        if (life.is_final(locked->state)) co_return refuse(illegal_move, "an ended promotion is kept as it was");
        tx.send(sql::replace(id, fine->name.str(), RawJson{to_json(*fine)}));
        if (!same_limits(read_definition(locked->definition), *fine)) set_limits(tx, id, *fine);
        tell(app, tx);
        co_return true;
    };
    auto replaced = co_await app.db.transaction(ctx, body);
    if (!replaced) co_return refuse(replaced.error());
    co_return co_await find(app, ctx, id);
}

Task<Result<PromotionView>> move(App& app, Ctx ctx, PromotionId id, std::optional<std::int64_t> version, std::string verb) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_promotion(id));
        if (!locked) co_return refuse(not_found);
        if (is_stale(*locked, version)) co_return refuse(refusals::stale_version);
        auto move = life.find(locked->state, verb);
        if (!move) co_return refuse(illegal_move, fmt::format("'{}' is not possible while the promotion is {}", verb, shape_name(locked->state)));
        tx.send(sql::move(id, locked->state, move->to));
        tell(app, tx);
        co_return true;
    };
    auto moved = co_await app.db.transaction(ctx, body);
    if (!moved) co_return refuse(moved.error());
    co_return co_await find(app, ctx, id);
}

Task<Result<bool>> remove(App& app, Ctx ctx, PromotionId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_promotion(id));
        if (!locked) co_return refuse(not_found);
        if (locked->state != State::draft) co_return refuse(illegal_move, "only drafts are deleted; end it instead");
        tx.send(sql::remove_draft(id));
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<PromotionView>> find(App& app, Ctx ctx, PromotionId id) {
    auto row = co_await app.db.read(ctx, sql::find_promotion(id));
    if (!row) co_return refuse(not_found);
    co_return view_of(*row, *zone_of(app, ctx), ctx.now);
}

Task<Result<PromotionPage>> list(App& app, Ctx ctx, PromotionFilter filter) {
    auto limit = size_t(filter.limit.value_or(Whole<1, 200>{50}));
    PromotionId last;
    last.value.bytes.fill(0xff);
    auto rows = co_await app.db.read(ctx, sql::list_promotions(filter.state, filter.cursor.value_or(last), std::int32_t(limit + 1)));
    PromotionPage page;
    if (rows.size() > limit) {
        rows.resize(limit);
        page.next_cursor = rows.back().id;
    }
    auto zone = zone_of(app, ctx);
    for (const auto& row : rows) page.items.push_back(view_of(row, *zone, ctx.now));
    co_return page;
}

}  // namespace vitrine::promotions
