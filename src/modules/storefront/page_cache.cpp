#include "modules/storefront/page_cache.h"

namespace vitrine::storefront {
namespace {

std::size_t size_of(const http::CachedAnswer& answer) { return answer.body.size() + answer.gzip.size() + answer.brotli.size() + 512; }

}  // namespace

void PageCache::drop(Shard& shard, std::list<Entry>::iterator entry) {
    shard.bytes -= entry->bytes;
    shard.by_key.erase(entry->key);
    shard.by_use.erase(entry);
}

PageCache::Answer PageCache::find(std::string_view key, std::uint64_t version, Instant now) {
    auto& shard = shard_of(key);
    std::lock_guard hold(shard.mutex);
    auto found = shard.by_key.find(key);
    if (found == shard.by_key.end()) return nullptr;
    auto entry = found->second;
    if (entry->version != version || entry->until < now) return nullptr;
    shard.by_use.splice(shard.by_use.begin(), shard.by_use, entry);
    return entry->answer;
}

PageCache::Answer PageCache::find_recent(std::string_view key, std::uint64_t version, Instant now) {
    auto& shard = shard_of(key);
    std::lock_guard hold(shard.mutex);
    auto found = shard.by_key.find(key);
    if (found == shard.by_key.end() || found->second->until < now) return nullptr;
    const auto& entry = *found->second;
    return entry.version == version || now - entry.rendered_at < stale_for ? entry.answer : nullptr;
}

PageCache::Answer PageCache::get(const std::string& key, std::uint64_t version, Instant now, Instant until, const std::function<Answer()>& make) {
    if (auto known = find_recent(key, version, now)) return known;
    SingleFlight::Turn turn(flight_, key);
    if (auto known = find_recent(key, version, now)) return known;  // somebody rendered it while this thread waited, or just before its turn
    auto made = make();
    keep(key, version, now, until, made);
    return made;
}

void PageCache::keep(std::string key, std::uint64_t version, Instant until, Answer answer) { keep(std::move(key), version, Instant{}, until, std::move(answer)); }

void PageCache::keep(std::string key, std::uint64_t version, Instant now, Instant until, Answer answer) {
    auto& shard = shard_of(key);
    auto bytes = size_of(*answer) + key.size();
    std::lock_guard hold(shard.mutex);
    if (auto old = shard.by_key.find(key); old != shard.by_key.end()) drop(shard, old->second);
    shard.by_use.push_front({std::move(key), version, now, until, std::move(answer), bytes});
    shard.by_key.emplace(shard.by_use.front().key, shard.by_use.begin());
    shard.bytes += bytes;
    while (shard.bytes > budget_ && shard.by_use.size() > 1) drop(shard, std::prev(shard.by_use.end()));
}

}  // namespace vitrine::storefront
