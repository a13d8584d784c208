#pragma once
// What every use case is handed: the environment of one event loop.
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "io/jobs/jobs.h"
#include "io/loop.h"
#include "io/pg/db.h"
#include "io/web/client.h"

namespace vitrine {

/// Settings of the process, read once at start (flags, environment, vitrine.toml). Secrets live here and in the store's sealed settings only.
struct Config {
    std::string public_url = "http://localhost:8080";   ///< scheme and authority that shoppers use
    std::string web_folder = "build/web";               ///< built assets
    std::string template_folder = "web/storefront/templates";
    std::string preset_folder = "presets";
    /// Settings of the payment gateways, by the names they declare ("stripe_secret_key"); "ghee/stripe_secret_key" holds for the store of that slug alone.
    std::map<std::string, std::string, std::less<>> gateway_settings;
    std::string master_key;                             ///< 32 bytes, hex: seals what is stored sealed, signs cookies
    int cart_ttl_days = 30;
};

namespace http {
class RateLimiter;
}
namespace search {
class Snapshots;
}
namespace stores {
class Directory;
}
namespace storefront {
class Site;
}
namespace orders {
class Lane;
}
namespace quotes {
class Rulebook;
}

/// One per loop. `db` and `web` belong to the loop; what is shared between loops is immutable or guards itself.
struct App {
    Loop& loop;
    pg::Db& db;
    web::Client& web;
    const Config& config;
    std::shared_ptr<stores::Directory> stores;     ///< hosts, settings and API keys of all stores, in memory, kept fresh
    std::shared_ptr<search::Snapshots> snapshots;   ///< the current snapshot of every store
    std::shared_ptr<storefront::Site> site;        ///< templates, assets and page cache
    std::shared_ptr<http::RateLimiter> limits = {};  ///< counts calls by what they name (http::count_call); null: nothing is limited
    std::shared_ptr<orders::Lane> order_lane = {}; ///< where orders that arrive together wait to be saved together; made by the first
    /// Waits (at most so long) until this process shows what was committed before the call: for modules that stand below the snapshots. May be empty.
    std::function<Task<bool>(Duration)> caught_up = {};
    std::shared_ptr<quotes::Rulebook> rulebook = {};  ///< price lists, tax tables and promotions of every store; null: none of any
};

}  // namespace vitrine
