// The kept messages of gateways once more, through the same door. Shows that nothing happens twice, and takes in again what a restored database has lost.
#include <algorithm>
#include <map>
#include <random>

#include "modules/payments/operations.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

http::Request request_of(const KeptWebhook& kept) {
    auto path = "/webhooks/" + kept.gateway;
    http::Request request{.method = http::Method::post, .target = path, .path = path, .body = kept.body.value};
    auto headers = read_json<std::map<std::string, std::string>>(kept.headers.text);
    if (!headers) throw std::runtime_error("the headers of " + kept.gateway + " " + kept.event + " cannot be read");
    auto told = headers->extract(std::string(kept_query));
    if (told) {
        request.method = http::Method::get;
        request.target += "?" + told.mapped();
        request.query = http::parse_form(told.mapped()).value_or(shape::Fields{});
    }
    for (auto& [name, value] : *headers) request.headers.emplace_back(name, value);
    return request;
}

Task<std::int64_t> count_kept(App& app, Ctx ctx) {
    auto query = sql::count_webhooks();
    co_return co_await app.db.read(ctx, std::move(query));
}

}  // namespace

Task<Replayed> replay_webhooks(App& app, Ctx ctx, Replay replay) {
    auto query = sql::kept_webhooks(replay.since);
    auto kept = co_await app.db.read(ctx, std::move(query));
    std::vector<size_t> order;
    for (std::int64_t n = 0; n < replay.times; ++n)
        for (size_t i = 0; i < kept.size(); ++i) order.push_back(i);
    std::mt19937_64 dice(replay.seed);
    if (replay.is_shuffled) std::ranges::shuffle(order, dice);

    Replayed out{.kept = std::ssize(kept), .fed = std::ssize(order)};
    auto before = co_await count_kept(app, ctx);
    for (auto i : order) {
        const auto* gateway = find_gateway(kept[i].gateway);
        auto then = ctx;
        then.now = kept[i].received_at;
        if (!gateway) {
            ++out.refused;
            continue;
        }
        auto request = request_of(kept[i]);
        auto answer = co_await receive_webhook(app, then, *gateway, request);
        if (!answer) ++out.refused;
    }
    out.taken_as_new = co_await count_kept(app, ctx) - before;
    out.known = out.fed - out.refused - out.taken_as_new;
    co_return out;
}

}  // namespace vitrine::payments
