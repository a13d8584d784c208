#pragma once
// What is wrong with a turntable's frames, beside each other. Pure.
#include <vector>

#include "modules/spins/rows.h"

namespace vitrine::spins {

struct Judged {
    std::int64_t number = 0;
    FrameFault fault = FrameFault::missing;
    std::string detail;
};
/// What is found when all frames are here: of another size than most of them, the same picture twice, much darker or brighter than both neighbours. `frames` in the order of their numbers.
std::vector<Judged> judge(const std::vector<FrameRow>& frames);
/// The size that most have.
std::pair<std::int64_t, std::int64_t> size_of_most(const std::vector<FrameRow>& frames);

}  // namespace vitrine::spins
