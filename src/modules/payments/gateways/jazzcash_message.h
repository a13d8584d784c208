#pragma once
// What JazzCash sends us: a browser with a form, and notifications (JSON as newer merchants get it, or a form). Pure.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// Refuses payments.return_refused unless the hash fits, the merchant is ours and a reference is there.
Result<ReturnHint> read_jazzcash_return(const shape::Fields& fields, const Values& values);
/// Refuses payments.signature_refused unless the hash fits and the merchant is ours. A notification has no id of its own: the same bytes are the same one.
Result<WebhookEvent> read_jazzcash_event(const http::Request& request, const Values& values);
/// {"pp_ResponseCode":"000",…} with a hash over its own fields.
http::Response jazzcash_receipt(const Values& values);

}  // namespace vitrine::payments::providers
