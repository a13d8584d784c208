#pragma once
// The simulated merchant account: orders as Easypaisa knows them, and what buyers do with them. Knows no HTTP. One loop's.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/money.h"
#include "core/time.h"
#include "simulators/easypaisa/signature.h"
#include "simulators/framework/faults.h"
#include "simulators/framework/ids.h"

namespace vitrine::simulators::easypaisa {

/// The keys of the simulated account.
struct Keys {
    std::string store_id = "12345", hash_key = "SIMULATEDKEY0123", user = "simulator", password = "simulated_password", account = "20102023";
};

struct Order {
    std::string id, mode, status;    ///< mode: MA, OTC, CC; status: PENDING, PAID, FAILED, EXPIRED, REVERSED
    std::string code, words;         ///< of the last answer about it
    std::int64_t minor = 0;          ///< what was asked for, then what was taken
    std::string token, transaction, mobile, email;
    Instant at{}, token_until{};
};

/// A buyer on the hosted page, between its two steps.
struct Visit {
    std::string order, post_back, email;
    std::int64_t minor = 0;
    bool redirects = true;
    bool is_confirmed = false;       ///< step 2 was reached
};

class Account {
public:
    using Tell = std::function<void(const Order& order)>;
    Account(Ids& ids, std::function<Instant()> clock, FaultBook& faults, Tell tell) : ids_(ids), clock_(std::move(clock)), faults_(faults), tell_(std::move(tell)) {}

    /// A question on a phone. The number decides: ending in 13 there is too little money, in 14 no account, in 9 a person has to answer on the control
    /// page; any other says yes at once. Gives the response code. Faults of "payments.pay": decline, pending, wrong_amount.
    std::string ask_phone(const std::string& order, std::int64_t minor, const std::string& mobile, const std::string& email);
    std::string make_token(const std::string& order, std::int64_t minor, const std::string& mobile, const std::string& email, Instant until);

    /// Step 1 of the page: gives the auth token.
    std::string open_visit(Visit visit);
    /// The buyer decides on the page; deciding again changes nothing. Null for a token nobody gave out.
    const Order* decide(const std::string& auth_token, bool is_approved);

    bool answer_phone(const std::string& order, bool is_approved);   ///< false: nothing waits there
    bool pay_token(const std::string& token);                        ///< false: unknown, over or paid already
    bool reverse(const std::string& order);                          ///< Easypaisa gives the money of a paid order back
    void give_up_waiting(const std::string& order);                  ///< nobody answered the phone

    /// As it stands now: tokens expire. Null when there is no such order.
    Order* find(const std::string& id);

    std::map<std::string, Order> orders;
    std::vector<std::string> sequence;                               ///< of ids, as they were made
    std::map<std::string, Visit> visits;                             ///< by auth token

private:
    Order& add(Order order);
    void pay(Order& order, bool is_approved);

    Ids& ids_;
    std::function<Instant()> clock_;
    FaultBook& faults_;
    Tell tell_;
};

/// "1299.00" to minor units and back; nothing when it is no amount above zero.
std::optional<std::int64_t> read_amount(const std::string& text);
std::string write_amount(std::int64_t minor);

}  // namespace vitrine::simulators::easypaisa
