#pragma once
// The simulated account: transactions as JazzCash keeps them, and what may be done to them. Knows no HTTP. One loop's.
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/time.h"
#include "simulators/framework/faults.h"
#include "simulators/framework/ids.h"
#include "simulators/jazzcash/signature.h"

namespace vitrine::simulators::jazzcash {

/// What JazzCash gives a merchant. While the salt is exchanged, requests signed with the one before are taken, too.
struct Keys {
    std::string merchant_id = "MC00001", password = "simulated_password", salt = "simulated_salt", previous_salt = {}, mpin = "1234";
};

inline constexpr std::string_view success = "000", waiting = "157";

struct Transaction {
    std::string reference, way;      ///< "page", "wallet", "card"
    std::string code{waiting};       ///< how it stands: a response code
    shape::Fields asked;             ///< the fields it was opened with
    std::int64_t amount = 0;         ///< paisa, what was asked for
    std::int64_t charged = 0;        ///< paisa, what the buyer was charged when it succeeded
    std::string retrieval;           ///< pp_RetreivalReferenceNo
    Instant expires{};
    bool is_refunded = false;
};

/// A request that is turned away: a response code and its message.
struct Failure {
    std::string code, message;
};
template <class T>
using Outcome = std::expected<T, Failure>;

class Account {
public:
    using Tell = std::function<void(const shape::Fields& message)>;
    Account(Ids& ids, std::function<Instant()> now, FaultBook& faults, Tell tell) : clock(std::move(now)), ids_(ids), faults_(faults), tell_(std::move(tell)) {}

    /// A browser brought the form of the hosted page: checks it and opens the transaction, or says why not. A reference is taken once.
    Outcome<Transaction*> open_page(const shape::Fields& form);
    /// The wallet's REST API 2.0: opens the transaction and ends it by the number. 0312 9999 ccc is answered with code ccc; 157 waits for the phone's page.
    Outcome<Transaction*> pay_by_wallet(const shape::Fields& asked);
    /// The status inquiry's answer, not signed yet.
    shape::Fields inquire(const shape::Fields& asked);
    shape::Fields refund(const shape::Fields& asked, bool to_wallet);

    /// The buyer (or the bank behind) decides: a response code, "000" for yes. Faults of "transactions.end": decline (status is the code), pending, wrong_amount.
    /// What was declined may still turn good, which is how money comes late; what is paid stays paid. False when that cannot be.
    bool end(const std::string& reference, std::string code);
    /// What JazzCash says of a transaction to the shop, by browser, wallet answer or notification: signed with the salt of now.
    shape::Fields result_of(const Transaction& transaction, std::string_view code, std::string_view message) const;
    Transaction* find(const std::string& reference);
    const std::vector<std::string>& in_order() const { return order_; }   ///< references, oldest first
    const Transaction& at(const std::string& reference) const { return by_reference_.at(reference); }
    std::int64_t money_held() const;   ///< paisa, charged and not given back

    Keys keys;
    std::function<Instant()> clock;

private:
    std::optional<Failure> fault_of(const shape::Fields& asked) const;
    std::optional<Failure> fault_of_payment(const shape::Fields& asked) const;
    Outcome<Transaction*> open(const shape::Fields& asked, std::string way);
    void lapse(Transaction& transaction);

    Ids& ids_;
    FaultBook& faults_;
    Tell tell_;
    std::map<std::string, Transaction> by_reference_;
    std::vector<std::string> order_;
};

std::string message_of(std::string_view code);   ///< what JazzCash writes beside it

}  // namespace vitrine::simulators::jazzcash
