#pragma once
#include "modules/fulfilment/steps.h"

namespace vitrine::fulfilment {

/// Wants a parcel called off: at once where no courier knows of it, otherwise it is marked and a job asks the courier. Repeatable. Refuses fulfilment.not_found,
/// fulfilment.illegal_move (it has left, or is at an end).
Task<Result<ParcelView>> ask_to_cancel(App& app, Ctx ctx, ParcelId id, std::string why);

/// Asks the courier now, for a parcel that is marked. Gives the parcel afterwards. Refuses as the courier does: a clear no takes the mark away. Talks to the outside.
Task<Result<ParcelView>> carry_out_cancel(App& app, Ctx ctx, ParcelId id);

}  // namespace vitrine::fulfilment
