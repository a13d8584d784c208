#pragma once
#include "modules/shipping/couriers/courier_call.h"

namespace vitrine::shipping::providers {

/// One call of TCS's "OCI Connect". The second token travels in the body of a POST and in the query of a GET; both are asked for when they are first needed, kept 25
/// minutes and renewed at once when they are refused.
struct TcsCall {
    std::string method = "GET";
    std::string path;
    std::string body = {};             ///< members of a JSON object without its braces; the token is added
    bool wants_second_token = true;    ///< false: the tracking
};
struct TcsReply {
    web::Answer raw;                   ///< a label may be a PDF
    shape::json::value body;           ///< null where it is no JSON
};
Task<CourierAnswer<TcsReply>> tcs_call(App& app, Ctx ctx, const CourierAccount& account, TcsCall call);

/// Forgets all tokens: for tests.
void forget_tcs_tokens();

}  // namespace vitrine::shipping::providers
