#include "modules/media/keep.h"

#include <filesystem>
#include <stdexcept>

#include "core/check.h"
#include "io/crypto/file_digest.h"
#include "io/telemetry/log.h"
#include "modules/media/rules.h"
#include "modules/media/sql.h"

namespace vitrine::media {
namespace {

constexpr size_t puts_at_once = 6;

/// One file on its way, with its key and sum.
struct Parcel {
    std::string key, digest, path, media_type;
    std::int64_t size = 0;
    std::int32_t width = 0, height = 0;
    std::shared_ptr<const std::string> bytes;
};

/// What several lanes on one loop share; lives until the last of them ends.
struct Putting {
    std::unique_ptr<storage::Store> store;
    std::vector<Parcel> parcels;
    size_t next = 0, lanes = 0;
    std::string fault;
    std::function<void(bool)> ended;
};

Task<void> put_lane(std::shared_ptr<Putting> all) {
    while (all->next < all->parcels.size() && all->fault.empty()) {
        const auto& parcel = all->parcels[all->next++];
        try {
            auto put = parcel.bytes ? co_await all->store->put(parcel.key, parcel.bytes, parcel.media_type) : co_await all->store->put_file(parcel.key, parcel.path, parcel.media_type);
            if (!put) all->fault = put.error().why;
        } catch (const std::exception& why) {
            all->fault = why.what();
        }
    }
    if (--all->lanes == 0 && all->ended) all->ended(true);
}

Task<void> put_all(App& app, std::vector<Parcel> parcels) {
    auto all = std::make_shared<Putting>();
    all->store = store_of(app.web, app.config);
    all->parcels = std::move(parcels);
    all->lanes = std::min(puts_at_once, all->parcels.size());
    auto wait = suspend<bool>([&](auto done) {
        auto count = all->lanes;
        all->ended = [&loop = app.loop, done](bool value) { loop.post([done, value]() mutable { done(value); }); };
        for (size_t i = 0; i < count; ++i) app.loop.spawn(put_lane(all));
    });
    co_await wait;
    if (!all->fault.empty()) throw std::runtime_error("the store of files does not take a file: " + all->fault);
}

Task<void> name_all(App& app, Ctx ctx, MediaId media, std::string edition, const std::vector<Parcel>& parcels) {
    std::vector<std::string> keys, types;
    std::vector<pg::Bytes> digests;
    std::vector<std::int64_t> sizes;
    std::vector<std::int32_t> widths, heights;
    for (const auto& parcel : parcels) {
        keys.push_back(parcel.key), types.push_back(parcel.media_type), digests.push_back({parcel.digest}), sizes.push_back(parcel.size);
        widths.push_back(parcel.width), heights.push_back(parcel.height);
    }
    auto body = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> { co_return co_await tx.ask(sql::note_objects(media, edition, keys, digests, sizes, types, widths, heights)); };
    auto named = co_await app.db.transaction(ctx, body);
    check(named.has_value(), "naming objects refuses nothing");
    if (*named != std::ssize(parcels)) throw std::runtime_error("a file of the same content is being deleted; it is put again afterwards");
}

std::string digest_of_file(const std::string& path) {
    auto sum = crypto::sha256_of_file(path);
    if (!sum) throw std::runtime_error("a file in work cannot be read");
    return crypto::bytes_of(*sum);
}

}  // namespace

Task<void> keep_files(App& app, Ctx ctx, Edition edition, std::vector<MadeFile> files) {
    auto parcels = co_await offload_value([&] {
        std::vector<Parcel> out;
        for (const auto& file : files) {
            Parcel parcel{.key = rules::rendition_key(edition.is_private, edition.edition, file.file), .media_type = file.media_type, .width = file.width, .height = file.height, .bytes = file.bytes};
            if (file.bytes) parcel.digest = crypto::bytes_of(crypto::sha256(*file.bytes)), parcel.size = std::int64_t(file.bytes->size());
            else parcel.path = edition.checked_path, parcel.digest = digest_of_file(parcel.path), parcel.size = std::int64_t(std::filesystem::file_size(parcel.path));
            out.push_back(std::move(parcel));
        }
        return out;
    });
    co_await name_all(app, ctx, edition.media, edition.edition, parcels);
    co_await put_all(app, std::move(parcels));
}

Task<void> keep_original(App& app, Ctx ctx, Edition edition, std::string digest, std::int64_t size, std::string media_type) {
    std::vector<Parcel> parcels{{.key = rules::original_key(ctx.store, digest, edition.is_private), .digest = digest, .path = edition.checked_path, .media_type = std::move(media_type), .size = size}};
    co_await name_all(app, ctx, edition.media, rules::original_edition(digest), parcels);
    co_await put_all(app, std::move(parcels));
}

}  // namespace vitrine::media
