#pragma once
#include <array>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "core/task.h"
#include "io/http/message.h"
#include "modules/search/columns.h"

namespace vitrine::search {

/// Finished JSON answers by key, least recently used go first; shared by all loops of the process. Keys name the version of what they show, so
/// nothing here is ever stale: old versions are simply not asked for again.
class AnswerCache {
public:
    using Answer = std::shared_ptr<const http::CachedAnswer>;
    explicit AnswerCache(size_t limit_bytes) : limit_of_shard_(limit_bytes / shards_.size()) {}

    /// The answer kept under `key`, or the one that `make` builds now. It is compressed (off the loop) once it is asked for a second time: many listings are asked for only
    /// once, and compressing costs more than searching. Nobody waits for it: until it is done the answer goes out as it is. The cache outlives the loop it is used on.
    Answer get(std::string key, const std::function<Answer()>& make);
    size_t bytes() const;

    static AnswerCache& of_process();   ///< 128 MB

private:
    struct Entry {
        std::string key;
        Answer answer;
        bool is_compressed = false;                             ///< or is being compressed
    };
    struct Shard {
        mutable std::mutex mutex;
        std::list<Entry> recent;                                ///< most recent first
        std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key;
        size_t bytes = 0;
    };
    Shard& shard_of(std::string_view key) { return shards_[TextHash{}(key) % shards_.size()]; }
    Entry find(const std::string& key);
    Task<void> compress(Entry entry);
    void keep(Entry entry);
    static size_t size_of(const Entry& entry);

    std::array<Shard, 16> shards_;
    size_t limit_of_shard_;
};

/// A JSON answer not yet compressed.
AnswerCache::Answer plain_answer(std::string body, std::string cache_control, shape::Fields headers = {});

}  // namespace vitrine::search
