#include "modules/stock/goods.h"
#include "modules/stock/once.h"
#include "modules/stock/routes.h"
#include "modules/stock/transfers.h"

namespace vitrine::stock {
namespace {

struct TransferPath {
    TransferId id;
};
SHAPE(TransferPath, id)
struct Key {
    Text<1, 255> idempotency_key;
};
SHAPE(Key, idempotency_key)

using At = http::Path<TransferPath>;
using Keyed = http::Headers<Key>;

/// Once a key; answers with the transfer as it was left.
Task<Result<http::Response>> answer_once(App& app, Ctx ctx, std::string key, std::string request, int status, std::function<Task<Result<TransferView>>(pg::Tx&)> move) {
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

Task<Result<TransferPage>> get_transfers(App& app, Ctx ctx, http::Query<TransferFilter> filter) { return list_transfers(app, ctx, filter.value); }
Task<Result<TransferView>> get_transfer(App& app, Ctx ctx, At path) { return find_transfer(app, ctx, path->id); }
Task<Result<http::Response>> post_transfer(App& app, Ctx ctx, Keyed headers, http::Body<TransferInput> in) {
    auto move = [&](pg::Tx& tx) { return request_transfer(tx, in.value); };
    co_return co_await answer_once(app, ctx, headers->idempotency_key.str(), "transfer" + to_json(in.value), 201, move);
}
Task<Result<http::Response>> post_sending(App& app, Ctx ctx, At path, Keyed headers) {
    auto move = [&](pg::Tx& tx) { return send_transfer(tx, app, path->id); };
    co_return co_await answer_once(app, ctx, headers->idempotency_key.str(), "send" + path->id.text(), 200, move);
}
Task<Result<http::Response>> post_receipt(App& app, Ctx ctx, At path, Keyed headers, http::Body<ReceiptInput> in) {
    auto move = [&](pg::Tx& tx) { return receive_transfer(tx, app, path->id, in.value); };
    co_return co_await answer_once(app, ctx, headers->idempotency_key.str(), "receive" + path->id.text() + to_json(in.value), 200, move);
}
Task<Result<http::Response>> post_cancellation(App& app, Ctx ctx, At path, Keyed headers) {
    auto move = [&](pg::Tx& tx) { return cancel_transfer(tx, app, path->id); };
    co_return co_await answer_once(app, ctx, headers->idempotency_key.str(), "cancel" + path->id.text(), 200, move);
}
Task<Result<http::Response>> post_closing(App& app, Ctx ctx, At path, Keyed headers) {
    auto move = [&](pg::Tx& tx) { return close_transfer(tx, app, path->id); };
    co_return co_await answer_once(app, ctx, headers->idempotency_key.str(), "close" + path->id.text(), 200, move);
}

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .body_limit_bytes = 512 * 1024, .refusals = std::move(refusals)};
}

}  // namespace

void transfer_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/transfers", one = all + "/{id}", read = "stock:read", write = "stock:write";
    routes.get(all, get_transfers, options(read, "Transfers between warehouses, newest first"));
    routes.post(all, post_transfer, options(write, "Asks for goods to be moved; once for each Idempotency-Key", {variant_unknown, warehouse_unknown, refusals::key_reused}));
    routes.get(one, get_transfer, options(read, "A transfer", {transfer_unknown}));
    routes.post(one + "/sending", post_sending, options(write, "The goods leave: until they arrive they are for sale nowhere", {transfer_unknown, transfer_cannot, not_there, reserved}));
    routes.post(one + "/receipts", post_receipt, options(write, "Goods arrive, all or some", {transfer_unknown, transfer_cannot}));
    routes.post(one + "/cancellation", post_cancellation, options(write, "It is given up; what was sent is back where it came from", {transfer_unknown, transfer_cannot}));
    routes.post(one + "/closing", post_closing, options("stock:adjust", "What has not arrived is written off", {transfer_unknown, transfer_cannot}));
}

}  // namespace vitrine::stock
