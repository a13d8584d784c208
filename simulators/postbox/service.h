#pragma once
// Where simulated mail and short messages arrive: a real SMTP server, an SMS provider's HTTP API, and a page to read what came.
#include <deque>

#include "io/http/routes.h"
#include "simulators/framework/service.h"
#include "simulators/postbox/message.h"

namespace vitrine::simulators::postbox {

struct Mail {
    std::int64_t number = 1;
    std::string envelope_from, envelope_to, raw;
    ReadMessage message;
    bool is_repeat = false;      ///< a mail with this Message-ID came before: a mail program shows one of them
    Instant at{};
};
struct ShortMessage {
    std::int64_t number = 1;
    std::string id, reference, from, to, text;
    Instant at{};
};

/// The whole postbox on one loop. Faults: "smtp.connect", "smtp.mail", "smtp.rcpt" and "smtp.data" take delay, error (status: the reply code; absent: 451), drop (the connection
/// closes) and, of smtp.data, lost_answer (the mail is kept, then the connection closes); "sms.send" takes those of every HTTP service. Without being told: nobody lives at
/// gone@…  (550 5.1.1), the box of full@… is full (452 4.2.2), and numbers that end in 0000 do not exist (422).
struct Postbox : Service {
    Postbox(Loop& loop, web::Client& web, std::uint64_t seed, std::string sms_token);
    std::string state_json() const override;
    std::string control_html() const override;

    void keep(std::string from, std::string to, std::string raw);
    /// The answer's id. A repeat of a reference is the message that came before.
    std::string keep_short(const std::string& reference, const std::string& from, const std::string& to, const std::string& text);

    std::string sms_token;
    std::deque<Mail> mails;             ///< the last 2,000, oldest first
    std::deque<ShortMessage> messages;  ///< the same
    std::int64_t mail_count = 0, message_count = 0;
};

/// Its routes: `/` and `/mails/{number}` for people, `POST /v1/messages` for shops, and the control API, whose state holds everything that came.
std::vector<http::Route> routes();

http::Response list_page(const Postbox& box);
http::Response mail_page(const Mail& mail);

}  // namespace vitrine::simulators::postbox
