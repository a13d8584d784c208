#pragma once
// Card numbers are typed at the payment provider, never here: whoever sends one is told so before anything of it is read, kept or logged. What the PCI
// standard calls the cardholder data environment does not begin with us (docs/adr/0023-no-card-number-passes-the-edge.md).
#include <functional>

#include "core/result.h"
#include "io/http/message.h"

namespace vitrine::http {

inline constexpr RefusalKind card_number_refused{"request.card_number", 422, "This looks like a card number. Card numbers are typed on the payment provider's form only; nothing was kept"};

/// Whether path, query, headers or body carry a card number, in JSON, a form, in parts or as plain text. Images, archives and
/// tables (CSV) are not looked into. Pure.
bool carries_card_number(const Request& request);
/// The same, but the values of parameters (in the query and in a form) whose name `is_passed` are not looked at: long numbers that somebody else has made. For routes
/// that the edge leaves out and that look for themselves, before anything else. Pure.
bool carries_card_number_but_in(const Request& request, const std::function<bool(std::string_view name)>& is_passed);

}  // namespace vitrine::http
