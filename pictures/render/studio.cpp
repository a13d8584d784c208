#include "pictures/render/studio.h"

#include <stdexcept>

namespace pictures {
namespace {

Light box(V towards, float width, float height, V colour) { return {Frame(norm(towards)), width, height, colour}; }
V grey(float level) { return {level, level, level}; }

float edge(float room) { return std::clamp(room / .04f, 0.f, 1.f); }

}  // namespace

V dome_from(const Studio& studio, V direction) {
    if (direction.z < 0) return mix(studio.horizon, studio.below, std::min(1.f, -direction.z * 3));
    return mix(studio.horizon, studio.zenith, std::sqrt(direction.z));
}

V light_from(const Studio& studio, V direction) {
    V light = dome_from(studio, direction);
    for (const auto& box : studio.lights) {
        float facing = dot(direction, box.frame.n);
        if (facing <= 0) continue;
        float a = std::fabs(dot(direction, box.frame.u) / facing), b = std::fabs(dot(direction, box.frame.v) / facing);
        light += box.colour * (edge(box.half_width - a) * edge(box.half_height - b));
    }
    if (studio.flags <= 0) return light;
    float cloth = .45f + .55f * std::clamp(std::fabs(std::sin(direction.x * 5.1f + 1) * std::sin(direction.y * 4.3f - .4f)) * 2.2f, 0.f, 1.f);
    if (dot(direction, studio.camera) > .975f) cloth *= .12f;
    return light * (1 - studio.flags * (1 - cloth));
}

BoxRay ray_to(const Light& box, float a, float b) {
    float x = (2 * a - 1) * box.half_width, y = (2 * b - 1) * box.half_height, t = 1 / std::sqrt(1 + x * x + y * y);
    return {box.frame.world(x * t, y * t, t), box.colour * (4 * box.half_width * box.half_height * t * t * t / pi)};
}

Studio studio_named(const std::string& name) {
    Studio s;
    if (name == "cold") {  // stones: many small lights and dark cloths, for contrast inside
        s.zenith = grey(.80f), s.horizon = grey(.30f), s.below = {.30f, .31f, .33f}, s.flags = 1;
        s.lights = {box({.5f, -.45f, .8f}, .30f, .22f, grey(3.4f)), box({-.8f, -.2f, .55f}, .18f, .5f, {2.15f, 2.2f, 2.3f}), box({.1f, .9f, .6f}, .5f, .16f, grey(2.f)),
                    box({.95f, .2f, .15f}, .12f, .6f, grey(1.6f)), box({-.3f, -.3f, .95f}, .1f, .1f, grey(9.f)), box({-.55f, -.8f, .1f}, .16f, .3f, grey(.9f))};
    } else if (name == "warm") {  // jewels: a candle-warm key from the left, a cool edge from behind, dark between
        s.zenith = {.62f, .58f, .54f}, s.horizon = {.20f, .18f, .165f}, s.below = {.40f, .37f, .33f}, s.flags = .35f;
        s.lights = {box({-.75f, -.35f, .75f}, .42f, .42f, {4.4f, 4.0f, 3.5f}), box({.85f, -.3f, .5f}, .25f, .6f, {1.6f, 1.65f, 1.75f}), box({.15f, .9f, .55f}, .8f, .16f, {3.0f, 2.9f, 2.8f}),
                    box({.2f, -.35f, 1.f}, .12f, .12f, grey(8.f)), box({-.2f, -1.f, .35f}, .5f, .07f, {1.8f, 1.7f, 1.6f})};
    } else if (name == "morning") {  // kitchen: a low warm window on the left
        s.zenith = {.62f, .60f, .56f}, s.horizon = {.50f, .46f, .40f}, s.below = {.55f, .48f, .36f};
        s.lights = {box({-.85f, -.45f, .62f}, .34f, .42f, {5.2f, 4.6f, 3.7f}), box({.9f, -.5f, .4f}, .5f, .7f, {.75f, .78f, .85f}), box({.3f, .9f, .45f}, .6f, .15f, {1.8f, 1.7f, 1.5f})};
    } else if (name == "desk") {  // a bright desk under a north window
        s.zenith = {.72f, .74f, .78f}, s.horizon = {.55f, .56f, .58f}, s.below = {.6f, .61f, .63f};
        s.lights = {box({-.6f, .35f, .85f}, .36f, .36f, {4.0f, 3.9f, 3.75f}), box({.8f, -.6f, .5f}, .5f, .5f, {.5f, .52f, .56f}), box({.1f, -.9f, .5f}, .7f, .14f, {.8f, .8f, .8f})};
    } else {
        throw std::runtime_error("no such studio: " + name);
    }
    return s;
}

}  // namespace pictures
