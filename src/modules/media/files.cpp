#include "modules/media/files.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "core/random.h"
#include "io/storage/disk.h"

namespace vitrine::media {
namespace {

constexpr std::array declared{
    ProcessSetting{"media_folder", "Folder for pictures and files in work; with media_store=disk also for those that are kept; empty: <var>/media"},
    ProcessSetting{"media_cdn_url", "Scheme and host of the CDN that fetches media from this shop; empty: none"},
    ProcessSetting{"media_threads", "Pictures worked on at once; 0: half as many as there are cores", false, "0"},
};

}  // namespace

std::span<const ProcessSetting> process_settings() { return declared; }

std::string setting(const Config& config, std::string_view name) {
    if (auto found = config.gateway_settings.find(name); found != config.gateway_settings.end() && !found->second.empty()) return found->second;
    for (const auto& one : declared)
        if (one.name == name) return std::string(one.otherwise);
    throw std::logic_error("there is no such setting of media");
}

std::string cdn_base(const Config& config, std::string_view store_slug) {
    auto own = config.gateway_settings.find(std::string(store_slug) + "/media_cdn_url");
    auto base = own != config.gateway_settings.end() ? own->second : setting(config, "media_cdn_url");
    while (base.ends_with('/')) base.pop_back();
    return base;
}

int threads_wanted(const Config& config) {
    auto text = setting(config, "media_threads");
    int count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count > 0 ? count : std::max(1, int(std::thread::hardware_concurrency()) / 2);
}

namespace {
std::string folder_of(const Config& config) {
    auto folder = setting(config, "media_folder");
    return folder.empty() ? "var/media" : folder;
}
}  // namespace

std::unique_ptr<storage::Store> store_of(web::Client&, const Config& config) { return storage::make_disk_store(folder_of(config) + "/objects"); }

std::string scratch_folder(const Config& config) { return folder_of(config) + "/scratch"; }

ScratchFile::ScratchFile(const Config& config) : path_(scratch_folder(config) + "/" + random_token(120)) { std::filesystem::create_directories(scratch_folder(config)); }
ScratchFile::~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

}  // namespace vitrine::media
