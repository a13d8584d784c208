#pragma once
#include "modules/stock/staff.h"

namespace vitrine::stock {

inline constexpr RefusalKind transfer_unknown{"stock.transfer_unknown", 404, "No such transfer"};
inline constexpr RefusalKind transfer_cannot{"stock.illegal_transfer_move", 409, "The transfer cannot go there from where it is"};

struct TransferRow {
    TransferId id;
    WarehouseId source, target;
    TransferState state = TransferState::requested;
    std::string note, requested_by;
    Instant requested_at{};
    std::optional<Instant> sent_at, ended_at;
    std::int64_t version = 1;
};
SHAPE(TransferRow, id, source, target, state, note, requested_by, requested_at, sent_at, ended_at, version)
struct TransferLine {
    TransferId transfer;
    VariantId variant;
    std::int64_t quantity = 0, received = 0;
    std::int64_t missing = 0;           ///< written off
};
SHAPE(TransferLine, transfer, variant, quantity, received, missing)
struct TransferView {
    TransferRow transfer;
    std::vector<TransferLine> lines;
    std::vector<std::string> moves;     ///< what can be done with it now
};
SHAPE(TransferView, transfer, lines, moves)
struct TransferItem {
    VariantId variant;
    Whole<1, 1'000'000> quantity;
};
SHAPE(TransferItem, variant, quantity)
struct TransferInput {
    WarehouseId source, target;
    std::vector<TransferItem> items;
    std::optional<Text<0, 500>> note;
};
SHAPE(TransferInput, source, target, items, note)
/// What arrived; absent: all that is on its way.
struct ReceiptInput {
    std::optional<std::vector<TransferItem>> items;
};
SHAPE(ReceiptInput, items)
struct TransferFilter {
    std::optional<TransferState> state;
    std::optional<Limit> limit;
    std::optional<TransferId> cursor;
};
SHAPE(TransferFilter, state, limit, cursor)
struct TransferPage {
    std::vector<TransferView> items;
    std::optional<TransferId> next_cursor;
};
SHAPE(TransferPage, items, next_cursor)

/// Asks for goods to be moved; takes nothing yet. Refuses stock.variant_unknown, stock.warehouse_unknown, request.invalid.
Task<Result<TransferView>> request_transfer(pg::Tx& tx, TransferInput in);
/// The goods leave their warehouse and are for sale nowhere until they arrive. Refuses stock.not_there, stock.reserved, stock.illegal_transfer_move.
Task<Result<TransferView>> send_transfer(pg::Tx& tx, App& app, TransferId id);
/// All or some of the goods arrive and are for sale again. Refuses stock.illegal_transfer_move, request.invalid for more than is on its way.
Task<Result<TransferView>> receive_transfer(pg::Tx& tx, App& app, TransferId id, ReceiptInput in);
/// Before it was sent: nothing happened. After: the goods are back where they came from.
Task<Result<TransferView>> cancel_transfer(pg::Tx& tx, App& app, TransferId id);
/// What has not arrived is written off.
Task<Result<TransferView>> close_transfer(pg::Tx& tx, App& app, TransferId id);
Task<Result<TransferView>> find_transfer(App& app, Ctx ctx, TransferId id);
/// Newest first.
Task<Result<TransferPage>> list_transfers(App& app, Ctx ctx, TransferFilter filter);

}  // namespace vitrine::stock
