#include "modules/consent/settings.h"

#include "modules/consent/sql.h"

namespace vitrine::consent {
namespace {

void known_after_commit(App& app, pg::Tx& tx, const SettingsRow& row) {
    tx.after_commit([&app, store = tx.ctx().store, text = row.asks ? std::optional(row.text_version) : std::nullopt] {
        know(store, text);
        app.db.notify_soon(channel);
    });
}

}  // namespace

Task<SettingsView> read_settings(App& app, Ctx ctx) {
    auto row = co_await app.db.read(ctx, sql::find_settings());
    if (!row) co_return SettingsView{};
    auto counts = co_await app.db.read(ctx, sql::count_answers(row->text_version));
    co_return SettingsView{row->version, {row->asks}, row->text_version, counts.given, counts.refused};
}

Task<Result<SettingsView>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, Settings in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto stands = co_await tx.ask(sql::lock_settings());
        if (version && *version != stands.value_or(0)) co_return refuse(refusals::stale_version);
        auto saved = co_await tx.ask(sql::save_settings(in.asks));
        if (version && saved.version != *version + 1) co_return refuse(refusals::stale_version);  // two said the first word at once
        known_after_commit(app, tx, saved);
        co_return true;
    };
    auto saved = co_await app.db.transaction(ctx, body);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return co_await read_settings(app, ctx);
}

Task<Result<SettingsView>> ask_again(App& app, Ctx ctx) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto saved = co_await tx.ask(sql::raise_text());
        if (saved) known_after_commit(app, tx, *saved);
        co_return true;
    };
    auto saved = co_await app.db.transaction(ctx, body);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return co_await read_settings(app, ctx);
}

}  // namespace vitrine::consent
