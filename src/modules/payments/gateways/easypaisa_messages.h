#pragma once
// What comes from Easypaisa by way of browsers and messages: all of it unsigned, so that it only says whom to ask about.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// The order reference of an IPN: a GET with one parameter `url`, ".../order-status/<merchant account>/<order>". The address is never called (anybody may
/// write one); it counts only when it lies on `base` or on Easypaisa's own two hosts over https, and its last part looks like a reference of ours.
std::optional<std::string> easypaisa_ipn_reference(const shape::Fields& query, std::string_view base);
/// Refuses payments.signature_refused. An IPN that comes several times within a minute is one event.
Result<WebhookEvent> read_easypaisa_ipn(const http::Request& request, std::string_view base, Instant now);

/// The last visit of the return address: status, desc, orderRefNumber. Refuses payments.return_refused.
Result<ReturnHint> read_easypaisa_return(const shape::Fields& fields);

/// The first visit of the return address, with `auth_token`: to be posted on to Confirm.jsf at once.
std::optional<Next> easypaisa_confirmation(const shape::Fields& fields, std::string_view easypaisa_base, std::string_view our_base);

}  // namespace vitrine::payments::providers
