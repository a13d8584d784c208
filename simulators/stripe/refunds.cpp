// Refunds (docs.stripe.com/api/refunds), and what some test cards bring after the payment.
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
                                {"status", "succeeded"}});
    auto refunded_before = (*charge)["amount_refunded"].as_int64();
    (*charge)["amount_refunded"] = refunded_before + amount;
    (*charge)["refunded"] = amount == left;
    emit("refund.created", refund);
    emit_update("charge.refunded", *charge, {{"amount_refunded", refunded_before}});
    return refund;
}

void Account::after_payment(const Object& charge, const Card& card) {
    if (card.fate == CardFate::approved_then_warned) {
        const auto& warning = warnings.add({{"id", ids.next("issfr_")},
                                            {"object", "radar.early_fraud_warning"},
                                            {"actionable", true},
                                            {"charge", charge.at("id")},
                                            {"created", now_s()},
                                            {"fraud_type", "misc"},
                                            {"livemode", false},
                                            {"payment_intent", charge.at("payment_intent")}});
        emit("radar.early_fraud_warning.created", warning);
    }
    if (card.fate == CardFate::approved_then_disputed) {
        charges.find(std::string(charge.at("id").as_string()))->insert_or_assign("disputed", true);
        const auto& dispute = disputes.add({{"id", ids.next("dp_")},
                                            {"object", "dispute"},
                                            {"amount", charge.at("amount")},
                                            {"charge", charge.at("id")},
                                            {"created", now_s()},
                                            {"currency", charge.at("currency")},
                                            {"evidence_details", Object{{"due_by", now_s() + 7 * 86'400}, {"submission_count", 0}}},
                                            {"is_charge_refundable", false},
                                            {"livemode", false},
                                            {"payment_intent", charge.at("payment_intent")},
                                            {"reason", "fraudulent"},
                                            {"status", "needs_response"}});
        emit("charge.dispute.created", dispute);
    }
}

}  // namespace vitrine::simulators::stripe
