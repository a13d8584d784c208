#include "modules/stores/api.h"
#include "modules/taxes/api.h"
#include "modules/taxes/sql.h"

namespace vitrine::taxes {

pg::Query<std::optional<StoredTables>> stored_tables() { return sql::find_tables(); }

pg::Later<std::int64_t> save_tables(pg::Tx& tx, const Tables& tables) {
    auto version = tx.queue(sql::save_tables(RawJson{to_json(tables)}));
    stores::rules_changed(tx, "taxes");
    return version;
}

Task<std::shared_ptr<const TaxTables>> load_tables(pg::Db& db, Ctx ctx, std::string time_zone) {
    auto stored = co_await db.read(ctx, sql::find_tables());
    if (!stored) co_return std::make_shared<const TaxTables>();
    auto tables = read_json<Tables>(stored->tables.text);
    if (!tables) throw std::runtime_error("the tax tables of store " + ctx.store.text() + " do not fit their shape");
    co_return std::make_shared<const TaxTables>(std::move(*tables), time_zone);
}

}  // namespace vitrine::taxes
