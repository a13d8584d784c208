#include "modules/stock/transfers.h"

#include <algorithm>

#include "core/check.h"
#include "modules/stock/names.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

constexpr size_t most_lines = 500;

TransferView view_of(TransferRow row, std::vector<TransferLine> lines) {
    std::vector<std::string> moves;
    for (const auto& move : rules::transfer_life.from(row.state)) moves.emplace_back(move.verb);
    return {std::move(row), std::move(lines), std::move(moves)};
}

/// A transfer behind its lock, with the goods it names behind theirs: transfers are locked before levels, everywhere.
struct Locked {
    TransferRow row;
    std::vector<TransferLine> lines;
    LockedGoods goods;
};
Task<Result<Locked>> lock(pg::Tx& tx, TransferId id) {
    auto [row, lines] = co_await tx.ask(sql::lock_transfer(id), sql::lines_of_transfers({id}));
    if (!row) co_return refuse(transfer_unknown);
    std::vector<VariantId> variants;
    for (const auto& line : lines) variants.push_back(line.variant);
    auto goods = co_await lock_goods(tx, std::move(variants));
    co_return Locked{std::move(*row), std::move(lines), std::move(goods)};
}

std::optional<Refusal> judge(TransferState from, std::string_view verb) {
    if (rules::transfer_life.find(from, verb)) return {};
    return refuse(transfer_cannot, "'" + std::string(verb) + "' is not possible while it is " + std::string(shape_name(from))).error();
}

std::int64_t under_way(const TransferLine& line) { return line.quantity - line.received - line.missing; }

/// Moves the state, writes the lines, tells the snapshots, and gives the transfer as it is now.
Task<Result<TransferView>> end_move(pg::Tx& tx, App& app, Locked& locked, std::string_view verb) {
    auto to = rules::transfer_life.find(locked.row.state, verb)->to;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> received, missing;
    for (const auto& line : locked.lines) {
        variants.push_back(line.variant);
        received.push_back(line.received);
        missing.push_back(line.missing);
    }
    tx.send(sql::save_transfer_lines(locked.row.id, variants, received, missing));
    auto moved = co_await tx.ask(sql::move_transfer(locked.row.id, locked.row.state, to, tx.ctx().now));
    check(moved.has_value(), "a locked transfer is where it was");
    tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
    co_return view_of(std::move(*moved), std::move(locked.lines));
}

std::vector<Fault> faults_of(const TransferInput& in) {
    std::vector<Fault> faults;
    if (in.source == in.target) faults.push_back({"/target", "conflict", "goods move to another warehouse"});
    if (in.items.empty() || in.items.size() > most_lines) faults.push_back({"/items", "out_of_range", "1 to 500 articles"});
    for (size_t i = 0; i < in.items.size(); ++i)
        for (size_t k = 0; k < i; ++k)
            if (in.items[k].variant == in.items[i].variant) faults.push_back({"/items/" + std::to_string(i) + "/variant", "duplicate", "this article stands here twice"});
    return faults;
}

/// What is said to have arrived, by line; more than is on its way is a fault.
std::vector<Fault> mark_received(std::vector<TransferLine>& lines, const std::vector<TransferItem>& items) {
    std::vector<Fault> faults;
    for (size_t i = 0; i < items.size(); ++i) {
        auto line = std::ranges::find(lines, items[i].variant, &TransferLine::variant);
        auto pointer = "/items/" + std::to_string(i);
        if (line == lines.end()) faults.push_back({pointer + "/variant", "stock.variant_unknown", "this transfer does not bring it"});
        else if (items[i].quantity > under_way(*line)) faults.push_back({pointer + "/quantity", "out_of_range", std::to_string(under_way(*line)) + " are on their way"});
        else line->received += items[i].quantity;
    }
    return faults;
}

}  // namespace

