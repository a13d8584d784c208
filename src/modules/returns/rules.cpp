#include "modules/returns/rules.h"

#include <algorithm>

#include "core/check.h"

namespace vitrine::returns::rules {
namespace {

using orders::OrderLine;

bool fits(const GoodsRule& rule, const OrderLine& line, const std::vector<std::string>& categories) {
    auto is_in = [](const auto& wanted, const std::string& value) { return wanted && std::ranges::any_of(*wanted, [&](const auto& one) { return one.str() == value; }); };
    return is_in(rule.products, line.product_slug) || is_in(rule.skus, line.sku) || std::ranges::any_of(categories, [&](const auto& slug) { return is_in(rule.categories, slug); });
}

const GoodsRule* rule_of(const Policy& policy, const OrderLine& line, const Seen& seen) {
    if (!policy.goods) return nullptr;
    auto known = std::ranges::find(seen.goods, line.position, &Goods::position);
    static const std::vector<std::string> nowhere;
    const auto& categories = known == seen.goods.end() ? nowhere : known->categories;
    auto rule = std::ranges::find_if(*policy.goods, [&](const auto& one) { return fits(one, line, categories); });
    return rule == policy.goods->end() ? nullptr : &*rule;
}

/// The line's units by when they came, out of what is left of the parcels' units; the rest came with the order, where that was delivered.
std::vector<Lot> lots_of(const OrderLine& line, std::vector<Lot>& left, const std::optional<Instant>& delivered_at) {
    auto missing = line.quantity - line.cancelled.value_or(0);
    std::vector<Lot> out;
    for (auto& lot : left) {
        if (lot.sku != line.sku || missing == 0 || lot.quantity == 0) continue;
        auto some = std::min(lot.quantity, missing);
        out.push_back({line.sku, some, lot.at});
        lot.quantity -= some;
        missing -= some;
    }
    if (missing > 0 && delivered_at) out.push_back({line.sku, missing, *delivered_at});
    std::ranges::sort(out, {}, &Lot::at);
    return out;
}

std::int64_t units(const std::vector<Lot>& lots) {
    std::int64_t sum = 0;
    for (const auto& lot : lots) sum += lot.quantity;
    return sum;
}

void take_oldest(std::vector<Lot>& lots, std::int64_t taken) {
    for (auto& lot : lots) {
        auto some = std::min(lot.quantity, taken);
        lot.quantity -= some;
        taken -= some;
    }
}

Instant end_of(const Lot& lot, std::int64_t days) { return lot.at + std::chrono::days(days); }

Returnable none(Returnable line, std::string why, std::string words) {
    line.why = std::move(why);
    line.words = std::move(words);
    return line;
}

Returnable judge_line(const Policy& policy, const Seen& seen, const OrderLine& line, std::vector<Lot> lots) {
    Returnable out{.position = line.position};
    if (line.breakdown.is_gift) return none(out, "gift", "This was a gift");
    if (lots.empty()) return none(out, "not_delivered", "It has not reached you yet");
    auto taken = std::ranges::find(seen.taken, line.position, &Taken::position);
    if (taken != seen.taken.end()) take_oldest(lots, taken->quantity);
    if (units(lots) == 0) return none(out, "taken", "It is in a return already, or its money went back");
    const auto* rule = rule_of(policy, line, seen);
    auto window = rule ? rule->window_days.value : policy.window_days.value;
    auto longest = std::max(window, policy.window_days.value);   // for what is always taken
    for (const auto& lot : lots) {
        if (lot.quantity == 0) continue;
        if (seen.now <= end_of(lot, longest)) out.always += lot.quantity;
        if (window == 0) continue;
        if (!out.until || *out.until < end_of(lot, window)) out.until = end_of(lot, window);
        if (seen.now <= end_of(lot, window)) out.quantity += lot.quantity;
    }
    if (out.quantity > 0) return out;
    if (window == 0) return none(out, "not_returnable", rule ? rule->words.str() : "We do not take this back");
    return none(out, "window_over", "The time to return it is over");
}

}  // namespace

std::vector<Returnable> returnable(const Policy& policy, const Seen& seen) {
    auto left = seen.lots;
    std::ranges::sort(left, {}, &Lot::at);
    std::vector<Returnable> out;
    for (const auto& line : seen.order.lines) out.push_back(judge_line(policy, seen, line, lots_of(line, left, seen.delivered_at)));
    return out;
}

namespace {

std::optional<Fault> fault_of(const Reason& reason, const std::vector<Returnable>& offered, const std::vector<AskedLine>& lines, size_t n) {
    auto pointer = "/lines/" + std::to_string(n);
    const auto& asked = lines[n];
    auto line = std::ranges::find(offered, asked.position.value, &Returnable::position);
    if (line == offered.end()) return Fault{pointer + "/position", "unknown", "the order has no such line"};
    bool is_twice = std::ranges::any_of(lines.begin(), lines.begin() + std::ptrdiff_t(n), [&](const auto& one) { return one.position == asked.position; });
    if (is_twice) return Fault{pointer + "/position", "repeated", "name a line once"};
    auto most = reason.is_always_taken.value_or(false) ? std::max(line->always, line->quantity) : line->quantity;
    if (most == 0) return Fault{pointer + "/position", line->why, line->words};
    if (asked.quantity > most) return Fault{pointer + "/quantity", "out_of_range", std::to_string(most) + " may come back"};
    return {};
}

bool is_of_input(const Fault& fault) { return fault.code == "unknown" || fault.code == "repeated"; }

}  // namespace

Result<Reason> judge(const Policy& policy, const std::vector<Returnable>& offered, const AskReturn& in) {
    std::vector<Fault> bad, refused;
    auto reason = std::ranges::find_if(policy.reasons, [&](const auto& one) { return one.code.str() == in.reason; });
    if (in.lines.empty()) bad.push_back({"/lines", "required", "name what comes back"});
    if (reason == policy.reasons.end()) bad.push_back({"/reason", "unknown", "choose one of the reasons"});
    bool is_exchange = in.wish == Wish::exchange;
    if (is_exchange && !policy.offers_exchange) bad.push_back({"/wish", "not_offered", "this shop does not exchange"});
    if (is_exchange && in.to == MoneyTo::store_credit) bad.push_back({"/to", "conflict", "what an exchange leaves over goes back the way it came"});
    if (in.is_fetched.value_or(false) && !policy.offers_pickup) bad.push_back({"/is_fetched", "not_offered", "please send the goods yourself"});
    for (size_t n = 0; n < in.lines.size(); ++n)
        if (is_exchange != in.lines[n].exchange_for.has_value())
            bad.push_back({"/lines/" + std::to_string(n) + "/exchange_for", is_exchange ? "required" : "conflict", is_exchange ? "say what you want instead" : "this is no exchange"});
    if (reason != policy.reasons.end()) {
        bool has_words = in.words && !in.words->str().empty();
        if (reason->asks_words && !has_words) bad.push_back({"/words", "required", "tell us what is wrong"});
        for (size_t n = 0; n < in.lines.size(); ++n)
            if (auto fault = fault_of(*reason, offered, in.lines, n)) (is_of_input(*fault) ? bad : refused).push_back(std::move(*fault));
    }
    if (!bad.empty()) return refuse(refusals::invalid, {}, std::move(bad));
    if (!refused.empty()) {
        auto words = refused.front().detail;
        return refuse(not_returnable, std::move(words), std::move(refused));
    }
    return *reason;
}

Terms terms_of(const Policy& policy, const Reason& reason, const AskReturn& in, Currency currency) {
    bool has_fee = policy.pickup_fee && policy.pickup_fee->currency == currency && in.is_fetched.value_or(false) && !reason.is_our_fault;
    return {.restocking_ppm = reason.is_our_fault ? 0 : policy.restocking_ppm.value,
            .pickup_fee = has_fee ? *policy.pickup_fee : Money{0, currency},
            .refunds_delivery = policy.refunds_delivery && reason.is_our_fault,
            .pays_exchange_delivery = policy.pays_exchange_delivery || reason.is_our_fault,
            .settles_by_itself = policy.settles_by_itself,
            .exchange_hold_days = policy.exchange_hold_days.value,
            .courier_words = reason.courier_words ? reason.courier_words->str() : "Other",
            .instructions = policy.instructions.str()};
}

Money restocking(const Terms& terms, const Money& credit) { return vitrine::share(credit, Rate{terms.restocking_ppm}, Rounding::half_up); }

Money withheld(const Terms& terms, Wish wish, const Money& share) {
    auto wanted = (wish == Wish::refund ? restocking(terms, share) : Money{0, share.currency}) + terms.pickup_fee;
    return share < wanted ? share : wanted;
}

Exchange exchange(const Terms& terms, const Money& goods, const Money& worth, const Money& total) {
    auto way_back = withheld(terms, Wish::exchange, goods);
    auto left = worth - way_back;
    auto credit = left < total ? left : total;
    auto kept = restocking(terms, left - credit);
    return {credit, left - credit - kept, way_back + kept, total - credit};
}

bool is_exchangeable(const orders::OrderLine& line, std::string_view wanted_slug) { return line.product_slug == wanted_slug; }

std::vector<Fault> faults_of(const std::vector<ReturnLine>& lines, const std::vector<Inspected>& found) {
    std::vector<Fault> faults;
    std::vector<std::int64_t> seen;
    auto is_seen = [&](std::int64_t position) { return std::ranges::find(seen, position) != seen.end(); };
    for (size_t n = 0; n < found.size(); ++n) {
        auto pointer = "/lines/" + std::to_string(n);
        const auto& one = found[n];
        auto line = std::ranges::find(lines, one.position.value, &ReturnLine::position);
        if (line == lines.end()) faults.push_back({pointer + "/position", "unknown", "the return has no such line"});
        else if (is_seen(one.position)) faults.push_back({pointer + "/position", "repeated", "name a line once"});
        else if (one.sellable + one.damaged + one.refused != line->quantity)
            faults.push_back({pointer, "out_of_range", "sellable, damaged and refused make " + std::to_string(line->quantity) + " together"});
        seen.push_back(one.position.value);
    }
    for (const auto& line : lines)
        if (!is_seen(line.position)) faults.push_back({"/lines", "required", "line " + std::to_string(line.position) + " was not looked at"});
    return faults;
}

}  // namespace vitrine::returns::rules
