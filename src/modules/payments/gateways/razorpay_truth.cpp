#include "modules/payments/gateways/razorpay_truth.h"

#include <algorithm>

#include <boost/json.hpp>

#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

Money read_money(const shape::json::value& from) {
    auto amount = whole_at(from, "amount");
    auto currency = Currency::parse(text_at(from, "currency"));
    if (!amount || !currency) throw std::runtime_error("Razorpay named an amount that cannot be read");
    return {*amount, *currency};
}

/// A payment that was refunded without having been captured is one that Razorpay gave back by itself: no money of ours.
Standing standing_of(const shape::json::value& payment) {
    auto status = text_at(payment, "status");
    if (status == "captured") return Standing::succeeded;
    if (status == "refunded") return is_true_at(payment, "captured") ? Standing::succeeded : Standing::open;
    if (status == "authorized") return Standing::authorized;
    if (status == "created") return Standing::processing;
    if (status == "failed") return Standing::open;
    throw std::runtime_error("Razorpay named a status we do not know");
}

std::vector<const shape::json::value*> oldest_first(const shape::json::value& payments) {
    const auto* items = member_of(payments, "items");
    if (!items || !items->is_array()) throw std::runtime_error("Razorpay gave no list of payments");
    std::vector<const shape::json::value*> out;
    for (const auto& item : items->get_array()) out.push_back(&item);
    auto age = [](const auto* item) { return std::pair(whole_at(*item, "created_at").value_or(0), text_at(*item, "id")); };
    std::ranges::sort(out, {}, age);
    return out;
}

}  // namespace

Truth truth_of_payment(const shape::json::value& payment) {
    Truth truth{.reference = text_at(payment, "id"), .standing = standing_of(payment), .received = read_money(payment)};
    auto back = whole_at(payment, "amount_refunded").value_or(0);
    if (truth.standing == Standing::succeeded && back > 0) truth.given_back = Money{back, truth.received.currency};
    if (truth.standing != Standing::succeeded) truth.received.minor = 0;
    if (const auto* notes = member_of(payment, "notes")) truth.claimed_payment = text_at(*notes, "payment");
    if (text_at(payment, "status") == "failed") {
        truth.failure = if_any(text_at(payment, "error_description"));
        truth.declined_attempt = truth.reference;
    }
    return truth;
}

std::vector<Truth> truths_of_order(const std::string& order, const std::string& claimed_payment, const shape::json::value& payments, Currency currency) {
    std::vector<Truth> out;
    Truth without_money{.reference = order, .standing = Standing::open, .received = {0, currency}, .claimed_payment = claimed_payment};
    for (const auto* item : oldest_first(payments)) {
        auto truth = truth_of_payment(*item);
        if (!claimed_payment.empty()) truth.claimed_payment = claimed_payment;
        if (truth.standing == Standing::processing) without_money.standing = Standing::processing;
        if (truth.failure) without_money.failure = truth.failure;
        if (!truth.declined_attempt.empty()) without_money.declined_attempt = truth.declined_attempt;
        if (truth.standing == Standing::succeeded || truth.standing == Standing::authorized) out.push_back(std::move(truth));
    }
    if (out.empty()) out.push_back(std::move(without_money));
    return out;
}

RefundTruth truth_of_refund(const shape::json::value& refund) {
    RefundTruth truth{.provider_refund = text_at(refund, "id"), .state = RefundState::pending, .failure = {}};
    auto status = text_at(refund, "status");
    if (status == "processed") truth.state = RefundState::succeeded;
    if (status == "failed") {
        truth.state = RefundState::failed;
        truth.failure = status;
    }
    return truth;
}

}  // namespace vitrine::payments::providers
