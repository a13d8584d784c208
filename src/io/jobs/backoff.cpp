#include "io/jobs/backoff.h"

#include <algorithm>

#include "core/random.h"

namespace vitrine::jobs {

Duration pause_after(int attempt, const KindOptions& options) {
    std::int64_t whole_ms = options.first_retry_ms;
    for (int i = 1; i < attempt && whole_ms < options.longest_retry_ms; ++i) whole_ms *= 2;
    whole_ms = std::min<std::int64_t>(whole_ms, options.longest_retry_ms);
    auto half_us = whole_ms * 500;
    return Duration(half_us + std::int64_t(random_below(std::uint64_t(half_us) + 1)));
}

}  // namespace vitrine::jobs
