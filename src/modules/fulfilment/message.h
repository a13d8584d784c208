#pragma once
#include "modules/fulfilment/steps.h"

namespace vitrine::fulfilment {

/// Whose messages come to /webhooks/parcels/<name>; null when nobody's do.
const shipping::Courier* courier_of_webhook(std::string_view name);

/// Takes a courier's message in once its token was found good, and lets a job work it. A repeat is answered the same and changes nothing. Refuses
/// shipping.signature_refused.
Task<Result<http::Response>> receive_message(App& app, Ctx ctx, const shipping::Courier& courier, const http::Request& request);

}  // namespace vitrine::fulfilment
