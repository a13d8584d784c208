#include "core/check.h"
#include "core/random.h"
#include "io/crypto/digest.h"
#include "modules/stores/api.h"
#include "modules/stores/sql.h"

namespace vitrine::stores {
namespace {

Task<StoreId> known_or_new_id(pg::Db& worker, const Ctx& ctx, const std::string& slug) {
    auto rows = co_await worker.read(ctx, sql::all_stores());
    for (const auto& row : rows) {
        auto store = read_json<Store>(row.settings.text);
        if (store && store->slug == slug) co_return row.store_id;
    }
    co_return StoreId::next(ctx.now);
}

}  // namespace

Task<StoreId> save_store(pg::Db& db, pg::Db& worker, Store settings) {
    Ctx ctx{.now = clock_now(), .role = Role::worker, .actor = "cli"};
    settings.id = co_await known_or_new_id(worker, ctx, settings.slug);
    ctx.store = settings.id;
    auto saved = co_await db.transaction(ctx, [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        tx.send(sql::announce());
        co_return co_await tx.ask(sql::save_store(settings.id, settings.slug, settings.host, settings.is_default, RawJson{to_json(settings)}));
    });
    check(saved.has_value(), "saving a store refuses nothing");
    co_return settings.id;
}

Task<std::string> make_api_key(pg::Db& db, StoreId store, std::string name, std::vector<std::string> permissions) {
    Ctx ctx{.now = clock_now(), .store = store, .role = Role::worker, .actor = "cli"};
    auto secret = "vk_" + random_token(200);
    auto hash = pg::Bytes{crypto::bytes_of(crypto::sha256(secret))};
    auto saved = co_await db.transaction(ctx, [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        tx.send(sql::announce());
        co_return co_await tx.ask(sql::save_key(ApiKeyId::next(ctx.now), name, hash, permissions));
    });
    check(saved.has_value(), "saving a key refuses nothing");
    co_return secret;
}

}  // namespace vitrine::stores
