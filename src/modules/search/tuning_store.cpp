#include "modules/search/tuning_store.h"

#include "modules/search/sql.h"

namespace vitrine::search {
namespace {

constexpr Duration popular_for = 30 * 24h;
constexpr std::int64_t least_searches = 3, most_popular = 500;

}  // namespace

catalog::ProductId settings_marker() {
    Uuid marker;
    marker.bytes.fill(0xFF);
    return catalog::ProductId{marker};
}

Task<std::shared_ptr<const Tuning>> read_tuning(pg::Db& db, const Ctx& ctx) {
    auto stored = co_await db.read(ctx, sql::load_settings());
    auto rows = co_await db.read(ctx, sql::popular_queries(ctx.now - popular_for, least_searches, most_popular));
    std::vector<PopularQuery> popular;
    for (auto& row : rows) popular.push_back({std::move(row.query), row.searches});
    SearchSettings settings;
    if (stored) {
        auto read = read_json<SearchSettings>(stored->settings.text);
        if (!read) throw std::runtime_error("the search settings of store " + ctx.store.text() + " do not fit their shape");
        settings = std::move(*read);
    }
    co_return std::make_shared<const Tuning>(settings, std::move(popular), stored ? stored->version : 0);
}

}  // namespace vitrine::search
