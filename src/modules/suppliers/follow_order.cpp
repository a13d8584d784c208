// What an order's moves mean for its suppliers.
#include <algorithm>

#include "modules/stores/api.h"
#include "modules/suppliers/publish.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

using orders::State;

bool is_bought(State state) { return state == State::paid || state == State::processing; }
/// Over before the goods had left: what came back later belongs to returns.
bool is_over(State from, State to) {
    bool has_left = from == State::shipped || from == State::delivered || from == State::completed;
    return to == State::cancelled || (to == State::refunded && !has_left);
}

struct Wanted {
    std::vector<SourceOffer> sources;
    std::map<ItemId, std::int64_t> quantities;
};

/// Which lines of an order are pieces of suppliers. Locks them.
Task<Wanted> find_pieces(pg::Tx& tx, const orders::OrderView& order) {
    std::map<catalog::VariantId, std::int64_t> by_variant;
    for (const auto& line : order.lines)
        if (auto left = line.quantity - line.cancelled.value_or(0); left > 0) by_variant[line.variant] += left;
    std::vector<catalog::VariantId> variants;
    for (const auto& [variant, quantity] : by_variant) variants.push_back(variant);
    auto items = co_await tx.ask(sql::items_of_variants(variants));
    Wanted out;
    std::vector<ItemId> ids;
    for (const auto& item : items) {
        bool is_somebody_elses = item.state == ItemState::sold && item.sold_to != order.id.text();
        if (is_somebody_elses) continue;   // stock sold it twice: verify says so
        ids.push_back(item.id);
        out.quantities[item.id] = by_variant.at(*item.variant);
    }
    if (!ids.empty()) out.sources = co_await tx.ask(sql::sources_of(ids));
    co_return out;
}

Task<void> order_pieces(pg::Tx& tx, const orders::OrderView& order, Instant now) {
    auto wanted = co_await find_pieces(tx, order);
    if (wanted.sources.empty()) co_return;
    std::vector<ItemId> unique;
    std::map<SupplierId, SubmissionId> submissions;
    for (const auto& source : wanted.sources) {
        if (source.is_unique) unique.push_back(source.item);
        if (!submissions.contains(source.supplier)) submissions.emplace(source.supplier, SubmissionId::next(now));
    }
    if (!unique.empty()) tx.send(sql::mark_sold(unique, order.id.text()));
    std::vector<SubmissionId> ids;
    std::vector<SupplierId> suppliers;
    for (const auto& [supplier, id] : submissions) ids.push_back(id), suppliers.push_back(supplier);
    auto made = co_await tx.ask(sql::add_submissions(ids, suppliers, order.id.text(), order.number, now));
    std::vector<SubmissionId> of;
    std::vector<std::int64_t> positions, quantities, costs;
    std::vector<ItemId> items;
    std::vector<std::string> codes, refs, currencies;
    for (const auto& source : wanted.sources) {
        auto id = submissions.at(source.supplier);
        if (std::ranges::find(made, id) == made.end()) continue;   // it was made by an earlier move of this order
        of.push_back(id), positions.push_back(std::ranges::count(of, id)), items.push_back(source.item), codes.push_back(source.code), refs.push_back(source.offer_ref);
        quantities.push_back(wanted.quantities.at(source.item)), costs.push_back(source.cost_minor), currencies.push_back(source.cost_currency);
    }
    if (of.empty()) co_return;
    tx.send(sql::add_submission_lines(of, positions, items, codes, refs, quantities, costs, currencies));
    for (auto id : made) jobs::later(tx, std::string(submit_job), id.text(), now, SubmitOrder{id});
}

Task<void> call_off(pg::Tx& tx, const std::string& order, Instant now) {
    auto submissions = co_await tx.ask(sql::submissions_of_order(order));
    for (const auto& one : submissions) {
        auto* move = rules::submission_life.find(one.state, "call_off");
        if (!move) continue;
        tx.send(sql::move_submission(one.id, one.state, move->to, "", "order_over", "Our order is cancelled or given back.", false, now));
        if (move->to == SubmissionState::cancelling) jobs::later(tx, std::string(submit_job), one.id.text(), now, SubmitOrder{one.id});
    }
}

}  // namespace

Task<void> follow_order(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news) {
    auto now = attempt.ctx.now;
    auto order = news.order.text();
    bool ends = is_over(news.from, news.to);
    if (!is_bought(news.to) && !ends) co_return;
    auto store = app.stores->known(attempt.ctx.store);
    std::optional<imports::ProductWriter> writer;
    if (ends) writer = co_await imports::open_writer(app.db, attempt.ctx, store->currency);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto view = co_await orders::lock_view(tx, news.order);
        bool is_still_bought = view && view->state != State::cancelled && view->state != State::refunded;
        if (is_bought(news.to) && is_still_bought) co_await order_pieces(tx, *view, now);
        if (ends) {
            co_await call_off(tx, order, now);
            auto items = co_await tx.ask(sql::items_sold_to(order));
            tx.send(sql::free_sold(order));
            for (auto& item : items) item.state = ItemState::free, item.sold_to.clear(), item.published_quantity = 0;   // its one piece is counted anew
            co_await republish(tx, *writer, store->currency, std::move(items));
            tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
        }
        attempt.finish(tx);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::suppliers
