#pragma once
// Papers about orders: invoices and credit notes with numbers that have no gap, and packing slips.
#include <optional>
#include <string>
#include <vector>

#include "io/http/message.h"
#include "modules/app.h"
#include "modules/orders/api.h"

namespace vitrine::documents {

using DocumentId = Id<"doc">;
using orders::OrderId;

inline constexpr RefusalKind not_found{"documents.not_found", 404, "No such document"};
inline constexpr RefusalKind too_early{"documents.too_early", 409, "There is nothing to put on an invoice yet"};

enum class Kind { invoice, credit_note };
SHAPE_ENUM(Kind, invoice, credit_note)

/// An invoice or credit note as lists show it. What is printed on it never changes.
struct DocumentView {
    DocumentId id;
    Kind kind = Kind::invoice;
    std::string number;                    ///< "GD/26-27/000123": at most 16 characters, rising by one within store, kind and financial year
    OrderId order;
    std::optional<std::string> refund;     ///< "oref_…", of a credit note; the order's own id where it was cancelled
    Money total, tax;
    std::string day;                       ///< of the store's calendar, YYYY-MM-DD
    std::string actor;
    Instant issued_at{};
};
SHAPE(DocumentView, id, kind, number, order, refund, total, tax, day, actor, issued_at)

/// A file ready to be sent.
struct Print {
    std::string name;                      ///< "invoice-GD-26-27-000123.pdf"
    std::string bytes;
};
/// The answer that shows it: in the browser's own window, kept by no cache.
http::Response pdf_answer(Print print);

/// Makes the invoice of an order, and a credit note of every refund that has reached the buyer before. One transaction under the order's lock; the number is taken in it,
/// so a refusal or a crash leaves no gap. Repeatable: an order has one invoice. Refuses orders.not_found, documents.too_early (nothing paid, authorised or promised).
Task<Result<DocumentView>> issue_invoice(App& app, Ctx ctx, OrderId order);
/// Makes the credit notes that an invoiced order lacks, one a refund that has reached the buyer. Repeatable. Gives how many were made; 0 where there is no invoice.
Task<std::int64_t> issue_credit_notes(App& app, Ctx ctx, OrderId order);

/// The papers of an order, oldest first, for staff or for whoever holds the order's token. Refuses orders.not_found.
Task<Result<std::vector<DocumentView>>> of_order(App& app, Ctx ctx, OrderId order, std::string token);
/// An invoice or credit note as PDF, drawn from what was kept when it was made: the same today and in ten years. Drawn off the loop. With a token only
/// documents of that order. Refuses documents.not_found.
Task<Result<Print>> print(App& app, Ctx ctx, DocumentId id);
/// The same for the order's owner: documents of that order only. Refuses orders.not_found, documents.not_found.
Task<Result<Print>> print_for_owner(App& app, Ctx ctx, OrderId order, DocumentId id, std::string token);
/// What goes into a parcel: goods, places to tick, no prices. Of the order as it is now; not numbered, not kept. Refuses orders.not_found.
Task<Result<Print>> packing_slip(App& app, Ctx ctx, OrderId order);

/// Writes a store's settings from the text of a preset's documents.json, where the store has none: staff may have changed theirs. Repeatable; gives whether it wrote.
/// std::runtime_error for text that does not fit.
Task<bool> seed(pg::Db& db, Ctx ctx, std::string_view json);

}  // namespace vitrine::documents
