#pragma once
// The simulated account: orders, payments and refunds as Razorpay shows them, and what may be done to them. Knows no HTTP. One loop's.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/time.h"
#include "simulators/framework/faults.h"
#include "simulators/framework/ids.h"
#include "simulators/razorpay/error.h"

namespace vitrine::simulators::razorpay {

/// Objects of one kind, by id and in the order they were made.
struct Shelf {
    std::map<std::string, Object> by_id;
    std::vector<std::string> order;
    Object& add(Object object);
    Object* find(const std::string& id);
};

/// What a shopper does in checkout.
struct Attempt {
    std::string order;
    std::string method = "card";   ///< card, upi, netbanking
    std::string detail;            ///< card number, UPI address, bank code
    bool is_approved = true;       ///< by the bank
};

class Account {
public:
    using Tell = std::function<void(const std::string& event, const Object& message)>;
    Account(Ids& ids, std::function<Instant()> clock, FaultBook& faults, Tell tell) : ids_(ids), clock_(std::move(clock)), faults_(faults), tell_(std::move(tell)) {}

    Outcome create_order(const Object& body);
    /// Newest first; `receipt`, `count`, `skip`, `authorized`, `expand[]=payments`.
    Outcome list_orders(const std::map<std::string, std::string>& query);
    Outcome payments_of(const std::string& order);
    Outcome list_payments(const std::map<std::string, std::string>& query);
    Outcome capture(const std::string& payment, const Object& body);
    Outcome refund(const std::string& payment, const Object& body);
    Outcome refunds_of(const std::string& payment);
    Outcome refund_of(const std::string& payment, const std::string& refund);
    static Outcome show(Shelf& shelf, const std::string& id);

    /// The shopper tries to pay: gives the payment, authorised or captured as the order says, or failed. Faults: "payments.create" decline, wrong_amount.
    Outcome pay(const Attempt& attempt);
    /// The bank says yes to a payment that was taken for failed (late authorisation).
    Outcome authorize_late(const std::string& payment);
    /// The bank's word on a refund that is pending: "processed" or "failed".
    Outcome end_refund(const std::string& refund, const std::string& status);

    /// A buyer's bank wants the money of a captured payment back, or only asks: phase "chargeback", "retrieval", "fraud" …
    Outcome open_dispute(const std::string& payment, const std::string& phase);
    /// The bank's word on a dispute: "won", "lost" or "closed".
    Outcome end_dispute(const std::string& dispute, const std::string& status);
    /// The shop's evidence, as a draft or for good.
    Outcome contest_dispute(const std::string& dispute, const Object& body);

    Shelf orders, payments, refunds, disputes;

private:
    void take(Object& payment);
    void approve(Object& payment);
    void tell_payment(const std::string& event, const Object& payment);
    void tell_refund(const std::string& event, const Object& refund);
    void tell_dispute(const std::string& event, const Object& dispute);
    Object* order_of(const Object& payment);
    std::int64_t now_s() const;

    Ids& ids_;
    std::function<Instant()> clock_;
    FaultBook& faults_;
    Tell tell_;
};

/// {"entity": "collection", "count": n, "items": […]}
Object collection(boost::json::array items);

}  // namespace vitrine::simulators::razorpay
