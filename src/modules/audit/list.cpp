#include "modules/audit/api.h"
#include "modules/audit/sql.h"

namespace vitrine::audit {
namespace {

/// The least id of a millisecond: ids begin with their time (RFC 9562).
EntryId first_of(Instant at) {
    auto ms = std::uint64_t(std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count()));
    EntryId id;
    for (size_t i = 0; i < 6; ++i) id.value.bytes[i] = std::uint8_t(ms >> (40 - 8 * i));
    return id;
}

/// Keys stand in the log as the database has them; people have them as the program shows them ("prod_…").
std::string key_of(std::string text) {
    auto underline = text.find('_');
    auto uuid = underline == std::string::npos ? std::nullopt : parse_uuid_base32(std::string_view(text).substr(underline + 1));
    return uuid ? uuid_text(*uuid) : text;
}

/// By the index that narrows most: a request changes a few rows, a row changes a few times, a table or a person often.
pg::Query<std::vector<EntryView>> query_of(const EntryFilter& f, EntryId since, EntryId before, std::int32_t rows) {
    if (f.request_id) return sql::find_page_of_request(since, before, f.actor, f.subject, f.key, f.action, *f.request_id, rows);
    if (f.key) return sql::find_page_of_key(since, before, f.actor, f.subject, *f.key, f.action, f.request_id, rows);
    if (f.actor) return sql::find_page_of_actor(since, before, *f.actor, f.subject, f.key, f.action, f.request_id, rows);
    if (f.subject) return sql::find_page_of_subject(since, before, f.actor, *f.subject, f.key, f.action, f.request_id, rows);
    return sql::find_page(since, before, f.actor, f.subject, f.key, f.action, f.request_id, rows);
}

}  // namespace

Task<Result<EntryPage>> list(pg::Db& db, Ctx ctx, EntryFilter filter) {
    auto limit = std::int32_t(filter.limit.value_or(Whole<1, 200>{50}));
    auto before = first_of(filter.until.value_or(ctx.now + std::chrono::hours(24)));
    if (filter.cursor) {
        auto cursor = EntryId::parse(*filter.cursor);
        if (!cursor) co_return refuse(refusals::invalid, {}, {{"/cursor", "bad_cursor", "use the next_cursor of an earlier answer"}});
        before = std::min(before, *cursor);
    }
    if (filter.key) filter.key = key_of(std::move(*filter.key));
    auto query = query_of(filter, first_of(filter.from.value_or(Instant{})), before, limit + 1);
    EntryPage page{co_await db.read(ctx, std::move(query)), {}};
    if (page.items.size() > size_t(limit)) {
        page.items.resize(size_t(limit));
        page.next_cursor = page.items.back().id.text();
    }
    co_return page;
}

}  // namespace vitrine::audit
