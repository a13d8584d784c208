#pragma once
#include "modules/payments/gateway.h"
#include "modules/payments/gateways/jazzcash_hash.h"

namespace vitrine::payments::providers {

/// One JSON call, not signed yet.
struct JazzcashCall {
    std::string_view path;             ///< the setting that holds it: "jazzcash_inquiry_path"
    shape::Fields fields;
    bool is_repeatable = false;        ///< without an answer it is sent again
    int longest_ms = 8'000;            ///< of one try: a wallet's buyer answers on the phone while the call is open
};

struct JazzcashAnswer {
    shape::Fields fields;              ///< every text and number of the answer; nested ones are left out
    bool is_signed = false;            ///< pp_SecureHash was there and fits

    /// pp_ResponseCode, or as refunds to cards spell it: ResponseCode, responseCode.
    std::string code() const;
};

/// Reads an answer. What is no JSON object is unknown, whatever its status: JazzCash answers HTML with status 200 to callers it does not like. So is one whose
/// hash does not fit. Pure.
Answer<JazzcashAnswer> read_jazzcash_answer(int status, std::string_view body, const JazzcashSalts& salts);

/// Signs, sends and reads. While the salt is exchanged, a call that JazzCash refuses for its hash (115) goes out once more with the salt before.
Task<Answer<JazzcashAnswer>> jazzcash_call(App& app, Ctx ctx, JazzcashCall call);

}  // namespace vitrine::payments::providers
