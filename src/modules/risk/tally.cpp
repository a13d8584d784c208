// Counting for the orders of one transaction: one statement, then memory.
#include <algorithm>

#include "core/check.h"
#include "modules/risk/sql.h"
#include "modules/risk/steps.h"

namespace vitrine::risk {
namespace {

std::optional<std::string> key_by(const std::vector<Key>& keys, By by) {
    auto found = std::ranges::find(keys, by, &Key::by);
    return found == keys.end() ? std::nullopt : std::optional(found->text);
}

}  // namespace

Tally::Tally(const std::vector<Found>& found) {
    for (const auto& one : found) counts_[{one.counted, one.by, one.within_minutes, one.key}] = one.count;
}

void Tally::fill(const Rules& rules, Facts& facts) const {
    auto keys = keys_of(facts);
    auto seen = [&](Counted counted, By by, std::int64_t minutes) -> std::optional<std::int64_t> {
        auto key = key_by(keys, by);
        auto found = key ? counts_.find({counted, by, minutes, *key}) : counts_.end();
        return found == counts_.end() ? std::nullopt : std::optional(found->second);
    };
    std::vector<Count> counts;
    for (const auto& measure : rules.measures(false)) {
        auto count = seen(measure.counted, measure.by, measure.within_minutes);
        if (count) counts.push_back({measure.counted, measure.by, measure.within_minutes, *count + (measure.counted == Counted::orders)});
    }
    if (!counts.empty()) facts.counts = std::move(counts);
    if (rules.asks_for_first_order(false)) facts.paid_before = seen(Counted::orders, By::email, 0);
}

void Tally::add(const Facts& facts) {
    for (const auto& key : keys_of(facts))
        for (auto& [name, count] : counts_) {
            const auto& [counted, by, minutes, text] = name;
            if (counted == Counted::orders && minutes > 0 && text == key.text) ++count;
        }
}

std::vector<Found> Counting::found() const {
    auto out = wanted;
    const auto& numbers = *counts;
    check(numbers.size() == out.size(), "each thing was counted once");
    for (size_t i = 0; i < out.size(); ++i) out[i].count = numbers[i];
    return out;
}

std::optional<Counting> count(pg::Tx& tx, const Rules& rules, const std::vector<Facts>& orders) {
    auto measures = rules.measures(false);
    bool asks_first = rules.asks_for_first_order(false);
    if (measures.empty() && !asks_first) return {};
    Counting counting;
    for (const auto& facts : orders) {
        auto keys = keys_of(facts);
        for (const auto& measure : measures)
            if (auto key = key_by(keys, measure.by)) counting.wanted.push_back({measure.counted, measure.by, measure.within_minutes, *key, 0});
        if (auto email = key_by(keys, By::email); email && asks_first) counting.wanted.push_back({Counted::orders, By::email, 0, *email, 0});
    }
    std::ranges::sort(counting.wanted);
    counting.wanted.erase(std::ranges::unique(counting.wanted).begin(), counting.wanted.end());
    if (counting.wanted.empty()) return {};
    counting.counts = queue_count(tx, counting.wanted, {});
    return counting;
}

pg::Later<std::vector<std::int64_t>> queue_count(pg::Tx& tx, const std::vector<Found>& wanted, const std::string& without) {
    std::vector<std::string> locks, kinds, keys;
    std::vector<Instant> since;
    for (const auto& one : wanted) {
        bool is_paid = one.within_minutes == 0, is_order = one.counted == Counted::orders;
        if (is_order && !is_paid) locks.push_back(one.key);
        kinds.emplace_back(is_paid ? "paid" : is_order ? "order" : "decline");
        keys.push_back(one.key);
        since.push_back(is_paid ? Instant{} : tx.ctx().now - std::chrono::minutes(one.within_minutes));
    }
    return tx.queue(sql::count_marks(locks, kinds, keys, since, without));
}

}  // namespace vitrine::risk
