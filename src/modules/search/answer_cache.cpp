#include "modules/search/answer_cache.h"

#include "io/crypto/digest.h"
#include "io/loop.h"

namespace vitrine::search {

AnswerCache& AnswerCache::of_process() {
    static AnswerCache cache(128u << 20);
    return cache;
}

AnswerCache::Answer plain_answer(std::string body, std::string cache_control, shape::Fields headers) {
    auto answer = std::make_shared<http::CachedAnswer>();
    answer->content_type = "application/json";
    answer->etag = "\"" + crypto::hex(crypto::sha256(body)).substr(0, 32) + "\"";
    answer->body = std::move(body);
    answer->cache_control = std::move(cache_control);
    answer->headers = std::move(headers);
    return answer;
}

AnswerCache::Answer AnswerCache::get(std::string key, const std::function<Answer()>& make) {
    auto entry = find(key);
    if (!entry.answer) {
        entry = {std::move(key), make(), false};
        keep(entry);
        return entry.answer;
    }
    if (!entry.is_compressed) {
        entry.is_compressed = true;
        keep(entry);
        Loop::here().spawn(compress(entry));
    }
    return entry.answer;
}

Task<void> AnswerCache::compress(Entry entry) {
    auto compressed = co_await offload_value([&entry]() -> Answer {
        auto made = http::make_cached_answer(entry.answer->content_type, entry.answer->body, entry.answer->cache_control);
        auto same = std::make_shared<http::CachedAnswer>(*made);
        same->etag = entry.answer->etag;  // what a client holds already stays valid
        same->headers = entry.answer->headers;
        return same;
    });
    keep({std::move(entry.key), std::move(compressed), true});
}

AnswerCache::Entry AnswerCache::find(const std::string& key) {
    auto& shard = shard_of(key);
    std::lock_guard hold(shard.mutex);
    auto found = shard.by_key.find(key);
    if (found == shard.by_key.end()) return {};
    shard.recent.splice(shard.recent.begin(), shard.recent, found->second);
    return {found->second->key, found->second->answer, found->second->is_compressed};
}

size_t AnswerCache::size_of(const Entry& entry) {
    const auto& answer = *entry.answer;
    return sizeof(Entry) + sizeof answer + 200 + entry.key.size() + answer.body.capacity() + answer.gzip.capacity() + answer.brotli.capacity();
}

void AnswerCache::keep(Entry entry) {
    auto& shard = shard_of(entry.key);
    std::list<Entry> freed;  // destroyed after the lock is let go
    std::lock_guard hold(shard.mutex);
    auto remove = [&](std::list<Entry>::iterator old) {
        shard.bytes -= size_of(*old);
        shard.by_key.erase(old->key);
        freed.splice(freed.begin(), shard.recent, old);
    };
    if (auto old = shard.by_key.find(entry.key); old != shard.by_key.end()) remove(old->second);
    shard.bytes += size_of(entry);
    shard.recent.push_front(std::move(entry));
    shard.by_key.emplace(shard.recent.front().key, shard.recent.begin());
    while (shard.bytes > limit_of_shard_ && shard.recent.size() > 1) remove(std::prev(shard.recent.end()));
}

size_t AnswerCache::bytes() const {
    size_t sum = 0;
    for (const auto& shard : shards_) {
        std::lock_guard hold(shard.mutex);
        sum += shard.bytes;
    }
    return sum;
}

}  // namespace vitrine::search