Task<Result<TransferView>> request_transfer(pg::Tx& tx, TransferInput in) {
    if (auto faults = faults_of(in); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto [source, target] = co_await tx.ask(sql::find_warehouse(in.source), sql::find_warehouse(in.target));
    if (!source) co_return refuse(warehouse_unknown, {}, {{"/source", "stock.warehouse_unknown", "there is no such warehouse"}});
    if (!target) co_return refuse(warehouse_unknown, {}, {{"/target", "stock.warehouse_unknown", "there is no such warehouse"}});
    if (target->is_closed) co_return refuse(refusals::invalid, {}, {{"/target", "closed", "this warehouse is closed"}});
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
    for (const auto& item : in.items) {
        variants.push_back(item.variant);
        quantities.push_back(item.quantity);
    }
    auto named = co_await name_all(tx, variants, "/items");
    if (!named) co_return refuse(std::move(named.error()));
    auto id = TransferId::next(tx.ctx().now);
    tx.send(sql::add_transfer(id, in.source, in.target, in.note ? in.note->str() : "", tx.ctx().now));
    tx.send(sql::add_transfer_lines(id, variants, quantities));
    auto [row, lines] = co_await tx.ask(sql::lock_transfer(id), sql::lines_of_transfers({id}));
    co_return view_of(std::move(*row), std::move(lines));
}

Task<Result<TransferView>> send_transfer(pg::Tx& tx, App& app, TransferId id) {
    auto locked = co_await lock(tx, id);
    if (!locked) co_return refuse(std::move(locked.error()));
    if (auto refusal = judge(locked->row.state, "send")) co_return refuse(std::move(*refusal));
    std::vector<Change> changes;
    for (size_t i = 0; i < locked->lines.size(); ++i)
        changes.push_back({locked->lines[i].variant, locked->row.source, -locked->lines[i].quantity, "/lines/" + std::to_string(i) + "/quantity"});
    auto moved = co_await move_goods(tx, locked->goods, std::move(changes), {"transfer_out", id.text()}, low_of(app, tx.ctx()));
    if (!moved) co_return refuse(std::move(moved.error()));
    co_return co_await end_move(tx, app, *locked, "send");
}

Task<Result<TransferView>> receive_transfer(pg::Tx& tx, App& app, TransferId id, ReceiptInput in) {
    auto locked = co_await lock(tx, id);
    if (!locked) co_return refuse(std::move(locked.error()));
    if (auto refusal = judge(locked->row.state, "receive")) co_return refuse(std::move(*refusal));
    auto before = locked->lines;
    if (!in.items) {
        for (auto& line : locked->lines) line.received += under_way(line);
    } else if (auto faults = mark_received(locked->lines, *in.items); !faults.empty()) {
        co_return refuse(refusals::invalid, {}, std::move(faults));
    }
    std::vector<Change> changes;
    for (size_t i = 0; i < before.size(); ++i)
        changes.push_back({before[i].variant, locked->row.target, locked->lines[i].received - before[i].received, {}});
    auto moved = co_await move_goods(tx, locked->goods, std::move(changes), {"transfer_in", id.text()}, low_of(app, tx.ctx()));
    if (!moved) co_return refuse(std::move(moved.error()));
    bool is_all = std::ranges::all_of(locked->lines, [](const auto& line) { return under_way(line) == 0; });
    co_return co_await end_move(tx, app, *locked, is_all ? "receive" : "receive_some");
}

Task<Result<TransferView>> cancel_transfer(pg::Tx& tx, App& app, TransferId id) {
    auto locked = co_await lock(tx, id);
    if (!locked) co_return refuse(std::move(locked.error()));
    if (auto refusal = judge(locked->row.state, "cancel")) co_return refuse(std::move(*refusal));
    std::vector<Change> changes;
    if (locked->row.state == TransferState::sent)
        for (const auto& line : locked->lines) changes.push_back({line.variant, locked->row.source, line.quantity, {}});
    auto moved = co_await move_goods(tx, locked->goods, std::move(changes), {"transfer_back", id.text()}, low_of(app, tx.ctx()));
    if (!moved) co_return refuse(std::move(moved.error()));
    co_return co_await end_move(tx, app, *locked, "cancel");
}

Task<Result<TransferView>> close_transfer(pg::Tx& tx, App& app, TransferId id) {
    auto locked = co_await lock(tx, id);
    if (!locked) co_return refuse(std::move(locked.error()));
    if (auto refusal = judge(locked->row.state, "close")) co_return refuse(std::move(*refusal));
    for (auto& line : locked->lines) line.missing += under_way(line);
    co_return co_await end_move(tx, app, *locked, "close");
}

Task<Result<TransferView>> find_transfer(App& app, Ctx ctx, TransferId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<TransferView>> {
        auto [row, lines] = co_await tx.ask(sql::find_transfer(id), sql::lines_of_transfers({id}));
        if (!row) co_return refuse(transfer_unknown);
        co_return view_of(std::move(*row), std::move(lines));
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<TransferPage>> list_transfers(App& app, Ctx ctx, TransferFilter filter) {
    auto limit = size_t(filter.limit.value_or(Limit{50}));
    TransferId last;
    last.value.bytes.fill(0xff);
    auto body = [&](pg::Tx& tx) -> Task<Result<TransferPage>> {
        auto rows = co_await tx.ask(sql::list_transfers(filter.state, filter.cursor.value_or(last), std::int32_t(limit + 1)));
        TransferPage page;
        if (rows.size() > limit) {
            rows.resize(limit);
            page.next_cursor = rows.back().id;
        }
        std::vector<TransferId> ids;
        for (const auto& row : rows) ids.push_back(row.id);
        auto lines = co_await tx.ask(sql::lines_of_transfers(ids));
        for (auto& row : rows) {
            std::vector<TransferLine> own;
            std::ranges::copy_if(lines, std::back_inserter(own), [&](const auto& line) { return line.transfer == row.id; });
            page.items.push_back(view_of(std::move(row), std::move(own)));
        }
        co_return page;
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

}  // namespace vitrine::stock
