// Disputes (docs.stripe.com/api/disputes): their money, their evidence, their end.
#include "simulators/stripe/account.h"

namespace vitrine::simulators::stripe {
namespace {

constexpr std::int64_t answer_within_s = 7 * 86'400, dispute_fee = 1'500;

std::string status_of(const Object& dispute) { return std::string(dispute.at("status").as_string()); }
bool is_inquiry(const Object& dispute) { return status_of(dispute).starts_with("warning_"); }
bool is_over(const Object& dispute) {
    auto status = status_of(dispute);
    return status == "won" || status == "lost" || status == "warning_closed";
}

std::string text_in(const Object& evidence, std::string_view name) {
    const auto* text = evidence.if_contains(name);
    return text && text->is_string() ? std::string(text->as_string()) : std::string();
}

}  // namespace

bool Account::refundable_while_disputed(const std::string& charge) const {
    for (const auto& [id, dispute] : disputes.by_id)
        if (dispute.at("charge").as_string() == charge && !dispute.at("is_charge_refundable").as_bool()) return false;
    return true;
}

void Account::open_dispute(const Object& charge, const Card& card, bool is_question) {
    charges.find(std::string(charge.at("id").as_string()))->insert_or_assign("disputed", true);
    auto& dispute = disputes.add({{"id", ids.next(is_question ? "du_" : "dp_")},
                                  {"object", "dispute"},
                                  {"amount", charge.at("amount")},
                                  {"balance_transactions", boost::json::array{}},
                                  {"charge", charge.at("id")},
                                  {"created", now_s()},
                                  {"currency", charge.at("currency")},
                                  {"evidence", Object{}},
                                  {"evidence_details", Object{{"due_by", now_s() + answer_within_s}, {"has_evidence", false}, {"past_due", false}, {"submission_count", 0}}},
                                  {"is_charge_refundable", is_question},
                                  {"livemode", false},
                                  {"metadata", Object{}},
                                  {"payment_intent", charge.at("payment_intent")},
                                  {"reason", card.decline_code},
                                  {"status", is_question ? "warning_needs_response" : "needs_response"}});
    if (!is_question) move_funds(dispute, -1);
    emit("charge.dispute.created", dispute);
    if (!is_question) emit("charge.dispute.funds_withdrawn", dispute);
}

/// Taken with a fee, given back with it.
void Account::move_funds(Object& dispute, int direction) {
    auto amount = direction * dispute.at("amount").as_int64(), fee = -direction * dispute_fee;
    dispute["balance_transactions"].as_array().emplace_back(Object{{"id", ids.next("txn_")},
                                                                    {"object", "balance_transaction"},
                                                                    {"amount", amount},
                                                                    {"created", now_s()},
                                                                    {"currency", dispute.at("currency")},
                                                                    {"fee", fee},
                                                                    {"net", amount - fee},
                                                                    {"reporting_category", direction < 0 ? "dispute" : "dispute_reversal"},
                                                                    {"type", "adjustment"}});
}

Outcome Account::update_dispute(const std::string& id, const Params& params) {
    auto* dispute = disputes.find(id);
    if (!dispute) return missing("dispute", id);
    if (is_over(*dispute) || status_of(*dispute).ends_with("under_review")) return invalid("", "This dispute is no longer open to evidence.", "evidence");
    auto& evidence = (*dispute)["evidence"].as_object();
    for (const auto& [name, text] : params.under("evidence")) evidence[name] = text;
    for (const auto& [name, text] : params.under("metadata")) (*dispute)["metadata"].as_object()[name] = text;
    auto& details = (*dispute)["evidence_details"].as_object();
    details["has_evidence"] = !evidence.empty();
    if (params.get("submit").value_or("true") != "true") {
        emit("charge.dispute.updated", *dispute);
        return *dispute;
    }
    details["submission_count"] = details["submission_count"].as_int64() + 1;
    (*dispute)["status"] = is_inquiry(*dispute) ? "warning_under_review" : "under_review";
    emit("charge.dispute.updated", *dispute);
    auto word = text_in(evidence, "uncategorized_text");
    if (word == "winning_evidence") return end_dispute(id, "won");
    if (word == "losing_evidence") return end_dispute(id, "lost");
    return *dispute;
}

Outcome Account::close_dispute(const std::string& id) {
    auto* dispute = disputes.find(id);
    if (!dispute) return missing("dispute", id);
    if (is_over(*dispute)) return invalid("", "This dispute is already closed.");
    return end_dispute(id, "lost");
}

Outcome Account::end_dispute(const std::string& id, const std::string& status) {
    auto* dispute = disputes.find(id);
    if (!dispute) return missing("dispute", id);
    if (is_over(*dispute) || (status != "won" && status != "lost")) return invalid("", "A dispute ends once, as won or lost.", "status");
    bool was_question = is_inquiry(*dispute);
    (*dispute)["status"] = was_question ? "warning_closed" : status;
    bool comes_back = status == "won" && !was_question;
    if (comes_back) move_funds(*dispute, 1);
    emit("charge.dispute.closed", *dispute);
    if (comes_back) emit("charge.dispute.funds_reinstated", *dispute);
    return *dispute;
}

}  // namespace vitrine::simulators::stripe
