#pragma once
// Points, directions and colours in three floats; turned frames; random numbers that depend on nothing but their seed.
#include <algorithm>
#include <cmath>
#include <cstdint>

namespace pictures {

inline constexpr float pi = 3.14159265f;

struct V {
    float x = 0, y = 0, z = 0;
    float operator[](int axis) const { return axis == 0 ? x : axis == 1 ? y : z; }
};
inline V operator+(V a, V b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
inline V operator-(V a, V b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
inline V operator*(V a, V b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
inline V operator*(V a, float s) { return {a.x * s, a.y * s, a.z * s}; }
inline V operator-(V a) { return {-a.x, -a.y, -a.z}; }
inline V& operator+=(V& a, V b) { return a = a + b; }
inline float dot(V a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline V cross(V a, V b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
inline float length(V a) { return std::sqrt(dot(a, a)); }
inline V norm(V a) { return a * (1.f / std::max(length(a), 1e-20f)); }
inline V least(V a, V b) { return {std::min(a.x, b.x), std::min(a.y, b.y), std::min(a.z, b.z)}; }
inline V most(V a, V b) { return {std::max(a.x, b.x), std::max(a.y, b.y), std::max(a.z, b.z)}; }
inline V mix(V a, V b, float t) { return a * (1 - t) + b * t; }
inline V mirrored(V d, V n) { return d - n * (2 * dot(d, n)); }
inline float luminance(V c) { return .2126f * c.x + .7152f * c.y + .0722f * c.z; }

/// Two directions square to `n`.
struct Frame {
    V u, v, n;
    explicit Frame(V normal) : n(normal) {
        u = norm(cross(std::fabs(n.z) < .9f ? V{0, 0, 1} : V{1, 0, 0}, n));
        v = cross(n, u);
    }
    V world(float a, float b, float c) const { return u * a + v * b + n * c; }
};

/// A turned, moved and evenly scaled place. `x`, `y`, `z` are its axes, of length 1.
struct Place {
    V x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1}, at{};
    float scale = 1;
    V turned(V d) const { return x * d.x + y * d.y + z * d.z; }
    V point(V p) const { return at + turned(p) * scale; }
    V local_direction(V d) const { return {dot(d, x), dot(d, y), dot(d, z)}; }
    V local_point(V p) const { return local_direction(p - at) * (1 / scale); }
};

/// PCG hash: the same seed gives the same numbers, whatever thread asks.
struct Random {
    std::uint32_t state;
    float next() {
        state = state * 747796405u + 2891336453u;
        auto word = ((state >> ((state >> 28) + 4)) ^ state) * 277803737u;
        return float(((word >> 22) ^ word) >> 8) / 16777216.f;
    }
};
inline std::uint32_t mixed(std::uint32_t a, std::uint32_t b) {
    auto h = a * 0x9E3779B1u ^ (b + 0x7F4A7C15u) * 0x85EBCA77u;
    return (h ^ h >> 15) * 0xC2B2AE3Du ^ h >> 13;
}

}  // namespace pictures
