#include "modules/privacy/settings.h"

#include "modules/privacy/rules.h"
#include "modules/privacy/sql.h"

namespace vitrine::privacy {
namespace {

PrivacySettings read_stored(const RawJson& stored) {
    auto settings = read_json<PrivacySettings>(stored.text);
    if (!settings) throw std::runtime_error("the stored settings of privacy do not fit their shape");
    return std::move(*settings);
}

}  // namespace

Task<PrivacySettings> load_settings(pg::Tx& tx) {
    auto row = co_await tx.ask(sql::find_settings());
    co_return row ? read_stored(row->settings) : PrivacySettings{};
}

Task<StoredSettings> read_settings(App& app, Ctx ctx) {
    auto row = co_await app.db.read(ctx, sql::find_settings());
    co_return row ? StoredSettings{read_stored(row->settings), row->version} : StoredSettings{};
}

Task<Result<StoredSettings>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, PrivacySettings settings) {
    RawJson json{to_json(settings)};
    auto body = [&](pg::Tx& tx) -> Task<Result<StoredSettings>> {
        auto before = co_await tx.ask(sql::lock_settings());
        if (version && *version != before.value_or(0)) co_return refuse(refusals::stale_version);
        auto saved = co_await tx.ask(sql::save_settings(json));
        co_return StoredSettings{settings, saved};
    };
    co_return co_await app.db.transaction(ctx, body);
}

std::int64_t years_of(const PrivacySettings& settings, const stores::Store& store) { return settings.years_kept ? settings.years_kept->value : rules::years_kept(store.country); }

}  // namespace vitrine::privacy
