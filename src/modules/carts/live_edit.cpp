#include "modules/carts/live_edit.h"

#include <algorithm>

#include "modules/carts/sql.h"

namespace vitrine::carts {
namespace {

rules::Standing standing_of(const App& app, StoreId store, const CartRow& row, const std::optional<sql::Heard>& device, const rules::Edit& edit) {
    rules::Standing out{.lines = row.variants.size(), .heard = device ? device->number : 0, .is_for_sale = false};
    for (size_t i = 0; i < row.variants.size(); ++i)
        if (row.variants[i] == edit.variant) out.quantity = row.quantities[i];
    if (auto facts = app.snapshots->of(store)->variant(edit.variant)) out.is_for_sale = true, out.is_unique = facts->is_unique;
    return out;
}

/// The row as save_edit writes it.
void put(CartRow& row, LineId line, VariantId variant, std::int64_t quantity) {
    ++row.version;
    auto at = std::ranges::find(row.variants, variant) - row.variants.begin();
    bool is_there = at < std::ssize(row.variants);
    if (!is_there) {
        row.lines.push_back(line);
        row.variants.push_back(variant);
        row.quantities.push_back(quantity);
    } else if (quantity > 0) {
        row.quantities[size_t(at)] = quantity;
    } else {
        row.lines.erase(row.lines.begin() + at);
        row.variants.erase(row.variants.begin() + at);
        row.quantities.erase(row.quantities.begin() + at);
    }
}

}  // namespace

Task<Result<Heard>> apply_edit(App& app, Ctx ctx, CartId id, Access access, rules::Edit edit) {
    auto body = [&](pg::Tx& tx) -> Task<Result<Heard>> {
        auto locked = lock(tx, {key_of(id, access)});
        auto device = tx.queue(sql::device(id, edit.device));
        co_await tx.flush();
        if (locked.rows->empty()) co_return refuse(not_found);
        auto row = locked.rows->front();
        if (row.state != "active") co_return refuse(closed);
        auto standing = standing_of(app, ctx.store, row, *device, edit);
        auto verdict = rules::judge(standing, edit);
        if (!rules::is_heard(verdict.outcome)) co_return Heard{verdict, standing.heard, std::move(row)};
        bool is_changed = verdict.quantity != standing.quantity;
        auto outcome = std::string(boost::describe::enum_to_string(verdict.outcome, "?"));
        auto line = LineId::next(ctx.now);
        tx.send(sql::save_edit(id, edit.device, edit.number, outcome, line, edit.variant, verdict.quantity, is_changed));
        if (!*device) tx.send(sql::prune_devices(id));
        if (is_changed) put(row, line, edit.variant, verdict.quantity);
        co_return Heard{verdict, edit.number, std::move(row)};
    };
    co_return co_await app.db.transaction(ctx, body, {.durable = false});
}

}  // namespace vitrine::carts
