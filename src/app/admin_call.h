#pragma once
// What somebody types at `vitrine admin call`, as the request it stands for. Pure.
#include <string>
#include <vector>

#include "io/http/message.h"

namespace vitrine::app {

struct AdminCall {
    std::string method;                  ///< "GET", in any case
    std::string path;                    ///< "/orders/ord_…", or the whole of it from "/api/" on; it may have a query
    std::vector<std::string> fields;     ///< "verb=ship" is text, "quantity:=3" is JSON; where nothing is sent with a body they are the query
    std::string body;                    ///< instead of fields: JSON
    std::string idempotency_key, if_match;
};

/// Refuses request.invalid: a method there is not, a field without a name or with broken JSON, fields beside a body.
Result<http::Request> request_of(const AdminCall& call);

}  // namespace vitrine::app
