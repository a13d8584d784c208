#pragma once
#include <string>
#include <string_view>

namespace vitrine::payments::providers {

/// What a response code of JazzCash says about the payment it was given for.
enum class JazzcashClass {
    paid,         ///< 000 in a direct answer, 121 in an inquiry or notification
    waiting,      ///< the buyer or somebody behind JazzCash has not decided yet
    declined,     ///< a clear no: nothing was taken
    stopped,      ///< the buyer's own no
    given_back,   ///< it was paid, and the money went back
    unknown,      ///< says nothing about the end: ask
    away,         ///< JazzCash or a bank behind it cannot work now
    setup,        ///< our account or our request is wrong
    not_found,    ///< no such transaction
    no_refund,    ///< a refund was refused
};

struct JazzcashCode {
    JazzcashClass meaning = JazzcashClass::unknown;
    std::string words;   ///< for the buyer; empty where there is nothing to tell
};
/// Of every code in data/jazzcash_response_codes.csv; one that is not there is `unknown`. Pure.
const JazzcashCode& jazzcash_code(std::string_view code);

}  // namespace vitrine::payments::providers
