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

using At = http::Path<CountPath>;

Task<Result<http::Response>> post_new_count(App& app, Ctx ctx, Keyed headers, http::Body<CountInput> in) {
    auto move = [&](pg::Tx& tx) { return open_count(tx, in.value); };
    co_return co_await answer_once<CountView>(app, ctx, headers->idempotency_key.str(), "count" + to_json(in.value), 201, move);
}
Task<Result<CountView>> get_count(App& app, Ctx ctx, At path) { return find_count(app, ctx, path->id); }
Task<Result<CountView>> put_entries(App& app, Ctx ctx, At path, http::Body<CountEntries> in) { return enter_count(app, ctx, path->id, in.value); }
Task<Result<http::Response>> post_posting(App& app, Ctx ctx, At path, Keyed headers) {
    auto move = [&](pg::Tx& tx) { return post_count(tx, app, path->id); };
    co_return co_await answer_once<CountView>(app, ctx, headers->idempotency_key.str(), "post" + path->id.text(), 200, move);
}
Task<Result<CountView>> post_cancellation(App& app, Ctx ctx, At path) { return cancel_count(app, ctx, path->id); }

}  // namespace

void count_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/stock/counts", one = all + "/{id}", read = "stock:read", write = "stock:write";
    routes.post(all, post_new_count, staff_only(write, "Opens a count with what should stand in a warehouse now", {warehouse_unknown, variant_unknown, refusals::key_reused}));
    routes.get(one, get_count, staff_only(read, "A count: what was expected, counted and corrected", {count_unknown}));
    routes.put(one + "/entries", put_entries, staff_only(write, "Notes what was counted; the last number counts", {count_unknown, count_cannot, variant_unknown}));
    routes.post(one + "/posting", post_posting, staff_only("stock:adjust", "Corrects the shelves by what differs, once", {count_unknown, count_cannot}));
    routes.post(one + "/cancellation", post_cancellation, staff_only(write, "Ends a count without correcting anything", {count_unknown, count_cannot}));
}

}  // namespace vitrine::stock
