#include "pictures/render/trace.h"

#include <utility>

namespace pictures {
namespace {

constexpr float knee = .8f, room = .2f, softness = .45f;
constexpr V unknown{.8f, .8f, .8f};   // light on an edge whose neighbours are all other things

/// About exp(-x), many times as fast.
float falling(float x) {
    float y = 1 / (1 + x * (.5f + x * .25f));
    return y * y;
}

/// One pass: each point becomes the mean of 17 points `step` apart that lie on the same surface in about the same light.
std::vector<V> smoothed(const Plate& plate, const std::vector<V>& light, int step, float likeness) {
    constexpr float kernel[] = {.375f, .25f, .0625f};
    std::vector<V> out(light.size());
    for (int y = 0; y < plate.height; y++)
        for (int x = 0; x < plate.width; x++) {
            auto here = size_t(y) * size_t(plate.width) + size_t(x);
            if (luminance(plate.own[here]) < 1e-5f) {
                out[here] = {-1, -1, -1};
                continue;
            }
            V sum;
            float weights = 0;
            for (int dy = -2; dy <= 2; dy++)
                for (int dx = -2; dx <= 2; dx++) {
                    int nx = x + dx * step, ny = y + dy * step;
                    if ((dx && dy && (std::abs(dx) == 2 || std::abs(dy) == 2)) || nx < 0 || ny < 0 || nx >= plate.width || ny >= plate.height) continue;
                    auto there = size_t(ny) * size_t(plate.width) + size_t(nx);
                    if (plate.thing[there] != plate.thing[here] || light[there].x < 0) continue;
                    V turn = plate.normal[there] - plate.normal[here];
                    float away = std::fabs(plate.depth[there] - plate.depth[here]) / (plate.depth[here] * .02f * float(step) + 1e-6f), other = light[here].x < 0 ? 0 : std::fabs(luminance(light[there] - light[here])) / likeness;
                    float weight = kernel[std::abs(dx)] * kernel[std::abs(dy)] * falling(dot(turn, turn) * 24 + away + other * other);
                    sum += light[there] * weight, weights += weight;
                }
            out[here] = weights > 0 ? sum * (1 / weights) : V{-1, -1, -1};
        }
    return out;
}

}  // namespace

V on_film(V light) {
    auto one = [](float x) { return x < knee ? std::max(x, 0.f) : knee + room * (1 - std::exp(-(x - knee) / softness)); };
    return {one(light.x), one(light.y), one(light.z)};
}

V before_film(V shown) {
    auto one = [](float x) { return x < knee ? x : knee - softness * std::log(1 - std::min((x - knee) / room, .94f)); };
    return {one(shown.x), one(shown.y), one(shown.z)};
}

std::vector<V> develop(Plate plate) {
    auto light = std::move(plate.light);
    // Near by, dark and light points are noise and are mixed; farther off they are the edge of a shadow and are kept apart.
    for (auto [step, likeness] : {std::pair{1, 4.f}, {2, 1.5f}, {4, .3f}, {8, .15f}}) light = smoothed(plate, light, step, likeness);
    for (size_t i = 0; i < light.size(); i++) light[i] = plate.mirrored[i] + plate.own[i] * (light[i].x < 0 ? unknown : light[i]);
    return light;
}

}  // namespace pictures
