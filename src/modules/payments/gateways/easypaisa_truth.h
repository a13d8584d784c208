#pragma once
// What Easypaisa's inquiry says about one order reference, in our words.
#include "modules/payments/gateways/easypaisa_call.h"

namespace vitrine::payments::providers {

struct EasypaisaInquiry {
    std::string reference, status;   ///< "PAID", one that easypaisa_status knows
    std::string mode;                ///< "MA", "OTC", "CC", "QR"
    std::string token;               ///< of OTC
    std::optional<Instant> token_until;
    std::optional<Money> amount;     ///< of PAID, as Easypaisa names it

    bool is(std::string_view wanted) const { return status == wanted; }
    bool is_used_up() const;         ///< over without money: the next try needs another reference
};

/// Reads the answer to inquire-transaction. Nothing is believed that speaks of another order, has a status nobody knows or names no amount for a payment:
/// all that is `unknown`; a reference Easypaisa has not heard of is `not_found`. Pure.
Answer<EasypaisaInquiry> read_easypaisa_inquiry(const std::string& reference, const EasypaisaAnswer& answer, Currency currency);

/// Talks to the outside.
Task<Answer<EasypaisaInquiry>> inquire_easypaisa(App& app, Ctx ctx, std::string reference, Currency currency);

/// Pure.
Truth truth_of(const EasypaisaInquiry& inquiry, Currency currency);

}  // namespace vitrine::payments::providers
