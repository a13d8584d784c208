#include "modules/orders/desk.h"

#include <algorithm>

#include <fmt/format.h>

#include "io/crypto/digest.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/orders/assess.h"
#include "modules/search/api.h"

namespace vitrine::orders {
namespace {

/// The line of the cart that takes this article, itself or as part of a bundle.
size_t line_with(const carts::CartRow& cart, catalog::VariantId variant, const search::Snapshot& snapshot) {
    for (size_t i = 0; i < cart.variants.size(); ++i)
        if (cart.variants[i] == variant) return i;
    for (size_t i = 0; i < cart.variants.size(); ++i)
        if (auto parts = snapshot.parts(cart.variants[i]); std::ranges::find(parts, variant, &catalog::BundlePart::variant) != parts.end()) return i;
    return cart.variants.size();
}

Refusal refusal(std::unexpected<Refusal> refused) { return std::move(refused.error()); }

}  // namespace

Desk::Desk(Seen seen) : config_(seen.config), memory_(std::move(seen.memory)), shelf_(seen.levels), tally_(std::move(seen.tally)), drafts_(std::move(seen.drafts)) {
    std::map<CartId, std::vector<std::string>> hashes;
    for (auto& key : seen.keys) hashes[key.id].push_back(std::move(key.token_hash.value));
    for (auto& row : seen.carts) {
        auto id = row.id;
        carts_.emplace(id, Cart{std::move(hashes[id]), std::move(row)});
    }
    for (auto& claim : seen.claims) claims_.emplace(claim.key, Claim{std::move(claim.fingerprint.value), std::move(claim.answer)});
}

Desk::Decision Desk::serve(const Request& request) {
    auto decision = decide(request);
    if (const auto* draft = std::get_if<rules::Draft>(&decision)) {
        if (draft->assessed) tally_.add(draft->assessed->facts);
        carts_.at(request.in.cart).row.state = "ordered";
        claims_.emplace(request.idempotency_key, Claim{request.fingerprint, RepeatOf{served_}});
    }
    ++served_;
    return decision;
}

Desk::Decision Desk::decide(const Request& request) {
    if (auto claim = claims_.find(request.idempotency_key); claim != claims_.end()) return repeat(claim->second, request);
    if (request.draft) {
        auto draft = drafts_.find(request.draft->id);
        if (draft == drafts_.end() || draft->second != request.draft->version) return refusal(refuse(refusals::stale_version, "the draft was changed while it was placed"));
    }
    auto cart = carts_.find(request.in.cart);
    auto opens = [&](const std::string& hash) { return crypto::equal_in_constant_time(hash, request.cart.token_hash.value); };
    bool is_holder = cart != carts_.end() && std::ranges::any_of(cart->second.token_hashes, opens);
    if (!is_holder) return refusal(refuse(carts::not_found));

    const auto& row = cart->second.row;
    std::function methods = [&](const Money& amount) { return payments::methods(config_, *memory_.store, amount, rules::destination(row, *memory_.store)); };
    auto draft = rules::place({row, memory_, methods, request.ctx.now, &request.agreed, request.gives_delivery}, request.in);
    if (!draft) return std::move(draft.error());
    if (is_refused(*draft, request, row)) return refusal(refuse(not_accepted));
    if (auto shortages = shelf_.take(draft->goods, &draft->promised); !shortages.empty()) return short_of(shortages, row);
    return std::move(*draft);
}

/// Asks the store's rules on risk, as they stand in memory, before anything is taken or charged. What they said goes with the order.
bool Desk::is_refused(rules::Draft& draft, const Request& request, const carts::CartRow& cart) const {
    static auto refused = metrics::counter("vitrine_risk_refused_total", "Orders that the rules refused before anything was charged");
    const auto& store_rules = memory_.rules->risk;
    if (!store_rules || !risk::has_rules(*store_rules)) return false;
    auto facts = facts_of(request, cart);
    tally_.fill(*store_rules, facts);
    auto assessment = risk::evaluate(*store_rules, facts);
    bool is_refused = assessment.outcome == risk::Outcome::refuse;
    if (is_refused) {
        refused.add();
        for (const auto& fired : assessment.fired) log::info("risk.refused", {{"cart", cart.id.text()}, {"rule", fired.rule.text()}, {"name", fired.name}});
    }
    draft.assessed = risk::Assessed{{}, {}, std::move(facts), std::move(assessment), request.ctx.now};
    return is_refused;
}

Desk::Decision Desk::repeat(const Claim& claim, const Request& request) const {
    if (!crypto::equal_in_constant_time(claim.fingerprint, request.fingerprint)) return refusal(refuse(refusals::key_reused));
    if (const auto* earlier = std::get_if<RepeatOf>(&claim.answer)) return *earlier;
    auto view = read_json<OrderView>(std::get<RawJson>(claim.answer).text);
    if (!view) throw std::runtime_error("a stored answer does not fit its shape");
    return std::move(*view);
}

/// Which lines of the cart could not be had, as the buyer sees them.
Refusal Desk::short_of(const std::vector<stock::Shortage>& shortages, const carts::CartRow& cart) const {
    std::vector<Fault> faults;
    for (const auto& shortage : shortages) {
        auto facts = memory_.snapshot->variant(shortage.variant);
        auto detail = fmt::format("{}: {} wanted, {} left", facts ? facts->sku : "an article", shortage.wanted, shortage.available);
        auto line = line_with(cart, shortage.variant, *memory_.snapshot);
        faults.push_back({fmt::format("/lines/{}/quantity", line), "stock.short", detail});
    }
    return refusal(refuse(stock::short_of, {}, std::move(faults)));
}

}  // namespace vitrine::orders
