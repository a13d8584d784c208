// Keeps what the rules said of an order, and says the last word when its money is there.
#include <algorithm>

#include "core/check.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/risk/sql.h"
#include "modules/risk/steps.h"

namespace vitrine::risk {
namespace {

void count_outcome(Outcome outcome) {
    static auto allowed = metrics::counter("vitrine_risk_allowed_total", "Orders that the rules let through once their money was there"),
                      reviewed = metrics::counter("vitrine_risk_reviewed_total", "Orders that went on hold for a person to look at"),
                      refused = metrics::counter("vitrine_risk_refused_after_payment_total", "Orders that were refused when the gateway had told about the card");
    if (outcome == Outcome::review) reviewed.add();
    else if (outcome == Outcome::refuse) refused.add();
    else allowed.add();
}

/// What the rules that wait for the payment count: the order itself is among its orders, and not counted by its own marks.
Task<void> fill_counts(pg::Tx& tx, const Rules& rules, const std::string& order, Facts& facts) {
    auto keys = keys_of(facts);
    keys.push_back(order_key(order));
    std::vector<Found> wanted;
    for (const auto& measure : rules.measures(true)) {
        auto key = std::ranges::find(keys, measure.by, &Key::by);
        if (key != keys.end()) wanted.push_back({measure.counted, measure.by, measure.within_minutes, key->text, 0});
    }
    auto email = std::ranges::find(keys, By::email, &Key::by);
    bool asks_first = rules.asks_for_first_order(true) && email != keys.end();
    if (asks_first) wanted.push_back({Counted::orders, By::email, 0, email->text, 0});
    if (wanted.empty()) co_return;
    auto counted = queue_count(tx, wanted, order);
    co_await tx.flush();
    check(counted->size() == wanted.size(), "each thing was counted once");
    std::vector<Count> counts;
    for (size_t i = 0; i < wanted.size(); ++i) {
        const auto& one = wanted[i];
        auto number = counted->at(i);
        if (one.within_minutes == 0) facts.paid_before = number;
        else counts.push_back({one.counted, one.by, one.within_minutes, number + (one.counted == Counted::orders)});
    }
    facts.counts = std::move(counts);
}

ReviewRow review_of(const AssessmentRow& row, Basis basis, const Facts& facts, const Assessment& assessment, const ReviewPolicy& policy, Instant now) {
    return {.id = ReviewId::next(now),
            .order_ref = row.order_ref,
            .order_number = row.order_number,
            .basis = basis,
            .total = facts.total.minor,
            .currency = facts.total.currency,
            .email = facts.email,
            .assessment = {to_json(assessment)},
            .on_expiry = policy.on_expiry,
            .opened_at = now,
            .expires_at = now + std::chrono::hours(policy.review_hours.value)};
}

void open(pg::Tx& tx, const ReviewRow& r) {
    tx.send(sql::open_review(r.id, r.order_ref, r.order_number, r.basis, r.total, r.currency, r.email, r.assessment, r.on_expiry, r.opened_at, r.expires_at));
    jobs::later(tx, std::string(expire_kind), r.id.text(), r.expires_at, ExpireReview{r.id});
}

/// The verdict of a repeat.
Task<Verdict> verdict_before(pg::Tx& tx, const AssessmentRow& row) {
    Verdict verdict{.outcome = read_stored<Assessment>(row.assessment).outcome, .held_until = {}};
    if (verdict.outcome != Outcome::review) co_return verdict;
    auto review = co_await tx.ask(sql::open_review_of(row.order_ref));
    verdict.held_until = review ? review->expires_at : tx.ctx().now;
    co_return verdict;
}

}  // namespace

void save(pg::Tx& tx, const std::vector<Assessed>& orders) {
    if (orders.empty()) return;
    std::vector<std::string> refs, numbers, mark_orders, mark_keys;
    std::vector<Instant> placed, mark_times;
    std::vector<RawJson> facts, assessments;
    for (const auto& one : orders) {
        refs.push_back(one.order);
        numbers.push_back(one.order_number);
        placed.push_back(one.placed_at);
        facts.push_back({to_json(one.facts)});
        assessments.push_back({to_json(one.assessment)});
        for (auto& key : keys_of(one.facts)) {
            mark_orders.push_back(one.order);
            mark_keys.push_back(std::move(key.text));
            mark_times.push_back(one.placed_at);
        }
    }
    tx.send(sql::save_assessments(refs, numbers, placed, facts, assessments, mark_orders, mark_keys, mark_times));
}

void note_decline(pg::Tx& tx, const std::string& order, const std::string& attempt) {
    tx.send(sql::note_decline(order, order_key(order).text, order + ":" + attempt, tx.ctx().now));
}

void mark_paid(pg::Tx& tx, const Facts& facts, const std::string& order) {
    for (const auto& key : keys_of(facts))
        if (key.by == By::email) tx.send(sql::add_mark("paid", key.text, tx.ctx().now, order));
}

Task<Verdict> judge_payment(pg::Tx& tx, const Rules& rules, std::string order, Basis basis, std::optional<CardFacts> card) {
    auto row = co_await tx.ask(sql::find_assessment(order));
    if (!row) co_return Verdict{};
    if (row->settled_at) co_return co_await verdict_before(tx, *row);

    auto now = tx.ctx().now;
    auto facts = read_stored<Facts>(row->facts);
    auto before = read_stored<Assessment>(row->assessment);
    facts.card = std::move(card);
    auto late = facts;
    late.counts.reset();
    co_await fill_counts(tx, rules, order, late);
    auto assessment = evaluate_payment(rules, late, before);
    // Where only a promise was made there is nothing to give back: a person decides.
    if (basis == Basis::promised) assessment.outcome = std::min(assessment.outcome, Outcome::review);
    if (late.counts) {
        auto& known = facts.counts ? *facts.counts : facts.counts.emplace();
        known.insert(known.end(), late.counts->begin(), late.counts->end());
    }

    tx.send(sql::settle_assessment(order, RawJson{to_json(facts)}, RawJson{to_json(assessment)}, now));
    for (const auto& key : keys_of(facts))
        if (key.by == By::card) tx.send(sql::add_mark("order", key.text, now, order));
    Verdict verdict{.outcome = assessment.outcome, .held_until = {}};
    if (verdict.outcome == Outcome::review) {
        auto review = review_of(*row, basis, facts, assessment, rules.policy(), now);
        open(tx, review);
        verdict.held_until = review.expires_at;
    } else if (verdict.outcome != Outcome::refuse) {
        mark_paid(tx, facts, order);
    }
    count_outcome(verdict.outcome);
    log::info("risk.judged", {{"order", order}, {"outcome", std::string(shape_name(verdict.outcome))}, {"rules", std::to_string(assessment.fired.size())}});
    co_return verdict;
}

}  // namespace vitrine::risk
