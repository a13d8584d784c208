#pragma once
// Pure decisions: what is said to whom, by which ways, and when.
#include "core/time_zone.h"
#include "core/transition.h"
#include "modules/notices/notice.h"
#include "modules/notices/settings.h"
#include "modules/notices/stage.h"

namespace vitrine::notices::rules {

/// The life of one notice. What is not in the table is refused with notices.illegal_move.
inline constexpr TransitionTable<State, 12> life{
    "notice",
    State::queued,
    {{
        {State::queued, "start", State::sending},
        {State::queued, "suppress", State::suppressed},
        {State::sending, "succeed", State::sent},
        {State::sending, "try_later", State::queued},
        {State::sending, "start", State::sending},          // the attempt before never came to an end
        {State::sending, "suppress", State::suppressed},
        {State::sending, "fail", State::failed},
        {State::sending, "bounce", State::bounced},
        {State::failed, "resend", State::queued},
        {State::bounced, "resend", State::queued},
        {State::sent, "resend", State::queued},
        {State::suppressed, "resend", State::queued},
    }},
};

/// When this may go out at the earliest: now, or the end of the quiet hours it would fall into.
Instant not_before(const std::optional<QuietHours>& quiet, Channel channel, const TimeZone& zone, Instant now);
/// The same for a notice on this occasion, when it is planned and again when it is sent: what is about an account waits for no quiet hours.
Instant due_of(const Stage& stage, const std::optional<QuietHours>& quiet, Channel channel, const TimeZone& zone, Instant now);

/// One reader and what is known of him.
struct Reader {
    std::optional<Email> email;
    std::optional<Phone> phone;
    Preferences preferences;
    std::vector<SuppressionRow> suppressed;     ///< of these addresses
};
/// Which ways out the store has.
struct Ways {
    bool has_mail = false, has_sms = false;
};

/// One notice as it will be written.
struct Draft {
    std::string dedup_key;
    Channel channel = Channel::mail;
    std::string recipient;
    std::string preferences_of;                 ///< the reader's mailbox, whichever way this goes; empty: he has none
    std::string language;
    State state = State::queued;
    std::string why;                            ///< of suppressed
    Instant due{};
};
/// What an occasion makes: one draft a channel the stage goes by and the reader can be reached by. `event` names what happened, and happens once: an order's id, a refund's.
/// A reader who does not want to hear of it, or whose address is closed, gets a draft that is suppressed, so that staff can see why nothing came.
std::vector<Draft> plan(const Stage& stage, std::string_view event, const Reader& reader, const Settings& settings, Ways ways, const TimeZone& zone, Instant now);

/// Why nothing may go to this reader by this channel now; empty: it may.
std::string why_not(const Stage& stage, Channel channel, const Reader& reader, const Settings& settings, Ways ways);

/// Whether a mail server's last word means that the mailbox is not there and never will be: then nothing is sent to it any more. Only where it refused the recipient
/// and says so in a code of RFC 3463 (5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.2.1): a bare 550 may as well be about us, and a mailbox closed by mistake misses its orders.
bool is_dead_address(int code, std::string_view said, bool is_about_recipient);

/// The form in which an address is compared: in lower case, with its +tag, for two tags may be two readers; or the digits of a number.
std::string address_key(Channel channel, std::string_view address);

}  // namespace vitrine::notices::rules
