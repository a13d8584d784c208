#pragma once
#include <map>
#include <string>

#include "simulators/stripe/account.h"

namespace vitrine::simulators::stripe {

/// One call of the v1 API, taken from the wire.
struct Call {
    std::string method;            ///< "GET", "POST"
    std::string path;              ///< "/v1/payment_intents/pi_1/confirm"
    std::string authorization;     ///< the header's value
    std::string idempotency_key;
    std::string raw;               ///< query or body as sent; compared when a key comes again
    std::string origin;            ///< how the caller reached us, for links: "http://127.0.0.1:12111"
    Params params;
};
struct Reply {
    int status = 200;
    Object body;
    std::string request_id;
    bool is_replay = false;
};

/// The HTTP API over an account: keys, endpoints, idempotency.
class Api {
public:
    explicit Api(Account& account, Ids& ids) : account_(account), ids_(ids) {}
    /// The endpoint's name for fault rules, "payment_intents.create"; "unknown" when there is none.
    static std::string name_of(const Call& call);
    Reply answer(const Call& call);
    /// A call with this key is being served elsewhere right now: the same key is answered 409 meanwhile.
    void begin(const std::string& key) { if (!key.empty()) ++in_flight_[key]; }
    void end(const std::string& key) { if (!key.empty() && --in_flight_[key] == 0) in_flight_.erase(key); }
    bool is_in_flight(const std::string& key) const { return in_flight_.contains(key); }
    Reply failure(Error error);

private:
    struct Kept {
        std::string asked;
        Reply reply;
    };
    Reply work(const Call& call);

    Account& account_;
    Ids& ids_;
    std::map<std::string, Kept> kept_;        // by key
    std::map<std::string, int> in_flight_;
};

}  // namespace vitrine::simulators::stripe
