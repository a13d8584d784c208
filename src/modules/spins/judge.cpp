#include "modules/spins/judge.h"

#include <cstdlib>
#include <map>

namespace vitrine::spins {
namespace {

constexpr std::int64_t largest_jump = 40;   ///< of 255: light does not change so much from one frame to the next

}  // namespace

std::pair<std::int64_t, std::int64_t> size_of_most(const std::vector<FrameRow>& frames) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> seen;
    for (const auto& frame : frames)
        if (frame.digest) ++seen[{frame.width, frame.height}];
    std::pair<std::int64_t, std::int64_t> most{0, 0};
    std::int64_t count = 0;
    for (const auto& [size, amount] : seen)
        if (amount > count) most = size, count = amount;
    return most;
}

std::vector<Judged> judge(const std::vector<FrameRow>& frames) {
    std::vector<Judged> found;
    auto size = size_of_most(frames);
    std::map<std::string, std::int64_t> first_of;
    for (size_t i = 0; i < frames.size(); ++i) {
        const auto& frame = frames[i];
        if (!frame.digest || frame.fault) continue;
        if (std::pair(frame.width, frame.height) != size) {
            found.push_back({frame.number, FrameFault::wrong_size, std::to_string(frame.width) + " x " + std::to_string(frame.height) + ", most are " + std::to_string(size.first) + " x " + std::to_string(size.second)});
            continue;
        }
        if (frame.source_digest) {
            auto [known, is_new] = first_of.emplace(frame.source_digest->value, frame.number);
            if (!is_new) {
                found.push_back({frame.number, FrameFault::duplicate, "the same picture as frame " + std::to_string(known->second)});
                continue;
            }
        }
        const auto& before = frames[(i + frames.size() - 1) % frames.size()];
        const auto& after = frames[(i + 1) % frames.size()];
        bool is_jump = before.digest && after.digest && std::llabs(frame.brightness - before.brightness) > largest_jump && std::llabs(frame.brightness - after.brightness) > largest_jump;
        if (is_jump) found.push_back({frame.number, FrameFault::jump, "brightness " + std::to_string(frame.brightness) + " between " + std::to_string(before.brightness) + " and " + std::to_string(after.brightness)});
    }
    return found;
}

}  // namespace vitrine::spins
