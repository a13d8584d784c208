#include "modules/imports/export_file.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace vitrine::imports {

ExportFile::ExportFile() {
    const char* folder = std::getenv("TMPDIR");
    path_ = std::string(folder && *folder ? folder : "/tmp") + "/vitrine-export-XXXXXX";
    file_ = mkstemp(path_.data());
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), "cannot make a temporary file");
}

ExportFile::~ExportFile() {
    finish();
    unlink(path_.c_str());
}

void ExportFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        auto written = write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw std::system_error(errno, std::generic_category(), "cannot write a temporary file");
        bytes.remove_prefix(std::size_t(written));
    }
}

void ExportFile::finish() {
    if (auto file = std::exchange(file_, -1); file >= 0) close(file);
}

}  // namespace vitrine::imports
