#include "io/storage/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "core/check.h"
#include "io/crypto/digest.h"
#include "io/loop.h"
#include "io/storage/file.h"

namespace vitrine::storage {
namespace {

constexpr size_t copied_bytes = 1024 * 1024;

Failure failure_of(int error, std::string_view what) {
    auto trouble = error == ENOENT || error == ENOTDIR ? Trouble::missing : error == EACCES || error == EPERM ? Trouble::refused : Trouble::unavailable;
    return {trouble, std::string(what) + ": " + std::strerror(error)};
}

Outcome<void> done(const std::string& fault) {
    if (!fault.empty()) return fail(Trouble::unavailable, fault);
    return {};
}

class Opened {
public:
    explicit Opened(const std::string& path) : descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)), error(descriptor < 0 ? errno : 0) {}
    ~Opened() {
        if (descriptor >= 0) ::close(descriptor);
    }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    int descriptor, error;
};

Outcome<std::string> read_piece(const std::string& path, std::uint64_t offset, std::uint64_t most) {
    Opened file(path);
    if (file.descriptor < 0) return std::unexpected(failure_of(file.error, "open"));
    struct stat status;
    if (::fstat(file.descriptor, &status) != 0) return std::unexpected(failure_of(errno, "fstat"));
    if (!S_ISREG(status.st_mode)) return fail(Trouble::missing, "no file");
    auto size = std::uint64_t(status.st_size);
    std::string bytes(offset >= size ? 0 : std::min(most, size - offset), '\0');
    for (size_t have = 0; have < bytes.size();) {
        auto count = ::pread(file.descriptor, bytes.data() + have, bytes.size() - have, off_t(offset + have));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return fail(Trouble::unavailable, "read");
        have += size_t(count);
    }
    return bytes;
}

Outcome<void> copy_file(const std::string& from, const std::string& to) {
    GrowingFile target(to);
    for (std::uint64_t offset = 0;; offset += copied_bytes) {
        auto piece = read_piece(from, offset, copied_bytes);
        if (!piece) return std::unexpected(std::move(piece.error()));
        if (auto fault = target.append(*piece); !fault.empty()) return done(fault);
        if (piece->size() < copied_bytes) return done(target.finish());
    }
}

class DiskStore final : public Store {
public:
    explicit DiskStore(std::string folder) : folder_(std::move(folder)) { check(!folder_.empty(), "a store on disk needs a folder"); }

    Task<Outcome<void>> put(std::string key, std::shared_ptr<const std::string> bytes, std::string) override {
        auto path = place(key);
        co_return co_await offload_value([path, bytes] { return done(write_whole(path, *bytes, stamp_of(crypto::hex(crypto::sha256(*bytes))))); });
    }
    Task<Outcome<void>> put_file(std::string key, std::string from, std::string) override {
        auto to = place(key);
        co_return co_await offload_value([from, to] { return copy_file(from, to); });
    }
    Task<Outcome<std::uint64_t>> size(std::string key) override {
        auto path = place(key);
        co_return co_await offload_value([path]() -> Outcome<std::uint64_t> {
            struct stat status;
            if (::stat(path.c_str(), &status) != 0) return std::unexpected(failure_of(errno, "stat"));
            if (!S_ISREG(status.st_mode)) return fail(Trouble::missing, "no file");
            return std::uint64_t(status.st_size);
        });
    }
    Task<Outcome<std::string>> read(std::string key, std::uint64_t offset, std::uint64_t most) override {
        auto path = place(key);
        co_return co_await offload_value([path, offset, most] { return read_piece(path, offset, most); });
    }
    Task<Outcome<void>> remove(std::string key) override {
        auto path = place(key);
        co_return co_await offload_value([path]() -> Outcome<void> {
            if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) return std::unexpected(failure_of(errno, "unlink"));
            return {};
        });
    }
    std::optional<std::string> path_of(std::string_view key) const override { return place(key); }

private:
    std::string place(std::string_view key) const {
        check(is_safe_key(key), "a key of the store is a safe name");
        return folder_ + "/" + std::string(key);
    }
    std::string folder_;
};

}  // namespace

std::unique_ptr<Store> make_disk_store(std::string folder) { return std::make_unique<DiskStore>(std::move(folder)); }

std::int64_t stamp_of(std::string_view sha256_hex) {
    std::uint64_t bits = 0;
    check(sha256_hex.size() >= 16 && std::from_chars(sha256_hex.data(), sha256_hex.data() + 16, bits, 16).ec == std::errc(), "a digest in hex has 16 digits");
    constexpr std::int64_t first = 1'000'000'000, seconds = 1 << 30;
    return (first + std::int64_t(bits % seconds)) * 1'000'000'000 + std::int64_t(bits >> 30) % 1'000'000 * 1'000;
}

}  // namespace vitrine::storage
