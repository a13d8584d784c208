#pragma once
// What a store accepts, looks at twice, or refuses: rules as data, evaluated purely, with the reasons kept beside the order.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/shape.h"
#include "core/task.h"
#include "io/pg/db.h"

namespace vitrine::risk {

using RuleId = Id<"rul">;
using ReviewId = Id<"rvw">;

/// What a rule asks for, from mild to strict.
enum class Outcome { allow, require_3ds, review, refuse };
SHAPE_ENUM(Outcome, allow, require_3ds, review, refuse)

/// What is counted, and what it has in common.
enum class Counted { orders, declines };
SHAPE_ENUM(Counted, orders, declines)
enum class By { card, email, address, ip, order };
SHAPE_ENUM(By, card, email, address, ip, order)

/// How often something happened within some time before now. Orders include the one that is judged; declines are those before it.
struct Count {
    Counted counted = Counted::orders;
    By by = By::email;
    std::int64_t within_minutes = 60;
    std::int64_t count = 0;
};
SHAPE(Count, counted, by, within_minutes, count)

/// What came of comparing what the buyer typed with what the card's bank knows.
enum class CardCheck { pass, fail, unavailable, unchecked };
SHAPE_ENUM(CardCheck, pass, fail, unavailable, unchecked)

/// What a gateway tells about the card that paid; every part only where it tells. No card number, nor part of one.
struct CardFacts {
    std::optional<std::string> fingerprint;       ///< the gateway's own name for the card, the same whenever it is used
    std::optional<std::string> country;           ///< of its bank, ISO 3166 alpha-2
    std::optional<CardCheck> address_check, postal_check, code_check;
    std::optional<bool> is_authenticated;         ///< by 3-D Secure
    std::optional<std::string> gateway_level;     ///< the gateway's own judgement: "normal", "elevated", "highest"
};
SHAPE(CardFacts, fingerprint, country, address_check, postal_check, code_check, is_authenticated, gateway_level)

/// Everything rules look at. What is not known keeps every condition on it from holding.
struct Facts {
    Money total;
    std::string payment_method;
    std::optional<std::string> email;             ///< normalised (normalized_email)
    std::optional<std::string> ship_country, bill_country;  ///< where nothing else is said it is billed where it is delivered
    std::optional<std::string> ship_address;      ///< address_key of where it goes
    bool addresses_differ = false;                ///< billing and delivery
    std::optional<std::string> ip;                ///< the buyer's, as text
    bool is_guest = true;
    std::optional<std::int64_t> account_age_hours = {};  ///< whole hours since the buyer's account was opened, when the order is placed; a guest has none
    std::optional<std::int64_t> paid_before;      ///< orders of this e-mail that were paid and accepted earlier
    std::optional<CardFacts> card;                ///< known when it has been charged
    std::optional<std::vector<Count>> counts;
};
SHAPE(Facts, total, payment_method, email, ship_country, bill_country, ship_address, addresses_differ, ip, is_guest, account_age_hours, paid_before, card, counts)

/// One condition that held: which, what it saw, what the rule says.
struct Reason {
    std::string condition, saw, rule_says;
};
SHAPE(Reason, condition, saw, rule_says)

/// A rule that fired, as it was then.
struct Fired {
    RuleId rule;
    std::int64_t version = 1;
    std::string name;
    Outcome outcome = Outcome::allow;
    std::int64_t priority = 100;
    std::vector<Reason> because;
};
SHAPE(Fired, rule, version, name, outcome, priority, because)

/// What all rules together say, and why. A store without rules says `allow` with nothing fired.
struct Assessment {
    Outcome outcome = Outcome::allow;             ///< the strictest of those that fired
    bool requires_3ds = false;
    std::vector<Fired> fired;                     ///< by priority
    std::int64_t rules_version = 0;               ///< of the store's set of rules
};
SHAPE(Assessment, outcome, requires_3ds, fired, rules_version)

/// The rules of one store that are on, immutable, with what it does with reviews.
class Rules;

/// Pure. Evaluates the rules that can be judged before anything is charged. Rules are asked by priority, the smallest number first; an `allow` that fires
/// ends it, the strictest of what fired counts.
Assessment evaluate(const Rules& rules, const Facts& facts);
/// Pure. The same once the gateway has spoken: adds what the rules say that look at the card or at declines of this order to what was said when it was placed.
Assessment evaluate_payment(const Rules& rules, const Facts& facts, const Assessment& before);

/// Pure. The lines of an address as two spellings of it have them in common: lower case, letters and digits only; hashed.
std::string address_key(const std::vector<std::string_view>& lines);
/// Pure. The network of an address, "203.0.113.0/24" or "2001:db8:7::/48". Nothing for text that is no address, and for private and local networks,
/// in which strangers share an address without meaning anything by it.
std::optional<std::string> network_of(std::string_view ip);

/// One thing to count, and how often it was found in the database.
struct Found {
    Counted counted = Counted::orders;
    By by = By::email;
    std::int64_t within_minutes = 0;              ///< 0: paid orders of all times
    std::string key;
    std::int64_t count = 0;
    auto operator<=>(const Found&) const = default;
};

/// What was counted for the orders of one transaction, with those decided in it. Pure.
class Tally {
public:
    Tally() = default;
    explicit Tally(const std::vector<Found>& found);
    /// Sets `counts` and `paid_before` to what the rules look at.
    void fill(const Rules& rules, Facts& facts) const;
    /// An order of this transaction: those after it see it.
    void add(const Facts& facts);

private:
    std::map<std::tuple<Counted, By, std::int64_t, std::string>, std::int64_t> counts_;
};

/// Counts in flight.
struct Counting {
    std::vector<Found> wanted;
    pg::Later<std::vector<std::int64_t>> counts;
    std::vector<Found> found() const;             ///< after the flush
};
/// Queues one statement for all orders of this transaction: takes a lock on each thing whose orders the rules count, in one order everywhere, so that of
/// two transactions with an e-mail in common the second counts what the first has saved, then counts. Nothing at all where no rule counts anything.
std::optional<Counting> count(pg::Tx& tx, const Rules& rules, const std::vector<Facts>& orders);

/// An order that was assessed.
struct Assessed {
    std::string order, order_number;              ///< "ord_…"
    Facts facts;
    Assessment assessment;
    Instant placed_at{};
};
/// Queues what is kept of these orders: facts, reasons, and the marks that velocity is counted from. One statement.
void save(pg::Tx& tx, const std::vector<Assessed>& orders);

/// A card payment that was declined, by the gateway's name of the attempt. Repeatable: counted once. Queued into the transaction that settles.
void note_decline(pg::Tx& tx, const std::string& order, const std::string& attempt);

/// What an order goes on with.
enum class Basis { paid, promised };
SHAPE_ENUM(Basis, paid, promised)
struct Verdict {
    Outcome outcome = Outcome::allow;
    std::optional<Instant> held_until;            ///< with review: it is decided by then
};
/// The last word when the money is there (or promised), in the transaction that holds the order's lock: evaluates, keeps the reasons and, with `review`,
/// opens a review and its timer. Repeatable: the first verdict again. An order that was placed while the store had no rules is allowed.
Task<Verdict> judge_payment(pg::Tx& tx, const Rules& rules, std::string order, Basis basis, std::optional<CardFacts> card);

/// News of a review that was decided; the review is the aggregate.
enum class ReviewState { open, approved, rejected };
SHAPE_ENUM(ReviewState, open, approved, rejected)
struct ReviewDecided {
    static constexpr std::string_view name = "risk.review_decided";
    ReviewId review;
    std::string order;
    ReviewState state = ReviewState::approved;
    Basis basis = Basis::paid;
    std::string actor, reason;
};
SHAPE(ReviewDecided, review, order, state, basis, actor, reason)

/// Reads the rules of the ctx's store as they stand. Never null.
Task<std::shared_ptr<const Rules>> load_rules(pg::Db& db, Ctx ctx);
/// Those of a store that has none. Never null.
std::shared_ptr<const Rules> no_rules();
/// Whether any rule is on. Without one, orders are placed as if this module were not there.
bool has_rules(const Rules& rules);

/// Writes a preset's rules (the text of its risk.json) where the store has never had any: staff may have changed theirs. Gives how many.
/// std::runtime_error says what is wrong with the text.
Task<std::int64_t> seed(pg::Db& db, Ctx ctx, std::string text);

}  // namespace vitrine::risk
