#include "modules/orders/drafts.h"

#include <set>

#include "modules/orders/rules.h"
#include "modules/orders/sql.h"

namespace vitrine::orders {
namespace rules {

std::vector<Fault> faults_of(const DraftContent& content, Currency own) {
    std::vector<Fault> faults;
    constexpr size_t most_lines = 200;
    if (content.lines.empty() || content.lines.size() > most_lines) faults.push_back({"/lines", "out_of_range", "name 1 to 200 articles"});
    std::set<VariantId> seen;
    for (size_t i = 0; i < content.lines.size(); ++i) {
        const auto& line = content.lines[i];
        auto pointer = "/lines/" + std::to_string(i);
        if (!seen.insert(line.variant).second) faults.push_back({pointer + "/variant", "repeated", "name an article once"});
        if (!line.unit_price) continue;
        if (line.unit_price->currency != content.currency.value_or(own)) faults.push_back({pointer + "/unit_price/currency", "currencies_mixed", "use the currency of the draft"});
        if (line.unit_price->is_negative()) faults.push_back({pointer + "/unit_price/minor", "out_of_range", "a price is not below zero"});
    }
    return faults;
}

AgreedPrices agreed_of(const DraftContent& content) {
    AgreedPrices prices;
    for (const auto& line : content.lines)
        if (line.unit_price) prices.emplace(line.variant, *line.unit_price);
    return prices;
}

}  // namespace rules

namespace {

DraftContent read_content(const RawJson& stored) {
    auto content = read_json<DraftContent>(stored.text);
    if (!content) throw std::runtime_error("a stored draft does not fit its shape");
    return std::move(*content);
}

DraftView view_of(const DraftRow& row) {
    return {row.id, row.version, row.state, read_content(row.content), {}, {}, row.order_id, row.actor, row.made_at, row.changed_at};
}

/// The cart that placing would fill.
carts::CartRow cart_of(const DraftContent& content) {
    carts::CartRow row{.state = "active", .email = content.email.str(), .shipping_address = RawJson{to_json(content.shipping_address)}, .shipping_option = content.shipping_option};
    if (content.billing_address) row.billing_address = RawJson{to_json(*content.billing_address)};
    if (content.currency) row.currency = std::string(content.currency->code());
    for (const auto& line : content.lines) {
        row.lines.push_back({line.variant.value});
        row.variants.push_back(line.variant);
        row.quantities.push_back(line.quantity);
    }
    return row;
}

/// What it would come to now.
void price(DraftView& draft, const App& app, const Ctx& ctx) {
    if (draft.state != DraftState::open) return;
    auto memory = quotes::memory_of(app, ctx.store);
    const auto& content = draft.content;
    auto prepared = quotes::prepare(memory, carts::wanted(cart_of(content)), ctx.now);
    if (!prepared) return;
    for (auto i : prepared->missing) draft.missing.push_back(content.lines[i].variant.text());
    rules::use_agreed(prepared->input, rules::agreed_of(content));
    rules::add_fee(prepared->input, payments::fee_of(app.config, *memory.store, content.payment_method.str()));
    if (!prepared->input.lines.empty()) draft.totals = carts::totals_of(quotes::quote(prepared->input));
}

/// Behind the draft's lock: whether its order is there already, though the draft has not heard of it.
Task<bool> has_order(pg::Tx& tx, DraftId id) { co_return !(co_await tx.ask(sql::find_claims({draft_key(id)}))).empty(); }

Result<bool> judge(const App& app, const Ctx& ctx, const DraftContent& content) {
    bool has_prices = !rules::agreed_of(content).empty();
    if (has_prices && !ctx.may("orders:price")) return refuse(refusals::forbidden, "prices of one's own need the permission orders:price");
    auto faults = rules::faults_of(content, app.stores->known(ctx.store)->currency);
    if (!faults.empty()) return refuse(refusals::invalid, {}, std::move(faults));
    return true;
}

}  // namespace

Task<Result<DraftView>> create_draft(App& app, Ctx ctx, DraftContent content) {
    if (auto fine = judge(app, ctx, content); !fine) co_return refuse(std::move(fine.error()));
    auto id = DraftId::next(ctx.now);
    RawJson stored{to_json(content)};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::add_draft(id, stored, ctx.now));
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    co_return co_await find_draft(app, ctx, id);
}

Task<Result<DraftView>> replace_draft(App& app, Ctx ctx, DraftId id, std::optional<std::int64_t> version, DraftContent content) {
    if (auto fine = judge(app, ctx, content); !fine) co_return refuse(std::move(fine.error()));
    RawJson stored{to_json(content)};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto draft = co_await tx.ask(sql::lock_draft(id));
        if (!draft) co_return refuse(draft_not_found);
        if (draft->state != DraftState::open || co_await has_order(tx, id)) co_return refuse(draft_closed);
        if (version && *version != draft->version) co_return refuse(refusals::stale_version);
        tx.send(sql::replace_draft(id, stored, ctx.now));
        co_return true;
    };
    auto replaced = co_await app.db.transaction(ctx, body);
    if (!replaced) co_return refuse(std::move(replaced.error()));
    co_return co_await find_draft(app, ctx, id);
}

Task<Result<DraftView>> find_draft(App& app, Ctx ctx, DraftId id) {
    auto row = co_await app.db.read(ctx, sql::find_draft(id));
    if (!row) co_return refuse(draft_not_found);
    auto draft = view_of(*row);
    if (quotes::asks_couriers(app, ctx.store)) co_await quotes::learn_courier_prices(app, ctx, carts::wanted(cart_of(draft.content)));
    price(draft, app, ctx);
    co_return draft;
}

Task<Result<DraftPage>> list_drafts(App& app, Ctx ctx, DraftFilter filter) {
    auto limit = std::int32_t(filter.limit.value_or(Whole<1, 200>{50}));
    std::optional<DraftId> before;
    if (filter.cursor) {
        before = DraftId::parse(*filter.cursor);
        if (!before) co_return refuse(refusals::invalid, {}, {{"/cursor", "bad_cursor", "use the next_cursor of an earlier answer"}});
    }
    auto query = sql::find_draft_page(filter.state.value_or(DraftState::open), before, limit + 1);
    DraftPage page;
    for (const auto& row : co_await app.db.read(ctx, std::move(query))) page.items.push_back(view_of(row));
    if (page.items.size() > size_t(limit)) {
        page.items.resize(size_t(limit));
        page.next_cursor = page.items.back().id.text();
    }
    co_return page;
}

Task<Result<DraftView>> discard_draft(App& app, Ctx ctx, DraftId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto draft = co_await tx.ask(sql::lock_draft(id));
        if (!draft) co_return refuse(draft_not_found);
        if (draft->state == DraftState::placed || co_await has_order(tx, id)) co_return refuse(draft_closed);
        if (draft->state == DraftState::open) tx.send(sql::end_draft(id, DraftState::discarded, std::nullopt, ctx.now));
        co_return true;
    };
    auto discarded = co_await app.db.transaction(ctx, body);
    if (!discarded) co_return refuse(std::move(discarded.error()));
    co_return co_await find_draft(app, ctx, id);
}

}  // namespace vitrine::orders
