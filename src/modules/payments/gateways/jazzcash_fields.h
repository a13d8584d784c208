#pragma once
// What JazzCash is told: pure. Fields and their rules: JazzCash sandbox documentation v4.2, ApiReferences; "MWallet REST API v2.0 (CNIC)".
#include "modules/payments/gateway.h"
#include "modules/payments/gateways/jazzcash_hash.h"

namespace vitrine::payments::providers {

/// pp_TxnRefNo of the n-th attempt (from 1) to pay a payment: 20 letters and digits, made from the payment's id, so that it is the same however often it is made
/// and nothing has to be remembered to find it again. JazzCash takes each of them once.
std::string jazzcash_reference(PaymentId payment, int attempt);
/// The newest attempt among a charge's references; 0 when there was none.
int jazzcash_attempt(const Charge& charge);
inline constexpr int jazzcash_most_attempts = 20;

/// yyyyMMddHHmmss in Pakistan's time, which is UTC+5 all year.
std::string jazzcash_time(Instant at);
/// Letters, digits and single spaces, at most `most` of them: JazzCash turns other characters into spaces after we have hashed them.
std::string jazzcash_plain(std::string_view text, size_t most);
/// Whole paisa; nothing when it is no plain number.
std::optional<Money> jazzcash_money(const shape::Fields& fields);

JazzcashSalts jazzcash_salts(const Values& values);

/// The signed form for JazzCash's page.
shape::Fields jazzcash_page(const Charge& charge, const std::string& reference, const Values& values, Instant now);
/// What the wallet is asked with; `typed` holds "mobile" and "cnic". Not signed yet.
shape::Fields jazzcash_wallet(const Charge& charge, const std::string& reference, const shape::Fields& typed, const Values& values, Instant now);
shape::Fields jazzcash_inquiry(const std::string& reference, const Values& values);
/// With the merchant's own PIN it is a refund to a wallet, without it one to a card.
shape::Fields jazzcash_refund(const GiveBack& what, const Values& values, bool to_wallet);

/// What a buyer types at our page: checked and brought into JazzCash's form, "mobile" as 03xxxxxxxxx, "cnic" as the last six digits. Refuses payments.details_refused.
Result<shape::Fields> jazzcash_typed(const shape::Fields& typed);

}  // namespace vitrine::payments::providers
