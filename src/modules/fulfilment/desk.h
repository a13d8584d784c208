#pragma once
// What people do with parcels.
#include "modules/fulfilment/steps.h"

namespace vitrine::fulfilment {

/// Tries the step under way at once, whatever was said before; for a parcel at its courier also asks where it is. Harmless: done steps are not done again. Refuses
/// fulfilment.not_found.
Task<Result<ParcelView>> retry(App& app, Ctx ctx, ParcelId id);

/// A parcel that people handed to a carrier themselves: on its way from now on, with its number. Repeatable with the same number. Refuses fulfilment.not_found,
/// fulfilment.illegal_move (a courier of ours has it).
struct HandOver {
    Text<1, 80> carrier;
    Text<1, 80> number;
    std::optional<Text<1, 300>> tracking_url;   ///< http or https
};
SHAPE(HandOver, carrier, number, tracking_url)
Task<Result<ParcelView>> hand_over(App& app, Ctx ctx, ParcelId id, HandOver in);

/// How a parcel ended, said by a person: where no courier is asked, or where it is silent. Repeatable. Refuses fulfilment.not_found, fulfilment.illegal_move.
enum class Ending { delivered, returned, lost };
SHAPE_ENUM(Ending, delivered, returned, lost)
struct EndParcel {
    Ending outcome = Ending::delivered;
    Text<1, 500> note;
};
SHAPE(EndParcel, outcome, note)
Task<Result<ParcelView>> end_by_hand(App& app, Ctx ctx, ParcelId id, EndParcel in);

/// Tells the courier what to do about a parcel that nobody took. Refuses fulfilment.not_found, fulfilment.courier_cannot, fulfilment.illegal_move (nothing failed),
/// as the courier does. Talks to the outside.
struct AdviseCourier {
    shipping::Advice advice = shipping::Advice::try_again;
    Text<1, 300> remarks;
};
SHAPE(AdviseCourier, advice, remarks)
Task<Result<ParcelView>> advise(App& app, Ctx ctx, ParcelId id, AdviseCourier in);

/// The list that the driver signs, for parcels of one courier. Refuses fulfilment.not_found, fulfilment.courier_cannot, as the courier does. Talks to the outside.
Task<Result<shipping::Paper>> manifest(App& app, Ctx ctx, std::vector<ParcelId> ids);

/// The label: an address or the bytes. Refuses fulfilment.not_found, fulfilment.no_label.
Task<Result<shipping::Paper>> label_of(App& app, Ctx ctx, ParcelId id);

/// A person has seen to it: the parcel waits for nobody any more. Repeatable. Refuses fulfilment.not_found.
Task<Result<ParcelView>> settle_attention(App& app, Ctx ctx, ParcelId id);

}  // namespace vitrine::fulfilment
