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

void jobs(jobs::Registry& registry);

}  // namespace vitrine::privacy
