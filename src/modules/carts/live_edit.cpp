#include "modules/carts/live_edit.h"

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

}  // namespace

Task<Result<Heard>> apply_edit(App& app, Ctx ctx, CartId id, Access access, rules::Edit edit) {
    auto body = [&](pg::Tx& tx) -> Task<Result<Heard>> {
        auto locked = lock(tx, {key_of(id, access)});
        auto device = tx.queue(sql::device(id, edit.device));
        co_await tx.flush();
        if (locked.rows->empty()) co_return refuse(not_found);
        const auto& row = locked.rows->front();
        if (row.state != "active") co_return refuse(closed);
        auto standing = standing_of(app, ctx.store, row, *device, edit);
        auto verdict = rules::judge(standing, edit);
        if (!rules::is_heard(verdict.outcome)) co_return Heard{verdict, standing.heard};
        bool is_changed = verdict.quantity != standing.quantity;
        auto outcome = std::string(boost::describe::enum_to_string(verdict.outcome, "?"));
        tx.send(sql::save_edit(id, edit.device, edit.number, outcome, LineId::next(ctx.now), edit.variant, verdict.quantity, is_changed));
        if (!*device) tx.send(sql::prune_devices(id));
        co_return Heard{verdict, edit.number};
    };
    co_return co_await app.db.transaction(ctx, body, {.durable = false});
}

Task<std::int64_t> heard_of(App& app, Ctx ctx, CartId id, std::string device) {
    auto found = co_await app.db.read(ctx, sql::device(id, device));
    co_return found ? found->number : 0;
}

}  // namespace vitrine::carts
