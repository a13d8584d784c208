#pragma once
#include <atomic>
#include <memory>
#include <string>

#include "app/config.h"
#include "io/http/message.h"
#include "modules/accounts/identities.h"
#include "modules/quotes/api.h"
#include "modules/search/api.h"
#include "modules/stores/api.h"

namespace vitrine::app {

/// What the loops of one process share.
struct ProcessState {
    Settings settings;
    std::shared_ptr<stores::Directory> stores = std::make_shared<stores::Directory>();
    std::shared_ptr<accounts::Identities> identities;  ///< keys, ended sessions and staff of all stores, in memory; null: nobody signs in, keys alone open
    std::shared_ptr<search::Snapshots> snapshots;
    std::shared_ptr<storefront::Site> site;
    std::shared_ptr<quotes::Rulebook> rulebook;
    std::atomic<bool> has_stores{false};   ///< the directory was read, and which stores have opened
    std::atomic<bool> is_draining{false};
    std::shared_ptr<const http::CachedAnswer> openapi, docs_page;

    /// Whether requests of shoppers can be answered: stores known, catalog in memory, not on the way out.
    bool is_ready() const { return has_stores && !is_draining && (!snapshots || snapshots->is_loaded()) && (!rulebook || rulebook->is_loaded()) && (!identities || identities->is_loaded()); }
};

}  // namespace vitrine::app
