#pragma once
#include "modules/tenders/api.h"

namespace vitrine::tenders {

/// The ledger's account for what the store owes: "gift_cards", "store_credit".
std::string book_of(Kind kind);

}  // namespace vitrine::tenders
