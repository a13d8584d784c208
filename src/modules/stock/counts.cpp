#include "modules/stock/counts.h"

#include <algorithm>

#include "core/check.h"
#include "modules/stock/names.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

constexpr size_t most_lines = 5'000;

Task<Result<CountView>> view_in(pg::Tx& tx, CountId id) {
    auto [row, lines] = co_await tx.ask(sql::find_count(id), sql::lines_of_count(id));
    if (!row) co_return refuse(count_unknown);
    co_return CountView{std::move(*row), std::move(lines)};
}

/// The count behind its lock, where it may make this move.
Task<Result<CountRow>> lock(pg::Tx& tx, CountId id, std::string_view verb) {
    auto row = co_await tx.ask(sql::lock_count(id));
    if (!row) co_return refuse(count_unknown);
    if (!rules::count_life.find(row->state, verb)) co_return refuse(count_cannot, "it is " + std::string(shape_name(row->state)));
    co_return std::move(*row);
}

/// The lines with a number; which they are changes only behind the lock of the count.
Task<std::vector<CountLine>> counted_lines(pg::Tx& tx, CountId id) {
    auto lines = co_await tx.ask(sql::lines_of_count(id));
    std::erase_if(lines, [](const auto& line) { return !line.counted; });
    co_return lines;
}

}  // namespace

Task<Result<CountView>> open_count(pg::Tx& tx, CountInput in) {
    auto warehouse = in.warehouse ? *in.warehouse : co_await tx.ask(sql::default_warehouse());
    auto place = co_await tx.ask(sql::find_warehouse(warehouse));
    if (!place) co_return refuse(warehouse_unknown, {}, {{"/warehouse", "stock.warehouse_unknown", "there is no such warehouse"}});
    if (in.variants && in.variants->size() > most_lines) co_return refuse(refusals::invalid, {}, {{"/variants", "out_of_range", "at most 5,000 in one count"}});
    if (in.variants) {
        auto named = co_await name_all(tx, *in.variants, "/variants");
        if (!named) co_return refuse(std::move(named.error()));
    }
    auto id = CountId::next(tx.ctx().now);
    tx.send(sql::add_count(id, warehouse, in.note ? in.note->str() : "", tx.ctx().now));
    if (in.variants) tx.send(sql::expect_goods(id, warehouse, *in.variants));
    else tx.send(sql::expect_everything(id, warehouse));
    co_return co_await view_in(tx, id);
}

Task<Result<CountView>> enter_count(App& app, Ctx ctx, CountId id, CountEntries in) {
    if (in.items.empty() || in.items.size() > most_lines) co_return refuse(refusals::invalid, {}, {{"/items", "out_of_range", "1 to 5,000 numbers"}});
    auto body = [&](pg::Tx& tx) -> Task<Result<CountView>> {
        auto row = co_await lock(tx, id, "post");
        if (!row) co_return refuse(std::move(row.error()));
        std::vector<VariantId> variants;
        std::vector<std::int64_t> counted;
        for (const auto& item : in.items) {
            variants.push_back(item.variant);
            counted.push_back(item.counted);
        }
        auto named = co_await name_all(tx, variants, "/items");
        if (!named) co_return refuse(std::move(named.error()));
        tx.send(sql::lock_levels(variants, lock_all));  // nobody posts between the look at the shelves and the line
        tx.send(sql::enter_counted(id, row->warehouse, variants, counted));
        co_return co_await view_in(tx, id);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<CountView>> post_count(pg::Tx& tx, App& app, CountId id) {
    auto row = co_await lock(tx, id, "post");
    if (!row) co_return refuse(std::move(row.error()));
    std::vector<VariantId> variants;
    auto before = co_await counted_lines(tx, id);
    for (const auto& line : before) variants.push_back(line.variant);
    auto goods = co_await lock_goods(tx, variants);
    auto lines = co_await counted_lines(tx, id);  // another count may have shifted what is expected until now
    std::vector<std::int64_t> posted;
    std::vector<Change> changes;
    for (const auto& line : lines) {
        const auto& level = goods.level(line.variant);
        auto change = rules::correction(line.expected, *line.counted, goods.on_shelf(line.variant, row->warehouse), level.on_hand - level.reserved);
        posted.push_back(change);
        changes.push_back({line.variant, row->warehouse, change, {}});
    }
    auto moved = co_await move_goods(tx, goods, std::move(changes), {"count", id.text()}, low_of(app, tx.ctx()));
    check(moved.has_value(), "a correction leaves what orders hold");
    tx.send(sql::note_posted(id, variants, posted));
    tx.send(sql::shift_expected(id, row->warehouse, variants, posted));
    auto ended = co_await tx.ask(sql::end_count(id, CountState::posted, tx.ctx().now));
    check(ended == 1, "a locked open count is posted");
    tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
    co_return co_await view_in(tx, id);
}

Task<Result<CountView>> cancel_count(App& app, Ctx ctx, CountId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<CountView>> {
        auto row = co_await lock(tx, id, "cancel");
        if (!row) co_return refuse(std::move(row.error()));
        tx.send(sql::end_count(id, CountState::cancelled, tx.ctx().now));
        co_return co_await view_in(tx, id);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<CountView>> find_count(App& app, Ctx ctx, CountId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<CountView>> { co_return co_await view_in(tx, id); };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

}  // namespace vitrine::stock
