#include "pictures/render/mesh.h"

namespace pictures {
namespace {

constexpr int around = 96;

/// Corners whose normals are made from their neighbours' points.
struct Weave {
    int columns, rows;
    std::vector<Corner> corners;
    Corner& at(int column, int row) { return corners[size_t(row) * size_t(columns) + size_t(column)]; }

    void smooth(bool wraps_columns, bool wraps_rows) {
        auto step = [](int i, int by, int count, bool wraps) { return wraps ? (i + by + count - 1) % (count - 1) : std::clamp(i + by, 0, count - 1); };
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {
                V across = at(step(column, 1, columns, wraps_columns), row).point - at(step(column, -1, columns, wraps_columns), row).point;
                V along = at(column, step(row, 1, rows, wraps_rows)).point - at(column, step(row, -1, rows, wraps_rows)).point;
                if (length(across) < 1e-7f) across = at(step(column, 1, columns, wraps_columns), row > 0 ? row - 1 : 1).point - at(step(column, -1, columns, wraps_columns), row > 0 ? row - 1 : 1).point;
                at(column, row).normal = norm(cross(across, along));
            }
    }
    void add_to(std::vector<Triangle>& into, const Place& place, int material) {
        add_grid(into, place, material, columns, rows, [&](int column, int row) { return at(column, row); });
    }
};

/// Points on a smooth line through these, `steps` between two.
std::vector<V> smoothed(const std::vector<V>& points, bool is_closed, int steps) {
    if (points.size() < 3) return points;
    std::vector<V> out;
    auto count = int(points.size());
    auto get = [&](int i) { return points[size_t(is_closed ? (i + count) % count : std::clamp(i, 0, count - 1))]; };
    for (int i = 0; i < (is_closed ? count : count - 1); i++)
        for (int k = 0; k < steps; k++) {
            float t = float(k) / float(steps), t2 = t * t, t3 = t2 * t;
            out.push_back((get(i - 1) * (-t3 + 2 * t2 - t) + get(i) * (3 * t3 - 5 * t2 + 2) + get(i + 1) * (-3 * t3 + 4 * t2 + t) + get(i + 2) * (t3 - t2)) * .5f);
        }
    if (!is_closed) out.push_back(points.back());
    return out;
}

void add_turned(std::vector<Triangle>& into, const Place& place, int material, float from, float to, const std::vector<V>& profile, float squareness, float flat) {
    bool is_whole = std::fabs(to - from - 360) < .01f;
    Weave weave{int(std::ceil(std::fabs(to - from) / 360 * around)) + 1, int(profile.size()), {}};
    float total = 0, run = 0;
    for (size_t i = 1; i < profile.size(); i++) total += length(profile[i] - profile[i - 1]);
    weave.corners.resize(size_t(weave.columns) * profile.size());
    for (int row = 0; row < weave.rows; row++) {
        V p = profile[size_t(row)];
        if (row > 0) run += length(p - profile[size_t(row) - 1]);
        for (int column = 0; column < weave.columns; column++) {
            float t = float(column) / float(weave.columns - 1), a = (from + (to - from) * t) * pi / 180, c = std::cos(a), s = std::sin(a);
            float r = squareness > 2 ? p.x * std::pow(std::pow(std::fabs(c), squareness) + std::pow(std::fabs(s), squareness), -1 / squareness) : p.x;
            weave.at(column, row) = {{r * c, r * s * flat, p.y}, {}, t, 1 - run / std::max(total, 1e-6f)};
        }
    }
    weave.smooth(is_whole, false);
    weave.add_to(into, place, material);
}

}  // namespace

void add_grid(std::vector<Triangle>& into, const Place& place, int material, int columns, int rows, const std::function<Corner(int, int)>& corner) {
    auto moved = [&](int column, int row) {
        auto c = corner(column, row);
        return Corner{place.point(c.point), place.turned(c.normal), c.u, c.v};
    };
    auto add = [&](const Corner& a, const Corner& b, const Corner& c) {
        V ab = b.point - a.point, ac = c.point - a.point;
        if (length(cross(ab, ac)) > 1e-12f) into.push_back({a.point, ab, ac, a.normal, b.normal, c.normal, a.u, a.v, b.u, b.v, c.u, c.v, material});
    };
    for (int row = 0; row + 1 < rows; row++)
        for (int column = 0; column + 1 < columns; column++) {
            auto a = moved(column, row), b = moved(column + 1, row), c = moved(column + 1, row + 1), d = moved(column, row + 1);
            add(a, b, c), add(a, c, d);
        }
}

void add_lathe(std::vector<Triangle>& into, const Place& place, int material, float from_degrees, float to_degrees, const std::vector<V>& profile, float squareness, float flat) {
    std::vector<V> part;
    for (size_t i = 0; i < profile.size(); i++) {
        bool is_edge = !part.empty() && length(profile[i] - part.back()) < 1e-6f;
        if (is_edge) {
            if (part.size() > 1) add_turned(into, place, material, from_degrees, to_degrees, part, squareness, flat);
            part.clear();
        }
        part.push_back(profile[i]);
    }
    if (part.size() > 1) add_turned(into, place, material, from_degrees, to_degrees, part, squareness, flat);
}

void add_tube(std::vector<Triangle>& into, const Place& place, int material, const std::vector<V>& points, const std::vector<float>& radius, bool is_closed, float flat) {
    constexpr int sides = 20, steps = 10;
    auto line = smoothed(points, is_closed, steps);
    auto count = int(line.size());
    auto radius_at = [&](int i) {
        if (radius.size() == 1) return radius[0];
        float t = float(i) / float(std::max(count - (is_closed ? 0 : 1), 1)) * float(radius.size() - (is_closed ? 0 : 1));
        auto k = std::min(size_t(t), radius.size() - 1);
        return radius[k] + (radius[(k + 1) % radius.size()] - radius[k]) * (t - float(k));
    };
    auto tangent = [&](int i) { return norm(is_closed ? line[size_t((i + 1) % count)] - line[size_t((i + count - 1) % count)] : line[size_t(std::min(i + 1, count - 1))] - line[size_t(std::max(i - 1, 0))]); };
    int rings = is_closed ? count + 1 : count;
    Weave weave{sides + 1, rings, std::vector<Corner>(size_t(rings) * (sides + 1))};
    V side = Frame(tangent(0)).u;
    for (int ring = 0; ring < rings; ring++) {
        int i = ring % count;
        V along = tangent(i);
        side = norm(side - along * dot(side, along));
        V up = cross(along, side);
        for (int k = 0; k <= sides; k++) {
            float a = float(k) * 2 * pi / sides, r = radius_at(i);
            V out = side * std::cos(a) + up * (std::sin(a) * flat);
            weave.at(k, ring) = {line[size_t(i)] + out * r, norm(side * std::cos(a) + up * (std::sin(a) / flat)), float(k) / sides, float(ring) / float(rings - 1)};
        }
    }
    weave.add_to(into, place, material);
    if (is_closed) return;
    for (int end : {0, count - 1}) {
        Place ball = place;
        ball.at = place.point(line[size_t(end)]);
        add_ball(into, ball, material, V{1, 1, 1} * (radius_at(end) * .999f));
    }
}

void add_box(std::vector<Triangle>& into, const Place& place, int material, int top, V size, float radius) {
    constexpr int bends = 5;
    V half = size * .5f;
    radius = std::min({radius, half.x, half.y, half.z});
    V inner = half - V{radius, radius, radius};
    // Along an edge: `bends` points round, the flat between, `bends` points round.
    auto place_of = [&](int i, float reach, float flat) {
        if (i < bends) return -flat - (reach - flat) * std::tan((1 - float(i) / bends) * pi / 4);
        return flat + (reach - flat) * std::tan(float(i - bends) / bends * pi / 4);
    };
    for (int face = 0; face < 6; face++) {
        int axis = face / 2, first = (axis + 1) % 3, second = (axis + 2) % 3;
        float sign = face % 2 ? 1.f : -1.f;
        add_grid(into, place, face == 5 ? top : material, 2 * bends + 1, 2 * bends + 1, [&](int column, int row) {
            float raw[3];
            raw[axis] = sign * half[axis];
            raw[first] = place_of(column, half[first], inner[first]), raw[second] = place_of(row, half[second], inner[second]);
            V p{raw[0], raw[1], raw[2]}, core{std::clamp(p.x, -inner.x, inner.x), std::clamp(p.y, -inner.y, inner.y), std::clamp(p.z, -inner.z, inner.z)};
            V normal = norm(p - core + V{0, 0, 0});
            if (length(p - core) < 1e-7f) normal = V{axis == 0 ? sign : 0, axis == 1 ? sign : 0, axis == 2 ? sign : 0};
            V on = core + normal * radius;
            return Corner{radius > 0 ? on : p, normal, .5f + on.x / size.x, .5f - on.y / size.y};
        });
    }
}

void add_sheet(std::vector<Triangle>& into, const Place& place, int material, float width, float depth, float bend) {
    constexpr int rows = 24;
    Weave weave{2, rows + 1, std::vector<Corner>(2 * (rows + 1))};
    for (int row = 0; row <= rows; row++)
        for (int column = 0; column < 2; column++) {
            float t = float(row) / rows;
            weave.at(column, row) = {{(float(column) - .5f) * width, (t - .5f) * depth, bend * t * t}, {}, float(column), 1 - t};
        }
    weave.smooth(false, false);
    weave.add_to(into, place, material);
}

void add_ball(std::vector<Triangle>& into, const Place& place, int material, V radii) {
    constexpr int rows = 24, columns = 40;
    add_grid(into, place, material, columns + 1, rows + 1, [&](int column, int row) {
        float a = float(column) * 2 * pi / columns, b = (float(row) / rows - .5f) * pi;
        V out{std::cos(a) * std::cos(b), std::sin(a) * std::cos(b), std::sin(b)};
        return Corner{out * radii, norm(V{out.x / radii.x, out.y / radii.y, out.z / radii.z}), float(column) / columns, .5f - b / pi};
    });
}

}  // namespace pictures
