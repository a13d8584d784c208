#include "modules/search/snapshot_folder.h"

#include <filesystem>

#include "io/telemetry/log.h"

namespace vitrine::search {
namespace {

constexpr std::string_view ending = ".snapshot";

}  // namespace

std::vector<KeptStore> SnapshotFolder::read(const std::string& origin, std::uint64_t ceiling) const {
    std::vector<KeptStore> out;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(path_, none)) {
        if (entry.path().extension() != ending) continue;
        try {
            auto store = read_snapshot_file(entry.path());
            if (!store) continue;
            if (store->origin != origin || store->floor > ceiling) throw std::runtime_error("of another database");
            if (entry.path().stem() != uuid_text(store->store.value)) throw std::runtime_error("of another store");
            out.push_back(std::move(*store));
        } catch (const std::exception& error) {
            log::info("snapshots.file_ignored", {{"file", entry.path().filename().string()}, {"reason", error.what()}});
        }
    }
    return out;
}

void SnapshotFolder::write(const KeptStore& store) const {
    try {
        std::filesystem::create_directories(path_);
        write_snapshot_file(path_ + "/" + uuid_text(store.store.value) + std::string(ending), store);
    } catch (const std::exception& error) {
        log::warn("snapshots.not_kept", {{"store", store.store.text()}, {"error", error.what()}});
    }
}

}  // namespace vitrine::search
