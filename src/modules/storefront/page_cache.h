#pragma once
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/single_flight.h"
#include "core/time.h"
#include "io/http/message.h"

namespace vitrine::storefront {

/// Rendered pages with their compressed bytes, each good for one version of what it shows. Shared by all loops; keeps the pages used last within a budget of bytes.
class PageCache {
public:
    using Answer = std::shared_ptr<const http::CachedAnswer>;

    static constexpr Duration stale_for = 400ms;

    explicit PageCache(std::size_t budget_bytes) : budget_(budget_bytes / shard_count) {}

    /// The page when it was rendered for `version` and is not past its time; nothing otherwise.
    Answer find(std::string_view key, std::uint64_t version, Instant now);
    /// The page for `version`, or the one before it when that was rendered less than `stale_for` ago: while changes follow each other closely a page is rendered a few times a
    /// second, not once for each change, and nobody sees it older than that. Else `make` renders it: of threads that need the same page at once one does, the others wait.
    Answer get(const std::string& key, std::uint64_t version, Instant now, Instant until, const std::function<Answer()>& make);
    void keep(std::string key, std::uint64_t version, Instant until, Answer answer);

private:
    static constexpr std::size_t shard_count = 16;
    struct Entry {
        std::string key;
        std::uint64_t version;
        Instant rendered_at, until;
        Answer answer;
        std::size_t bytes;
    };
    struct Shard {
        std::mutex mutex;
        std::list<Entry> by_use;  // the freshest first
        std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key;
        std::size_t bytes = 0;
    };
    Shard& shard_of(std::string_view key) { return shards_[std::hash<std::string_view>{}(key) % shard_count]; }
    Answer find_recent(std::string_view key, std::uint64_t version, Instant now);
    void keep(std::string key, std::uint64_t version, Instant now, Instant until, Answer answer);
    static void drop(Shard& shard, std::list<Entry>::iterator entry);

    std::size_t budget_;
    SingleFlight flight_;
    Shard shards_[shard_count];
};

}  // namespace vitrine::storefront
