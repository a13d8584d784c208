#pragma once
#include "modules/returns/steps.h"

namespace vitrine::returns {

/// Has the goods fetched by the store's courier: plans the parcel, whose booking fulfilment carries on by itself. Repeatable: one return, one parcel. A courier that cannot do that is told to a person.
Task<void> fetch(App& app, const jobs::Attempt& attempt, const OneReturn& what);
/// The same at once, by staff; also for goods that were to be sent. Refuses returns.not_found, returns.illegal_move and as fulfilment::plan_return.
Task<Result<ReturnView>> fetch_now(App& app, Ctx ctx, ReturnId id);

/// A return follows its parcel: on its way, or in trouble, which a person is told. What arrived is received by people.
Task<void> follow_parcel(App& app, const jobs::Attempt& attempt, const fulfilment::ParcelMoved& news);

}  // namespace vitrine::returns
