#pragma once
#include <map>
#include <string>

#include "simulators/razorpay/account.h"

namespace vitrine::simulators::razorpay {

/// The keys of the simulated account.
struct Keys {
    std::string id = "rzp_test_simulator", secret = "simulated_key_secret";
};

/// One call of the v1 API, taken from the wire.
struct Call {
    std::string method;            ///< "GET", "POST", "PATCH"
    std::string path;              ///< "/v1/orders/order_1/payments"
    std::string authorization;     ///< the header's value
    std::string idempotency_key;   ///< X-Refund-Idempotency
    std::map<std::string, std::string> query;
    std::string body;
};
struct Reply {
    int status = 200;
    Object body;
};

/// The HTTP API over an account: keys, endpoints, idempotency of refunds.
class Api {
public:
    Api(Account& account, const Keys& keys) : account_(account), keys_(keys) {}
    /// The endpoint's name for fault rules, "orders.create"; "unknown" when there is none.
    static std::string name_of(const Call& call);
    Reply answer(const Call& call);
    static Reply failure(int status);
    /// A refund with this key is being made right now: the same key is answered 409 meanwhile.
    void begin(const std::string& key) { if (!key.empty()) ++in_flight_[key]; }
    void end(const std::string& key) { if (!key.empty() && --in_flight_[key] == 0) in_flight_.erase(key); }
    bool is_in_flight(const std::string& key) const { return in_flight_.contains(key); }

private:
    struct Kept {
        std::string asked;
        Reply reply;
    };
    Outcome work(const std::string& name, const std::vector<std::string>& path, const Call& call, const Object& body);

    Account& account_;
    const Keys& keys_;
    std::map<std::string, Kept> kept_;
    std::map<std::string, int> in_flight_;
};

}  // namespace vitrine::simulators::razorpay
