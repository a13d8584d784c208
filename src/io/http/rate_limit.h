#pragma once
// How often one client may call: the generic cell rate algorithm (ITU-T I.371), one time point per client and policy.
#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/result.h"
#include "core/time.h"

namespace vitrine::http {

/// `quota` calls per `window_s` seconds, all of them at once if the client likes; then they come back one by one.
struct RatePolicy {
    std::string name;   ///< what the headers call it; policies of one name share their count
    int quota = 0;
    int window_s = 60;
};

struct RateVerdict {
    bool is_allowed = true;
    int remaining = 0;      ///< calls that could follow at once
    int reset_s = 0;        ///< until the whole quota is there again, rounded up
    int retry_after_s = 0;  ///< when refused: until one call would pass, rounded up
};

/// Pure. What a call at `now` comes to for a client whose quota is full again at `full_at`, and when it will be full afterwards. A refused
/// call costs nothing, so that who keeps knocking is not locked out for ever.
struct RateStep {
    RateVerdict verdict;
    Instant full_at;
};
RateStep rate_step(const RatePolicy& policy, Instant full_at, Instant now);

/// request.too_many with Retry-After.
Refusal too_many_calls(const RateVerdict& verdict);

/// One address, or for IPv6 the /64 that one customer of a provider gets.
std::string client_of(std::string_view remote_ip);

/// Counts calls of one process, shared by its loops; guards itself. Bounded: when full it forgets clients whose quota is full again and, if
/// there are none, an arbitrary one.
class RateLimiter {
public:
    /// `factor` multiplies every quota (load tests come from one address); 0: nothing is limited.
    explicit RateLimiter(int factor = 1, size_t most_clients = 1'000'000) : factor_(factor), most_in_shard_(most_clients / shards + 1) {}
    /// Counts a call of `client` against the policy.
    RateVerdict take(const RatePolicy& policy, std::string_view client, Instant now);

private:
    static constexpr size_t shards = 64;
    struct Hash {
        using is_transparent = void;
        size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Shard {
        std::mutex guard;
        std::unordered_map<std::string, Instant, Hash, std::equal_to<>> full_at;
    };
    void make_room(Shard& shard, Instant now) const;

    const int factor_;
    const size_t most_in_shard_;
    std::array<Shard, shards> shards_;
};

/// The same inside a use case, by what the call names (an account, a card): refuses request.too_many. A null limiter limits nothing.
Result<void> count_call(RateLimiter* limiter, const RatePolicy& policy, std::string_view key, Instant now);

}  // namespace vitrine::http
