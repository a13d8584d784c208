#include "modules/media/library.h"

#include "core/check.h"
#include "core/time_cursor.h"
#include "modules/media/rules.h"
#include "modules/media/sql.h"
#include "modules/media/sweep.h"

namespace vitrine::media {
namespace {

constexpr int usual_page = 50;
using Cursor = TimeCursor<MediaId>;

AltTexts read_alt(const RawJson& stored) {
    auto alt = read_json<AltTexts>(stored.text);
    check(alt.has_value(), "the texts of a media fit their shape");
    return std::move(*alt);
}

std::string main_file(const MediaRow& row) {
    switch (row.kind) {
        case Kind::picture: return row.name + ".jpg";
        case Kind::drawing: return row.name + ".svg";
        case Kind::video: return row.name + ".mp4";
        case Kind::model: return row.name + ".glb";
    }
    return row.name;
}

MediaView view_of(const MediaRow& row) {
    MediaView view;
    view.id = row.id, view.version = row.version, view.kind = row.kind, view.name = row.name, view.media_type = row.media_type, view.size = row.size;
    view.width = row.width, view.height = row.height, view.duration_ms = row.duration_ms, view.colour = row.colour;
    view.focus = {{row.focus_x}, {row.focus_y}};
    view.is_private = row.is_private, view.alt = read_alt(row.alt);
    if (!row.is_private) view.url = "/media/" + row.edition + "/" + main_file(row);
    view.created_at = row.created_at, view.changed_at = row.changed_at;
    return view;
}

FileView file_of(const ObjectRow& row, bool is_private) {
    auto slash = row.key.find('/', row.key.find('/') + 1);  // behind "public/3f/"
    return {is_private ? std::string() : "/media" + row.key.substr(slash), row.media_type, row.size, row.width, row.height};
}

}  // namespace

Task<Result<MediaPage>> list_media(App& app, Ctx ctx, MediaFilter filter) {
    std::optional<Cursor> after;
    if (filter.cursor && !(after = Cursor::parse(*filter.cursor))) co_return refuse(refusals::invalid, {}, {{"/cursor", "malformed", "take next_cursor of the page before"}});
    auto limit = filter.limit ? std::int32_t(filter.limit->value) : usual_page;
    MediaId last;
    last.value.bytes.fill(0xFF);
    auto before = after.value_or(Cursor{ctx.now + std::chrono::days(1), last});
    auto rows = co_await app.db.read(ctx, sql::list_media(before.at, before.id, filter.kind, filter.unused.value_or(false), filter.without_alt.value_or(false), filter.q.value_or(""), limit + 1));
    MediaPage page;
    for (const auto& row : rows) page.items.push_back(view_of(row));
    if (std::ssize(page.items) > limit) {
        page.items.pop_back();
        page.next_cursor = Cursor{page.items.back().created_at, page.items.back().id}.text();
    }
    co_return page;
}

Task<Result<MediaView>> find_media(App& app, Ctx ctx, MediaId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<MediaView>> {
        auto row = co_await tx.ask(sql::find_media(id));
        if (!row) co_return refuse(media_unknown);
        auto [objects, products, changes] = co_await tx.ask(sql::objects_of(id, row->edition), sql::products_showing(id), sql::changes_of(id));
        auto view = view_of(*row);
        view.files.emplace(), view.story.emplace();
        for (const auto& object : objects) view.files->push_back(file_of(object, row->is_private));
        view.products = products;
        for (const auto& change : changes) view.story->push_back({change.version, change.what, change.detail, change.actor, change.at});
        co_return view;
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<MediaView>> edit_media(App& app, Ctx ctx, MediaId id, MediaEdit edit, std::optional<std::int64_t> version) {
    if (edit.alt)
        if (auto faults = rules::alt_faults(*edit.alt, "/alt"); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_media(id));
        if (!row) co_return refuse(media_unknown);
        if (version && *version != row->version) co_return refuse(refusals::stale_version);
        if (edit.focus && row->kind != Kind::picture && row->kind != Kind::drawing) co_return refuse(not_focusable);
        RawJson alt{edit.alt ? to_json(*edit.alt) : row->alt.text};
        auto now = co_await tx.ask(sql::set_alt(id, alt));
        tx.send(sql::note_change(id, now, "edited", {to_json(edit)}));
        if (edit.focus) jobs::later(tx, std::string(refocus_job), id.text(), tx.ctx().now, RefocusMedia{id, std::int32_t(edit.focus->x.value), std::int32_t(edit.focus->y.value)});
        if (auto shown = co_await tx.ask(sql::products_showing(id)); !shown.empty()) catalog::note_changes(tx, shown);
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    app.db.notify_soon(std::string(catalog::changes_channel));
    co_return co_await find_media(app, ctx, id);
}

Task<Result<void>> remove_media(App& app, Ctx ctx, MediaId id, std::optional<std::int64_t> version) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_media(id));
        if (!row) co_return refuse(media_unknown);
        if (version && *version != row->version) co_return refuse(refusals::stale_version);
        if (auto shown = co_await tx.ask(sql::products_showing(id)); !shown.empty()) co_return refuse(in_use, "shown by " + shown.front().text() + (shown.size() > 1 ? " and others" : ""));
        tx.send(sql::note_change(id, row->version + 1, "deleted", {to_json(UploadDetail{row->name, row->kind, row->size})}));
        tx.send(sql::retire_objects(id, "", ""));
        tx.send(sql::delete_media(id));
        sweep_later(tx, tx.ctx().now + rules::retired_for);
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return Result<void>();
}

}  // namespace vitrine::media
