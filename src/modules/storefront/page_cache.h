#pragma once
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/time.h"
#include "io/http/message.h"

namespace vitrine::storefront {

/// Rendered pages with their compressed bytes, each good for one version of what it shows. Shared by all loops; keeps the pages used last within a budget of bytes.
class PageCache {
public:
    using Answer = std::shared_ptr<const http::CachedAnswer>;

    explicit PageCache(std::size_t budget_bytes) : budget_(budget_bytes / shard_count) {}

    /// The page when it was rendered for `version` and is not past its time; nothing otherwise.
    Answer find(std::string_view key, std::uint64_t version, Instant now);
    void keep(std::string key, std::uint64_t version, Instant until, Answer answer);

private:
    static constexpr std::size_t shard_count = 16;
    struct Entry {
        std::string key;
        std::uint64_t version;
        Instant until;
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
    static void drop(Shard& shard, std::list<Entry>::iterator entry);

    std::size_t budget_;
    Shard shards_[shard_count];
};

}  // namespace vitrine::storefront
