#include "modules/payments/module.h"

#include "modules/payments/payment.h"
#include "modules/payments/routes.h"
#include "modules/payments/settlement.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

void add_jobs(jobs::Registry& registry) {
    registry.timer<App, SweepPayment>(std::string(sweep_job), sweep_payment);
    registry.timer<App, PushPayment>(std::string(push_job), work_push, {.lease_ms = 120'000});  // a buyer needs a minute to find the phone
    registry.timer<App, WorkWebhook>(std::string(webhook_job), work_webhook);
    registry.timer<App, CarryOutRefund>(std::string(refund_job), work_refund);
    registry.timer<App, GiveBackCapture>(std::string(give_back_job), work_give_back);
}

}  // namespace

Module module() {
    return {.name = "payments",
            .routes = add_routes,
            .jobs = add_jobs,
            .refusals = {method_unavailable, not_found, gateway_unreachable, declined, not_by_hand, not_collected, wrong_amount, refund_too_large, refund_not_found, refund_not_by_hand, refund_ended, transfer_not_found, transfer_differs, transfer_decided, same_person, proof_not_wanted, proof_type, proof_too_large, proof_too_many,
                         proof_not_found, settlement_unreadable, settlement_unknown, reference_taken, signature_refused, return_refused, no_hosted_page, asks_nothing, details_refused,
                         not_authorized, not_captured, dispute_not_found, dispute_closed, review_not_found, review_closed},
            .states = {{"payment", payment_moves.diagram()}, {"refund", refund_moves.diagram()}}};
}

}  // namespace vitrine::payments
