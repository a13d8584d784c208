#include "modules/returns/steps.h"

#include <algorithm>

#include "core/check.h"
#include "modules/stock/api.h"
#include "modules/stores/api.h"

namespace vitrine::returns {
namespace {

ReturnLine line_of(const sql::LineRow& row) {
    return {row.position, row.variant, row.sku, row.title, row.quantity, row.exchange_for, row.sellable, row.damaged, row.refused, row.note};
}

Task<Loaded> loaded_of(pg::Tx& tx, ReturnRow row) {
    auto terms = read_json<rules::Terms>(row.terms.text);
    if (!terms) throw std::runtime_error("the stored terms of a return do not fit their shape");
    Loaded out{std::move(row), {}, std::move(*terms)};
    for (const auto& line : co_await tx.ask(sql::lines_of({out.row.id}))) out.lines.push_back(line_of(line));
    co_return out;
}

std::string words_of(State state) {
    switch (state) {
        case State::asked: return "asked for";
        case State::approved: return "approved";
        case State::rejected: return "rejected";
        case State::in_transit: return "on its way";
        case State::received: return "received";
        case State::inspected: return "inspected";
        case State::refunded: return "refunded";
        case State::exchanged: return "exchanged";
        case State::closed: return "closed";
        case State::cancelled: return "cancelled";
    }
    return {};
}

Uuid next_event(pg::Tx& tx) { return new_uuid(tx.ctx().now); }

}  // namespace

Task<Result<Loaded>> lock_return(pg::Tx& tx, ReturnId id, std::optional<std::int64_t> version) {
    auto order = co_await tx.ask(sql::order_of(id));
    if (!order) co_return refuse(not_found);
    co_await orders::lock(tx, *order);
    auto row = co_await tx.ask(sql::lock_return(id));
    if (!row) co_return refuse(not_found);
    if (version && *version != row->version) co_return refuse(refusals::stale_version);
    co_return co_await loaded_of(tx, std::move(*row));
}

Task<Result<Loaded>> load_return(pg::Tx& tx, ReturnId id) {
    auto row = co_await tx.ask(sql::find_return(id));
    if (!row) co_return refuse(not_found);
    co_return co_await loaded_of(tx, std::move(*row));
}

Result<State> next_state(const ReturnRow& row, std::string_view verb) {
    const auto* move = life.find(row.state, verb);
    if (!move) return refuse(illegal_move, "'" + std::string(verb) + "' is not possible while the return is " + std::string(shape_name(row.state)));
    return move->to;
}

void move_return(pg::Tx& tx, ReturnRow& row, State to, std::string words) {
    auto now = tx.ctx().now;
    auto from = row.state;
    tx.send(sql::move(row.id, from, to, now));
    tx.send(sql::add_event(row.id, next_event(tx), now, to, words));
    orders::tell(tx, row.order_id, {"return", "Return " + row.number + " is " + words_of(to), true});
    row.state = to;
    ++row.version;
    row.attention.reset(), row.attention_words.reset();
    row.changed_at = now;
    bool is_settled = to == State::refunded || to == State::exchanged;
    auto amount = is_settled && row.amount ? std::optional(Money{*row.amount, row.currency}) : std::nullopt;
    jobs::publish(tx, row.id.text(), ReturnMoved{row.id, row.number, row.order_id, row.order_number, from, to, std::move(words), amount, row.replacement});
}

void note(pg::Tx& tx, const ReturnRow& row, std::string words) { tx.send(sql::add_event(row.id, next_event(tx), tx.ctx().now, {}, words)); }

namespace {

ReturnView view_of(const App& app, StoreId store, const ReturnRow& row) {
    auto money = [&](const std::optional<std::int64_t>& minor) { return minor ? std::optional(Money{*minor, row.currency}) : std::nullopt; };
    auto terms = read_json<rules::Terms>(row.terms.text);
    if (!terms) throw std::runtime_error("the stored terms of a return do not fit their shape");
    ReturnView view{.id = row.id,
                    .number = row.number,
                    .order = row.order_id,
                    .order_number = row.order_number,
                    .state = row.state,
                    .version = row.version,
                    .wish = row.wish,
                    .to = row.destination,
                    .reason = row.reason,
                    .reason_words = row.reason_words,
                    .words = row.words,
                    .is_our_fault = row.is_our_fault,
                    .is_fetched = row.is_fetched,
                    .lines = {},
                    .decision = row.decision,
                    .instructions = terms->instructions,
                    .parcel = row.parcel,
                    .amount = money(row.amount),
                    .withheld = money(row.withheld),
                    .credit = money(row.credit),
                    .refund = row.refund,
                    .replacement = row.replacement,
                    .replacement_link = {},
                    .attention = row.attention,
                    .attention_words = row.attention_words,
                    .asked_at = row.asked_at,
                    .changed_at = row.changed_at,
                    .history = {}};
    if (row.replacement) view.replacement_link = orders::link_of(app, store, *row.replacement);
    return view;
}

}  // namespace

Task<std::vector<ReturnView>> show_all(pg::Tx& tx, const App& app, std::vector<ReturnRow> rows, bool with_history) {
    std::vector<ReturnId> ids;
    std::vector<ReturnView> out;
    for (const auto& row : rows) {
        ids.push_back(row.id);
        out.push_back(view_of(app, tx.ctx().store, row));
    }
    auto at = [&](ReturnId id) -> ReturnView& { return *std::ranges::find(out, id, &ReturnView::id); };
    for (const auto& line : co_await tx.ask(sql::lines_of(ids))) at(line.return_id).lines.push_back(line_of(line));
    if (with_history)
        for (const auto& event : co_await tx.ask(sql::events_of(ids))) at(event.return_id).history.push_back({event.at, event.state, event.words, event.actor});
    co_return out;
}

Task<ReturnView> show(pg::Tx& tx, const App& app, ReturnRow row) {
    auto id = row.id;
    co_await tx.flush();
    auto fresh = co_await tx.ask(sql::find_return(id));
    check(fresh.has_value(), "returns are never deleted");
    std::vector<ReturnRow> rows;
    rows.push_back(std::move(*fresh));
    auto views = co_await show_all(tx, app, std::move(rows), true);
    co_return std::move(views.front());
}

ReturnView for_holder(ReturnView view) {
    std::erase_if(view.history, [](const auto& event) { return !event.state; });
    for (auto& event : view.history) event.actor.clear();
    for (auto& line : view.lines) line.note.clear();
    view.attention.reset(), view.attention_words.reset();
    view.refund.reset();
    return view;
}

Task<Result<void>> keep_goods(pg::Tx& tx, App& app, const Loaded& loaded) {
    std::vector<stock::Want> wants;
    for (const auto& line : loaded.lines) {
        if (!line.exchange_for) continue;
        auto same = std::ranges::find(wants, *line.exchange_for, &stock::Want::variant);
        if (same == wants.end()) wants.push_back({*line.exchange_for, line.quantity});
        else same->quantity += line.quantity;
    }
    if (wants.empty()) co_return Result<void>{};
    std::vector<VariantId> variants;
    for (const auto& want : wants) variants.push_back(want.variant);
    auto levels = stock::lock_levels(tx, variants);
    co_await tx.flush();
    stock::Shelf shelf(*levels);
    std::vector<stock::Want> promised;
    auto shortages = shelf.take(wants, &promised);
    for (const auto& want : promised) shortages.push_back({want.variant, want.quantity, 0});   // an exchange is made with what is there
    if (!shortages.empty()) {
        std::vector<Fault> faults;
        for (size_t n = 0; n < loaded.lines.size(); ++n)
            if (loaded.lines[n].exchange_for && std::ranges::find(shortages, *loaded.lines[n].exchange_for, &stock::Shortage::variant) != shortages.end())
                faults.push_back({"/lines/" + std::to_string(n) + "/exchange_for", "stock.short", "there is not so much of it"});
        co_return refuse(stock::short_of, {}, std::move(faults));
    }
    auto expires = tx.ctx().now + std::chrono::days(loaded.terms.exchange_hold_days);
    std::vector<stock::Hold> holds;
    for (const auto& want : wants) holds.push_back({loaded.row.id.text(), want.variant, want.quantity, expires, 0});
    stock::hold(tx, holds);
    auto store = app.stores->by_id(tx.ctx().store);
    stock::tell_low(tx, shelf.fallen(store ? store->low_stock : 0));
    catalog::note_variant_changes(tx, variants);
    jobs::later(tx, std::string(free_job), loaded.row.id.text(), expires, OneReturn{loaded.row.id});
    tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
    co_return Result<void>{};
}

Task<void> free_goods(pg::Tx& tx, App& app, ReturnId id) {
    auto freed = stock::release(tx, id.text(), "the return is over");
    co_await tx.flush();
    if (freed->empty()) co_return;
    catalog::note_variant_changes(tx, *freed);
    co_await stock::fill(tx, *freed);
    tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
}

}  // namespace vitrine::returns
