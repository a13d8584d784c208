#include "modules/orders/list.h"

#include "modules/orders/sql.h"

namespace vitrine::orders {
namespace {

struct Cursor {
    Instant placed_at;
    OrderId id;
};

std::string cursor_text(const ListedOrder& last) { return std::to_string(last.placed_at.time_since_epoch().count()) + "." + last.id.text(); }

std::optional<Cursor> parse_cursor(std::string_view text) {
    auto dot = text.find('.');
    shape::Reader reader;
    std::int64_t micros = 0;
    if (dot == std::string_view::npos || !shape::Codec<std::int64_t>::from_text(reader, text.substr(0, dot), micros)) return {};
    auto id = OrderId::parse(text.substr(dot + 1));
    return id ? std::optional(Cursor{Instant(Duration(micros)), *id}) : std::nullopt;
}

}  // namespace

Task<Result<OrderPage>> list(App& app, Ctx ctx, OrderFilter filter) {
    auto limit = std::int32_t(filter.limit.value_or(Whole<1, 200>{50}));
    Cursor from{ctx.now + std::chrono::hours(24), {}};
    if (filter.cursor) {
        auto parsed = parse_cursor(*filter.cursor);
        if (!parsed) co_return refuse(refusals::invalid, {}, {{"/cursor", "bad_cursor", "use the next_cursor of an earlier answer"}});
        from = *parsed;
    }
    auto rows = co_await app.db.read(ctx, sql::find_page(filter.state, from.placed_at, from.id, limit + 1));
    OrderPage page;
    if (rows.size() > size_t(limit)) {
        rows.resize(size_t(limit));
        page.next_cursor = cursor_text(rows.back());
    }
    page.items = std::move(rows);
    co_return page;
}

}  // namespace vitrine::orders
