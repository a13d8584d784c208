#include "modules/spins/host_limits.h"

#include <map>
#include <mutex>

#include "io/loop.h"

namespace vitrine::spins {
namespace {

struct Host {
    std::int64_t inside = 0;
    Instant next{};              ///< before that nobody else begins
};
std::mutex guard;
std::map<std::string, Host>& hosts() {
    static std::map<std::string, Host> all;
    return all;
}

/// How long to wait before asking again; zero: it is in.
Duration try_to_enter(const std::string& name, std::int64_t at_once, std::int64_t per_second) {
    constexpr Duration look_again = 10ms;
    std::lock_guard lock(guard);
    auto& host = hosts()[name];
    auto now = clock_now();
    if (host.inside >= at_once) return look_again;
    if (host.next > now) return host.next - now;
    ++host.inside;
    host.next = now + Duration(1s) / per_second;
    return {};
}

}  // namespace

Task<void> enter(std::string host, std::int64_t at_once, std::int64_t per_second) {
    for (auto wait = try_to_enter(host, at_once, per_second); wait > Duration{}; wait = try_to_enter(host, at_once, per_second)) co_await sleep_for(wait);
}

void leave(const std::string& host) {
    std::lock_guard lock(guard);
    --hosts()[host].inside;
}

}  // namespace vitrine::spins
