#pragma once
// The ways out of the shop: where mail and SMS of one store are handed over.
#include "io/mail/smtp.h"
#include "modules/notices/api.h"
#include "modules/notices/sms.h"

namespace vitrine::notices {

inline constexpr std::string_view smtp_url = "smtp_url", smtp_user = "smtp_user", smtp_password = "smtp_password", smtp_requires_tls = "smtp_requires_tls", mail_from = "mail_from",
                                  sms_url = "sms_url", sms_token = "sms_token", sms_from = "sms_from";

struct Means {
    mail::Server mail;              ///< its url is empty where the store sends no mail
    std::optional<Email> from;
    SmsProvider sms;                ///< its url is empty where the store sends no SMS

    bool has(Channel channel) const {
        if (channel == Channel::mail) return !mail.url.empty() && from;
        if (channel == Channel::sms) return !sms.url.empty();
        return true;
    }
};
/// Pure. As the process was told.
Means means_of(const Config& config, const stores::Store& store);

}  // namespace vitrine::notices
