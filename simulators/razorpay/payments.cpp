// Payments and refunds (razorpay.com/docs/api/payments, /api/refunds, /payments/payments/late-authorisation).
#include "simulators/razorpay/account.h"

namespace vitrine::simulators::razorpay {
namespace {

void add_method(Object& payment, const Attempt& attempt) {
    auto last4 = attempt.detail.size() >= 4 ? attempt.detail.substr(attempt.detail.size() - 4) : attempt.detail;
    payment["card_id"] = payment["bank"] = payment["wallet"] = payment["vpa"] = nullptr;
    payment["acquirer_data"] = Object{};
    if (attempt.method == "upi") payment["vpa"] = attempt.detail;
    if (attempt.method == "netbanking") payment["bank"] = attempt.detail;
    if (attempt.method == "card") payment["card"] = Object{{"entity", "card"}, {"last4", last4}, {"network", "Visa"}, {"type", "debit"}, {"international", false}};
}

void set_error(Object& payment, const char* description, const char* reason) {
    payment["error_code"] = "BAD_REQUEST_ERROR";
    payment["error_description"] = description;
    payment["error_source"] = "bank";
    payment["error_step"] = "payment_authorization";
    payment["error_reason"] = reason;
}

void clear_error(Object& payment) {
    for (auto key : {"error_code", "error_description", "error_source", "error_step", "error_reason"}) payment[key] = nullptr;
}

}  // namespace

Object* Account::order_of(const Object& payment) { return orders.find(text_of(payment, "order_id")); }

void Account::tell_payment(const std::string& event, const Object& payment) {
    Object payload{{"payment", Object{{"entity", payment}}}};
    boost::json::array contains{"payment"};
    if (event == "order.paid") {
        auto order = show(orders, text_of(payment, "order_id"));
        payload["order"] = Object{{"entity", *order}};
        contains.emplace_back("order");
    }
    tell_(event, {{"entity", "event"}, {"account_id", "acc_Simulated00001"}, {"event", event}, {"contains", std::move(contains)}, {"payload", std::move(payload)}, {"created_at", now_s()}});
}

void Account::tell_refund(const std::string& event, const Object& refund) {
    Object payload{{"refund", Object{{"entity", refund}}}, {"payment", Object{{"entity", *payments.find(text_of(refund, "payment_id"))}}}};
    tell_(event, {{"entity", "event"}, {"account_id", "acc_Simulated00001"}, {"event", event}, {"contains", boost::json::array{"refund", "payment"}}, {"payload", std::move(payload)}, {"created_at", now_s()}});
}

Outcome Account::pay(const Attempt& attempt) {
    auto* order = orders.find(attempt.order);
    if (!order) return unknown_id();
    if (text_of(*order, "status") == "paid") return invalid("This order has been paid already.", "order_id");
    bool is_declined = faults_.take("payments.create", FaultKind::decline).has_value() || !attempt.is_approved;
    auto amount = order->at("amount").as_int64();
    if (faults_.take("payments.create", FaultKind::wrong_amount)) amount -= 100;
    (*order)["attempts"] = order->at("attempts").as_int64() + 1;
    (*order)["status"] = "attempted";
    auto& payment = payments.add({{"id", ids_.next("pay_", 14)},
                                  {"entity", "payment"},
                                  {"amount", amount},
                                  {"currency", order->at("currency")},
                                  {"status", "created"},
                                  {"order_id", attempt.order},
                                  {"invoice_id", nullptr},
                                  {"international", false},
                                  {"method", attempt.method},
                                  {"amount_refunded", 0},
                                  {"refund_status", nullptr},
                                  {"captured", false},
                                  {"description", nullptr},
                                  {"email", "void@razorpay.com"},
                                  {"contact", "+919999999999"},
                                  {"notes", order->at("notes")},
                                  {"fee", nullptr},
                                  {"tax", nullptr},
                                  {"created_at", now_s()}});
    add_method(payment, attempt);
    clear_error(payment);
    if (!is_declined) {
        approve(payment);
        return payment;
    }
    payment["status"] = "failed";
    set_error(payment, "Your payment was declined by the bank. Try another way to pay.", "payment_declined");
    tell_payment("payment.failed", payment);
    return payment;
}

void Account::approve(Object& payment) {
    payment["status"] = "authorized";
    clear_error(payment);
    tell_payment("payment.authorized", payment);
    if (order_of(payment)->at("_capture") == "automatic") take(payment);
}

/// The fee is 2 % and 18 % GST on it, as in the dashboard's examples.
void Account::take(Object& payment) {
    auto& order = *order_of(payment);
    auto amount = payment["amount"].as_int64(), bare_fee = amount / 50, tax = bare_fee * 18 / 100;
    payment["status"] = "captured";
    payment["captured"] = true;
    payment["fee"] = bare_fee + tax;
    payment["tax"] = tax;
    bool is_first = text_of(order, "status") != "paid";
    order["status"] = "paid";
    if (is_first) {
        order["amount_paid"] = amount;
        order["amount_due"] = 0;
    }
    tell_payment("payment.captured", payment);
    if (is_first) tell_payment("order.paid", payment);
}

Outcome Account::authorize_late(const std::string& id) {
    auto* payment = payments.find(id);
    if (!payment) return unknown_id();
    if (text_of(*payment, "status") != "failed") return invalid("Only a failed payment is authorised late.");
    approve(*payment);
    return *payment;
}

Outcome Account::capture(const std::string& id, const Object& body) {
    auto* payment = payments.find(id);
    if (!payment) return unknown_id();
    if (text_of(*payment, "status") == "captured") return invalid("This payment has already been captured");
    if (text_of(*payment, "status") != "authorized") return invalid("Capture is only allowed for payments in authorized status.");
    if (!body.if_contains("amount") || body.at("amount") != payment->at("amount")) return invalid("Capture amount must be equal to the amount authorized", "amount");
    if (body.if_contains("currency") && body.at("currency") != payment->at("currency")) return invalid("The currency does not match that of the payment", "currency");
    take(*payment);
    return *payment;
}

Outcome Account::refund(const std::string& id, const Object& body) {
    auto* payment = payments.find(id);
    if (!payment) return unknown_id();
    if (!payment->at("captured").as_bool()) return invalid("The payment status should be captured for action to be taken");
    auto left = payment->at("amount").as_int64() - payment->at("amount_refunded").as_int64();
    if (left == 0) return invalid("The payment has been fully refunded already");
    auto amount = left;
    if (const auto* asked = body.if_contains("amount")) {
        if (!asked->is_int64() || asked->get_int64() < 100) return invalid("The amount must be at least INR 1.00", "amount");
        amount = asked->get_int64();
    }
    if (amount > left) return invalid("The total refund amount is greater than the refund payment amount", "amount");
    bool is_failed = faults_.take("refunds.create", FaultKind::decline).has_value(), is_pending = faults_.take("refunds.create", FaultKind::pending).has_value();
    auto& refund = refunds.add({{"id", ids_.next("rfnd_", 14)},
                                {"entity", "refund"},
                                {"amount", amount},
                                {"currency", payment->at("currency")},
                                {"payment_id", id},
                                {"notes", body.if_contains("notes") ? body.at("notes") : boost::json::value(boost::json::array{})},
                                {"receipt", body.if_contains("receipt") ? body.at("receipt") : boost::json::value(nullptr)},
                                {"acquirer_data", Object{{"arn", nullptr}}},
                                {"created_at", now_s()},
                                {"batch_id", nullptr},
                                {"status", "pending"},
                                {"speed_processed", "normal"},
                                {"speed_requested", body.if_contains("speed") ? body.at("speed") : boost::json::value("normal")}});
    (*payment)["amount_refunded"] = payment->at("amount_refunded").as_int64() + amount;
    (*payment)["refund_status"] = amount == left ? "full" : "partial";
    if (amount == left) (*payment)["status"] = "refunded";
    tell_refund("refund.created", refund);
    if (is_pending) return refund;
    return end_refund(text_of(refund, "id"), is_failed ? "failed" : "processed");
}

Outcome Account::end_refund(const std::string& id, const std::string& status) {
    auto* refund = refunds.find(id);
    if (!refund) return unknown_id();
    if (text_of(*refund, "status") != "pending" || (status != "processed" && status != "failed")) return invalid("A pending refund becomes processed or failed.");
    (*refund)["status"] = status;
    if (status == "failed") {
        auto& payment = *payments.find(text_of(*refund, "payment_id"));
        auto refunded = payment["amount_refunded"].as_int64() - refund->at("amount").as_int64();
        payment["amount_refunded"] = refunded;
        payment["status"] = "captured";
        payment["refund_status"] = refunded == 0 ? boost::json::value(nullptr) : boost::json::value("partial");
    }
    tell_refund("refund." + status, *refund);
    return *refund;
}

Outcome Account::refunds_of(const std::string& payment) {
    if (!payments.find(payment)) return unknown_id();
    boost::json::array out;
    for (auto id = refunds.order.rbegin(); id != refunds.order.rend(); ++id)
        if (text_of(*refunds.find(*id), "payment_id") == payment) out.emplace_back(*refunds.find(*id));
    return collection(std::move(out));
}

Outcome Account::refund_of(const std::string& payment, const std::string& id) {
    auto* refund = refunds.find(id);
    if (!refund || text_of(*refund, "payment_id") != payment) return unknown_id();
    return *refund;
}

}  // namespace vitrine::simulators::razorpay
