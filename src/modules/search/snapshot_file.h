#pragma once
#include <optional>
#include <string>

#include "core/money.h"
#include "modules/search/match.h"

namespace vitrine::search {

/// A store's snapshot as it lies on disk: what a process that starts again needs to catch up from the change feed instead of reading all products.
struct KeptStore {
    StoreId store;
    std::string origin;               ///< of the database it was read from: another database's file is of no use
    std::uint64_t floor = 0;          ///< of the change feed: everything older is in the parts
    std::uint64_t version = 0;        ///< the highest version given to a product
    Currency currency;
    std::vector<Part> parts;
};

/// Writes to a file beside `path` and renames it, so that a reader sees the old file or the new one. Blocks. std::system_error when it cannot.
void write_snapshot_file(const std::string& path, const KeptStore& store);

/// Reads what `write_snapshot_file` wrote. Nothing when there is no such file; std::runtime_error with the reason when it is torn, damaged, of
/// another format or of another build of the program (which may break texts into other words). Blocks.
std::optional<KeptStore> read_snapshot_file(const std::string& path);

}  // namespace vitrine::search
