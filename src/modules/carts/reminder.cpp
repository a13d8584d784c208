// Carts that were left alone: noticed once, with a link that brings them back.
#include "modules/carts/reminder.h"

#include <algorithm>

#include "io/crypto/digest.h"
#include "modules/carts/edit.h"
#include "modules/carts/rules.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {
namespace {

constexpr Duration first_look = 5min;

/// What opens the cart once, until then. Whoever has our key and the news can make it again, so a message that is sent twice is the same.
std::string link_token(const Config& config, CartId cart, Instant expires_at) {
    return crypto::derived_token(config.master_key, "carts.recovery", cart.text() + "\n" + std::to_string(expires_at.time_since_epoch().count()));
}

CartAbandoned news_of(const CartRow& row, const CartView& view, Instant expires_at) {
    return {.cart = row.id, .customer = row.customer, .version = row.version, .item_count = view.item_count, .total = view.totals.payable, .expires_at = expires_at};
}

Task<size_t> tell_of_some(App& app, pg::Tx& tx, const Settings& settings) {
    auto now = tx.ctx().now;
    auto keys = co_await tx.ask(sql::lock_abandoned(now - std::chrono::minutes(settings.quiet_minutes)));
    if (keys.empty()) co_return 0;
    std::vector<CartId> ids;
    std::vector<pg::Bytes> opens, links;
    Instant expires_at = std::chrono::floor<std::chrono::seconds>(now + std::chrono::hours(settings.link_hours));
    for (const auto& key : keys) {
        ids.push_back(key.id);
        opens.push_back(key.token_hash);
        links.push_back(token_hash(Access{link_token(app.config, key.id, expires_at)}));
    }
    auto rows = tx.queue(sql::find_many(ids, opens));
    tx.send(sql::note_recoveries(ids, links, expires_at));
    co_await tx.flush();
    auto memory = quotes::memory_of(app, tx.ctx().store);
    std::vector<jobs::Publication> news;
    for (const auto& row : *rows) {
        auto told = news_of(row, priced(row, memory, now), expires_at);
        news.push_back({std::string(CartAbandoned::name), row.id.text(), to_json(told)});
    }
    jobs::publish_all(tx, std::move(news));
    co_return keys.size();
}

}  // namespace

std::string recovery_path(const Config& config, const CartAbandoned& news) {
    return news.customer ? std::string("/cart") : "/cart/recovery/" + link_token(config, news.cart, news.expires_at);
}

pg::Query<std::optional<Quiet>> is_left_alone(CartId id, std::int64_t version) { return sql::left_alone(id, version); }

Task<std::optional<LeftAlone>> left_alone(App& app, Ctx ctx, CartId id, std::int64_t version) {
    auto quiet = co_await app.db.read(ctx, sql::left_alone(id, version));
    if (!quiet) co_return std::nullopt;
    auto row = co_await app.db.read(ctx, sql::find(id, quiet->token_hash));
    if (!row || row->version != version) co_return std::nullopt;
    co_return LeftAlone{priced(*row, quotes::memory_of(app, ctx.store), ctx.now), quiet->since};
}

void remind_later(pg::Tx& tx) { jobs::later_all(tx, {{std::string(remind_job), "carts", tx.ctx().now + first_look, to_json(LookForAbandoned{}), true}}); }

Task<void> look_for_abandoned(App& app, const jobs::Attempt& attempt, const LookForAbandoned& what) {
    auto store = app.stores->by_id(attempt.ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<size_t>> {
        tx.send(sql::renew_reminders());
        tx.send(sql::sweep_finished());
        auto found = (co_await tx.ask(sql::find_settings())).value_or(Settings{});
        size_t told = store && found.reminds ? co_await tell_of_some(app, tx, found) : 0;
        bool is_more = co_await tx.ask(sql::has_unfinished());
        attempt.finish(tx);
        auto next = attempt.ctx.now + (told > 0 ? Duration(1s) : rules::look_every(found.quiet_minutes));
        if (is_more) jobs::later_all(tx, {{std::string(remind_job), "carts", next, to_json(what), true}});
        co_return told;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<Settings> settings(App& app, Ctx ctx) {
    auto row = co_await app.db.read(ctx, sql::find_settings());
    co_return row.value_or(Settings{});
}

Task<Result<Settings>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, SettingsInput in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<Settings>> {
        tx.send(sql::make_settings());
        auto stands = co_await tx.ask(sql::lock_settings());
        if (version && *version != stands) co_return refuse(refusals::stale_version);
        tx.send(sql::save_settings(in.reminds, in.quiet_minutes, in.link_hours));
        co_return (co_await tx.ask(sql::find_settings())).value();
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::carts
