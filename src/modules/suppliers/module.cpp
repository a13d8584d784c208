#include "modules/suppliers/module.h"

#include "modules/suppliers/routes.h"
#include "modules/suppliers/rules.h"
#include "modules/suppliers/submission.h"

namespace vitrine::suppliers {
namespace {

void jobs(jobs::Registry& registry) {
    registry.timer(std::string(work_job), work_run, {.lease_ms = int(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::minutes(1)).count())});
    registry.timer(std::string(tick_job), tick_feed);
    registry.timer(std::string(rejudge_job), rejudge_offers, {.lease_ms = 10 * 60'000});
    registry.timer(std::string(end_hold_job), end_hold);
    registry.on<App, orders::OrderStateChanged>("suppliers.follow_order", follow_order);
    registry.timer(std::string(submit_job), submit_order, submit_options);
}

}  // namespace

Module module() {
    return {.name = "suppliers",
            .routes = routes,
            .jobs = jobs,
            .refusals = {supplier_not_found, feed_not_found, run_not_found, item_not_found, code_taken, feed_busy, not_held, run_over, needs_upload, unreadable, is_sold, submission_not_found, illegal_move, no_order_api},
            .states = {{"supplier feed run", rules::run_life.diagram()}, {"supplier order", rules::submission_life.diagram()}}};
}

}  // namespace vitrine::suppliers
