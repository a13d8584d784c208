#include "modules/media/make.h"

#include <filesystem>
#include <stdexcept>

#include "core/check.h"
#include "io/crypto/file_digest.h"
#include "io/images/workshop.h"
#include "io/storage/file.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/catalog/products/api.h"
#include "modules/media/keep.h"
#include "modules/media/rules.h"
#include "modules/media/sql.h"
#include "modules/media/sweep.h"

namespace vitrine::media {
namespace {

constexpr std::string_view digest_wrong = "media.digest_wrong", same_content = "media.same_content";

void count(std::string_view how) {
    metrics::counter("vitrine_media_made_total", "Uploads by how their check ended", {{"how", std::string(how)}}).add();
}

/// All parts behind each other in one file. std::runtime_error when the store does not give one.
Task<void> assemble(App& app, Ctx ctx, UploadRow upload, std::string path) {
    auto store = store_of(app.web, app.config);
    auto parts = co_await app.db.read(ctx, sql::used_parts(upload.id));
    auto file = std::make_shared<storage::GrowingFile>(path);
    std::int64_t at = 0;
    for (const auto& part : parts) {
        check(part.at_byte == at, "the parts of an upload stand behind each other");
        auto piece = co_await store->read(rules::part_key(ctx.store, upload.id, part.at_byte, part.digest.value), 0, std::uint64_t(part.size));
        if (!piece) throw std::runtime_error("a part of an upload cannot be had: " + piece.error().why);
        if (std::int64_t(piece->size()) != part.size) throw std::runtime_error("a part of an upload is not as long as it was");
        auto bytes = std::make_shared<const std::string>(std::move(*piece));
        auto fault = co_await offload_value([file, bytes] { return file->append(*bytes); });
        if (!fault.empty()) throw std::runtime_error(fault);
        at += part.size;
    }
    check(at == upload.size, "an upload that is checked is complete");
    auto fault = co_await offload_value([file] { return file->finish(); });
    if (!fault.empty()) throw std::runtime_error(fault);
}

/// Ends an upload without a media.
Task<void> end_upload(App& app, const jobs::Attempt& attempt, const UploadRow& upload, UploadState state, std::string code, std::string detail) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        co_await tx.ask(sql::move_upload(upload.id, UploadState::checking, state, code, detail, false, upload.media_id));
        sweep_later(tx, tx.ctx().now + rules::upload_ttl);
        attempt.finish(tx);
        co_return true;
    };
    auto done = co_await app.db.transaction(attempt.ctx, body);
    check(done.has_value(), "ending an upload refuses nothing");
    count(code.empty() ? shape_name(state) : std::string_view(code));
}

/// Shows it with the product that was named, and lets pages hear of it.
Task<void> show(pg::Tx& tx, const UploadRow& upload, MediaId media) {
    if (!upload.product_id) co_return;
    auto [locked, known] = co_await tx.ask(sql::lock_product_media(*upload.product_id), catalog::known_products({*upload.product_id}));
    if (known.empty()) co_return;
    tx.send(sql::append_product_media(*upload.product_id, media, upload.variant_id));
    catalog::note_changes(tx, {*upload.product_id});
}

/// The store has this content already: the upload ends with that media.
Task<void> end_as_duplicate(App& app, const jobs::Attempt& attempt, const UploadRow& upload, MediaId media) {
    bool is_other = upload.replaces && media != upload.media_id;
    if (is_other) co_return co_await end_upload(app, attempt, upload, UploadState::refused, std::string(same_content), "this content is " + media.text() + " already; show that in its place");
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        co_await tx.ask(sql::move_upload(upload.id, UploadState::checking, UploadState::done, "", "", true, media));
        co_await show(tx, upload, media);
        sweep_later(tx, tx.ctx().now + rules::upload_ttl);
        attempt.finish(tx);
        co_return true;
    };
    auto done = co_await app.db.transaction(attempt.ctx, body);
    if (done) app.db.notify_soon(std::string(catalog::changes_channel));
    count("duplicate");
}

