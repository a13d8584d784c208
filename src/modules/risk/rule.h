#pragma once
// A rule as its merchant writes it.
#include "core/whole.h"
#include "modules/risk/api.h"

namespace vitrine::risk {

/// At least so many orders (this one included) or declines (before it) that share something, within some time.
struct Velocity {
    Counted counted = Counted::orders;
    By by = By::email;
    Whole<1, 43'200> within_minutes;
    Whole<1, 1'000> at_least;
};
SHAPE(Velocity, counted, by, within_minutes, at_least)

/// Everything that is given has to hold. Of a list, any one.
struct Conditions {
    std::optional<std::vector<Money>> total_from;        ///< the order's total, at least; one amount a currency: another currency does not hold
    std::optional<std::vector<Money>> total_below;
    std::optional<std::vector<Velocity>> velocity;       ///< all of them
    std::optional<std::vector<Text<3, 254>>> emails;     ///< "mallory@example.com", or "@example.com" for all of a domain
    std::optional<std::vector<Text<2, 64>>> ip_ranges;   ///< "203.0.113.0/24", "2001:db8::/32"
    std::optional<std::vector<CountryCode>> ship_to, bill_to;
    std::optional<bool> countries_differ;                ///< billing and delivery
    std::optional<bool> addresses_differ;
    std::optional<bool> is_guest;
    std::optional<Whole<1, 87'600>> account_younger_than_hours;   ///< holds for no guest: is_guest says that
    std::optional<bool> is_first_order;                  ///< no order of this e-mail was ever paid here
    std::optional<std::vector<Text<1, 40>>> payment_methods;
    // Known once the card has been charged:
    std::optional<std::vector<CountryCode>> card_countries;
    std::optional<bool> card_country_differs;            ///< from the country it is billed to
    std::optional<std::vector<CardCheck>> address_check, postal_check, code_check;
    std::optional<bool> is_authenticated;
    std::optional<std::vector<Text<1, 40>>> gateway_levels;
};
SHAPE(Conditions, total_from, total_below, velocity, emails, ip_ranges, ship_to, bill_to, countries_differ, addresses_differ, is_guest, account_younger_than_hours, is_first_order, payment_methods,
      card_countries, card_country_differs, address_check, postal_check, code_check, is_authenticated, gateway_levels)

struct Definition {
    Text<1, 120> name;
    std::optional<Whole<1, 1'000>> priority;             ///< 1 is asked first; 100 when absent
    std::optional<bool> is_on;                           ///< true when absent
    Outcome outcome = Outcome::review;
    Conditions when;
};
SHAPE(Definition, name, priority, is_on, outcome, when)

std::int64_t priority_of(const Definition& definition);
bool is_on(const Definition& definition);
/// Whether it can be judged only when the money is there.
bool needs_payment(const Definition& definition);

/// Pure. Everything wrong with a rule, at its pointer.
std::vector<Fault> faults_of(const Definition& definition);

/// A network in CIDR notation, or one address.
struct Network {
    std::string bytes;   ///< 4 or 16
    int bits = 0;
    bool holds(std::string_view ip) const;
    static std::optional<Network> parse(std::string_view text);
};

/// What happens to an order on hold, by store.
enum class OnExpiry { approve, reject };
SHAPE_ENUM(OnExpiry, approve, reject)
struct ReviewPolicy {
    Whole<1, 720> review_hours{24};                      ///< so long an order stays on hold, and its goods with it
    OnExpiry on_expiry = OnExpiry::reject;               ///< what happens when nobody decided
};
SHAPE(ReviewPolicy, review_hours, on_expiry)

struct Rule {
    RuleId id;
    std::int64_t version = 1;
    Definition definition;
};

class Rules {
public:
    Rules() = default;
    /// Keeps those that are on, by priority and age.
    Rules(std::vector<Rule> rules, ReviewPolicy policy, std::int64_t version);
    const std::vector<Rule>& all() const { return rules_; }
    const ReviewPolicy& policy() const { return policy_; }
    std::int64_t version() const { return version_; }

    struct Measure {
        Counted counted;
        By by;
        std::int64_t within_minutes;
        auto operator<=>(const Measure&) const = default;
    };
    /// What has to be counted, each once: before anything is charged, or for those rules that wait for the payment.
    std::vector<Measure> measures(bool with_payment) const;
    /// Whether earlier paid orders matter.
    bool asks_for_first_order(bool with_payment) const;

private:
    std::vector<Rule> rules_;
    ReviewPolicy policy_;
    std::int64_t version_ = 0;
};

/// The names under which these facts are counted.
struct Key {
    By by;
    std::string text;
    auto operator<=>(const Key&) const = default;
};
std::vector<Key> keys_of(const Facts& facts);
/// The name under which an order's own declines are counted.
Key order_key(const std::string& order);

}  // namespace vitrine::risk
