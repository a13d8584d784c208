#pragma once
// Notices that stand in the shop, and lists of all of them.
#include "core/whole.h"
#include "modules/notices/send.h"

namespace vitrine::notices {

/// One notice as its reader sees it in the shop.
struct InboxItem {
    NoticeId id;
    std::string stage, subject, heading, text;
    Instant at{};
    std::optional<Instant> read_at;
};
SHAPE(InboxItem, id, stage, subject, heading, text, at, read_at)
struct Inbox {
    std::vector<InboxItem> items;           ///< newest first
    std::optional<NoticeId> next_cursor;
};
SHAPE(Inbox, items, next_cursor)

/// What stands in the shop for staff, or for the buyer of one order (`subject`).
Task<Inbox> inbox(App& app, Ctx ctx, Audience audience, std::optional<std::string> subject, std::optional<NoticeId> cursor, int limit);
/// Repeatable. Refuses notices.not_found.
Task<Result<bool>> mark_read(App& app, Ctx ctx, NoticeId id, Audience audience, std::optional<std::string> subject);

struct NoticeFilter {
    std::optional<State> state;
    std::optional<Channel> channel;
    std::optional<std::string> subject;     ///< "ord_…"
    std::optional<NoticeId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(NoticeFilter, state, channel, subject, cursor, limit)
struct NoticePage {
    std::vector<NoticeView> items;          ///< newest first
    std::optional<NoticeId> next_cursor;
};
SHAPE(NoticePage, items, next_cursor)
Task<NoticePage> list_notices(App& app, Ctx ctx, NoticeFilter filter);
/// Refuses notices.not_found.
Task<Result<NoticeView>> find_notice(App& app, Ctx ctx, NoticeId id);

}  // namespace vitrine::notices
