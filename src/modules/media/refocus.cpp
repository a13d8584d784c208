// The squares of a picture, cut around another point: made anew from the file as it came, shown under new addresses.
#include <stdexcept>

#include "io/images/workshop.h"
#include "io/telemetry/log.h"
#include "modules/media/keep.h"
#include "modules/media/library.h"
#include "modules/media/rules.h"
#include "modules/media/sql.h"
#include "modules/media/sweep.h"

namespace vitrine::media {

Task<void> refocus_media(App& app, const jobs::Attempt& attempt, const RefocusMedia& what) {
    images::set_workshop_threads(threads_wanted(app.config));
    auto media = co_await app.db.read(attempt.ctx, sql::find_media(what.media));
    if (!media || !needs_original(media->kind)) co_return;
    images::Focus focus{what.x, what.y};
    auto edition = rules::edition_of(attempt.ctx.store, media->digest.value, focus);
    if (edition == media->edition) co_return;

    ScratchFile scratch(app.config);
    auto store = store_of(app.web, app.config);
    auto fetched = co_await storage::download(*store, rules::original_key(attempt.ctx.store, media->digest.value, media->is_private), scratch.path());
    if (!fetched) throw std::runtime_error("a file cannot be had from the store: " + fetched.error().why);
    auto made = co_await images::in_workshop_value([&] { return make_content(scratch.path(), media->name, focus); });
    if (!made) throw std::runtime_error("a file that was taken in before cannot be read any more: " + made.error().detail);
    co_await keep_files(app, attempt.ctx, {media->id, edition, media->is_private, scratch.path()}, made->files);

    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto now = co_await tx.ask(sql::lock_media(media->id));
        attempt.finish(tx);
        if (!now || now->digest != media->digest) co_return true;  // gone, or another picture since: its focal point is another, too
        tx.send(sql::refocus(media->id, now->version, edition, what.x, what.y));
        tx.send(sql::objects_stored(media->id, edition));
        tx.send(sql::retire_objects(media->id, edition, rules::original_edition(media->digest.value)));
        if (auto shown = co_await tx.ask(sql::products_showing(media->id)); !shown.empty()) catalog::note_changes(tx, shown);
        sweep_later(tx, tx.ctx().now + rules::retired_for);
        co_return true;
    };
    auto done = co_await app.db.transaction(attempt.ctx, body);
    if (done) app.db.notify_soon(std::string(catalog::changes_channel));
}

}  // namespace vitrine::media
