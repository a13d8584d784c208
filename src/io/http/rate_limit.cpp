#include "io/http/rate_limit.h"

#include <algorithm>

#include <arpa/inet.h>

namespace vitrine::http {
namespace {

constexpr std::int64_t microseconds = 1'000'000;

int seconds_rounded_up(Duration time) { return int((std::max<std::int64_t>(time.count(), 0) + microseconds - 1) / microseconds); }

}  // namespace

RateStep rate_step(const RatePolicy& policy, Instant full_at, Instant now) {
    const Duration window{policy.window_s * microseconds};
    const Duration each{std::max<std::int64_t>(1, window.count() / std::max(1, policy.quota))};
    auto before = std::max(full_at, now);
    auto after = before + each;
    if (after - now > window) return {{false, 0, seconds_rounded_up(before - now), std::max(1, seconds_rounded_up(after - now - window))}, before};
    return {{true, int((window - (after - now)) / each), seconds_rounded_up(after - now), 0}, after};
}

std::string client_of(std::string_view remote_ip) {
    std::string text(remote_ip.substr(0, remote_ip.find('%')));  // a scope id is not part of the address
    in6_addr address;
    if (inet_pton(AF_INET6, text.c_str(), &address) != 1) return text;
    if (IN6_IS_ADDR_V4MAPPED(&address)) return text.substr(text.rfind(':') + 1);
    std::fill(address.s6_addr + 8, address.s6_addr + 16, std::uint8_t(0));
    char shown[INET6_ADDRSTRLEN] = {};
    inet_ntop(AF_INET6, &address, shown, sizeof shown);
    return std::string(shown) + "/64";
}

Refusal too_many_calls(const RateVerdict& verdict) {
    auto refused = refuse(refusals::too_many, "wait " + std::to_string(verdict.retry_after_s) + " s").error();
    refused.retry_after_s = verdict.retry_after_s;
    return refused;
}

RateVerdict RateLimiter::take(const RatePolicy& policy, std::string_view client, Instant now) {
    if (factor_ <= 0 || policy.quota <= 0) return {true, policy.quota, 0, 0};
    auto scaled = policy;
    scaled.quota = int(std::min<std::int64_t>(std::int64_t(policy.quota) * factor_, 1'000'000'000));
    auto key = policy.name + '\n';
    key += client;
    auto& shard = shards_[Hash{}(key) % shards];
    std::lock_guard lock(shard.guard);
    auto found = shard.full_at.find(key);
    auto step = rate_step(scaled, found == shard.full_at.end() ? now : found->second, now);
    if (found != shard.full_at.end()) found->second = step.full_at;
    else {
        make_room(shard, now);
        shard.full_at.emplace(std::move(key), step.full_at);
    }
    return step.verdict;
}

Result<void> count_call(RateLimiter* limiter, const RatePolicy& policy, std::string_view key, Instant now) {
    auto verdict = limiter ? limiter->take(policy, key, now) : RateVerdict{};
    if (verdict.is_allowed) return {};
    return refuse(too_many_calls(verdict));
}

void RateLimiter::make_room(Shard& shard, Instant now) const {
    if (shard.full_at.size() < most_in_shard_) return;
    std::erase_if(shard.full_at, [now](const auto& entry) { return entry.second <= now; });
    if (shard.full_at.size() >= most_in_shard_) shard.full_at.erase(shard.full_at.begin());
}

}  // namespace vitrine::http
