#include "modules/media/uploads.h"

#include <algorithm>

#include "core/check.h"
#include "io/crypto/digest.h"
#include "io/telemetry/metrics.h"
#include "modules/catalog/products/api.h"
#include "modules/media/files.h"
#include "modules/media/make.h"
#include "modules/media/rules.h"
#include "modules/media/sql.h"
#include "modules/media/sweep.h"

namespace vitrine::media {
namespace {

UploadView view_of(const UploadRow& row) {
    UploadView view{row.id, row.state, row.size, row.received, rules::part_limit_bytes, {}, {}, {}, {}, row.expires_at};
    if (row.state == UploadState::done) view.media = row.media_id, view.is_duplicate = row.is_duplicate;
    if (row.state == UploadState::refused) view.fault = row.fault, view.detail = row.detail;
    return view;
}

std::optional<pg::Bytes> bytes_of_hex(std::string_view hex) {
    auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    if (hex.size() != 64) return {};
    pg::Bytes out;
    for (size_t i = 0; i < hex.size(); i += 2) {
        if (digit(hex[i]) < 0 || digit(hex[i + 1]) < 0) return {};
        out.value += char(digit(hex[i]) << 4 | digit(hex[i + 1]));
    }
    return out;
}

std::vector<Fault> faults_of(const NewUpload& in) {
    auto faults = in.alt ? rules::alt_faults(*in.alt, "/alt") : std::vector<Fault>{};
    if (in.sha256 && !bytes_of_hex(*in.sha256)) faults.push_back({"/sha256", "malformed", "64 hexadecimal digits"});
    if (in.variant && !in.product) faults.push_back({"/variant", "without_product", "say of which product"});
    return faults;
}

/// Product and variant that are to show it are there and belong together.
Task<Result<void>> check_target(pg::Tx& tx, const NewUpload& in) {
    if (!in.product) co_return Result<void>();
    auto [known, variants] = co_await tx.ask(catalog::known_products({*in.product}), catalog::variants_by_id({*in.product}));
    if (known.empty()) co_return refuse(catalog::product_unknown);
    if (in.variant && std::ranges::find(variants, *in.variant, &catalog::VariantRow::id) == variants.end())
        co_return refuse(refusals::invalid, {}, {{"/variant", "unknown", "this product has no such variant"}});
    co_return Result<void>();
}

metrics::Counter& received_bytes() {
    static auto counter = metrics::counter("vitrine_media_received_bytes_total", "Bytes of uploads that were taken in");
    return counter;
}

}  // namespace

void add_upload(pg::Tx& tx, UploadId id, MediaId media, bool replaces, const NewUpload& in, std::optional<std::string> source_url) {
    auto digest = in.sha256 ? bytes_of_hex(*in.sha256) : std::nullopt;
    RawJson alt{to_json(in.alt.value_or(AltTexts{}))};
    tx.send(sql::add_upload(id, media, replaces, in.filename.str(), in.size.value, digest, in.is_private.value_or(false), alt, in.product, in.variant, source_url,
                            tx.ctx().now + rules::upload_ttl));
    sweep_later(tx, tx.ctx().now + rules::upload_ttl);
}

Task<Result<UploadView>> open_upload(App& app, Ctx ctx, NewUpload in, std::optional<MediaId> replaces) {
    if (auto faults = faults_of(in); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto id = UploadId::next(ctx.now);
    auto media = replaces.value_or(MediaId::next(ctx.now));
    auto body = [&](pg::Tx& tx) -> Task<Result<UploadView>> {
        auto wanted = in;
        if (auto target = co_await check_target(tx, in); !target) co_return refuse(std::move(target.error()));
        if (replaces) {
            auto old = co_await tx.ask(sql::find_media(*replaces));
            if (!old) co_return refuse(media_unknown);
            wanted.is_private = old->is_private;
        }
        if (co_await tx.ask(sql::count_open_uploads()) >= rules::most_open_uploads) co_return refuse(too_many_uploads);
        add_upload(tx, id, media, replaces.has_value(), wanted, {});
        auto row = co_await tx.ask(sql::find_upload(id));
        check(row.has_value(), "an upload that was added is there");
        co_return view_of(*row);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<UploadView>> find_upload(App& app, Ctx ctx, UploadId id) {
    auto row = co_await app.db.read(ctx, sql::find_upload(id));
    if (!row) co_return refuse(upload_unknown);
    co_return view_of(*row);
}

Task<Result<UploadView>> append_part(App& app, Ctx ctx, UploadId id, std::int64_t at_byte, std::string bytes) {
    auto row = co_await app.db.read(ctx, sql::find_upload(id));
    if (!row) co_return refuse(upload_unknown);
    auto size = std::int64_t(bytes.size());
    bool is_repeated = at_byte < row->received && at_byte + size <= row->received;
    if (is_repeated && row->state != UploadState::refused && row->state != UploadState::expired) co_return view_of(*row);
    if (row->state != UploadState::receiving) co_return refuse(upload_over);
    if (at_byte != row->received || size == 0) co_return refuse(offset_wrong, "it stands at " + std::to_string(row->received));
    if (size > rules::part_limit_bytes || at_byte + size > row->size) co_return refuse(too_large, "the upload was announced with " + std::to_string(row->size) + " bytes, in parts of at most " + std::to_string(rules::part_limit_bytes));

    // Named, put, counted: whatever dies in between, nothing in the store is unknown and nothing counted is missing.
    auto held = std::make_shared<const std::string>(std::move(bytes));
    auto digest = crypto::bytes_of(co_await offload_value([held] { return crypto::sha256(*held); }));
    pg::Bytes sum{digest};
    auto name = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::note_part(id, at_byte, sum, size));
        co_return true;
    };
    auto named = co_await app.db.transaction(ctx, name);
    check(named.has_value(), "naming a part refuses nothing");
    auto store = store_of(app.web, app.config);
    auto put = co_await store->put(rules::part_key(ctx.store, id, at_byte, digest), held, "application/octet-stream");
    if (!put) co_return refuse(unavailable(put.error()));
    received_bytes().add(double(size));

    auto count = [&](pg::Tx& tx) -> Task<Result<UploadView>> {
        auto [moved, used] = co_await tx.ask(sql::receive(id, at_byte, size, tx.ctx().now + rules::upload_ttl), sql::use_part(id, at_byte, sum));
        if (!moved || used != 1) co_return refuse(offset_wrong, "another part came first; ask where the upload stands");
        auto now = co_await tx.ask(sql::find_upload(id));
        check(now.has_value(), "an upload that received is there");
        if (now->received < now->size) co_return view_of(*now);
        auto complete = co_await tx.ask(sql::move_upload(id, UploadState::receiving, UploadState::checking, "", "", false, now->media_id));
        check(complete == 1, "an upload that is complete is checked");
        make_later(tx, id);
        now->state = UploadState::checking;
        co_return view_of(*now);
    };
    co_return co_await app.db.transaction(ctx, count);
}

Task<Result<UploadView>> upload_whole(App& app, Ctx ctx, NewUpload in, std::string bytes) {
    auto opened = co_await open_upload(app, ctx, std::move(in), {});
    if (!opened) co_return refuse(std::move(opened.error()));
    co_return co_await append_part(app, ctx, opened->id, 0, std::move(bytes));
}

Task<Result<void>> give_up_upload(App& app, Ctx ctx, UploadId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_upload(id));
        if (!row) co_return refuse(upload_unknown);
        if (row->state == UploadState::checking) co_return refuse(upload_busy);
        if (row->state != UploadState::receiving) co_return true;
        tx.send(sql::move_upload(id, UploadState::receiving, UploadState::expired, "", "", false, row->media_id));
        sweep_later(tx, tx.ctx().now);
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return Result<void>();
}

}  // namespace vitrine::media
