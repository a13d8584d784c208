#pragma once
#include <map>
#include <mutex>
#include <string>

#include "core/time.h"

namespace vitrine::storefront {

/// The idempotency keys of cart edits of the last minutes, in this process: a form that is sent twice adds once. Orders do not rely on it; their keys live in the database.
class RecentKeys {
public:
    /// Whether `key` is new; it is known from now on.
    bool claim(const std::string& key, Instant now) {
        std::lock_guard hold(mutex_);
        if (now - swept_ > 1min) sweep(now);
        return until_.try_emplace(key, now + 10min).second;
    }
    /// Lets a key be used again after its edit was refused.
    void release(const std::string& key) {
        std::lock_guard hold(mutex_);
        until_.erase(key);
    }

private:
    void sweep(Instant now) {
        std::erase_if(until_, [&](const auto& entry) { return entry.second < now; });
        swept_ = now;
    }

    std::mutex mutex_;
    std::map<std::string, Instant> until_;
    Instant swept_{};
};

}  // namespace vitrine::storefront
