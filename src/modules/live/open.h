#pragma once
// The streams of staff and of customers who are signed in; that of one order is in api.h.
#include "modules/accounts/api.h"
#include "modules/catalog/api.h"
#include "modules/live/api.h"

namespace vitrine::live {

/// News of a topic ("orders", what stands before the dot of their names) for staff who may read it. `seen`: the id of the last message that was heard; what came after it is told first,
/// or `reload` where that is too much. With `variants` also the levels of these articles, as `level`, whenever they change. Refuses live.not_live, live.too_many.
Result<http::Response> staff_stream(App& app, const Ctx& ctx, std::string topic, std::string seen, std::vector<catalog::VariantId> variants);

/// Orders placed with this mailbox, which the person has proved, whenever one changes: `order`. Ends when the mailbox is no longer theirs. Refuses as above.
Result<http::Response> customer_stream(App& app, const Ctx& ctx, accounts::Person person, std::string mailbox, std::string seen);

}  // namespace vitrine::live
