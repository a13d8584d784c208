#pragma once
// A gateway as a self-test knows it: the other side of the wire, in process, with what buyers do there, what it tells the shop, and what it holds.
// A new gateway joins every proof (interleavings, failing calls, forged messages, the self-test) by one class here and a line in stands.cpp.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/shape.h"
#include "io/http/message.h"
#include "modules/payments/api.h"
#include "simulators/framework/service.h"

namespace vitrine::selftest {

/// Something a gateway told, as it told it.
struct Message {
    std::string type;   ///< "payment.captured"
    std::string body;
};

/// How a buyer's try to pay goes.
enum class Paying { well, declined, another_amount };

/// What a buyer has to do at the shop before the gateway can take their money.
enum class Errand {
    none,             ///< what the shop showed at once is enough
    opens_page,       ///< they choose the gateway's own page instead
    types,            ///< they type a number at the shop, which asks the gateway and waits
    starts_again,     ///< they open the page that pays once more, and get another form or token
    waits_for_phone,  ///< the same; then their phone rings
};

/// What a gateway holds of one of our payments, by its own books, in minor units.
struct Held {
    std::int64_t charges = 0;      ///< how often money was taken
    std::int64_t taken = 0, given_back = 0;
    bool operator==(const Held&) const = default;
};

class Stand {
public:
    virtual ~Stand() = default;
    virtual std::string_view code() const = 0;         ///< of the gateway
    virtual Currency currency() const = 0;             ///< of the shop it is tried in
    /// Adds the settings under which the shop reaches it.
    virtual void introduce(Config&) const {}

    /// The ways to pay here, in the gateway's own words; a single nameless one where there is nothing to choose.
    virtual std::vector<std::string> ways() const { return {""}; }
    /// What a buyer answers at checkout who pays this way.
    virtual payments::Answers answers(const std::string&) const { return {}; }
    virtual Errand errand(const std::string&) const { return Errand::none; }
    /// What a buyer types at the shop for Errand::types.
    virtual shape::Fields typed(const std::string&, Paying) { return {}; }
    /// Whether a buyer has what it takes to pay this way: a form, a token, a phone that rings.
    virtual bool can_be_paid(const std::string&, const std::string&) const { return true; }

    /// What the shop showed the buyer for this payment: for gateways that are paid by what stands in it (the fields of a form).
    virtual void show(const std::string&, const payments::Next&) {}
    /// The buyer tries to pay a payment of this amount. False when there is nothing there to be paid: never opened, closed, paid already.
    virtual bool pay(const std::string& payment, Money amount, Paying how) = 0;
    /// What the buyer's browser brings back after that; empty: it brings nothing.
    virtual shape::Fields brought_back(const std::string&) const { return {}; }
    /// What was told since the last call, oldest first.
    virtual std::vector<Message> take_news() { return {}; }
    /// A message as it is posted to the shop, signed at `now`; with a wrong secret it is forged.
    virtual http::Request posted(const Message&, Instant, bool = false) const { return {}; }
    /// Whether a signature of ten minutes ago is refused.
    virtual bool signatures_expire() const { return false; }
    /// Whether every byte of the body is signed; false where single fields are, and the signature is one of them.
    virtual bool signs_every_byte() const { return true; }
    /// Whether a message has an id of its own; without one a later repeat is kept like a new one.
    virtual bool names_messages() const { return true; }
    /// Breaks a good message so that the shop has to refuse it; `chance` says how.
    virtual void spoil(http::Request& request, std::uint64_t chance) const;

    /// A person sends money back where no gateway can.
    virtual void send_back(const std::string&, std::int64_t) {}
    virtual Held held(const std::string& payment) const = 0;
    virtual Held held_in_all() const = 0;              ///< of every payment, ours or not
    /// The simulator, for faults; null where people do by hand what a gateway does.
    virtual simulators::Service* service() { return nullptr; }
    virtual Task<void> close() { co_return; }          ///< before the loop goes
};

/// One of each gateway that has a stand, in a fixed order, listening on loopback. `seed` makes their ids; `clock` is for simulators that let things expire.
std::vector<std::unique_ptr<Stand>> all_stands(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock);
/// The codes of all stands.
std::vector<std::string> stand_codes();
/// Every way to pay at every stand: "stripe", "easypaisa_shop".
std::vector<std::string> stand_ways();
/// "easypaisa_shop" is {"easypaisa", "shop"}; std::logic_error for a name that stand_ways() has not.
std::pair<std::string, std::string> code_and_way(const std::string& name);

std::unique_ptr<Stand> stripe_stand(Loop& loop, web::Client& web, std::uint64_t seed);
std::unique_ptr<Stand> razorpay_stand(Loop& loop, web::Client& web, std::uint64_t seed);
std::unique_ptr<Stand> jazzcash_stand(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock);
std::unique_ptr<Stand> easypaisa_stand(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock);
/// Money that people see arriving: `code` is bank_transfer or cash_on_delivery.
std::unique_ptr<Stand> by_hand_stand(std::string code, Currency currency);

}  // namespace vitrine::selftest
