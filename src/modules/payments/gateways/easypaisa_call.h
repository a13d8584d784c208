#pragma once
// One call to Easypaisa's API (.../easypay-service/rest/v4/, header Credentials).
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

struct EasypaisaCall {
    std::string operation;              ///< "inquire-transaction"
    std::vector<FormField> body;        ///< members, all of them texts; without storeId
    bool is_repeatable = true;          ///< false: sent once, unless it never left this machine
    int longest_try_ms = 8'000;
};
/// An answer of the API, whatever its code. `text` holds the bytes: amounts may be JSON numbers, which nothing here reads as such.
struct EasypaisaAnswer {
    std::string code;
    shape::json::value value;
    std::string text;
};

/// Sends and reads the JSON answer. A timeout, a broken connection and every status but 2xx end as `unknown`: the API answers 200 and a code even when it says no.
Task<Answer<EasypaisaAnswer>> easypaisa_call(App& app, Ctx ctx, EasypaisaCall call);

/// A member as text, be it a JSON string or a plain number, taken from the bytes as they came. Empty when it is missing. Pure.
std::string easypaisa_text(const EasypaisaAnswer& answer, std::string_view member);

/// What a code that is not success means for the caller. Pure.
GatewayFault easypaisa_fault(std::string_view code);

}  // namespace vitrine::payments::providers
