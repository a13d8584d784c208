#pragma once
#include "io/jobs/jobs.h"
#include "modules/privacy/rows.h"

namespace vitrine::privacy {

/// Payload of the jobs that carry a request out. Names nobody.
struct CarryOut {
    RequestId request;
};
SHAPE(CarryOut, request)
inline constexpr std::string_view copy_kind = "privacy.make_copy", erase_kind = "privacy.erase", tidy_kind = "privacy.tidy";

/// Gathers everything, keeps it sealed for the store's days and tells the mailbox. Repeatable.
Task<void> make_copy(App& app, const jobs::Attempt& attempt, const CarryOut& what);
/// Forgets the person, or postpones it by a day while something is open. Repeatable.
Task<void> erase(App& app, const jobs::Attempt& attempt, const CarryOut& what);

/// Payload of the nightly job.
struct TidyUp {
    std::int64_t round = 0;
};
SHAPE(TidyUp, round)
/// Takes away what is older than the store keeps, a few rows of each kind at a time, until nothing is left to take; then again the next night. Repeatable.
Task<void> tidy(App& app, const jobs::Attempt& attempt, const TidyUp& what);

void jobs(jobs::Registry& registry);

}  // namespace vitrine::privacy
