#include "modules/returns/module.h"

#include "modules/returns/desk.h"
#include "modules/returns/fetch.h"
#include "modules/returns/routes.h"
#include "modules/returns/settle.h"

namespace vitrine::returns {
namespace {

void add_jobs(jobs::Registry& registry) {
    registry.on<App, fulfilment::ParcelMoved>("returns.follow_parcel", follow_parcel);
    registry.on<App, orders::OrderStateChanged>("returns.follow_replacement", follow_replacement);
    registry.timer<App, OneReturn>(std::string(fetch_job), fetch);
    registry.timer<App, OneReturn>(std::string(settle_job), settle_in_time);
    registry.timer<App, OneReturn>(std::string(free_job), free_in_time);
}

}  // namespace

Module module() {
    return {.name = "returns",
            .routes = &routes,
            .jobs = &add_jobs,
            .refusals = {not_found, not_returnable, not_exchangeable, illegal_move, not_settled},
            .states = {{"return", life.diagram()}}};
}

}  // namespace vitrine::returns
