#include "modules/notices/inbox.h"

#include "modules/notices/sql.h"

namespace vitrine::notices {
namespace {

constexpr int usual_page = 50;

/// After every id there may be.
NoticeId beyond_all() {
    NoticeId id;
    id.value.bytes.fill(0xFF);
    return id;
}

/// What is short enough to stand in a list: the first paragraph.
std::string first_paragraph(const std::string& text) {
    auto end = text.find("\n\n");
    return text.substr(0, end);
}

template <class Page>
void cut(Page& page, int limit) {
    if (int(page.items.size()) <= limit) return;
    page.items.pop_back();
    page.next_cursor = page.items.back().id;
}

}  // namespace

Task<Inbox> inbox(App& app, Ctx ctx, Audience audience, std::optional<std::string> subject, std::optional<NoticeId> cursor, int limit) {
    auto rows = co_await app.db.read(ctx, sql::inbox(audience, subject, cursor.value_or(beyond_all()), limit + 1));
    auto stationery = co_await stationery_of(app, ctx);
    Inbox page;
    std::map<std::pair<std::string, std::string>, Template> texts;
    for (const auto& row : rows) {
        auto key = std::pair(row.stage, row.language);
        if (!texts.contains(key)) texts[key] = co_await text_for(app, ctx, row.stage, row.language);
        const auto& text = texts[key];
        auto facts = read_json<Facts>(row.facts.text);
        if (!facts) throw std::runtime_error("what is stored of a notice does not fit its shape");
        auto words = words_of(stationery.head, *facts, {});
        page.items.push_back({row.id, row.stage, row.subject, trim(fill(text.heading, words)), trim(first_paragraph(fill(text.body, words))), row.created_at, row.read_at});
    }
    cut(page, limit);
    co_return page;
}

Task<Result<bool>> mark_read(App& app, Ctx ctx, NoticeId id, Audience audience, std::optional<std::string> subject) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto touched = co_await tx.ask(sql::mark_read(id, audience, subject, ctx.now));
        if (touched == 0) co_return refuse(not_found);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<NoticePage> list_notices(App& app, Ctx ctx, NoticeFilter filter) {
    int limit = filter.limit ? int(filter.limit->value) : usual_page;
    auto rows = co_await app.db.read(ctx, sql::list_notices(filter.state, filter.channel, filter.subject, filter.cursor.value_or(beyond_all()), limit + 1));
    NoticePage page;
    for (const auto& row : rows) page.items.push_back(view_of(row));
    cut(page, limit);
    co_return page;
}

Task<Result<NoticeView>> find_notice(App& app, Ctx ctx, NoticeId id) {
    auto row = co_await app.db.read(ctx, sql::find_notice(id));
    if (!row) co_return refuse(not_found);
    co_return view_of(*row);
}

}  // namespace vitrine::notices
