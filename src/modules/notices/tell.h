#pragma once
// From something that happened to rows that say so, in the transaction of the job that heard of it.
#include "modules/notices/facts.h"
#include "modules/notices/rules.h"

namespace vitrine::notices {

inline constexpr std::string_view send_kind = "notices.send";
/// How often a notice is tried, over some nine hours, before staff see it as failed.
inline constexpr jobs::KindOptions send_options{.attempts = 14, .first_retry_ms = 5'000, .longest_retry_ms = 2 * 3'600'000, .lease_ms = 120'000};

/// Payload of the job that sends one notice.
struct SendNotice {
    NoticeId notice;
};
SHAPE(SendNotice, notice)

/// One thing that happened. `event` names it and happens once: told again, nothing new is said.
struct Occasion {
    std::string_view stage;
    std::string event, subject;     ///< subject: what it is about, "ord_…"; its notices keep their order
    Facts facts;
};
/// The buyer, where the occasion has one.
struct Buyer {
    std::optional<Email> email;
    std::optional<Phone> phone;
};

/// Writes the notices of these occasions, with a job for each that goes out, and ends the attempt: one transaction. Exactly one notice an occasion, channel and reader,
/// however often it is repeated.
Task<void> tell(App& app, const jobs::Attempt& attempt, Buyer buyer, std::vector<Occasion> occasions);

/// Queues the job that sends a notice.
void send_later(pg::Tx& tx, NoticeId id, const std::string& subject, Channel channel, const std::string& recipient, Instant due);

}  // namespace vitrine::notices
