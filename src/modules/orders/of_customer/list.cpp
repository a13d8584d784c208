#include "core/time_cursor.h"
#include "modules/accounts/api.h"
#include "modules/orders/of_customer/api.h"
#include "modules/orders/of_customer/sql.h"

namespace vitrine::orders::of_customer {
namespace {

using Place = TimeCursor<OrderId>;

struct OwnFilter {
    std::optional<Whole<1, 100>> limit;
    std::optional<std::string> cursor;
};
SHAPE(OwnFilter, limit, cursor)

Task<Result<OwnOrders>> get_own(App& app, Ctx ctx, http::Query<OwnFilter> filter) {
    auto person = accounts::person_of(ctx);
    if (!person || person->kind != accounts::Kind::customer) co_return refuse(refusals::unauthenticated);
    auto profile = co_await accounts::profile(app, ctx, *person);
    if (!profile) co_return refuse(std::move(profile.error()));
    auto mailbox = Email::parse(profile->email);
    if (!mailbox) co_return refuse(refusals::unauthenticated);
    co_return co_await list(app, ctx, *mailbox, filter->cursor, int(filter->limit.value_or(Whole<1, 100>{20}).value));
}

}  // namespace

Task<Result<OwnOrders>> list(App& app, Ctx ctx, Email mailbox, std::optional<std::string> cursor, int limit) {
    Place from{ctx.now + std::chrono::hours(24), {}};
    if (cursor) {
        auto parsed = Place::parse(*cursor);
        if (!parsed) co_return refuse(refusals::invalid, {}, {{"/cursor", "bad_cursor", "use the next_cursor of an earlier answer"}});
        from = *parsed;
    }
    auto rows = co_await app.db.read(ctx, sql::list_own(lower_ascii(mailbox.str()), from.at, from.id, std::int32_t(limit + 1)));
    OwnOrders own;
    if (rows.size() > size_t(limit)) {
        rows.resize(size_t(limit));
        own.next_cursor = Place{rows.back().placed_at, rows.back().id}.text();
    }
    for (const auto& row : rows) own.items.push_back({row.id, row.number, row.state, {row.total, *Currency::parse(row.currency)}, row.item_count, row.placed_at, guest_token(app.config, row.id)});
    co_return own;
}

Task<std::vector<Owned>> owned(App& app, Ctx ctx, std::vector<OrderId> ids) {
    std::vector<Owned> out;
    for (auto& row : co_await app.db.read(ctx, sql::list_owned(ids)))
        out.push_back({{row.id, row.number, row.state, {row.total, *Currency::parse(row.currency)}, row.item_count, row.placed_at, guest_token(app.config, row.id)}, std::move(row.mailbox)});
    co_return out;
}

void routes(http::Routes<App>& routes) {
    routes.get("/api/v1/me/orders", get_own, {.summary = "The orders of the customer's mailbox, newest first", .refusals = {refusals::unauthenticated}});
}

}  // namespace vitrine::orders::of_customer
