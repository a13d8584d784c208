#pragma once
// Easypaisa's response codes and transaction statuses as data: what they say about the money, and what buyers read. Sources: easypaisa-response-codes.csv
// and easypaisa-transaction-status.csv in tests/data, gathered from adapters; a code that stands nowhere says nothing.
#include <string_view>

#include "modules/payments/payment.h"

namespace vitrine::payments::providers {

/// What a response code says about the call.
enum class EasypaisaClass {
    success,
    unknown,     ///< nothing about what happened: ask
    config,      ///< our settings are wrong; nothing about the money either
    not_found,
    failure,     ///< the buyer's account said no
};
SHAPE_ENUM(EasypaisaClass, success, unknown, config, not_found, failure)

struct EasypaisaCode {
    std::string_view code, meaning;
    EasypaisaClass says = EasypaisaClass::unknown;
    std::string_view for_buyer;   ///< of a failure
};
/// The row of a code; one that says `unknown` for a code that nobody has explained.
EasypaisaCode easypaisa_code(std::string_view code);

struct EasypaisaStatus {
    std::string_view status;
    bool is_final = false;        ///< this reference is used up
    Standing standing = Standing::open;   ///< a reference that failed leaves the payment open: the next try has another
    std::string_view for_buyer;
};
/// Null for a status that nobody has explained.
const EasypaisaStatus* easypaisa_status(std::string_view status);

}  // namespace vitrine::payments::providers
