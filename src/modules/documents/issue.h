#pragma once
// Making numbered documents inside a transaction.
#include "modules/documents/settings.h"

namespace vitrine::documents {

struct Issued {
    std::optional<DocumentView> invoice;     ///< the one there is now; nothing: none was wanted
    std::int64_t credit_notes = 0;           ///< made now
};
/// Locks the order, makes its invoice where it has none and may have one, one more for each later edit that added something, then the credit notes that are missing: one a refund and, where the order was
/// cancelled, one over what is left of the invoice. `wants_invoice` false: only for an invoice that is there.
/// Refuses orders.not_found, documents.too_early.
Task<Result<Issued>> issue_in(pg::Tx& tx, App& app, OrderId order, bool wants_invoice);

/// The jobs that follow an order and its refunds. Repeatable.
void jobs(jobs::Registry& registry);

}  // namespace vitrine::documents
