// A customer, or staff for him, asks for a return: judged behind the order's lock, so that no unit comes back twice.
#include <algorithm>

#include "io/crypto/digest.h"
#include "modules/returns/ground.h"
#include "modules/search/api.h"

namespace vitrine::returns {
namespace {

using Snapshot = std::shared_ptr<const search::Snapshot>;

Snapshot snapshot_of(const App& app, StoreId store) { return app.snapshots ? app.snapshots->of(store) : nullptr; }

/// Articles of the line's product that are there, for whoever wants another one.
std::vector<VariantId> exchanges_of(const Snapshot& snapshot, const orders::OrderLine& line) {
    std::vector<VariantId> out;
    auto product = snapshot ? snapshot->product(line.product_slug) : std::nullopt;
    if (!product) return out;
    for (const auto& variant : product->variants)
        if (variant.available > 0 && snapshot->parts(variant.id).empty()) out.push_back(variant.id);
    return out;
}

Offer offer_of(const Policy& policy, const Ground& ground, const std::vector<rules::Returnable>& lines, const Snapshot& snapshot) {
    Offer out{.lines = {}, .reasons = {}, .offers_exchange = policy.offers_exchange, .offers_pickup = policy.offers_pickup, .restocking_ppm = policy.restocking_ppm.value,
              .pickup_fee = {}, .instructions = policy.instructions.str()};
    if (policy.pickup_fee && policy.pickup_fee->currency == ground.order.total.currency && !policy.pickup_fee->is_zero()) out.pickup_fee = policy.pickup_fee;
    for (const auto& reason : policy.reasons) out.reasons.push_back({reason.code.str(), reason.words.str(), reason.is_our_fault, reason.asks_words, reason.asks_photo});
    bool has_always = std::ranges::any_of(policy.reasons, [](const auto& reason) { return reason.is_always_taken.value_or(false); });
    for (size_t n = 0; n < lines.size(); ++n) {
        const auto& line = ground.order.lines[n];
        const auto& may = lines[n];
        OfferedLine one{.position = line.position, .variant = line.variant, .sku = line.sku, .title = line.title, .options = line.options, .until = may.until, .exchanges = {}};
        one.quantity = has_always ? std::max(may.quantity, may.always) : may.quantity;
        if (may.quantity == 0) one.why = may.why, one.words = may.words;
        if (policy.offers_exchange && one.quantity > 0) one.exchanges = exchanges_of(snapshot, line);
        out.is_open = out.is_open || one.quantity > 0;
        out.lines.push_back(std::move(one));
    }
    return out;
}

/// What is wanted in exchange has to be an article of the same product that is there.
std::vector<Fault> exchange_faults(const orders::OrderView& order, const AskReturn& in, const Snapshot& snapshot) {
    std::vector<Fault> faults;
    for (size_t n = 0; n < in.lines.size(); ++n) {
        const auto& wanted = in.lines[n].exchange_for;
        if (!wanted) continue;
        auto pointer = "/lines/" + std::to_string(n) + "/exchange_for";
        auto facts = snapshot ? snapshot->variant(*wanted) : std::nullopt;
        auto line = std::ranges::find(order.lines, in.lines[n].position.value, &orders::OrderLine::position);
        if (!facts) faults.push_back({pointer, "unknown", "this article is not for sale"});
        else if (line == order.lines.end() || !rules::is_exchangeable(*line, facts->slug)) faults.push_back({pointer, "another_product", "choose another one of the same product"});
        else if (!snapshot->parts(*wanted).empty()) faults.push_back({pointer, "bundle", "a set is not given in exchange"});
        else if (facts->available < in.lines[n].quantity) faults.push_back({pointer, "sold_out", "there is not so much of it"});
    }
    return faults;
}

bool is_sound_key(std::string_view key) {
    auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
    return !key.empty() && key.size() <= 255 && std::ranges::all_of(key, is_printable);
}

struct Claim {
    std::string key, fingerprint;
};

Task<void> save(pg::Tx& tx, ReturnId id, const Ground& ground, const Reason& reason, const rules::Terms& terms, const Claim& claim, const AskReturn& in) {
    const auto& order = ground.order;
    auto now = tx.ctx().now;
    auto number = "R-" + std::to_string(co_await tx.ask(sql::next_number()));
    auto wish = in.wish.value_or(Wish::refund);
    tx.send(sql::add_return(id, number, order.id, order.number, wish, in.to.value_or(MoneyTo::original), reason.code.str(), reason.words.str(), in.words ? in.words->str() : "",
                            reason.is_our_fault, in.is_fetched.value_or(false), {to_json(terms)}, order.total.currency, claim.key, pg::Bytes{claim.fingerprint}, now));
    std::vector<std::int64_t> positions, quantities;
    std::vector<VariantId> variants;
    std::vector<std::string> skus, titles;
    std::vector<std::optional<VariantId>> exchanges;
    for (const auto& asked : in.lines) {
        auto line = std::ranges::find(order.lines, asked.position.value, &orders::OrderLine::position);
        positions.push_back(asked.position);
        quantities.push_back(asked.quantity);
        variants.push_back(line->variant);
        skus.push_back(line->sku);
        titles.push_back(line->title + (line->options.empty() ? "" : " (" + line->options + ")"));
        exchanges.push_back(asked.exchange_for);
    }
    tx.send(sql::add_lines(id, positions, variants, skus, titles, quantities, exchanges));
    tx.send(sql::add_event(id, new_uuid(now), now, State::asked, reason.words.str()));
    orders::tell(tx, order.id, {"return", "Return " + number + " is asked for: " + reason.words.str(), true});
    jobs::publish(tx, id.text(), ReturnAsked{id, number, order.id, order.number, wish, reason.words.str()});
}

Task<Result<AskedReturn>> ask_in(pg::Tx& tx, App& app, const Ground& ground, const Claim& claim, const AskReturn& in) {
    auto judged = co_await judge_locked(tx, ground);
    if (auto earlier = co_await tx.ask(sql::by_request(claim.key))) {
        bool is_same = earlier->order_id == ground.order.id && crypto::equal_in_constant_time(earlier->fingerprint.value, claim.fingerprint);
        if (!is_same) co_return refuse(refusals::key_reused);
        co_return AskedReturn{co_await show(tx, app, std::move(*earlier)), true};
    }
    const auto& policy = judged.stored.policy;
    auto reason = rules::judge(policy, judged.lines, in);
    if (!reason) co_return refuse(std::move(reason.error()));
    if (auto faults = exchange_faults(ground.order, in, snapshot_of(app, tx.ctx().store)); !faults.empty()) co_return refuse(not_exchangeable, {}, std::move(faults));
    auto id = ReturnId::next(tx.ctx().now);
    auto terms = rules::terms_of(policy, *reason, in, ground.order.total.currency);
    co_await save(tx, id, ground, *reason, terms, claim, in);
    auto row = co_await tx.ask(sql::find_return(id));
    co_return AskedReturn{co_await show(tx, app, std::move(*row)), false};
}

}  // namespace

Task<Result<Offer>> offer(App& app, Ctx ctx, OrderId order, std::string token) {
    auto ground = co_await survey(app, ctx, order, std::move(token));
    if (!ground) co_return refuse(std::move(ground.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<Offer>> {
        auto judged = co_await judge(tx, *ground);
        co_return offer_of(judged.stored.policy, *ground, judged.lines, snapshot_of(app, ctx.store));
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<AskedReturn>> ask(App& app, Ctx ctx, OrderId order, std::string token, std::string key, AskReturn in) {
    if (!is_sound_key(key)) co_return refuse(refusals::invalid, {}, {{"/headers/idempotency-key", "invalid", "give 1 to 255 printable ASCII characters"}});
    auto ground = co_await survey(app, ctx, order, std::move(token));
    if (!ground) co_return refuse(std::move(ground.error()));
    Claim claim{std::move(key), crypto::bytes_of(crypto::sha256(order.text() + to_json(in)))};
    auto body = [&](pg::Tx& tx) { return ask_in(tx, app, *ground, claim, in); };
    std::optional<Result<AskedReturn>> asked;
    try {
        asked.emplace(co_await app.db.transaction(ctx, body));
    } catch (const pg::Error& error) {
        if (error.constraint != "one_return_a_request") throw;   // a return of another order took the key at the same moment
    }
    if (!asked) co_return refuse(refusals::key_reused);
    if (*asked && ctx.role != Role::staff) (*asked)->view = for_holder(std::move((*asked)->view));
    co_return std::move(*asked);
}

Task<Result<std::vector<ReturnView>>> returns_of(App& app, Ctx ctx, OrderId order, std::string token) {
    auto seen = co_await orders::view(app, ctx, order, std::move(token));
    if (!seen) co_return refuse(std::move(seen.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<ReturnView>>> { co_return co_await show_all(tx, app, co_await tx.ask(sql::returns_of_order(order)), true); };
    auto all = co_await app.db.transaction(ctx, body, {.read_only = true});
    if (all && ctx.role != Role::staff)
        for (auto& view : *all) view = for_holder(std::move(view));
    co_return all;
}

}  // namespace vitrine::returns
