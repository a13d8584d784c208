#pragma once
// Card numbers are typed at the payment provider, never here: whoever sends one is told so before anything of it is read, kept or logged. What the PCI
// standard calls the cardholder data environment does not begin with us (docs/adr/0023-no-card-number-passes-the-edge.md).
#include "core/result.h"
#include "io/http/message.h"

namespace vitrine::http {

inline constexpr RefusalKind card_number_refused{"request.card_number", 422, "This looks like a card number. Card numbers are typed on the payment provider's form only; nothing was kept"};

/// Whether path, query, headers or body carry a card number, in JSON, a form, in parts or as plain text. Images, archives and
/// tables (CSV) are not looked into. Pure.
bool carries_card_number(const Request& request);

}  // namespace vitrine::http
