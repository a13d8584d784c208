#pragma once
#include <memory>
#include <string>

#include "core/task.h"
#include "io/http/rate_limit.h"
#include "io/loop.h"

namespace vitrine::http {

/// While one lives, calls that its loop's thread counts are counted in a Redis together with those of other processes. Made and destroyed on that thread.
/// A call waits for Redis only so long; where Redis is away or late, the process counts by itself, from the calls that it let through so far.
class SharedRates {
public:
    /// `factor` multiplies every quota, as RateLimiter's.
    SharedRates(Loop& loop, const std::string& url, int factor = 1, Duration wait_at_most = 5ms);
    ~SharedRates();
    SharedRates(const SharedRates&) = delete;
    SharedRates& operator=(const SharedRates&) = delete;

private:
    friend Task<RateVerdict> count_together(RateLimiter&, RatePolicy, std::string, Instant);
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

/// Whether this thread counts together with other processes; if not, RateLimiter::take is all.
bool counts_together();

/// RateLimiter::take for all processes that share a Redis. A refused call costs nothing there either.
Task<RateVerdict> count_together(RateLimiter& limiter, RatePolicy policy, std::string client, Instant now);

/// count_call for all processes that share a Redis, else for this one. A null limiter limits nothing. Refuses request.too_many.
Task<Result<void>> count_call_together(RateLimiter* limiter, RatePolicy policy, std::string key, Instant now);

}  // namespace vitrine::http
