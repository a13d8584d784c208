#pragma once
#include "modules/stock/staff.h"

namespace vitrine::stock {

inline constexpr RefusalKind count_unknown{"stock.count_unknown", 404, "No such count"};
inline constexpr RefusalKind count_cannot{"stock.illegal_count_move", 409, "This count has ended"};

struct CountRow {
    CountId id;
    WarehouseId warehouse;
    CountState state = CountState::open;
    std::string note, opened_by;
    Instant opened_at{};
    std::optional<Instant> ended_at;
    std::int64_t version = 1;
};
SHAPE(CountRow, id, warehouse, state, note, opened_by, opened_at, ended_at, version)
struct CountLine {
    VariantId variant;
    std::int64_t expected = 0;                  ///< what should have stood there when it was counted; until then, when the count was opened
    std::optional<std::int64_t> counted;
    std::optional<std::int64_t> posted;         ///< by how much the shelf was corrected; less than the difference where orders hold the rest
};
SHAPE(CountLine, variant, expected, counted, posted)
struct CountView {
    CountRow count;
    std::vector<CountLine> lines;
};
SHAPE(CountView, count, lines)
struct CountInput {
    std::optional<WarehouseId> warehouse;                ///< absent: the default one
    std::optional<std::vector<VariantId>> variants;      ///< absent: all that stand there
    std::optional<Text<0, 500>> note;
};
SHAPE(CountInput, warehouse, variants, note)
struct CountEntry {
    VariantId variant;
    Whole<0, 1'000'000'000> counted;
};
SHAPE(CountEntry, variant, counted)
struct CountEntries {
    std::vector<CountEntry> items;
};
SHAPE(CountEntries, items)

/// Opens a count with what should stand in the warehouse now; the shop goes on selling. Refuses stock.warehouse_unknown, stock.variant_unknown, request.invalid.
Task<Result<CountView>> open_count(pg::Tx& tx, CountInput in);
/// Notes what was counted beside what should stand there now; the last number counts. An article that was not expected there is added. Repeatable. Refuses stock.count_unknown, stock.illegal_count_move,
/// stock.variant_unknown.
Task<Result<CountView>> enter_count(App& app, Ctx ctx, CountId id, CountEntries in);
/// Corrects the shelves by what differs, once; what was not counted stays. What orders hold is not taken away: then less is posted than differs. Refuses
/// stock.count_unknown, stock.illegal_count_move.
Task<Result<CountView>> post_count(pg::Tx& tx, App& app, CountId id);
Task<Result<CountView>> cancel_count(App& app, Ctx ctx, CountId id);
Task<Result<CountView>> find_count(App& app, Ctx ctx, CountId id);

}  // namespace vitrine::stock