/// Everything is stored: from here on it is shown.
Task<void> publish(App& app, const jobs::Attempt& attempt, const UploadRow& upload, const Made& made, const std::string& name, const std::string& digest, const std::string& edition) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_upload(upload.id));
        auto old = co_await tx.ask(sql::lock_media(upload.media_id));
        if (!locked || locked->state != UploadState::checking || (upload.replaces && !old)) {
            tx.send(sql::move_upload(upload.id, UploadState::checking, UploadState::expired, "", "", false, upload.media_id));
            attempt.finish(tx);
            co_return false;
        }
        auto version = co_await tx.ask(sql::save_media(upload.media_id, made.kind, name, made.media_type, {digest}, upload.size, edition, made.width, made.height, made.duration_ms, made.colour,
                                                       {made.blur}, upload.is_private, upload.alt));
        auto original = rules::original_edition(digest);
        tx.send(sql::objects_stored(upload.media_id, edition));
        tx.send(sql::objects_stored(upload.media_id, original));
        tx.send(sql::retire_objects(upload.media_id, edition, original));
        tx.send(sql::note_change(upload.media_id, version, upload.replaces ? "replaced" : "uploaded", {to_json(UploadDetail{upload.filename, made.kind, upload.size})}));
        tx.send(sql::move_upload(upload.id, UploadState::checking, UploadState::done, "", "", false, upload.media_id));
        co_await show(tx, upload, upload.media_id);
        if (auto shown = co_await tx.ask(sql::products_showing(upload.media_id)); !shown.empty()) catalog::note_changes(tx, shown);
        sweep_later(tx, tx.ctx().now + rules::upload_ttl);
        if (upload.replaces) sweep_later(tx, tx.ctx().now + rules::retired_for);
        attempt.finish(tx);
        co_return true;
    };
    auto done = co_await app.db.transaction(attempt.ctx, body);
    app.db.notify_soon(std::string(catalog::changes_channel));
    count(done.value_or(false) ? "done" : "expired");
}

}  // namespace

Refusal unavailable(const storage::Failure& failure) {
    log::warn("media.store_unavailable", {{"error", failure.why}});
    auto refusal = refuse(store_unavailable).error();
    refusal.retry_after_s = 5;
    return refusal;
}

void make_later(pg::Tx& tx, UploadId upload) { jobs::later(tx, std::string(make_job), upload.text(), tx.ctx().now, MakeMedia{upload}); }

Task<void> make_media(App& app, const jobs::Attempt& attempt, const MakeMedia& what) {
    images::set_workshop_threads(threads_wanted(app.config));
    auto upload = co_await app.db.read(attempt.ctx, sql::find_upload(what.upload));
    if (!upload || upload->state != UploadState::checking) co_return;
    ScratchFile scratch(app.config);
    co_await assemble(app, attempt.ctx, *upload, scratch.path());
    auto sum = co_await offload_value([&] { return crypto::sha256_of_file(scratch.path()); });
    if (!sum) throw std::runtime_error("a file in work cannot be read");
    auto digest = crypto::bytes_of(*sum);
    if (upload->digest && upload->digest->value != digest)
        co_return co_await end_upload(app, attempt, *upload, UploadState::refused, std::string(digest_wrong), "what arrived is not what was announced: its hash is another");
    if (auto known = co_await app.db.read(attempt.ctx, sql::media_of_digest({digest}, upload->is_private))) co_return co_await end_as_duplicate(app, attempt, *upload, *known);

    auto name = rules::name_of(upload->filename);
    if (upload->replaces) {
        auto old = co_await app.db.read(attempt.ctx, sql::find_media(upload->media_id));
        if (!old) co_return co_await end_upload(app, attempt, *upload, UploadState::expired, {}, {});
        name = old->name;
    }
    auto began = std::chrono::steady_clock::now();
    auto made = co_await images::in_workshop_value([&] { return make_content(scratch.path(), name, {}); });
    static auto timer = metrics::timer("vitrine_media_make_seconds", "Time that checking a file and making its renditions took, waiting included");
    timer.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    if (!made) co_return co_await end_upload(app, attempt, *upload, UploadState::refused, made.error().code, made.error().detail);

    auto edition = rules::edition_of(attempt.ctx.store, digest, {});
    Edition kept{upload->media_id, edition, upload->is_private, scratch.path()};
    if (needs_original(made->kind)) co_await keep_original(app, attempt.ctx, kept, digest, upload->size, made->media_type);
    co_await keep_files(app, attempt.ctx, kept, made->files);
    co_await publish(app, attempt, *upload, *made, name, digest, edition);
}

}  // namespace vitrine::media
