#include "modules/launch/gate.h"

#include "modules/accounts/hashing/api.h"
#include "modules/launch/doors.h"
#include "modules/launch/sql.h"

namespace vitrine::launch {
namespace {

constexpr size_t shortest_password = 8, longest_password = 256;
constexpr Duration told_everywhere = 5s;    ///< by then every process knows that the store is open, and lets in whoever is told

Gate gate_of(const GateRow& row) {
    auto gate = read_json<Gate>(row.document.text);
    if (!gate) throw std::runtime_error("the gate of a store does not fit its shape");
    return std::move(*gate);
}

PreviewView view_of(const Config& config, const stores::Store& store, const PreviewRow& row, Instant now) {
    PreviewView view{row.id, row.name, row.made_at, row.expires_at, row.revoked_at, row.actor, {}};
    if (!row.revoked_at && now < row.expires_at) view.url = accounts::store_base(config, store) + "/preview?token=" + preview_token(config, store.id, row.id);
    return view;
}

/// Has this process, and the others, know the door as it stands in this transaction once that is committed.
Task<void> known_after_commit(App& app, pg::Tx& tx) {
    auto row = co_await tx.ask(sql::find_gate());
    Known known;
    if (row) known = {gate_of(*row), row->password_hash.value_or(""), row->password_number, {}};
    for (const auto& holder : co_await tx.ask(sql::own_holders(tx.ctx().now))) known.previews[holder.id] = holder.expires_at;
    tx.after_commit([&app, store = tx.ctx().store, known = std::move(known)] {
        know(store, known);
        app.db.notify_soon(channel);
    });
}

/// Another password, or none, for a door that may never have been spoken of.
Task<Result<GateView>> put_password(App& app, Ctx ctx, std::optional<std::string> hash) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::save_password(RawJson{to_json(Gate{})}, hash));
        co_await known_after_commit(app, tx);
        co_return true;
    };
    auto saved = co_await app.db.transaction(ctx, body);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return co_await find_gate(app, ctx);
}

}  // namespace

Task<GateView> find_gate(App& app, Ctx ctx) {
    auto row = co_await app.db.read(ctx, sql::find_gate());
    auto counts = co_await app.db.read(ctx, sql::count_signups());
    GateView view{.signups = counts.signups, .confirmed = counts.confirmed, .told = counts.told};
    if (!row) co_return view;
    view.version = row->version;
    view.gate = gate_of(*row);
    view.has_password = row->password_hash.has_value();
    view.is_open_now = !Known{.gate = view.gate, .password_hash = {}, .previews = {}}.is_closed(ctx.now);
    co_return view;
}

Task<Result<GateView>> set_gate(App& app, Ctx ctx, std::optional<std::int64_t> version, Gate in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto stands = co_await tx.ask(sql::lock_gate());
        if (version && *version != stands.value_or(0)) co_return refuse(refusals::stale_version);
        auto saved = co_await tx.ask(sql::save_gate(RawJson{to_json(in)}));
        if (version && saved != *version + 1) co_return refuse(refusals::stale_version);  // two said the first word at once
        if (!in.is_closed || in.opens_at) jobs::later(tx, std::string(tell_job), "", (in.is_closed ? *in.opens_at : ctx.now) + told_everywhere, TellOpening{});
        co_await known_after_commit(app, tx);
        co_return true;
    };
    auto saved = co_await app.db.transaction(ctx, body);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return co_await find_gate(app, ctx);
}

Task<Result<GateView>> set_password(App& app, Ctx ctx, std::string password) {
    if (password.size() < shortest_password || password.size() > longest_password) co_return refuse(refusals::invalid, {}, {{"/password", "out_of_range", "from 8 to 256 bytes long"}});
    auto hash = co_await accounts::hash_of(std::move(password));
    if (!hash) co_return refuse(std::move(hash.error()));
    co_return co_await put_password(app, std::move(ctx), std::move(*hash));
}

Task<Result<GateView>> drop_password(App& app, Ctx ctx) { return put_password(app, std::move(ctx), {}); }

Task<PreviewList> list_previews(App& app, Ctx ctx) {
    auto store = app.stores->known(ctx.store);
    PreviewList list;
    for (const auto& row : co_await app.db.read(ctx, sql::list_previews())) list.items.push_back(view_of(app.config, *store, row, ctx.now));
    co_return list;
}

Task<Result<PreviewView>> make_preview(App& app, Ctx ctx, PreviewInput in) {
    auto store = app.stores->known(ctx.store);
    PreviewRow row{PreviewId::next(ctx.now), std::string(in.name.str()), ctx.now, ctx.now + std::chrono::hours(24 * in.days.value), {}, ctx.actor};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::add_preview(row.id, row.name, row.made_at, row.expires_at));
        co_await known_after_commit(app, tx);
        co_return true;
    };
    auto made = co_await app.db.transaction(ctx, body);
    if (!made) co_return refuse(std::move(made.error()));
    co_return view_of(app.config, *store, row, ctx.now);
}

Task<Result<PreviewView>> revoke_preview(App& app, Ctx ctx, PreviewId id) {
    auto store = app.stores->known(ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<PreviewView>> {
        tx.send(sql::revoke_preview(id, ctx.now));
        auto row = co_await tx.ask(sql::find_preview(id));
        if (!row) co_return refuse(preview_unknown);
        co_await known_after_commit(app, tx);
        co_return view_of(app.config, *store, *row, ctx.now);
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::launch
