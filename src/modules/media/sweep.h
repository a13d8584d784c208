#pragma once
// Files that nothing shows any more leave the store.
#include "modules/media/rows.h"

namespace vitrine::media {

/// A job of the store.
struct SweepMedia {
    std::optional<std::int64_t> round;      ///< nothing: whatever is due
};
SHAPE(SweepMedia, round)
inline constexpr std::string_view sweep_job = "media.sweep";

/// Queues a sweep at `due` or soon after, once.
void sweep_later(pg::Tx& tx, Instant due);
/// Deletes what is due: uploads that ended or that nothing came for, with their parts; renditions that were retired a week ago; files that were named but
/// never shown. Comes again while something waits. Throws when the store does not answer: then it is done again later.
Task<void> sweep_media(App& app, const jobs::Attempt& attempt, const SweepMedia& what);

}  // namespace vitrine::media
