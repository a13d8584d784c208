#include "io/jobs/limits.h"

#include <algorithm>

namespace vitrine::jobs {

int most_at_once(const KindOptions& options, int parallel) {
    bool is_slow = options.lease_ms > KindOptions{}.lease_ms;
    return is_slow ? std::max(1, parallel / 2) : parallel;
}

Duration rest_in_crowd(Duration lag) {
    constexpr Duration rest = 50ms, patience = 20s;
    return lag < patience ? rest : Duration{};
}

}  // namespace vitrine::jobs
