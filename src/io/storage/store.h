#pragma once
// Where files are kept that are too big for the database: one port, local disk or an S3-compatible service behind it. What is kept under a key never
// changes: a key names its content, so writing it again is harmless and may be repeated after any failure.
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/task.h"

namespace vitrine::storage {

/// Why an object could not be had. `unavailable` may pass: ask again later. The others will not.
enum class Trouble { missing, unavailable, refused };

/// A failure with its reason for the log; holds no secret.
struct Failure {
    Trouble trouble = Trouble::unavailable;
    std::string why;
};

template <class T>
using Outcome = std::expected<T, Failure>;

inline std::unexpected<Failure> fail(Trouble trouble, std::string why) { return std::unexpected(Failure{trouble, std::move(why)}); }

/// Pure. Whether a key may be used: parts of lower-case letters, digits, '.', '_' and '-', joined by '/', none empty or beginning with a dot, at most 400
/// characters. So a key is a path below a folder on every system, and a URL needs no escapes.
bool is_safe_key(std::string_view key);

/// One store of objects, of one loop. Every call may wait for a disk or a network and can be repeated; keys that are not safe throw std::logic_error.
class Store {
public:
    virtual ~Store() = default;
    /// Keeps these bytes; when it gives a value they are on stable storage as a whole, and before that nobody sees a part of them.
    virtual Task<Outcome<void>> put(std::string key, std::shared_ptr<const std::string> bytes, std::string content_type) = 0;
    /// The same for the file at `path`, which stays; memory does not grow with its size.
    virtual Task<Outcome<void>> put_file(std::string key, std::string path, std::string content_type) = 0;
    /// The size in bytes; `missing` when there is no such object.
    virtual Task<Outcome<std::uint64_t>> size(std::string key) = 0;
    /// Up to `most` bytes from `offset` on; fewer only at the end.
    virtual Task<Outcome<std::string>> read(std::string key, std::uint64_t offset, std::uint64_t most) = 0;
    /// Deletes it; deleting what is not there is done, too.
    virtual Task<Outcome<void>> remove(std::string key) = 0;
    /// Where the object lies on this machine, when it is kept there as a file; nothing for a store elsewhere. The file may be missing.
    virtual std::optional<std::string> path_of(std::string_view key) const = 0;
};

/// Copies an object into a new file at `path`, piece by piece, and makes sure of it on disk. What was written is removed when it fails.
Task<Outcome<void>> download(Store& from, std::string key, std::string path);

}  // namespace vitrine::storage
