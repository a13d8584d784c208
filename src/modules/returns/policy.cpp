#include "modules/returns/policy.h"

#include <algorithm>
#include <set>

#include "core/check.h"
#include "modules/returns/sql.h"
#include "modules/stores/api.h"

namespace vitrine::returns {
namespace {

template <class T>
T known(std::string_view text) {
    auto value = T::parse(text);
    check(value.has_value(), "our own words fit their shapes");
    return *value;
}

Policy read_stored(const RawJson& stored) {
    auto policy = read_json<Policy>(stored.text);
    if (!policy) throw std::runtime_error("a stored policy of returns does not fit its shape");
    return std::move(*policy);
}

Reason reason(std::string_view code, std::string_view words, bool is_our_fault, std::string_view courier_words) {
    return {known<Slug>(code), known<Text<1, 80>>(words), is_our_fault, false, false, known<Text<1, 80>>(courier_words), {}};
}

}  // namespace

Policy usual_policy() {
    Policy out{.window_days = {14},
               .goods = {},
               .reasons = {reason("changed-mind", "I changed my mind", false, "Changed my mind"), reason("does-not-fit", "It does not fit", false, "Does not fit"),
                           reason("damaged", "It arrived damaged", true, "Item is damaged"), reason("wrong-item", "Something else was in the parcel", true, "Received wrong item"),
                           reason("not-as-described", "It is not as described", true, "Not as described")},
               .offers_exchange = true,
               .offers_pickup = false,
               .pickup_fee = {},
               .restocking_ppm = {0},
               .refunds_delivery = true,
               .pays_exchange_delivery = true,
               .exchange_hold_days = {14},
               .settles_by_itself = false,
               .instructions = known<Text<1, 600>>("Pack the goods as they came and write the number of the return on the parcel. We will write to you where to send it.")};
    for (auto& one : out.reasons)
        if (one.is_our_fault) one.asks_words = one.is_always_taken.emplace(true);
    return out;
}

std::vector<Fault> faults_of(const Policy& policy, Currency own) {
    std::vector<Fault> faults;
    std::set<std::string> codes;
    if (policy.reasons.empty()) faults.push_back({"/reasons", "required", "name at least one reason"});
    for (size_t n = 0; n < policy.reasons.size(); ++n)
        if (!codes.insert(policy.reasons[n].code.str()).second) faults.push_back({"/reasons/" + std::to_string(n) + "/code", "repeated", "each reason has a code of its own"});
    if (policy.pickup_fee && policy.pickup_fee->currency != own) faults.push_back({"/pickup_fee/currency", "currencies_mixed", "use the store's currency"});
    if (policy.pickup_fee && policy.pickup_fee->minor < 0) faults.push_back({"/pickup_fee/minor", "out_of_range", "nothing, or more"});
    for (size_t n = 0; policy.goods && n < policy.goods->size(); ++n) {
        const auto& rule = (*policy.goods)[n];
        bool fits_some = (rule.categories && !rule.categories->empty()) || (rule.products && !rule.products->empty()) || (rule.skus && !rule.skus->empty());
        if (!fits_some) faults.push_back({"/goods/" + std::to_string(n), "required", "name categories, products or articles"});
    }
    return faults;
}

Task<StoredPolicy> load_policy(pg::Tx& tx) {
    auto row = co_await tx.ask(sql::find_policy());
    if (!row) co_return StoredPolicy{usual_policy(), 0};
    co_return StoredPolicy{read_stored(row->policy), row->version};
}

Task<Result<StoredPolicy>> read_policy(App& app, Ctx ctx) {
    auto body = [&](pg::Tx& tx) -> Task<Result<StoredPolicy>> { co_return co_await load_policy(tx); };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<StoredPolicy>> set_policy(App& app, Ctx ctx, std::optional<std::int64_t> version, Policy policy) {
    auto store = app.stores->known(ctx.store);
    if (auto faults = faults_of(policy, store->currency); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    RawJson json{to_json(policy)};
    auto body = [&](pg::Tx& tx) -> Task<Result<StoredPolicy>> {
        auto before = co_await tx.ask(sql::lock_policy());
        if (version && *version != before.value_or(0)) co_return refuse(refusals::stale_version);
        auto saved = co_await tx.ask(sql::save_policy(json));
        co_return StoredPolicy{policy, saved};
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<bool> seed(pg::Db& db, Ctx ctx, std::string_view json) {
    auto policy = read_json<Policy>(json);
    auto first = [](const std::vector<Fault>& faults) { return "returns.json: " + faults[0].pointer + " " + faults[0].detail; };
    if (!policy) throw std::runtime_error(policy.error().errors.empty() ? "returns.json: " + policy.error().detail : first(policy.error().errors));
    auto own = policy->pickup_fee ? policy->pickup_fee->currency : Currency{};
    if (auto faults = faults_of(*policy, own); !faults.empty()) throw std::runtime_error(first(faults));
    RawJson stored{to_json(*policy)};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (co_await tx.ask(sql::find_policy())) co_return false;
        tx.send(sql::save_policy(stored));
        co_return true;
    };
    auto written = co_await db.transaction(ctx, body);
    check(written.has_value(), "writing a policy refuses nothing");
    co_return *written;
}

}  // namespace vitrine::returns
