// Files that buyers send to show that they paid by bank: taken in by what they are, kept in the database, handed to staff as files and nothing else.
#include <algorithm>

#include "io/crypto/digest.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

constexpr size_t most_proofs = 5;

ProofView view_of(const ProofRow& row) { return {row.id, row.payment, row.media_type, row.size, row.uploaded_at}; }

bool wants_proof(const PaymentRow& payment) {
    const auto& can = gateway_of(payment).can();
    return !can.is_remote && !can.pays_later && rules::is_open(payment.state);
}

}  // namespace

Task<Result<ProofView>> add_proof(App& app, Ctx ctx, PaymentId id, std::string bytes) {
    if (bytes.size() > largest_proof) co_return refuse(proof_too_large);
    auto media_type = rules::proof_media_type(bytes);
    if (!media_type) co_return refuse(proof_type);
    pg::Bytes content{std::move(bytes)}, sum{crypto::bytes_of(crypto::sha256(content.value))};
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<ProofView>> {
        auto locked = tx.queue(sql::lock_order_payments(id));
        auto proofs = tx.queue(sql::proofs_of(id));
        co_await tx.flush();
        auto own = std::ranges::find(*locked, id, &PaymentRow::id);
        if (own == locked->end()) co_return refuse(not_found);
        if (!wants_proof(*own)) co_return refuse(proof_not_wanted);
        auto proof = ProofId::next(tx.ctx().now);
        auto added = tx.queue(sql::add_proof(proof, id, std::string(*media_type), content, sum, tx.ctx().now));
        auto now = co_await tx.ask(sql::proofs_of(id));
        if (*added == 1 && proofs->size() >= most_proofs) co_return refuse(proof_too_many);  // takes this one back, too
        co_return view_of(now.back());
    };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

Task<std::vector<ProofView>> proofs_of(App& app, Ctx ctx, PaymentId payment) {
    auto query = sql::proofs_of(payment);
    std::vector<ProofView> out;
    for (const auto& row : co_await app.db.read(ctx, std::move(query))) out.push_back(view_of(row));
    co_return out;
}

}  // namespace vitrine::payments
