#pragma once
// Pure decisions about people and their sign-ins.
#include <span>

#include "io/http/rate_limit.h"
#include "modules/accounts/rows.h"

namespace vitrine::accounts::rules {

inline constexpr Duration access_token_life = 10min;
inline constexpr Duration session_life = 30 * 24h;      ///< of a customer; staff's ends with the working day
inline constexpr Duration staff_session_life = 12h;
inline constexpr Duration refresh_grace = 10s;
inline constexpr Duration challenge_life = 5min;
inline constexpr Duration failures_count_for = 1h;      ///< failed tries that make a sign-in from a new device unusual
inline constexpr std::int64_t failures_are_many = 10;

/// The form in which mailboxes are compared: a to z in lower case (in SQL lower(x collate "C")), other letters as written, with their +tag, for two tags may be two people.
std::string email_key(const Email& email);

/// What is wrong with a password, in words for whoever chose it; nothing when it is fit. At least 8 characters (12 for staff) and at most 256 bytes; not among the
/// most common ones; not made of the mailbox, the name or one character. No rule on kinds of characters (NIST SP 800-63B section 3.1.1).
std::optional<std::string> weakness_of(Kind kind, std::string_view password, const Email& email, std::string_view name);

/// How long a mail's link works.
Duration life_of(Purpose purpose);

/// "203.0.113.0/24", or the /48 of an IPv6 address: coarse enough to be kept.
std::string network_of(std::string_view ip);
/// "Firefox on Windows", of a User-Agent; "An app" where it names neither.
std::string agent_name(std::string_view user_agent);

/// A path of this shop, and no way out of it: nothing for "//elsewhere", "/\elsewhere", a scheme, blanks or control characters.
std::optional<std::string> local_path(std::string_view wanted);

/// One bucket that a try is taken from.
struct Bucket {
    http::RatePolicy policy;
    std::string key;
};
/// The buckets of a try to sign in. A stranger to the account has buckets of account and network together, whose waits grow (5 a minute, 15 an hour, 40 a day), one of
/// the network and a wide one of the account. A device that has been signed in to this account has one of its own and none of the others: no flood of tries locks its
/// owner out.
std::vector<Bucket> sign_in_buckets(StoreId store, Kind kind, const std::string& email_key, const std::string& client, const std::string& known_device);
/// The buckets of a mail that is asked for: of the network, of mailbox and network together, and a wide one of the mailbox, which a single network cannot use up: who floods
/// a mailbox is held back, its owner elsewhere is not. They count whether the mailbox has an account or not.
std::vector<Bucket> mail_buckets(StoreId store, const std::string& email_key, const std::string& client);

/// What is to be made of a right password.
enum class Course { open, second_factor, by_mail };
/// An account with a second factor is asked for it; one without, tried many times lately, from a device it does not know, goes on by mail.
Course course_of(bool has_second_factor, bool has_signed_in, bool knows_device, std::int64_t failures);

/// What is to be made of a refresh token that is presented.
enum class Verdict { issue, repeat, stolen, dead };
/// `repeat`: the answer to the first use was lost, or two tabs ask at once: the same child again, to the same device, within seconds, and only while the child has not
/// been used. Any other second use means that two hold the token: `stolen` ends the session.
Verdict judge(const HeldToken& token, const TokenUse& use, bool is_same_device, Instant now);

inline constexpr Duration key_signs_for = 30 * 24h, key_shown_before = 1h, key_shown_after = 24h;
/// Which key signs now, whether the next one is to be made and from when it signs, and which are not needed any more.
struct KeyPlan {
    std::optional<Uuid> sign_with;
    std::optional<Instant> make_for;
    std::vector<Uuid> remove;
};
/// A key is published (made) an hour before it signs and stays a day after it stopped: both longer than anybody keeps the list of keys, or a token lives.
KeyPlan plan_keys(std::span<const KeyRow> keys, Instant now);

}  // namespace vitrine::accounts::rules
