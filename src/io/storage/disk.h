#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "io/storage/store.h"

namespace vitrine::storage {

/// Objects as files below `folder`, each written beside its place, made sure of with fsync and renamed. Several processes may share the folder.
std::unique_ptr<Store> make_disk_store(std::string folder);

/// Pure. A time of change made from the content's digest: files of the same content get the same ETag and Last-Modified (which the server makes from size
/// and time) in every process and after every restore. Between 2001 and 2033; `sha256_hex` has at least 16 digits.
std::int64_t stamp_of(std::string_view sha256_hex);

}  // namespace vitrine::storage
