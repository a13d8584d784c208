#include "io/jobs/limits.h"

#include <algorithm>

namespace vitrine::jobs {

int most_at_once(const KindOptions& options, int parallel) {
    bool is_slow = options.lease_ms > KindOptions{}.lease_ms;
    return is_slow ? std::max(1, parallel / 2) : parallel;
}

}  // namespace vitrine::jobs
