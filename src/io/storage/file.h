#pragma once
// Files that appear whole or not at all: written under a name of their own, made sure of, and renamed into place.
#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::storage {

/// A file on its way to `path`. Blocks: use it off the loop. What is not finished is removed. Every call gives what went wrong, empty when nothing did.
class GrowingFile {
public:
    explicit GrowingFile(std::string path);
    ~GrowingFile();
    GrowingFile(const GrowingFile&) = delete;
    GrowingFile& operator=(const GrowingFile&) = delete;

    std::string append(std::string_view bytes);
    /// fsync, rename to `path`, fsync of the folder: afterwards the file survives a crash. Folders above are made. With `stamp_ns` the file's time of change
    /// is that many nanoseconds after the epoch instead of now.
    std::string finish(std::int64_t stamp_ns = 0);
    const std::string& growing_path() const { return growing_; }

private:
    std::string make();
    std::string path_, growing_;
    int descriptor_ = -1;
};

/// Writes a whole file in that way.
std::string write_whole(const std::string& path, std::string_view bytes, std::int64_t stamp_ns = 0);

}  // namespace vitrine::storage
