#pragma once
// One frame from the supplier into our storage.
#include "modules/spins/rows.h"

namespace vitrine::spins {

/// What became of a call.
struct Fetched {
    std::optional<FrameRow> frame;               ///< stored; or at fault for good
    std::optional<Duration> patience;            ///< the supplier, or our storage, is to be left alone so long
    std::string why;                             ///< of that, for the log: names nobody
};
/// Fetches, decodes, makes a WebP of at most 640 points and stores it under its hash. Repeatable.
Task<Fetched> fetch_frame(App& app, const Ctx& ctx, const SpinRow& spin, FrameRow frame);

inline constexpr std::int32_t widest_frame = 640;

}  // namespace vitrine::spins
