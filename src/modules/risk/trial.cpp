#include "modules/risk/trial.h"

#include <algorithm>

#include "core/check.h"
#include "modules/risk/sql.h"

namespace vitrine::risk {
namespace {

constexpr size_t most_cases = 200, most_facts = 100;

std::vector<Fault> below(const std::string& pointer, std::vector<Fault> faults) {
    for (auto& fault : faults) fault.pointer = pointer + fault.pointer;
    return faults;
}

std::vector<Fault> faults_of_trial(const Trial& trial) {
    std::vector<Fault> out;
    if (trial.facts && trial.recent) out.push_back({"/recent", "not_both", "give facts, or try on recent orders"});
    if (trial.facts && trial.facts->size() > most_facts) out.push_back({"/facts", "out_of_range", "at most 100 at once"});
    if (trial.rules)
        for (size_t i = 0; i < trial.rules->size(); ++i)
            for (auto& fault : below("/rules/" + std::to_string(i), faults_of(trial.rules->at(i)))) out.push_back(std::move(fault));
    return out;
}

/// Both stages, one after the other, as an order that is paid goes through them.
Assessment judge(const Rules& rules, const Facts& facts) {
    auto before = evaluate(rules, facts);
    return facts.card ? evaluate_payment(rules, facts, before) : before;
}

void add(TrialReport& report, TrialCase one) {
    ++report.looked_at;
    const auto& outcome = one.assessment.outcome;
    report.allowed += outcome == Outcome::allow;
    report.require_3ds += outcome == Outcome::require_3ds;
    report.reviewed += outcome == Outcome::review;
    report.refused += outcome == Outcome::refuse;
    if (!one.assessment.fired.empty() && report.cases.size() < most_cases) report.cases.push_back(std::move(one));
}

/// One number to be counted again as it was when the order came.
struct Recount {
    size_t order;
    Rules::Measure measure;
};

/// Sets the counts of these orders to what they were then, whatever rules there were.
Task<void> recount(App& app, Ctx ctx, const Rules& rules, const std::vector<AssessmentRow>& rows, std::vector<Facts>& facts) {
    std::vector<Recount> wanted;
    std::vector<std::string> kinds, names, without;
    std::vector<Instant> since, until;
    auto measures = rules.measures(false), late = rules.measures(true);
    measures.insert(measures.end(), late.begin(), late.end());
    if (rules.asks_for_first_order(false) || rules.asks_for_first_order(true)) measures.push_back({Counted::orders, By::email, 0});
    for (size_t i = 0; i < rows.size(); ++i) {
        auto keys = keys_of(facts[i]);
        keys.push_back(order_key(rows[i].order_ref));
        for (const auto& measure : measures) {
            auto key = std::ranges::find(keys, measure.by, &Key::by);
            if (key == keys.end()) continue;
            bool is_late = measure.by == By::card || measure.by == By::order;
            auto at = is_late ? rows[i].settled_at.value_or(rows[i].placed_at) : rows[i].placed_at;
            wanted.push_back({i, measure});
            kinds.emplace_back(measure.within_minutes == 0 ? "paid" : measure.counted == Counted::orders ? "order" : "decline");
            names.push_back(key->text);
            since.push_back(measure.within_minutes == 0 ? Instant{} : at - std::chrono::minutes(measure.within_minutes));
            until.push_back(at);
            without.push_back(rows[i].order_ref);
        }
    }
    for (auto& one : facts) one.counts.reset();
    if (wanted.empty()) co_return;
    auto numbers = co_await app.db.read(ctx, sql::count_between(kinds, names, since, until, without));
    check(numbers.size() == wanted.size(), "each thing was counted once");
    for (size_t i = 0; i < wanted.size(); ++i) {
        const auto& [order, measure] = wanted[i];
        auto& one = facts[order];
        if (measure.within_minutes == 0) one.paid_before = numbers[i];
        else {
            if (!one.counts) one.counts.emplace();
            one.counts->push_back({measure.counted, measure.by, measure.within_minutes, numbers[i] + (measure.counted == Counted::orders)});
        }
    }
}

Task<TrialReport> try_on_orders(App& app, Ctx ctx, const Rules& rules, std::int64_t most) {
    auto rows = co_await app.db.read(ctx, sql::recent_assessments(std::int32_t(most)));
    std::vector<Facts> facts;
    for (const auto& row : rows) facts.push_back(read_stored<Facts>(row.facts));
    co_await recount(app, ctx, rules, rows, facts);
    TrialReport report;
    for (size_t i = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        add(report, {row.order_ref, row.order_number, row.placed_at, read_stored<Assessment>(row.assessment).outcome, judge(rules, facts[i])});
    }
    co_return report;
}

/// An e-mail that somebody typed is compared as those of orders are.
void normalise(Facts& facts) {
    auto email = facts.email ? Email::parse(*facts.email) : std::nullopt;
    if (email) facts.email = normalized_email(*email);
}

}  // namespace

Task<Result<TrialReport>> try_rules(App& app, Ctx ctx, Trial trial) {
    if (auto faults = faults_of_trial(trial); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto rules = co_await load_rules(app.db, ctx);
    if (trial.rules) {
        std::vector<Rule> tried;
        for (auto& definition : *trial.rules) tried.push_back({RuleId{}, 1, std::move(definition)});
        rules = std::make_shared<const Rules>(std::move(tried), rules->policy(), 0);
    }
    if (!trial.facts) co_return co_await try_on_orders(app, ctx, *rules, trial.recent ? trial.recent->value : 100);
    TrialReport report;
    for (auto& facts : *trial.facts) {
        normalise(facts);
        add(report, {{}, {}, {}, {}, judge(*rules, facts)});
    }
    co_return report;
}

}  // namespace vitrine::risk
