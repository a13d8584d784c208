#pragma once
#include <string>
#include <string_view>

#include "core/task.h"
#include "io/loop.h"

namespace vitrine::mail {

/// Where mail is handed over.
struct Server {
    std::string url;                 ///< "smtp://mail.example:587" or "smtps://mail.example"
    std::string user, password;      ///< empty: nobody signs in
    bool requires_tls = false;       ///< false: TLS where the server offers it
    int timeout_ms = 30'000;
};

/// How a hand-over ended.
enum class Fate {
    accepted,   ///< the server has taken it over
    refused,    ///< the server does not want this message or its recipient, and says it never will (5xx)
    later,      ///< nothing was handed over; it may work later (no connection, 4xx, our own sign-in refused)
    unknown,    ///< all was sent and no answer came: the server may have it. Send the same bytes again, with the same Message-ID
};

struct Delivery {
    Fate fate = Fate::later;
    int code = 0;                    ///< the server's last reply code; 0: none
    bool is_about_recipient = false; ///< what was refused is the recipient (RCPT), and not our sign-in, the sender or the message
    std::string said;                ///< its last line, or why there is none; holds no secret, but perhaps the recipient's address
};

/// Pure. One line of a server's reply as text that can be stored and read: well-formed UTF-8 of at most 300 bytes without control characters.
std::string text_of_reply(std::string_view line);

/// Hands one message to the server (RFC 5321, by libcurl), on a connection of its own. `message` as mail::compose makes it. Talks to the outside.
Task<Delivery> send(Loop& loop, Server server, std::string from, std::string to, std::string message);

}  // namespace vitrine::mail
