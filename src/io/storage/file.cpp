#include "io/storage/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace vitrine::storage {
namespace {

std::string trouble(std::string_view what, const std::string& path) { return std::string(what) + " " + std::filesystem::path(path).filename().string() + ": " + std::strerror(errno); }

/// Makes the folder and those above it; each new name is made sure of in the folder that holds it.
std::string make_folders(const std::filesystem::path& folder);

std::string sync_folder(const std::filesystem::path& folder) {
    int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return trouble("open", folder);
    auto fault = ::fsync(descriptor) == 0 ? std::string() : trouble("fsync", folder);
    ::close(descriptor);
    return fault;
}

std::string make_folders(const std::filesystem::path& folder) {
    if (folder.empty()) return {};
    struct stat found;
    if (::stat(folder.c_str(), &found) == 0) return S_ISDIR(found.st_mode) ? std::string() : "a file stands where a folder belongs";
    if (auto fault = make_folders(folder.parent_path()); !fault.empty()) return fault;
    if (::mkdir(folder.c_str(), 0750) != 0 && errno != EEXIST) return trouble("mkdir", folder);
    return sync_folder(folder.parent_path().empty() ? "." : folder.parent_path());
}

std::string name_of_own() {
    static std::atomic<std::uint64_t> counter = 0;
    return ".growing-" + std::to_string(::getpid()) + "-" + std::to_string(++counter);
}

}  // namespace

GrowingFile::GrowingFile(std::string path) : path_(std::move(path)) {}

GrowingFile::~GrowingFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(growing_.c_str());
}

std::string GrowingFile::make() {
    if (descriptor_ >= 0) return {};
    std::filesystem::path folder = std::filesystem::path(path_).parent_path();
    if (auto fault = make_folders(folder); !fault.empty()) return fault;
    growing_ = (folder / name_of_own()).string();
    descriptor_ = ::open(growing_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0640);
    return descriptor_ < 0 ? trouble("create", growing_) : std::string();
}

std::string GrowingFile::append(std::string_view bytes) {
    if (auto fault = make(); !fault.empty()) return fault;
    while (!bytes.empty()) {
        auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return trouble("write", growing_);
        bytes.remove_prefix(size_t(written));
    }
    return {};
}

std::string GrowingFile::finish(std::int64_t stamp_ns) {
    if (auto fault = make(); !fault.empty()) return fault;
    if (stamp_ns != 0) {
        timespec stamp{time_t(stamp_ns / 1'000'000'000), long(stamp_ns % 1'000'000'000)};
        timespec times[] = {stamp, stamp};
        if (::futimens(descriptor_, times) != 0) return trouble("futimens", growing_);
    }
    if (::fsync(descriptor_) != 0) return trouble("fsync", growing_);
    if (::rename(growing_.c_str(), path_.c_str()) != 0) return trouble("rename", path_);
    ::close(descriptor_);
    descriptor_ = -1;
    return sync_folder(std::filesystem::path(path_).parent_path());
}

std::string write_whole(const std::string& path, std::string_view bytes, std::int64_t stamp_ns) {
    GrowingFile file(path);
    if (auto fault = file.append(bytes); !fault.empty()) return fault;
    return file.finish(stamp_ns);
}

}  // namespace vitrine::storage
