// What is wrong with a rule, at its pointer. Pure.
#include <set>

#include <fmt/format.h>

#include "modules/risk/rule.h"

namespace vitrine::risk {
namespace {

constexpr size_t most_listed = 1'000, most_velocities = 5;

class Judge {
public:
    shape::Reader in;

    void definition(const Definition& rule) {
        if (rule.outcome == Outcome::require_3ds && needs_payment(rule))
            in.fault_at("outcome", "too_late", "3-D Secure is asked for before the card is charged; this rule looks at what is known afterwards: use review or refuse");
        in.enter("when");
        conditions(rule.when);
        in.leave();
    }

private:
    void conditions(const Conditions& when) {
        bool is_anything_given = false;
        shape::each_member<Conditions>([&](auto member) { is_anything_given |= (when.*member.pointer).has_value(); });
        if (!is_anything_given) in.fault("required", "a rule without a condition would fire for every order");
        amounts("total_from", when.total_from);
        amounts("total_below", when.total_below);
        list("velocity", when.velocity, most_velocities, [&](const Velocity& one) { velocity(one); });
        list("emails", when.emails, most_listed, [&](const auto& one) { mailbox(one.str()); });
        list("ip_ranges", when.ip_ranges, most_listed, [&](const auto& one) {
            if (!Network::parse(one.str())) in.fault("ip_range.malformed", "write a network such as 203.0.113.0/24 or 2001:db8::/32");
        });
        list("ship_to", when.ship_to, most_listed);
        list("bill_to", when.bill_to, most_listed);
        list("payment_methods", when.payment_methods, most_listed);
        list("card_countries", when.card_countries, most_listed);
        list("address_check", when.address_check, most_listed);
        list("postal_check", when.postal_check, most_listed);
        list("code_check", when.code_check, most_listed);
        list("gateway_levels", when.gateway_levels, most_listed);
    }

    template <class T, class F>
    void list(std::string_view member, const std::optional<std::vector<T>>& items, size_t most, F judge) {
        if (!items) return;
        if (items->empty() || items->size() > most) in.fault_at(member, "out_of_range", fmt::format("1 to {} entries belong here", most));
        in.enter(member);
        for (size_t i = 0; i < items->size(); ++i) {
            in.enter(i);
            judge((*items)[i]);
            in.leave();
        }
        in.leave();
    }
    template <class T>
    void list(std::string_view member, const std::optional<std::vector<T>>& items, size_t most) {
        list(member, items, most, [](const T&) {});
    }

    void amounts(std::string_view member, const std::optional<std::vector<Money>>& items) {
        std::set<std::string_view> seen;
        list(member, items, most_listed, [&](const Money& amount) {
            if (amount.minor <= 0) in.fault_at("minor", "out_of_range", "an amount above zero belongs here");
            if (!seen.insert(amount.currency.code()).second) in.fault_at("currency", "repeated", "one amount a currency");
        });
    }
    void velocity(const Velocity& one) {
        bool means_nothing = one.counted == Counted::orders ? one.by == By::order : one.by == By::card;
        if (means_nothing) in.fault_at("by", "not_counted", one.by == By::order ? "an order is one order: count orders by card, email, address or ip" : "a card that is declined is not named: count declines by email, address, ip or order");
        if (one.counted == Counted::orders && one.at_least == 1) in.fault_at("at_least", "out_of_range", "the order itself is counted: begin at 2");
    }
    void mailbox(const std::string& text) {
        bool is_domain = text.starts_with('@') && Email::parse("a" + text).has_value();
        if (!is_domain && !Email::parse(text)) in.fault("email.malformed", "write an address such as mallory@example.com, or @example.com for all of a domain");
    }
};

}  // namespace

std::vector<Fault> faults_of(const Definition& definition) {
    Judge judge;
    judge.definition(definition);
    return std::move(judge.in.faults);
}

}  // namespace vitrine::risk
