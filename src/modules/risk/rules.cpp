// What rules say about an order. Pure: no clock, no database.
#include <algorithm>

#include <fmt/format.h>

#include "modules/risk/rule.h"

namespace vitrine::risk {
namespace {

std::string yes_or_no(bool value) { return value ? "yes" : "no"; }

template <class T>
std::string joined(const std::vector<T>& items) {
    std::string out;
    for (const auto& item : items) {
        if (!out.empty()) out += ", ";
        if constexpr (shape::DescribedEnum<T>) out += shape_name(item);
        else out += item.str();
    }
    return out;
}

/// Judges one rule's conditions; the first that does not hold ends it.
class Judge {
public:
    explicit Judge(const Facts& facts) : facts_(facts) {}

    std::optional<std::vector<Reason>> judge(const Conditions& when) {
        bool holds = total(when) && countries(when) && buyer(when) && network(when) && card(when) && velocity(when);
        if (!holds) return {};
        return std::move(reasons_);
    }

private:
    bool note(std::string_view condition, std::string saw, std::string rule_says) {
        reasons_.push_back({std::string(condition), std::move(saw), std::move(rule_says)});
        return true;
    }

    bool total(const Conditions& when) {
        auto same_currency = [&](const Money& amount) { return amount.currency == facts_.total.currency; };
        if (when.total_from) {
            auto from = std::ranges::find_if(*when.total_from, same_currency);
            if (from == when.total_from->end() || facts_.total < *from) return false;
            note("total_from", format_for_people(facts_.total), format_for_people(*from));
        }
        if (when.total_below) {
            auto below = std::ranges::find_if(*when.total_below, same_currency);
            if (below == when.total_below->end() || !(facts_.total < *below)) return false;
            note("total_below", format_for_people(facts_.total), format_for_people(*below));
        }
        return true;
    }

    /// A list of words, of which what was seen has to be one.
    template <class T>
    bool is_listed(std::string_view condition, const std::optional<std::vector<T>>& list, const std::optional<std::string>& saw) {
        if (!list) return true;
        if (!saw) return false;
        bool is_in = std::ranges::any_of(*list, [&](const T& item) { return item.str() == *saw; });
        return is_in && note(condition, *saw, joined(*list));
    }
    bool is_checked(std::string_view condition, const std::optional<std::vector<CardCheck>>& list, const std::optional<CardCheck>& saw) {
        if (!list) return true;
        if (!saw || std::ranges::find(*list, *saw) == list->end()) return false;
        return note(condition, std::string(shape_name(*saw)), joined(*list));
    }
    bool is_so(std::string_view condition, const std::optional<bool>& wanted, const std::optional<bool>& saw) {
        if (!wanted) return true;
        if (!saw || *saw != *wanted) return false;
        return note(condition, yes_or_no(*saw), yes_or_no(*wanted));
    }

    std::optional<std::string> bill_country() const { return facts_.bill_country ? facts_.bill_country : facts_.ship_country; }
    static std::optional<bool> differ(const std::optional<std::string>& a, const std::optional<std::string>& b) { return a && b ? std::optional(*a != *b) : std::nullopt; }

    bool countries(const Conditions& when) {
        return is_listed("ship_to", when.ship_to, facts_.ship_country) && is_listed("bill_to", when.bill_to, bill_country()) &&
               is_so("countries_differ", when.countries_differ, differ(bill_country(), facts_.ship_country)) && is_so("addresses_differ", when.addresses_differ, facts_.addresses_differ);
    }

    bool buyer(const Conditions& when) {
        auto is_first = facts_.paid_before ? std::optional(*facts_.paid_before == 0) : std::nullopt;
        return is_so("is_guest", when.is_guest, facts_.is_guest) && account(when) && is_so("is_first_order", when.is_first_order, is_first) &&
               is_listed("payment_methods", when.payment_methods, facts_.payment_method) && mailbox(when);
    }

    bool account(const Conditions& when) {
        if (!when.account_younger_than_hours) return true;
        auto limit = when.account_younger_than_hours->value;
        if (!facts_.account_age_hours || *facts_.account_age_hours >= limit) return false;
        return note("account_younger_than_hours", fmt::format("{} h", *facts_.account_age_hours), fmt::format("below {} h", limit));
    }

    bool mailbox(const Conditions& when) {
        if (!when.emails) return true;
        if (!facts_.email) return false;
        auto fits = [&](const auto& entry) {
            if (entry.str().starts_with('@')) return facts_.email->ends_with(lower_ascii(entry.str()));
            auto email = Email::parse(entry.str());
            return email && normalized_email(*email) == *facts_.email;
        };
        auto found = std::ranges::find_if(*when.emails, fits);
        return found != when.emails->end() && note("emails", *facts_.email, found->str());
    }

    bool network(const Conditions& when) {
        if (!when.ip_ranges) return true;
        if (!facts_.ip) return false;
        auto fits = [&](const auto& entry) {
            auto range = Network::parse(entry.str());
            return range && range->holds(*facts_.ip);
        };
        auto found = std::ranges::find_if(*when.ip_ranges, fits);
        return found != when.ip_ranges->end() && note("ip_ranges", *facts_.ip, found->str());
    }

