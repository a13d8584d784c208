#pragma once
// How a payment stands, out of JazzCash's answers. Pure.
#include "modules/payments/gateway.h"
#include "modules/payments/gateways/jazzcash_call.h"

namespace vitrine::payments::providers {

/// Where one reference stands at JazzCash.
struct JazzcashVerdict {
    enum class Standing {
        unseen,       ///< JazzCash has never had it: it can still be used
        waiting,      ///< the end is not known
        paid,
        over,         ///< declined, stopped or lapsed: another attempt needs another reference
        given_back,   ///< paid once, and the money has gone back
    };
    Standing standing = Standing::unseen;
    std::optional<std::string> words;   ///< for the buyer
};

/// Of a status inquiry: its own code says only whether the inquiry worked, the payment's code and pp_Status say the rest; old answers have the first alone.
/// Paid needs a good signature. Unknown when JazzCash could not say.
Answer<JazzcashVerdict> jazzcash_verdict(const JazzcashAnswer& inquiry);

/// Of a wallet's direct answer. Only a signed success for this very reference is money; what is not a clear no is waiting. 110 is what was typed. Refused when our account is not set up.
Answer<Truth> jazzcash_wallet_truth(const JazzcashAnswer& answer, const std::string& reference, Currency currency);

/// A verdict as settlement wants it. JazzCash's inquiry names no amount: the request was signed by us for `price`, so that is what was paid, unless a signed message
/// about this reference said otherwise. A no leaves the payment open, for another attempt.
Truth jazzcash_truth(const JazzcashVerdict& verdict, const Charge& charge, const std::string& reference);

/// Of a refund call. 455 (not settled yet) is pending, a clear no is refused, what says nothing is unknown.
Answer<RefundTruth> jazzcash_refund_truth(const JazzcashAnswer& answer, const std::string& reference);

}  // namespace vitrine::payments::providers
