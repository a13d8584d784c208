#include "modules/stock/counts.h"
#include "modules/stock/goods.h"
#include "modules/stock/once.h"
#include "modules/stock/routes.h"

namespace vitrine::stock {
namespace {

struct CountPath {
    CountId id;
};
SHAPE(CountPath, id)
struct Key {
    Text<1, 255> idempotency_key;
};
SHAPE(Key, idempotency_key)

using At = http::Path<CountPath>;
using Keyed = http::Headers<Key>;

Task<Result<http::Response>> answer_once(App& app, Ctx ctx, std::string key, std::string request, int status, std::function<Task<Result<CountView>>(pg::Tx&)> move) {
    auto work = [&](pg::Tx& tx) -> Task<Result<std::string>> {
        auto done = co_await move(tx);
        if (!done) co_return refuse(std::move(done.error()));
        co_return to_json(*done);
    };
    auto answered = co_await once(app, ctx, key, request, work);
    if (!answered) co_return refuse(std::move(answered.error()));
    auto response = http::json_text(std::move(answered->body), status);
    if (answered->replayed) response.set("Idempotency-Replayed", "true");
    co_return response;
}

Task<Result<http::Response>> post_new_count(App& app, Ctx ctx, Keyed headers, http::Body<CountInput> in) {
    auto move = [&](pg::Tx& tx) { return open_count(tx, in.value); };
    co_return co_await answer_once(app, ctx, headers->idempotency_key.str(), "count" + to_json(in.value), 201, move);
}
Task<Result<CountView>> get_count(App& app, Ctx ctx, At path) { return find_count(app, ctx, path->id); }
Task<Result<CountView>> put_entries(App& app, Ctx ctx, At path, http::Body<CountEntries> in) { return enter_count(app, ctx, path->id, in.value); }
Task<Result<http::Response>> post_posting(App& app, Ctx ctx, At path, Keyed headers) {
    auto move = [&](pg::Tx& tx) { return post_count(tx, app, path->id); };
    co_return co_await answer_once(app, ctx, headers->idempotency_key.str(), "post" + path->id.text(), 200, move);
}
Task<Result<CountView>> post_cancellation(App& app, Ctx ctx, At path) { return cancel_count(app, ctx, path->id); }

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .body_limit_bytes = 512 * 1024, .refusals = std::move(refusals)};
}

}  // namespace

void count_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/stock/counts", one = all + "/{id}", read = "stock:read", write = "stock:write";
    routes.post(all, post_new_count, options(write, "Opens a count with what should stand in a warehouse now", {warehouse_unknown, variant_unknown, refusals::key_reused}));
    routes.get(one, get_count, options(read, "A count: what was expected, counted and corrected", {count_unknown}));
    routes.put(one + "/entries", put_entries, options(write, "Notes what was counted; the last number counts", {count_unknown, count_cannot, variant_unknown}));
    routes.post(one + "/posting", post_posting, options("stock:adjust", "Corrects the shelves by what differs, once", {count_unknown, count_cannot}));
    routes.post(one + "/cancellation", post_cancellation, options(write, "Ends a count without correcting anything", {count_unknown, count_cannot}));
}

}  // namespace vitrine::stock