    bool card(const Conditions& when) {
        static const CardFacts unknown;
        const auto& card = facts_.card ? *facts_.card : unknown;
        return is_listed("card_countries", when.card_countries, card.country) && is_so("card_country_differs", when.card_country_differs, differ(card.country, bill_country())) &&
               is_checked("address_check", when.address_check, card.address_check) && is_checked("postal_check", when.postal_check, card.postal_check) &&
               is_checked("code_check", when.code_check, card.code_check) && is_so("is_authenticated", when.is_authenticated, card.is_authenticated) &&
               is_listed("gateway_levels", when.gateway_levels, card.gateway_level);
    }

    bool velocity(const Conditions& when) {
        for (const auto& one : when.velocity.value_or(std::vector<Velocity>{})) {
            auto is_it = [&](const Count& c) { return c.counted == one.counted && c.by == one.by && c.within_minutes == one.within_minutes; };
            if (!facts_.counts) return false;
            auto found = std::ranges::find_if(*facts_.counts, is_it);
            if (found == facts_.counts->end() || found->count < one.at_least) return false;
            auto what = fmt::format("{} by {} within {} min", shape_name(one.counted), shape_name(one.by), one.within_minutes.value);
            note("velocity", fmt::format("{} {}", found->count, what), fmt::format("{} or more", one.at_least.value));
        }
        return true;
    }

    const Facts& facts_;
    std::vector<Reason> reasons_;
};

void weigh(Assessment& assessment, const Fired& fired) {
    assessment.outcome = std::max(assessment.outcome, fired.outcome);
    if (fired.outcome == Outcome::require_3ds) assessment.requires_3ds = true;
}

/// Asks the rules of one stage, by priority, until an `allow` fires; those asked come before `last`, if there is one.
std::vector<Fired> ask(const Rules& rules, const Facts& facts, bool with_payment, std::optional<std::int64_t> last) {
    std::vector<Fired> out;
    for (const auto& rule : rules.all()) {
        const auto& definition = rule.definition;
        if (needs_payment(definition) != with_payment) continue;
        if (last && priority_of(definition) >= *last) break;
        auto reasons = Judge(facts).judge(definition.when);
        if (!reasons) continue;
        out.push_back({rule.id, rule.version, definition.name.str(), definition.outcome, priority_of(definition), std::move(*reasons)});
        if (definition.outcome == Outcome::allow) break;
    }
    return out;
}

}  // namespace

std::int64_t priority_of(const Definition& definition) { return definition.priority ? definition.priority->value : 100; }
bool is_on(const Definition& definition) { return definition.is_on.value_or(true); }

bool needs_payment(const Definition& definition) {
    const auto& when = definition.when;
    auto is_late = [](const Velocity& one) { return one.by == By::card || one.by == By::order; };
    return when.card_countries || when.card_country_differs || when.address_check || when.postal_check || when.code_check || when.is_authenticated || when.gateway_levels ||
           (when.velocity && std::ranges::any_of(*when.velocity, is_late));
}

Rules::Rules(std::vector<Rule> rules, ReviewPolicy policy, std::int64_t version) : rules_(std::move(rules)), policy_(policy), version_(version) {
    std::erase_if(rules_, [](const Rule& rule) { return !is_on(rule.definition); });
    std::ranges::sort(rules_, {}, [](const Rule& rule) { return std::pair(priority_of(rule.definition), rule.id); });
}

std::vector<Rules::Measure> Rules::measures(bool with_payment) const {
    std::vector<Measure> out;
    for (const auto& rule : rules_) {
        if (needs_payment(rule.definition) != with_payment || !rule.definition.when.velocity) continue;
        for (const auto& one : *rule.definition.when.velocity) out.push_back({one.counted, one.by, one.within_minutes});
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

bool Rules::asks_for_first_order(bool with_payment) const {
    return std::ranges::any_of(rules_, [&](const Rule& rule) { return needs_payment(rule.definition) == with_payment && rule.definition.when.is_first_order; });
}

std::shared_ptr<const Rules> no_rules() { return std::make_shared<const Rules>(); }
bool has_rules(const Rules& rules) { return !rules.all().empty(); }

Assessment evaluate(const Rules& rules, const Facts& facts) {
    Assessment out{.fired = ask(rules, facts, false, {}), .rules_version = rules.version()};
    for (const auto& fired : out.fired) weigh(out, fired);
    return out;
}

Assessment evaluate_payment(const Rules& rules, const Facts& facts, const Assessment& before) {
    auto allowed = std::ranges::find(before.fired, Outcome::allow, &Fired::outcome);
    auto last = allowed == before.fired.end() ? std::nullopt : std::optional(allowed->priority);
    Assessment out{.requires_3ds = before.requires_3ds, .fired = before.fired, .rules_version = rules.version()};
    for (auto& fired : ask(rules, facts, true, last)) out.fired.push_back(std::move(fired));
    std::ranges::sort(out.fired, {}, [](const Fired& fired) { return std::pair(fired.priority, fired.rule); });
    for (const auto& fired : out.fired) {
        weigh(out, fired);
        if (fired.outcome == Outcome::allow) break;
    }
    return out;
}

}  // namespace vitrine::risk
