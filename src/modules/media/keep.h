#pragma once
// Into the object store: named in the database first, then put, then called stored.
#include "modules/media/content.h"
#include "modules/media/files.h"

namespace vitrine::media {

/// What is to be kept of one edition of a media.
struct Edition {
    MediaId media;
    std::string edition;
    bool is_private = false;
    std::string checked_path;               ///< the file that parts without bytes stand for
};

/// Names all files of an edition in the database and puts them, several at once. Repeatable. std::runtime_error when the store does not take one: then nothing
/// of it may be shown, and the next attempt puts the same under the same names.
Task<void> keep_files(App& app, Ctx ctx, Edition edition, std::vector<MadeFile> files);
/// The same for the file as it came (`checked_path`), which nobody is shown.
Task<void> keep_original(App& app, Ctx ctx, Edition edition, std::string digest, std::int64_t size, std::string media_type);

}  // namespace vitrine::media
