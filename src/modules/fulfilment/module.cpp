#include "modules/fulfilment/module.h"

#include "modules/fulfilment/routes.h"
#include "modules/fulfilment/sql.h"
#include "modules/fulfilment/steps.h"

namespace vitrine::fulfilment {
namespace {

void add_jobs(jobs::Registry& registry) {
    registry.on<App, orders::OrderStateChanged>("fulfilment.follow_order", follow_order);
    registry.on<App, orders::RefundGranted>("fulfilment.follow_refund", follow_refund);
    registry.on<App, orders::EditEnded>("fulfilment.follow_edit", follow_edit);
    registry.timer<App, OneParcel>(std::string(advance_job), advance);
    registry.timer<App, OneParcel>(std::string(track_job), track);
    registry.timer<App, OneParcel>(std::string(cancel_job), work_cancel);
    registry.timer<App, OneOrder>(std::string(move_job), move_order);
    registry.timer<App, OneMessage>(std::string(message_job), work_message);
}

void plug_in() {
    orders::register_seal({"a parcel", &sql::count_parcels});
    orders::register_packing(&sql::packed_lines);
}

}  // namespace

Module module() {
    return {.name = "fulfilment",
            .routes = &add_routes,
            .jobs = &add_jobs,
            .refusals = {parcel_not_found, order_not_ready, nothing_left, too_many, illegal_move, courier_unknown, courier_cannot, courier_refused, courier_unreachable, no_label},
            .states = {{"parcel", life.diagram()}},
            .plug_in = &plug_in};
}

}  // namespace vitrine::fulfilment
