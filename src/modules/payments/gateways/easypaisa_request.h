#pragma once
// What we send to Easypaisa, byte by byte: Easypay's merchant guide as adapters and client libraries quote it (moeen-basra/omnipay-easypaisa,
// zfhassaan/easypaisa). Pure.
#include <string>
#include <string_view>

#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// The n-th order reference of a payment, n from 1: 20 letters and digits, Easypaisa's longest, out of SHA-256. A reference is good for one try, so that
/// each try after a decline has its own, and each can be found again without having been written down.
std::string easypaisa_reference(PaymentId payment, int n);
/// Whether this could be one of ours: what comes in from outside is looked at before anything else.
bool is_easypaisa_reference(std::string_view text);

/// "1299.00", as the API writes amounts.
std::string easypaisa_amount(const Money& amount);
/// "1299.0" or "10.25", as the hosted page's guide writes them: one digit after the point at least.
std::string easypaisa_page_amount(const Money& amount);
/// The inverse of both; digits beyond the currency's only when they are zeros.
std::optional<Money> read_easypaisa_amount(std::string_view text, Currency currency);

/// "20260102 050000" in Pakistan's time.
std::string easypaisa_time(Instant at);
/// Reads "02/01/2026 05:00 AM" in Pakistan's time.
std::optional<Instant> read_easypaisa_time(std::string_view text);

/// What merchantHashedReq is made from: the fields that are not empty, sorted by name, "name=value" joined by "&", nothing encoded.
std::string easypaisa_plaintext(const std::vector<FormField>& fields);
/// merchantHashedReq: the plaintext in AES-ECB under the hash key, in base 64. Nothing when the key has not 16, 24 or 32 characters.
std::optional<std::string> easypaisa_hash(const std::vector<FormField>& fields, std::string_view hash_key);

/// The value of the header `Credentials`.
std::string easypaisa_credentials(std::string_view user, std::string_view password);

}  // namespace vitrine::payments::providers
