#pragma once
// What the use cases of this module share, and its jobs.
#include "modules/fulfilment/parcel.h"
#include "modules/fulfilment/sql.h"
#include "modules/module.h"
#include "modules/orders/edited/api.h"

namespace vitrine::fulfilment {

struct OneParcel {
    ParcelId parcel;
};
SHAPE(OneParcel, parcel)
struct OneOrder {
    orders::OrderId order;
};
SHAPE(OneOrder, order)
struct OneMessage {
    std::string courier, event;
};
SHAPE(OneMessage, courier, event)

inline constexpr std::string_view advance_job = "fulfilment.advance", track_job = "fulfilment.track", cancel_job = "fulfilment.cancel", move_job = "fulfilment.move_order",
                                  message_job = "fulfilment.message";

/// Does the next step of a parcel at its courier: commit, call, commit. Comes again until nothing is left to do; an answer that did not come is asked for again with
/// growing pauses, for ever; a clear no waits for a person. Repeatable.
Task<void> advance(App& app, const jobs::Attempt& attempt, const OneParcel& what);
/// Asks a courier for a parcel and comes again later, until the parcel is at an end. Repeatable.
Task<void> track(App& app, const jobs::Attempt& attempt, const OneParcel& what);
/// Calls off at the courier what somebody wants called off. Comes again while it does not answer. Repeatable.
Task<void> work_cancel(App& app, const jobs::Attempt& attempt, const OneParcel& what);
/// Moves the order as far as its parcels say. Repeatable.
Task<void> move_order(App& app, const jobs::Attempt& attempt, const OneOrder& what);
/// Asks the courier about the parcel that a message speaks of. Repeatable.
Task<void> work_message(App& app, const jobs::Attempt& attempt, const OneMessage& what);
/// An order that may go out gets its parcel; one that is given up keeps none that can be called off. Repeatable.
Task<void> follow_order(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news);
/// What waited for the end of an edit is packed now, where the store packs by itself. Repeatable.
Task<void> follow_edit(App& app, const jobs::Attempt& attempt, const orders::EditEnded& news);
/// Lines may have been cancelled with it: then what is packed may be all there is.
Task<void> follow_refund(App& app, const jobs::Attempt& attempt, const orders::RefundGranted& news);

/// Queues a job about a parcel to run now; one that waits for its time is left to it and finds nothing to do.
void at_once(pg::Tx& tx, std::string_view job, ParcelId parcel);
/// Queues it for later, unless one waits already: chains of tries do not multiply.
void come_again(pg::Tx& tx, std::string_view job, ParcelId parcel, Instant due);
void move_order_now(pg::Tx& tx, orders::OrderId order);

/// Moves a locked parcel and tells: news, and the order's job. The event that stands for it is written by the caller.
void move_parcel(pg::Tx& tx, ParcelRow& parcel, State to, Instant since);
/// Writes down what the shop did with a parcel.
void note_step(pg::Tx& tx, const ParcelRow& parcel, std::string code, std::string words, std::optional<State> moved = {});

/// Who may see every order of the store: our own jobs.
Ctx as_staff(Ctx ctx);

/// A parcel, its courier and how the store speaks to it; `courier` is null where people ship it.
struct Handling {
    ParcelRow parcel;
    const shipping::Courier* courier = nullptr;
    std::shared_ptr<const shipping::Tables> tables;
    std::optional<shipping::CourierAccount> account;
    std::optional<std::string> missing;   ///< a setting without which the courier cannot be asked
};
/// Nothing when there is no such parcel. Two reads.
Task<std::optional<Handling>> handling_of(App& app, Ctx ctx, ParcelId id);

/// Asks the courier where a parcel is and takes it in. Gives the parcel afterwards. Refuses fulfilment.not_found, fulfilment.courier_cannot (by hand, or not booked),
/// fulfilment.courier_unreachable. Repeatable. Talks to the outside.
Task<Result<ParcelView>> look(App& app, Ctx ctx, ParcelId id);
/// Takes scans in, in one transaction: each is kept once; the parcel moves as rules::hear says. Repeatable with the same scans.
Task<Result<ParcelRow>> take_in(App& app, Ctx ctx, ParcelId id, const shipping::Tracked& tracked);

/// Refuses what a courier's fault means for whoever asked at once.
std::unexpected<Refusal> refuse_fault(const shipping::CourierFault& fault);

/// A parcel by its id with everything that happened to it. Refuses fulfilment.not_found.
Task<Result<ParcelView>> show(App& app, Ctx ctx, ParcelId id);

}  // namespace vitrine::fulfilment
