// The cells of rate_limit.cpp in Redis: one key a client and policy, its value the moment (microseconds of Redis's own clock) when the quota is full again. It goes when it is.
#include "io/http/shared_rates.h"

#include <algorithm>

#include "io/crypto/digest.h"
#include "io/redis/client.h"
#include "io/telemetry/metrics.h"

namespace vitrine::http {
namespace {

/// KEYS: the cell. ARGV: what one call costs and how long the window is, in microseconds. Gives how long the quota still needed to be full before this call, which rate_step judges
/// by the same rule as the script.
constexpr std::string_view take_script = R"lua(
local clock = redis.call('time')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local each, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local before = math.max(tonumber(redis.call('get', KEYS[1]) or '0'), now)
local after = before + each
if after - now <= window then redis.call('set', KEYS[1], string.format('%.0f', after), 'px', math.ceil((after - now) / 1000) + 1) end
return before - now
)lua";

/// Names no mailbox and no address, and is short whatever the client is.
std::string key_of(const std::string& policy, const std::string& client) { return "vitrine:rate:" + policy + ":" + crypto::hex(crypto::sha256(client)).substr(0, 32); }

void note(std::string_view how) {
    metrics::counter("vitrine_rate_limit_counts_total", "Calls counted against a limit, by where: together with other processes, or alone because Redis was away", {{"where", std::string(how)}}).add();
}

}  // namespace

struct SharedRates::Inner {
    Inner(Loop& loop, const std::string& url, int times, Duration wait_at_most) : client(loop, url, std::max<Duration>(100ms, wait_at_most), wait_at_most), factor(times) {}

    Task<RateVerdict> take(const RatePolicy& policy, const std::string& client_name, Instant now) {
        auto scaled = policy;
        scaled.quota = int(std::min<std::int64_t>(std::int64_t(policy.quota) * factor, 1'000'000'000));
        auto window = std::int64_t(policy.window_s) * 1'000'000, each = std::max<std::int64_t>(1, window / std::max(1, scaled.quota));
        auto reply = co_await client.ask({"EVAL", std::string(take_script), "1", key_of(policy.name, client_name), std::to_string(each), std::to_string(window)});
        co_return rate_step(scaled, now + Duration(reply.number), now).verdict;
    }

    redis::Client client;
    int factor;
};

namespace {

thread_local SharedRates* here = nullptr;

}  // namespace

SharedRates::SharedRates(Loop& loop, const std::string& url, int factor, Duration wait_at_most) : inner_(std::make_unique<Inner>(loop, url, factor, wait_at_most)) { here = this; }
SharedRates::~SharedRates() { here = nullptr; }

bool counts_together() { return here != nullptr; }

Task<RateVerdict> count_together(RateLimiter& limiter, RatePolicy policy, std::string client, Instant now) {
    bool is_limited = here && here->inner_->factor > 0 && policy.quota > 0;
    if (is_limited) {
        try {
            auto verdict = co_await here->inner_->take(policy, client, now);
            if (verdict.is_allowed) limiter.take(policy, client, now);  // what goes on by itself when Redis is lost
            note("together");
            co_return verdict;
        } catch (const redis::Unavailable&) {
            note("alone");
        }
    }
    co_return limiter.take(policy, client, now);
}

Task<Result<void>> count_call_together(RateLimiter* limiter, RatePolicy policy, std::string key, Instant now) {
    if (!limiter || !counts_together()) co_return count_call(limiter, policy, key, now);
    auto verdict = co_await count_together(*limiter, std::move(policy), std::move(key), now);
    if (verdict.is_allowed) co_return Result<void>();
    co_return refuse(too_many_calls(verdict));
}

}  // namespace vitrine::http
