#pragma once
#include "modules/shipping/couriers/courier_call.h"

namespace vitrine::shipping::providers {

/// One call of the API; `path` behind the base address, with its query.
struct ShiprocketCall {
    std::string method = "GET";
    std::string path;
    std::string json = {};
};

/// Calls with the account's token, which is asked for once, kept for nine of its ten days and renewed at once when it is refused. An error that comes with status 200
/// is one: with a code below 500 a refusal, otherwise nobody knows. Source: apidocs.shiprocket.in, "Authentication" and "Errors".
Task<CourierAnswer<shape::json::value>> shiprocket_call(App& app, Ctx ctx, const CourierAccount& account, ShiprocketCall call);

/// Pure. What an answer says that is no success; nothing when it is one.
std::optional<CourierFault> shiprocket_fault(int status, const shape::json::value& body);

/// Forgets all tokens: for tests.
void forget_shiprocket_tokens();

}  // namespace vitrine::shipping::providers
