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

using At = http::Path<TransferPath>;

Task<Result<TransferPage>> get_transfers(App& app, Ctx ctx, http::Query<TransferFilter> filter) { return list_transfers(app, ctx, filter.value); }
Task<Result<TransferView>> get_transfer(App& app, Ctx ctx, At path) { return find_transfer(app, ctx, path->id); }
Task<Result<http::Response>> post_transfer(App& app, Ctx ctx, Keyed headers, http::Body<TransferInput> in) {
    auto move = [&](pg::Tx& tx) { return request_transfer(tx, in.value); };
    co_return co_await answer_once<TransferView>(app, ctx, headers->idempotency_key.str(), "transfer" + to_json(in.value), 201, move);
}
Task<Result<http::Response>> post_sending(App& app, Ctx ctx, At path, Keyed headers) {
    auto move = [&](pg::Tx& tx) { return send_transfer(tx, app, path->id); };
    co_return co_await answer_once<TransferView>(app, ctx, headers->idempotency_key.str(), "send" + path->id.text(), 200, move);
}
Task<Result<http::Response>> post_receipt(App& app, Ctx ctx, At path, Keyed headers, http::Body<ReceiptInput> in) {
    auto move = [&](pg::Tx& tx) { return receive_transfer(tx, app, path->id, in.value); };
    co_return co_await answer_once<TransferView>(app, ctx, headers->idempotency_key.str(), "receive" + path->id.text() + to_json(in.value), 200, move);
}
Task<Result<http::Response>> post_cancellation(App& app, Ctx ctx, At path, Keyed headers) {
    auto move = [&](pg::Tx& tx) { return cancel_transfer(tx, app, path->id); };
    co_return co_await answer_once<TransferView>(app, ctx, headers->idempotency_key.str(), "cancel" + path->id.text(), 200, move);
}
Task<Result<http::Response>> post_closing(App& app, Ctx ctx, At path, Keyed headers) {
    auto move = [&](pg::Tx& tx) { return close_transfer(tx, app, path->id); };
    co_return co_await answer_once<TransferView>(app, ctx, headers->idempotency_key.str(), "close" + path->id.text(), 200, move);
}

}  // namespace

void transfer_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/transfers", one = all + "/{id}", read = "stock:read", write = "stock:write";
    routes.get(all, get_transfers, staff_only(read, "Transfers between warehouses, newest first"));
    routes.post(all, post_transfer, staff_only(write, "Asks for goods to be moved; once for each Idempotency-Key", {variant_unknown, warehouse_unknown, refusals::key_reused}));
    routes.get(one, get_transfer, staff_only(read, "A transfer", {transfer_unknown}));
    routes.post(one + "/sending", post_sending, staff_only(write, "The goods leave: until they arrive they are for sale nowhere", {transfer_unknown, transfer_cannot, not_there, reserved}));
    routes.post(one + "/receipts", post_receipt, staff_only(write, "Goods arrive, all or some", {transfer_unknown, transfer_cannot}));
    routes.post(one + "/cancellation", post_cancellation, staff_only(write, "It is given up; what was sent is back where it came from", {transfer_unknown, transfer_cannot}));
    routes.post(one + "/closing", post_closing, staff_only("stock:adjust", "What has not arrived is written off", {transfer_unknown, transfer_cannot}));
}

}  // namespace vitrine::stock
