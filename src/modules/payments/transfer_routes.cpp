#include "modules/payments/routes.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

struct PaymentPath {
    PaymentId id;
};
SHAPE(PaymentPath, id)
struct MarkPaid {
    Money received;
    Text<0, 500> note;
    std::optional<Text<0, 100>> bank_reference;   ///< of the transfer, as the bank calls it; the same again is the same transfer
};
SHAPE(MarkPaid, received, note, bank_reference)
/// A payment as it stands after money was marked, with everything that arrived for it.
struct MarkedPaid {
    PaymentId id;
    std::string order, method;
    State state = State::created;
    Money amount;
    std::vector<TransferView> transfers;
};
SHAPE(MarkedPaid, id, order, method, state, amount, transfers)
struct TransferPath {
    TransferId id;
};
SHAPE(TransferPath, id)
struct TransferFilter {
    std::optional<TransferState> state;
    std::optional<TransferId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(TransferFilter, state, cursor, limit)
struct TransferPage {
    std::vector<TransferView> items;
    std::optional<TransferId> next_cursor;
};
SHAPE(TransferPage, items, next_cursor)
struct ProofList {
    std::vector<ProofView> items;
};
SHAPE(ProofList, items)
struct ProofPath {
    ProofId id;
};
SHAPE(ProofPath, id)

struct OptionalKey {
    std::optional<Text<1, 255>> idempotency_key;
};
SHAPE(OptionalKey, idempotency_key)

/// Two equal parts without a reference of the bank are told apart by the key of the request.
Task<Result<MarkedPaid>> mark_by_staff(App& app, Ctx ctx, http::Path<PaymentPath> path, http::Headers<OptionalKey> headers, http::Body<MarkPaid> body) {
    auto key = headers->idempotency_key ? headers->idempotency_key->str() : std::string();
    auto marked = co_await mark_paid(app, ctx, path->id, body->received, body->note.str(), body->bank_reference ? body->bank_reference->str() : "", std::move(key));
    if (!marked) co_return refuse(std::move(marked.error()));
    co_return MarkedPaid{marked->id, marked->order, marked->method, marked->state, marked->amount, co_await transfers_of(app, ctx, path->id)};
}

Task<Result<TransferView>> confirm(App& app, Ctx ctx, http::Path<TransferPath> path) { return confirm_transfer(app, ctx, path->id); }
Task<Result<TransferView>> reject(App& app, Ctx ctx, http::Path<TransferPath> path) { return reject_transfer(app, ctx, path->id); }

Task<Result<TransferPage>> list_transfers(App& app, Ctx ctx, http::Query<TransferFilter> filter) {
    auto limit = filter->limit ? filter->limit->value : 50;
    auto query = sql::list_transfers(filter->state, filter->cursor, limit + 1);
    TransferPage page;
    for (const auto& row : co_await app.db.read(ctx, std::move(query))) {
        if (std::int64_t(page.items.size()) == limit) {
            page.next_cursor = page.items.back().id;
            break;
        }
        page.items.push_back(view_of(row));
    }
    co_return page;
}

Task<Result<ProofList>> list_proofs(App& app, Ctx ctx, http::Path<PaymentPath> path) { co_return ProofList{co_await proofs_of(app, ctx, path->id)}; }

std::string extension_of(std::string_view media_type) {
    if (media_type == "image/jpeg") return "jpg";
    if (media_type == "image/png") return "png";
    if (media_type == "image/webp") return "webp";
    return "pdf";
}

/// A stranger made this file: it is kept, never shown in a page of ours, and may do nothing should a browser open it all the same.
Task<Result<http::Response>> download_proof(App& app, Ctx ctx, http::Path<ProofPath> path) {
    auto query = sql::proof_file(path->id);
    auto file = co_await app.db.read(ctx, std::move(query));
    if (!file) co_return refuse(proof_not_found);
    http::Response response;
    response.body = std::move(file->bytes.value);
    response.set("Content-Type", file->media_type);
    response.set("Content-Disposition", "attachment; filename=\"" + path->id.text() + "." + extension_of(file->media_type) + "\"");
    response.set("Content-Security-Policy", "default-src 'none'; sandbox");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    response.set("Cache-Control", "private, no-store");
    co_return response;
}

http::RouteOptions reading(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "payments:read", .refusals = std::move(refusals)};
}
http::RouteOptions writing(std::string summary, std::vector<RefusalKind> refusals) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "payments:write", .refusals = std::move(refusals)};
}

}  // namespace

void transfer_routes(http::Routes<App>& routes) {
    const std::string payment = "/api/v1/admin/payments/{id}", transfers = "/api/v1/admin/bank-transfers";
    routes.post(payment + "/mark-paid", mark_by_staff,
                writing("Say that a bank transfer has arrived, in part or whole, or that the courier took the money at the door", {not_found, not_by_hand, wrong_amount, transfer_differs}));
    routes.get(payment + "/proofs", list_proofs, reading("Files by which the buyer shows that they paid"));
    routes.get("/api/v1/admin/payment-proofs/{id}", download_proof, reading("One such file, to keep", {proof_not_found}));
    routes.get(transfers, list_transfers, reading("Bank transfers that were marked, newest first; those that wait need a second person"));
    routes.post(transfers + "/{id}/confirmation", confirm,
                writing("A second person says that this transfer has arrived", {transfer_not_found, transfer_decided, same_person}));
    routes.post(transfers + "/{id}/rejection", reject, writing("This transfer was marked by mistake", {transfer_not_found, transfer_decided}));
}

}  // namespace vitrine::payments
