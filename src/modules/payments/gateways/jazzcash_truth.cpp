#include "modules/payments/gateways/jazzcash_truth.h"

#include "modules/payments/gateways/jazzcash_codes.h"
#include "modules/payments/gateways/jazzcash_fields.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

using Standing = JazzcashVerdict::Standing;

constexpr std::string_view worked = "000", typed_wrongly = "110", sent_before = "422", not_settled = "455";

/// A code together with pp_Status, where there is one: "Failed" and "Dropped" are an end even when the code says nothing, "Pending" is none whatever it says.
JazzcashVerdict of_payment(std::string_view code, std::string_view status) {
    const auto& known = jazzcash_code(code);
    auto words = if_any(known.words);
    bool has_ended = status == "Failed" || status == "Dropped";
    auto told = words ? words : std::optional<std::string>("The payment did not go through. You were not charged.");
    switch (known.meaning) {
        case JazzcashClass::paid: return {status.empty() || status == "Completed" ? Standing::paid : has_ended ? Standing::over : Standing::waiting, {}};
        case JazzcashClass::not_found: return {};
        case JazzcashClass::given_back: return {Standing::given_back, words};
        case JazzcashClass::declined:
        case JazzcashClass::stopped:
            if (status == "Pending") return {Standing::waiting, {}};
            return {Standing::over, words};
        case JazzcashClass::waiting:
        case JazzcashClass::unknown:
        case JazzcashClass::away:
        case JazzcashClass::setup:
        case JazzcashClass::no_refund: return has_ended ? JazzcashVerdict{Standing::over, told} : JazzcashVerdict{Standing::waiting, {}};
    }
    return {Standing::waiting, {}};
}

/// What the inquiry's own code says about an answer without a code of the payment, as old answers are.
Answer<JazzcashVerdict> of_old_answer(const std::string& code) {
    switch (jazzcash_code(code).meaning) {
        case JazzcashClass::paid:
            if (code == worked) break;  // the inquiry worked, and that is all it says
            return of_payment(code, {});
        case JazzcashClass::unknown:
        case JazzcashClass::away:
        case JazzcashClass::setup:
        case JazzcashClass::no_refund: break;
        case JazzcashClass::waiting:
        case JazzcashClass::declined:
        case JazzcashClass::stopped:
        case JazzcashClass::given_back:
        case JazzcashClass::not_found: return of_payment(code, {});
    }
    return gateway_fault(GatewayFault::Kind::unknown, code);
}

Answer<Truth> not_paid(const JazzcashAnswer& answer, Truth truth) {
    auto code = answer.code();
    const auto& known = jazzcash_code(code);
    bool is_no = known.meaning == JazzcashClass::declined || known.meaning == JazzcashClass::stopped || code == typed_wrongly;
    if (known.meaning == JazzcashClass::setup && code != typed_wrongly) return gateway_fault(GatewayFault::Kind::refused, code, if_any(known.words));
    if (is_no && code != sent_before) truth.failure = known.words;  // a repeat that is refused says nothing about what it repeats
    else truth.standing = payments::Standing::processing;
    return truth;
}

}  // namespace

Answer<JazzcashVerdict> jazzcash_verdict(const JazzcashAnswer& inquiry) {
    auto code = inquiry.code(), of_payment_code = field_of(inquiry.fields, "pp_PaymentResponseCode"), status = field_of(inquiry.fields, "pp_Status");
    if (!of_payment_code.empty() && code != worked && jazzcash_code(code).meaning != JazzcashClass::not_found) return gateway_fault(GatewayFault::Kind::unknown, code);
    auto verdict = of_payment_code.empty() ? of_old_answer(code) : Answer<JazzcashVerdict>(of_payment(of_payment_code, status));
    if (verdict && verdict->standing == Standing::paid && !inquiry.is_signed) return gateway_fault(GatewayFault::Kind::unknown, "unsigned");
    return verdict;
}

Answer<Truth> jazzcash_wallet_truth(const JazzcashAnswer& answer, const std::string& reference, Currency currency) {
    Truth truth{.reference = reference, .standing = payments::Standing::open, .received = {0, currency}};
    if (jazzcash_code(answer.code()).meaning != JazzcashClass::paid) return not_paid(answer, std::move(truth));
    auto amount = jazzcash_money(answer.fields);
    bool is_proof = answer.is_signed && amount && field_of(answer.fields, "pp_TxnRefNo") == reference;
    if (!is_proof) return gateway_fault(GatewayFault::Kind::unknown, "no_proof");
    truth.standing = payments::Standing::succeeded;
    truth.received = *amount;
    return truth;
}

Truth jazzcash_truth(const JazzcashVerdict& verdict, const Charge& charge, const std::string& reference) {
    Truth truth{.reference = reference, .standing = payments::Standing::open, .received = {0, charge.amount().currency}, .claimed_payment = {}, .reason = {}, .failure = verdict.words};
    for (int n = 1; n <= jazzcash_most_attempts; ++n)
        if (jazzcash_reference(charge.payment, n) == reference) truth.claimed_payment = charge.payment.text();
    if (verdict.standing == Standing::given_back) truth.given_back = charge.amount();
    if (verdict.standing == Standing::waiting) truth.standing = payments::Standing::processing;
    if (verdict.standing != Standing::paid) return truth;
    bool is_said = charge.said && charge.said->reference == reference;
    truth.standing = payments::Standing::succeeded;
    truth.received = is_said ? charge.said->amount : charge.amount();
    return truth;
}

Answer<RefundTruth> jazzcash_refund_truth(const JazzcashAnswer& answer, const std::string& reference) {
    auto code = answer.code();
    if (code == not_settled) return RefundTruth{.provider_refund = reference, .state = RefundState::pending, .failure = {}};
    switch (jazzcash_code(code).meaning) {
        case JazzcashClass::paid: return RefundTruth{.provider_refund = reference, .state = RefundState::succeeded, .failure = {}};
        case JazzcashClass::no_refund:
        case JazzcashClass::declined:
        case JazzcashClass::not_found: return gateway_fault(GatewayFault::Kind::refused, code);
        case JazzcashClass::waiting:
        case JazzcashClass::stopped:
        case JazzcashClass::given_back:
        case JazzcashClass::unknown:
        case JazzcashClass::away:
        case JazzcashClass::setup: break;
    }
    return gateway_fault(GatewayFault::Kind::unknown, code);
}

}  // namespace vitrine::payments::providers
