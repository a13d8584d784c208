#pragma once
#include "modules/notices/letter.h"
#include "modules/notices/tell.h"

namespace vitrine::notices {

/// Sends one notice: marks it as being sent and commits, hands it over, and writes down how that ended. Waits for the end of quiet hours. A hand-over without an answer
/// is tried again with the same Message-ID (or reference), by which the other side knows it. Repeatable: what was sent is not sent again. Talks to the outside.
Task<void> send(App& app, const jobs::Attempt& attempt, const SendNotice& in);

struct NoticeView {
    NoticeId id;
    std::string stage, subject;
    Audience audience = Audience::buyer;
    Channel channel = Channel::mail;
    std::string recipient, language;
    State state = State::queued;
    std::string why;                        ///< what the other side said, or why nothing was sent
    std::int64_t edition = 1, attempts = 0;
    Instant due{}, created_at{};
    std::optional<Instant> sent_at, read_at;
};
SHAPE(NoticeView, id, stage, subject, audience, channel, recipient, language, state, why, edition, attempts, due, created_at, sent_at, read_at)
/// Pure.
NoticeView view_of(const NoticeRow& row);

/// Staff send a notice again: it is a new message to whoever got the old one. One whose job is parked goes on as the message it is. Refuses notices.not_found, notices.illegal_move (while it is on its way).
Task<Result<NoticeView>> resend(App& app, Ctx ctx, NoticeId id);

}  // namespace vitrine::notices
