#pragma once
// The port to whoever sends short messages: one call over HTTP, as most providers' are. Another provider is another `send_sms`.
#include <string>

#include "io/mail/smtp.h"
#include "io/web/client.h"

namespace vitrine::notices {

struct SmsProvider {
    std::string url;                ///< "https://sms.example"; `/v1/messages` is appended
    std::string token;              ///< sent as Authorization: Bearer
    std::string from;               ///< name or number the phone shows
};

/// One short message. A repeat with the same `reference` is the same message: it goes as Idempotency-Key and in the body.
struct Sms {
    std::string reference, to, text;
};

/// Asks the provider to send it: POST /v1/messages {reference, from, to, text}; 2xx {id} is accepted, 400 and 422 refuse this message or number for good,
/// anything else may work later. Talks to the outside.
Task<mail::Delivery> send_sms(web::Client& web, SmsProvider provider, Sms sms);

}  // namespace vitrine::notices
