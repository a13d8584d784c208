#pragma once
// Files on their way in: in parts that may be sent again, checked and shown only when all of it is here.
#include "modules/media/rows.h"

namespace vitrine::media {

inline constexpr RefusalKind upload_unknown{"media.upload_unknown", 404, "There is no such upload"};
inline constexpr RefusalKind offset_wrong{"media.offset_wrong", 409, "The part does not begin where the upload stands"};
inline constexpr RefusalKind upload_over{"media.upload_over", 409, "This upload takes nothing more"};
inline constexpr RefusalKind upload_busy{"media.upload_busy", 409, "This upload is being checked"};
inline constexpr RefusalKind too_large{"media.too_large", 413, "The file is too large"};
inline constexpr RefusalKind too_many_uploads{"media.too_many_uploads", 429, "Too many uploads are open"};

using FileName = Text<1, 255>;
using AltTexts = std::map<std::string, std::string>;

/// What is to be uploaded, and what becomes of it.
struct NewUpload {
    FileName filename;                      ///< for its name in URLs only; what it is, its bytes say
    Whole<1, 536'870'912> size;
    std::optional<std::string> sha256;      ///< in hex; when given, what arrives must be that
    std::optional<bool> is_private;         ///< shown only through signed links
    std::optional<AltTexts> alt;
    std::optional<ProductId> product;       ///< shown by this product, behind what it shows
    std::optional<VariantId> variant;       ///< … for this variant
};
SHAPE(NewUpload, filename, size, sha256, is_private, alt, product, variant)

struct UploadView {
    UploadId id;
    UploadState state = UploadState::receiving;
    std::int64_t size = 0, received = 0;
    std::int64_t part_limit_bytes = 0;
    std::optional<MediaId> media;           ///< once it is done
    std::optional<bool> is_duplicate;       ///< the store had this content already: `media` is that
    std::optional<std::string> fault, detail;  ///< why it was refused
    Instant expires_at{};
};
SHAPE(UploadView, id, state, size, received, part_limit_bytes, media, is_duplicate, fault, detail, expires_at)

/// Opens an upload; nothing is shown of it before it is done. With `replaces` the content takes the place of that media's.
/// Refuses request.invalid, media.unknown, catalog.product_unknown, media.too_many_uploads.
Task<Result<UploadView>> open_upload(App& app, Ctx ctx, NewUpload in, std::optional<MediaId> replaces);
/// Takes the part that begins at `at_byte`. Repeatable: a part that is here already answers where the upload stands. The last part lets a job check the file.
/// Refuses media.upload_unknown, media.offset_wrong, media.upload_over, media.too_large, media.store_unavailable (send it again later).
Task<Result<UploadView>> append_part(App& app, Ctx ctx, UploadId id, std::int64_t at_byte, std::string bytes);
/// All of a small file in one call. As both of the above.
Task<Result<UploadView>> upload_whole(App& app, Ctx ctx, NewUpload in, std::string bytes);
Task<Result<UploadView>> find_upload(App& app, Ctx ctx, UploadId id);   ///< refuses media.upload_unknown
/// Ends an upload that is not being checked; what came of it is deleted soon. Repeatable. Refuses media.upload_unknown, media.upload_busy.
Task<Result<void>> give_up_upload(App& app, Ctx ctx, UploadId id);

/// Queues the row of an upload; used by jobs that fetch files, too.
void add_upload(pg::Tx& tx, UploadId id, MediaId media, bool replaces, const NewUpload& in, std::optional<std::string> source_url);

}  // namespace vitrine::media
