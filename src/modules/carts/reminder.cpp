// Carts that were left alone: noticed once, with a link that brings them back.
#include "modules/carts/reminder.h"

#include <algorithm>

#include "core/random.h"
#include "io/http/message.h"
#include "modules/carts/edit.h"
#include "modules/carts/rules.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {
namespace {

constexpr Duration first_look = 5min;

std::string base_of(const App& app, const stores::Store& store) {
    const auto& url = app.config.public_url;
    auto start = url.find("://") + 3;
    auto colon = url.find(':', start);
    auto port = colon == std::string::npos ? std::string() : url.substr(colon, url.find('/', start) - colon);
    return store.host.empty() ? url : url.substr(0, start) + store.host + port;
}

/// Tells of one cart. A customer signs in to see it; a guest's link holds a secret of its own.
CartAbandoned news_of(const CartRow& row, const CartView& view, const std::string& base, const std::string& token, Instant expires_at) {
    CartAbandoned out{.cart = row.id, .customer = row.customer, .item_count = view.item_count, .total = view.totals.payable, .expires_at = expires_at};
    if (row.email) out.email = Email::parse(*row.email);
    out.link = row.customer ? base + "/cart" : base + "/cart/recovery/" + token;
    return out;
}

Task<size_t> tell_of_some(App& app, pg::Tx& tx, const Settings& settings, const stores::Store& store) {
    auto now = tx.ctx().now;
    auto keys = co_await tx.ask(sql::lock_abandoned(now - std::chrono::minutes(settings.quiet_minutes)));
    if (keys.empty()) co_return 0;
    std::vector<CartId> ids;
    std::vector<pg::Bytes> opens, links;
    std::vector<std::string> tokens;
    for (const auto& key : keys) {
        ids.push_back(key.id);
        opens.push_back(key.token_hash);
        tokens.push_back(random_token());
        links.push_back(token_hash(Access{tokens.back()}));
    }
    auto expires_at = now + std::chrono::hours(settings.link_hours);
    auto rows = tx.queue(sql::find_many(ids, opens));
    tx.send(sql::note_recoveries(ids, links, expires_at));
    co_await tx.flush();
    auto memory = quotes::memory_of(app, tx.ctx().store);
    std::vector<jobs::Publication> news;
    for (const auto& row : *rows) {
        auto at = size_t(std::ranges::find(ids, row.id) - ids.begin());
        auto told = news_of(row, priced(row, memory, now), base_of(app, store), tokens[at], expires_at);
        news.push_back({std::string(CartAbandoned::name), row.id.text(), to_json(told)});
    }
    jobs::publish_all(tx, std::move(news));
    co_return keys.size();
}

}  // namespace

void remind_later(pg::Tx& tx) { jobs::later_all(tx, {{std::string(remind_job), "carts", tx.ctx().now + first_look, to_json(LookForAbandoned{}), true}}); }

Task<void> look_for_abandoned(App& app, const jobs::Attempt& attempt, const LookForAbandoned& what) {
    auto store = app.stores->by_id(attempt.ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<size_t>> {
        tx.send(sql::sweep_finished());
        auto found = (co_await tx.ask(sql::find_settings())).value_or(Settings{});
        size_t told = store && found.reminds ? co_await tell_of_some(app, tx, found, *store) : 0;
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
