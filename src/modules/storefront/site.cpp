#include "modules/storefront/site.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "core/shape.h"
#include "modules/storefront/api.h"

namespace vitrine::storefront {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string() + "; bin/build makes it");
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string type_of(const fs::path& path) {
    auto extension = path.extension().string();
    if (extension == ".css") return "text/css; charset=utf-8";
    if (extension == ".js") return "text/javascript; charset=utf-8";
    if (extension == ".svg") return "image/svg+xml";
    if (extension == ".woff2") return "font/woff2";
    return "application/octet-stream";
}

std::map<std::string, std::string> read_names(const std::string& folder) {
    auto names = read_json<std::map<std::string, std::string>>(read_file(fs::path(folder) / "manifest.json"));
    if (!names) throw std::runtime_error(folder + "/manifest.json is not a list of names");
    for (auto name : {"storefront.css", "core.js", "art.svg", "gems.svg", "icon.svg", "text.woff2", "display.woff2"})
        if (!names->contains(name)) throw std::runtime_error(folder + "/manifest.json lacks " + name + "; build the storefront again");
    return *names;
}

html::Data paths_of(const std::map<std::string, std::string>& files) {
    return html::Data{{"css", files.at("storefront.css")}, {"core_js", files.at("core.js")}, {"art", files.at("art.svg")}, {"gems", files.at("gems.svg")}, {"icon", files.at("icon.svg")}};
}

}  // namespace

Site::Site(const Config& config) : templates_(html::Templates::load(config.template_folder)), files_(read_names(config.web_folder)), asset_paths_(paths_of(files_)) {
    for (const auto& file : fs::directory_iterator(fs::path(config.web_folder) / "assets")) {
        if (!file.is_regular_file()) continue;
        assets_[file.path().filename().string()] = http::make_cached_answer(type_of(file.path()), read_file(file.path()), "public, max-age=31536000, immutable");
    }
}

std::shared_ptr<const Look> Site::look(const stores::Store& store) {
    std::lock_guard lock(looks_mutex_);
    auto& kept = looks_[store.id];
    if (!kept.look || kept.theme != store.theme.text) kept = {store.theme.text, std::make_shared<const Look>(look_of(store, files_))};
    return kept.look;
}

std::shared_ptr<const http::CachedAnswer> Site::asset(std::string_view name) const {
    auto found = assets_.find(name);
    return found == assets_.end() ? nullptr : found->second;
}

std::shared_ptr<Site> make_site(const Config& config) { return std::make_shared<Site>(config); }

std::string security_policy() {
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
           "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types vitrine";
}

}  // namespace vitrine::storefront
