#pragma once
#include <string>
#include <vector>

#include "modules/search/snapshot_file.h"

namespace vitrine::search {

/// Where a process keeps its snapshots, one file a store. They are a cache: every trouble with them is said in the log and costs a full load.
class SnapshotFolder {
public:
    explicit SnapshotFolder(std::string path) : path_(std::move(path)) {}
    bool is_used() const { return !path_.empty(); }

    /// Everything usable that was read from the database `origin`, whose next transaction is `ceiling`: a floor beyond it comes from a
    /// future that was undone. Blocks.
    std::vector<KeptStore> read(const std::string& origin, std::uint64_t ceiling) const;
    void write(const KeptStore& store) const;   ///< blocks

private:
    std::string path_;
};

}  // namespace vitrine::search
