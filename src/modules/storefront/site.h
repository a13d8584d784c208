#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "io/html/template.h"
#include "modules/app.h"
#include "modules/storefront/look.h"
#include "modules/storefront/page_cache.h"
#include "modules/storefront/recent_keys.h"

namespace vitrine::storefront {

/// See api.h.
class Site {
public:
    explicit Site(const Config& config);

    const html::Templates& templates() const { return templates_; }
    /// `assets` of the templates.
    const html::Data& asset_paths() const { return asset_paths_; }
    /// How a store looks, made anew only when its theme has changed. Any thread.
    std::shared_ptr<const Look> look(const stores::Store& store);
    /// Public paths of the built files by their names.
    const std::map<std::string, std::string>& files() const { return files_; }
    /// A built file by its hashed name; null when there is none.
    std::shared_ptr<const http::CachedAnswer> asset(std::string_view name) const;
    PageCache& pages() { return pages_; }
    RecentKeys& recent_keys() { return recent_keys_; }

private:
    html::Templates templates_;
    std::map<std::string, std::string> files_;
    html::Data asset_paths_;
    std::map<std::string, std::shared_ptr<const http::CachedAnswer>, std::less<>> assets_;
    struct KeptLook {
        std::string theme;
        std::shared_ptr<const Look> look;
    };
    std::mutex looks_mutex_;
    std::map<StoreId, KeptLook> looks_;
    PageCache pages_{384u << 20};
    RecentKeys recent_keys_;
};

}  // namespace vitrine::storefront
