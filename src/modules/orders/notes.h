#pragma once
#include "modules/orders/api.h"

namespace vitrine::orders {

/// internal: for staff. visible: from staff to the buyer. customer: from the buyer.
enum class NoteKind { internal, visible, customer };
SHAPE_ENUM(NoteKind, internal, visible, customer)

inline constexpr RefusalKind too_many_notes{"orders.too_many_notes", 409, "There are as many notes on this order as it can hold"};

struct NoteView {
    std::string id;
    NoteKind kind = NoteKind::internal;
    std::string text, actor;
    Instant at{};
};
SHAPE(NoteView, id, kind, text, actor, at)

using NoteText = Text<1, 2'000>;

/// Staff writes about an order, or to its buyer. Refuses orders.not_found, orders.too_many_notes.
Task<Result<NoteView>> add_note(App& app, Ctx ctx, OrderId order, NoteText text, bool is_visible);
/// The buyer writes to the shop. Refuses orders.not_found, orders.too_many_notes.
Task<Result<NoteView>> add_customer_note(App& app, Ctx ctx, OrderId order, std::string token, NoteText text);
/// All notes for staff; what the buyer may see for the holder of the token. Oldest first. Refuses orders.not_found.
Task<Result<std::vector<NoteView>>> notes_of(App& app, Ctx ctx, OrderId order, std::string token);

}  // namespace vitrine::orders
