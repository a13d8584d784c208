#pragma once
// From a file that came to what is shown: checked, made smaller, stored, and only then known to anybody.
#include "io/storage/store.h"
#include "modules/media/uploads.h"

namespace vitrine::media {

/// A job of one upload.
struct MakeMedia {
    UploadId upload;
};
SHAPE(MakeMedia, upload)
inline constexpr std::string_view make_job = "media.make";

/// Queues the job that checks an upload and makes what is shown of it.
void make_later(pg::Tx& tx, UploadId upload);
/// Checks a complete upload, stores the file and its renditions, and shows them; or refuses it for good. When the object store does not answer it throws, and
/// is done again later: until all is stored, nothing is shown.
Task<void> make_media(App& app, const jobs::Attempt& attempt, const MakeMedia& what);

/// Why the store gave nothing, as an answer: 503 with Retry-After.
Refusal unavailable(const storage::Failure& failure);

}  // namespace vitrine::media
