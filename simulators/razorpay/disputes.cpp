// Disputes (razorpay.com/docs/api/disputes): money goes only when one is lost.
#include "simulators/razorpay/account.h"

namespace vitrine::simulators::razorpay {
namespace {

constexpr std::int64_t answer_within_s = 7 * 86'400;

bool is_over(const std::string& status) { return status == "won" || status == "lost" || status == "closed"; }

}  // namespace

void Account::tell_dispute(const std::string& event, const Object& dispute) {
    Object payload{{"payment", Object{{"entity", *payments.find(text_of(dispute, "payment_id"))}}}, {"dispute", Object{{"entity", dispute}}}};
    tell_("payment.dispute." + event, {{"entity", "event"}, {"account_id", "acc_Simulated00001"}, {"event", "payment.dispute." + event},
                                       {"contains", boost::json::array{"payment", "payment.dispute"}}, {"payload", std::move(payload)}, {"created_at", now_s()}});
}

Outcome Account::open_dispute(const std::string& id, const std::string& phase) {
    auto* payment = payments.find(id);
    if (!payment) return unknown_id();
    if (!payment->at("captured").as_bool()) return invalid("Only a captured payment is disputed.");
    auto& dispute = disputes.add({{"id", ids_.next("disp_", 14)},
                                  {"entity", "dispute"},
                                  {"payment_id", id},
                                  {"amount", payment->at("amount")},
                                  {"currency", payment->at("currency")},
                                  {"amount_deducted", 0},
                                  {"reason_code", phase == "chargeback" ? "goods_or_services_not_received" : phase},
                                  {"respond_by", now_s() + answer_within_s},
                                  {"status", "open"},
                                  {"phase", phase},
                                  {"evidence", nullptr},
                                  {"created_at", now_s()}});
    tell_dispute("created", dispute);
    return dispute;
}

Outcome Account::end_dispute(const std::string& id, const std::string& status) {
    auto* dispute = disputes.find(id);
    if (!dispute) return unknown_id();
    if (!is_over(status) || is_over(text_of(*dispute, "status"))) return invalid("A dispute that is open ends as won, lost or closed.");
    (*dispute)["status"] = status;
    if (status == "lost") (*dispute)["amount_deducted"] = dispute->at("amount");
    tell_dispute(status, *dispute);
    return *dispute;
}

Outcome Account::contest_dispute(const std::string& id, const Object& body) {
    auto* dispute = disputes.find(id);
    if (!dispute) return unknown_id();
    if (text_of(*dispute, "status") != "open") return invalid("Only an open dispute can be contested.");
    auto action = text_of(body, "action");
    if (action != "draft" && action != "submit") return invalid("The action must be draft or submit.", "action");
    auto evidence = dispute->at("evidence").is_object() ? dispute->at("evidence").as_object() : Object{{"submitted_at", nullptr}};
    for (const auto& [name, value] : body)
        if (name != "action") evidence[name] = value;
    if (action == "submit") {
        if (text_of(evidence, "summary").empty()) return invalid("Give a summary of the evidence.", "summary");
        evidence["submitted_at"] = now_s();
        (*dispute)["status"] = "under_review";
    }
    (*dispute)["evidence"] = std::move(evidence);
    if (action == "submit") tell_dispute("under_review", *dispute);
    return *dispute;
}

}  // namespace vitrine::simulators::razorpay
