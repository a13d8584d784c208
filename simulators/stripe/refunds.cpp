// Refunds (docs.stripe.com/api/refunds).
#include "simulators/stripe/account.h"
#include "simulators/stripe/amounts.h"

namespace vitrine::simulators::stripe {

Outcome Account::create_refund(const Params& params) {
    auto charge_id = params.text("charge");
    if (auto intent_id = params.get("payment_intent")) {
        auto* intent = intents.find(*intent_id);
        if (!intent) return missing("payment_intent", *intent_id);
        if (!(*intent)["latest_charge"].is_string() || (*intent)["amount_received"].as_int64() == 0)
            return invalid("", "This PaymentIntent (" + *intent_id + ") does not have a successful charge to refund.");
        charge_id = std::string((*intent)["latest_charge"].as_string());
    }
    if (charge_id.empty()) return invalid("parameter_missing", "One of the following params should be provided for this request: payment_intent or charge.");
    auto* charge = charges.find(charge_id);
    if (!charge) return missing("charge", charge_id);
    if ((*charge)["disputed"].as_bool() && !refundable_while_disputed(charge_id)) return invalid("charge_disputed", "Charge " + charge_id + " has been charged back; cannot issue a refund.");
    auto left = (*charge)["amount_captured"].as_int64() - (*charge)["amount_refunded"].as_int64();
    if (left <= 0) return invalid("charge_already_refunded", "Charge " + charge_id + " has already been refunded.");
    if (auto reason = params.get("reason"); reason && *reason != "duplicate" && *reason != "fraudulent" && *reason != "requested_by_customer")
        return invalid("", "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer", "reason");
    auto amount = left;
    if (auto text = params.get("amount")) {
        auto part = read_part(params, "amount", left, "Refund amount (" + *text + ") is greater than unrefunded amount on charge (" + std::to_string(left) + ")");
        if (!part) {
            auto error = part.error();
            if (error.code == "amount_too_large") error.code.clear();  // Stripe names no code here
            return std::unexpected(error);
        }
        amount = *part;
    }
    Object metadata;
    for (const auto& [key, value] : params.under("metadata")) metadata[key] = value;
    auto reason = params.get("reason");
    auto& refund = refunds.add({{"id", ids.next("re_")},
                                {"object", "refund"},
                                {"amount", amount},
                                {"charge", charge_id},
                                {"created", now_s()},
                                {"currency", (*charge)["currency"]},
                                {"metadata", std::move(metadata)},
                                {"payment_intent", (*charge)["payment_intent"]},
                                {"reason", reason ? boost::json::value(*reason) : boost::json::value(nullptr)},
                                {"failure_reason", nullptr},
                                {"status", faults_.take("refunds.create", FaultKind::pending) ? "pending" : "succeeded"}});
    auto refunded_before = (*charge)["amount_refunded"].as_int64();
    (*charge)["amount_refunded"] = refunded_before + amount;
    (*charge)["refunded"] = amount == left;
    emit("refund.created", refund);
    emit_update("charge.refunded", *charge, {{"amount_refunded", refunded_before}});
    if (faults_.take("refunds.create", FaultKind::decline)) fail_refund(refund);
    return refund;
}

void Account::fail_refund(Object& refund) {
    refund["status"] = "failed";
    refund["failure_reason"] = "declined";
    auto& charge = *charges.find(std::string(refund["charge"].as_string()));
    charge["amount_refunded"] = charge["amount_refunded"].as_int64() - refund["amount"].as_int64();
    charge["refunded"] = false;
    emit("refund.failed", refund);
}

Outcome Account::update_refund(const std::string& id, const Params& params) {
    auto* refund = refunds.find(id);
    if (!refund) return missing("refund", id);
    for (const auto& [key, value] : params.under("metadata")) (*refund)["metadata"].as_object()[key] = value;
    emit("refund.updated", *refund);
    return *refund;
}

Outcome Account::end_refund(const std::string& id, const std::string& status) {
    auto* refund = refunds.find(id);
    if (!refund) return missing("refund", id);
    if ((*refund)["status"].as_string() != "pending") return invalid("", "Only pending refunds end.");
    if (status == "failed") fail_refund(*refund);
    else if (status != "succeeded") return invalid("", "A refund ends as succeeded or failed.", "status");
    else (*refund)["status"] = "succeeded";
    emit("refund.updated", *refund);
    return *refund;
}

}  // namespace vitrine::simulators::stripe
