#pragma once
// Money that people saw arrive by bank, and what buyers sent to show that they paid. Part of api.h.
#include <optional>
#include <string>
#include <vector>

#include "modules/app.h"
#include "modules/payments/ids.h"

namespace vitrine::payments {

inline constexpr RefusalKind transfer_not_found{"payments.transfer_not_found", 404, "No such transfer"};
inline constexpr RefusalKind transfer_differs{"payments.transfer_differs", 409, "A transfer with this reference was marked with another amount"};
inline constexpr RefusalKind transfer_decided{"payments.transfer_decided", 409, "This transfer has been decided already"};
inline constexpr RefusalKind same_person{"payments.same_person", 403, "Two different people have to say that so much money has arrived"};
inline constexpr RefusalKind proof_not_wanted{"payments.proof_not_wanted", 409, "This payment waits for no proof"};
inline constexpr RefusalKind proof_type{"payments.proof_type", 415, "Send a picture (JPEG, PNG or WebP) or a PDF"};
inline constexpr RefusalKind proof_too_large{"payments.proof_too_large", 413, "The file is larger than 5 MB"};
inline constexpr RefusalKind proof_too_many{"payments.proof_too_many", 409, "Enough files were sent for this payment"};
inline constexpr RefusalKind proof_not_found{"payments.proof_not_found", 404, "No such file"};

enum class TransferState { waiting, counted, rejected };
SHAPE_ENUM(TransferState, waiting, counted, rejected)
/// Money that a person saw arrive by bank.
struct TransferView {
    TransferId id;
    PaymentId payment;
    std::string bank_reference, note;
    Money amount;
    TransferState state = TransferState::waiting;
    bool needs_two_people = false;
    std::string marked_by;
    Instant marked_at{};
    std::optional<std::string> decided_by;
    std::optional<Instant> decided_at;
};
SHAPE(TransferView, id, payment, bank_reference, note, amount, state, needs_two_people, marked_by, marked_at, decided_by, decided_at)
/// A second person confirms a transfer that waits, and it counts. Repeatable. Refuses payments.transfer_not_found, payments.transfer_decided, payments.same_person.
Task<Result<TransferView>> confirm_transfer(App& app, Ctx ctx, TransferId transfer);
/// Anybody of the staff says that a transfer that waits was a mistake. Repeatable. Refuses payments.transfer_not_found, payments.transfer_decided.
Task<Result<TransferView>> reject_transfer(App& app, Ctx ctx, TransferId transfer);
/// The transfers of a payment, oldest first.
Task<std::vector<TransferView>> transfers_of(App& app, Ctx ctx, PaymentId payment);

/// A file that a buyer sent to show that they paid by bank.
struct ProofView {
    ProofId id;
    PaymentId payment;
    std::string media_type;
    std::int64_t size = 0;       ///< bytes
    Instant uploaded_at{};
};
SHAPE(ProofView, id, payment, media_type, size, uploaded_at)
inline constexpr size_t largest_proof = 5 * 1024 * 1024;
/// Keeps a buyer's file, privately: what it is decides its content, not its name. Repeatable: the same file again is the same. At most five a payment.
/// Whoever calls has seen that the payment is of the buyer's own order.
/// Refuses payments.not_found, payments.proof_not_wanted, payments.proof_type, payments.proof_too_large, payments.proof_too_many.
Task<Result<ProofView>> add_proof(App& app, Ctx ctx, PaymentId payment, std::string bytes);
/// The files of a payment, oldest first.
Task<std::vector<ProofView>> proofs_of(App& app, Ctx ctx, PaymentId payment);

}  // namespace vitrine::payments
