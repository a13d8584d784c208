#pragma once
// Addresses that nothing is sent to any more.
#include "core/whole.h"
#include "modules/notices/notice.h"

namespace vitrine::notices {

inline constexpr RefusalKind not_suppressed{"notices.not_suppressed", 404, "This address is not on the list"};

struct NewSuppression {
    Channel channel = Channel::mail;
    std::string address;
    std::optional<SuppressionReason> reason;    ///< absent: staff
    std::optional<Text<0, 300>> detail;
};
SHAPE(NewSuppression, channel, address, reason, detail)
struct SuppressionPage {
    std::vector<SuppressionRow> items;          ///< by address
    std::optional<std::string> next_cursor;
};
SHAPE(SuppressionPage, items, next_cursor)

Task<SuppressionPage> list_suppressions(App& app, Ctx ctx, std::string after, int limit);
/// Repeatable: the first reason stays. Refuses request.invalid (no address of this channel).
Task<Result<SuppressionRow>> suppress(App& app, Ctx ctx, NewSuppression in);
/// Lets messages through again. Refuses notices.not_suppressed.
Task<Result<bool>> allow_again(App& app, Ctx ctx, Channel channel, std::string address);

/// The owner of a mailbox switches something off ("mail:delivery"), from a link in a mail. Repeatable.
Task<void> switch_off(App& app, Ctx ctx, std::string address, std::string what);

}  // namespace vitrine::notices
