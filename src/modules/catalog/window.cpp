#include "modules/catalog/window.h"

#include "modules/catalog/sql.h"

namespace vitrine::catalog {

void set_timers(pg::Tx& tx, const FullProduct& product) {
    for (const auto& end : {product.published_from, product.published_until})
        if (end && *end > tx.ctx().now) jobs::later(tx, window_job, product.id.text(), *end, WindowTurn{product.id});
}

Task<void> turn_window(App& app, const jobs::Attempt& attempt, const WindowTurn& turn) {
    auto product = turn.product;
    auto body = [&app, &attempt, product](pg::Tx& tx) -> Task<Result<bool>> {
        auto turned = co_await tx.ask(sql::turn_window(product, tx.ctx().now));
        if (turned) note_changes(tx, {product});
        attempt.finish(tx);
        announce(tx, app);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::catalog
