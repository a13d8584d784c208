#pragma once
// Where this process keeps files: the object store, and a folder of its own for what is in work.
#include <memory>

#include "modules/media/objects/api.h"

namespace vitrine::media {

/// A folder on this machine for files in work, below media_folder.
std::string scratch_folder(const Config& config);
/// A setting's value.
std::string setting(const Config& config, std::string_view name);
/// How many pictures are worked on at once.
int threads_wanted(const Config& config);

}  // namespace vitrine::media
