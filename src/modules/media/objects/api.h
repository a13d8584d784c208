#pragma once
// The store of files, and files in work, for modules that keep files of their own.
#include <memory>

#include "io/storage/store.h"
#include "modules/media/api.h"

namespace vitrine::media {

inline constexpr RefusalKind store_unavailable{"media.store_unavailable", 503, "The store of files does not answer; try again shortly"};

/// The store that the settings name; made for each use, costs nothing. std::runtime_error for settings that do not fit together.
std::unique_ptr<storage::Store> store_of(web::Client& web, const Config& config);

/// A file that is gone when this is.
class ScratchFile {
public:
    explicit ScratchFile(const Config& config);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace vitrine::media
