#include "pictures/render/gem.h"

#include <numbers>
#include <stdexcept>
#include <string>

namespace pictures {
namespace {

constexpr float far_away = 1e9f;
constexpr size_t lanes = 16;   // planes that are asked at once
V polar(float angle, float radius, float z) { return {radius * std::cos(angle), radius * std::sin(angle), z}; }
float radians(float degrees) { return degrees * pi / 180; }

}  // namespace

float fresnel(float in, float from, float to, float& out) {
    float ratio = from / to, square = 1 - ratio * ratio * (1 - in * in);
    if (square < 0) return out = 0, 1.f;
    out = std::sqrt(square);
    float across = (from * in - to * out) / (from * in + to * out), along = (from * out - to * in) / (from * out + to * in);
    return .5f * (across * across + along * along);
}

Gem::Gem(std::string_view cut, std::uint32_t seed) : seed_(seed), random_{mixed(seed, 77)} {
    auto vary = [&](float middle, float by) { return seed_ ? middle + by * (random_.next() - .5f) : middle; };
    if (cut == "round") brilliant(vary(.56f, .03f), vary(34.5f, 1.2f), vary(40.8f, .4f));
    else if (cut == "oval") brilliant(vary(.57f, .03f), vary(35.5f, 1.2f), vary(41.3f, .4f)), squeeze(.71f);
    else if (cut == "marquise") brilliant(.57f, 36, 41.4f), squeeze(.52f);
    else if (cut == "princess") princess();
    else if (cut == "emerald") stepped(1, vary(.72f, .03f), .26f);
    else if (cut == "asscher") stepped(.9f, .9f, .42f);
    else if (cut == "baguette") stepped(1, .45f, .02f);
    else if (cut == "cushion") cushion();
    else if (cut == "pear") pear();
    else throw std::runtime_error("no such cut: " + std::string(cut));
    finish();
}

void Gem::add(V normal, V point) {
    normal = norm(normal);
    nx_.push_back(normal.x), ny_.push_back(normal.y), nz_.push_back(normal.z), d_.push_back(dot(normal, point));
}

void Gem::add_through(V a, V b, V c) {
    V normal = cross(b - a, c - a);
    add(dot(normal, a - V{0, 0, -.1f}) < 0 ? -normal : normal, a);
}

/// Table, 8 stars, 8 mains, 16 upper girdle, 40 girdle, 8 pavilion mains, 16 lower girdle: the standard round brilliant.
void Gem::brilliant(float table, float crown_degrees, float pavilion_degrees) {
    constexpr float girdle = .017f, star = .5f, lower = .77f, half = pi / 8;
    float crown = radians(crown_degrees), pavilion = radians(pavilion_degrees);
    float table_z = girdle + (1 - table) * std::tan(crown), edge = table * std::cos(half), star_r = edge + star * (1 - edge);
    float star_z = girdle + (1 - star_r * std::cos(half)) * std::tan(crown), low_r = 1 - lower, low_z = -girdle - (1 - low_r * std::cos(half)) * std::tan(pavilion);
    add({0, 0, 1}, {0, 0, table_z});
    for (int k = 0; k < 8; k++) {
        float a = float(k) * pi / 4;
        add({std::cos(a) * std::sin(crown), std::sin(a) * std::sin(crown), std::cos(crown)}, polar(a, 1, girdle));
        add_through(polar(a, table, table_z), polar(a + 2 * half, table, table_z), polar(a + half, star_r, star_z));
        add_through(polar(a + half, star_r, star_z), polar(a, 1, girdle), polar(a + half, 1, girdle));
        add_through(polar(a + half, star_r, star_z), polar(a + 2 * half, 1, girdle), polar(a + half, 1, girdle));
        add({std::cos(a) * std::sin(pavilion), std::sin(a) * std::sin(pavilion), -std::cos(pavilion)}, polar(a, 1, -girdle));
        add_through(polar(a + half, low_r, low_z), polar(a, 1, -girdle), polar(a + half, 1, -girdle));
        add_through(polar(a + half, low_r, low_z), polar(a + 2 * half, 1, -girdle), polar(a + half, 1, -girdle));
    }
    for (int k = 0; k < 40; k++) add(polar((float(k) + .5f) * pi / 20, 1, 0), polar((float(k) + .5f) * pi / 20, std::cos(pi / 80), 0));
}

/// Emerald cut: three steps above and below on eight sides, and a keel.
void Gem::stepped(float half_width, float half_depth, float corner) {
    constexpr float girdle = .025f;
    add({0, 0, 1}, {0, 0, girdle + .30f});
    auto side = [&](V outward, float reach) {
        add(outward, outward * reach);
        float in = 0, up = girdle;
        for (auto [degrees, step] : {std::pair{44.f, .11f}, {35.f, .14f}, {26.f, .5f}}) {
            float a = radians(degrees);
            add(outward * std::sin(a) + V{0, 0, std::cos(a)}, outward * (reach - in) + V{0, 0, up});
            in += step, up += step * std::tan(a);
        }
        in = 0, up = -girdle;
        for (auto [degrees, step] : {std::pair{57.f, .18f}, {47.f, .22f}, {38.f, 1.f}}) {
            float a = radians(degrees);
            add(outward * std::sin(a) - V{0, 0, std::cos(a)}, outward * (reach - in) + V{0, 0, up});
            in += step, up -= step * std::tan(a);
        }
    };
    side({1, 0, 0}, half_width), side({-1, 0, 0}, half_width), side({0, 1, 0}, half_depth), side({0, -1, 0}, half_depth);
    float across = (half_width + half_depth - corner) / std::numbers::sqrt2_v<float>;
    for (float x : {-1.f, 1.f})
        for (float y : {-1.f, 1.f}) side(norm({x, y, 0}), across);
}

/// Square with chevrons: four crown sides with breaks, and three chevrons a side below.
void Gem::princess() {
    constexpr float girdle = .03f;
    add({0, 0, 1}, {0, 0, girdle + .19f});
    for (int k = 0; k < 4; k++) {
        float a = float(k) * pi / 2;
        V out = polar(a, 1, 0), side = polar(a + pi / 2, 1, 0);
        add(out, out);
        float crown = radians(33), star = radians(22);
        add(out * std::sin(crown) + V{0, 0, std::cos(crown)}, out + V{0, 0, girdle});
        add(norm(out + side) * std::sin(star) + V{0, 0, std::cos(star)}, norm(out + side) * 1.30f + V{0, 0, girdle + .03f});
        for (float lean : {.12f, .30f, .52f})
            for (float sign : {-1.f, 1.f}) {
                float a2 = radians(60 - 34 * lean);
                add(norm(out + side * (sign * lean)) * std::sin(a2) - V{0, 0, std::cos(a2)}, out + side * (sign * lean * .55f) - V{0, 0, girdle + .55f * lean * lean});
            }
        add(norm(out + side), norm(out + side) * 1.385f);
    }
}

/// Rounded square: a brilliant's facets on a squarish girdle, mains bigger at the corners.
void Gem::cushion() {
    constexpr float girdle = .02f;
    auto reach = [](float a) { return std::pow(std::pow(std::fabs(std::cos(a)), 3.2f) + std::pow(std::fabs(std::sin(a)), 3.2f), -1 / 3.2f); };
    auto support = [&](float a) {  // how far the outline reaches in direction a
        float best = 0;
        for (int k = -40; k <= 40; k++) {
            float b = a + float(k) * .02f;
            best = std::max(best, reach(b) * std::cos(b - a));
        }
        return best;
    };
    add({0, 0, 1}, {0, 0, girdle + .31f});
    for (int k = 0; k < 48; k++) add(polar((float(k) + .5f) * pi / 24, 1, 0), polar((float(k) + .5f) * pi / 24, support((float(k) + .5f) * pi / 24), 0));
    for (int k = 0; k < 16; k++) {
        float a = float(k) * pi / 8;
        bool is_main = k % 2 == 0;
        float crown = radians(is_main ? 35 : 40), pavilion = radians(is_main ? 40.5f : 43.5f), star = radians(22);
        V out = polar(a, 1, 0);
        add(out * std::sin(crown) + V{0, 0, std::cos(crown)}, out * support(a) + V{0, 0, girdle + (is_main ? 0 : .012f)});
        if (!is_main) add(out * std::sin(star) + V{0, 0, std::cos(star)}, out * (support(a) * .69f) + V{0, 0, girdle + .235f});
        add(out * std::sin(pavilion) - V{0, 0, std::cos(pavilion)}, out * support(a) - V{0, 0, girdle + (is_main ? 0 : .012f)});
    }
}

/// A round end and a point: a brilliant whose outline is pulled out on one side.
void Gem::pear() {
    constexpr float girdle = .02f;
    auto outline = [](float t) {  // half of it, from the round end (t = 0) to the point (t = 1)
        float x = -1.2f + 2.55f * t, past = std::max(0.f, (x + .35f) / 1.7f), before = std::min(0.f, (x + .35f) / .85f);
        return V{x, .85f * (past > 0 ? 1 - std::pow(past, 1.7f) : std::sqrt(std::max(0.f, 1 - before * before))), 0};
    };
    auto support = [&](V out) {
        float best = -far_away;
        for (int k = 0; k <= 400; k++) {
            V p = outline(float(k) / 400);
            best = std::max({best, dot(p, out), dot(V{p.x, -p.y, 0}, out)});
        }
        return best;
    };
    add({0, 0, 1}, {0, 0, girdle + .29f});
    for (int k = 0; k < 64; k++) add(polar((float(k) + .5f) * pi / 32, 1, 0), polar((float(k) + .5f) * pi / 32, support(polar((float(k) + .5f) * pi / 32, 1, 0)), 0));
    for (int k = 0; k < 16; k++) {
        float a = float(k) * pi / 8;
        bool is_main = k % 2 == 0;
        V out = polar(a, 1, 0);
        float far = support(out), slim = is_main ? 1 : .93f;
        add(out * .60f + V{0, 0, far * slim}, out * far + V{0, 0, girdle + (is_main ? 0 : .012f)});
        if (!is_main) add(out * .38f + V{0, 0, far}, out * (far * .68f) + V{0, 0, girdle + .22f});
        add(out * .74f - V{0, 0, far * slim}, out * far - V{0, 0, girdle + (is_main ? 0 : .012f)});
    }
}

void Gem::squeeze(float y) {
    for (size_t i = 0; i < nx_.size(); i++) {
        V stretched{nx_[i], ny_[i] / y, nz_[i]};
        float l = length(stretched);
        nx_[i] = stretched.x / l, ny_[i] = stretched.y / l, nz_[i] = stretched.z / l, d_[i] /= l;
    }
}

void Gem::finish() {
    while (nx_.size() % lanes) nx_.push_back(0), ny_.push_back(0), nz_.push_back(0), d_.push_back(far_away);
    auto reach = [&](V direction) {
        float distance = 0;
        leave({}, direction, distance);
        return distance;
    };
    culet_ = -reach({0, 0, -1});
    for (float dx : {-.15f, -.08f, .08f, .15f})
        for (float dy : {-.15f, 0.f, .15f}) culet_ = std::min(culet_, -reach(norm({dx, dy, -1})) * norm({dx, dy, -1}).z * -1);
    reach_ = {std::max(reach({1, 0, 0}), reach({-1, 0, 0})), std::max(reach({0, 1, 0}), reach({0, -1, 0})), std::max(-culet_, reach({0, 0, 1}))};
    for (int k = 0; k < 64; k++) {
        V d = polar(float(k) * pi / 32, 1, 0), p = d * reach(d);
        reach_ = most(reach_, {std::fabs(p.x), std::fabs(p.y), 0});
    }
}

bool Gem::enter(V from, V direction, float& distance, int& facet) const {
    float near = -far_away, far = far_away;
    facet = -1;
    for (size_t i = 0; i < nx_.size(); i++) {
        float along = nx_[i] * direction.x + ny_[i] * direction.y + nz_[i] * direction.z, above = d_[i] - (nx_[i] * from.x + ny_[i] * from.y + nz_[i] * from.z);
        if (std::fabs(along) < 1e-7f) {
            if (above < 0) return false;
            continue;
        }
        float at = above / along;
        if (along > 0) far = std::min(far, at);
        else if (at > near) near = at, facet = int(i);
    }
    distance = near;
    return near < far && near > 1e-4f && facet >= 0;
}

int Gem::leave(V from, V direction, float& distance) const {
    constexpr size_t most_planes = 192;
    alignas(64) float at[most_planes];
    alignas(64) float least_of[lanes];
    auto count = std::min(nx_.size(), most_planes);
    for (size_t i = 0; i < count; i++) {
        float along = nx_[i] * direction.x + ny_[i] * direction.y + nz_[i] * direction.z, above = d_[i] - (nx_[i] * from.x + ny_[i] * from.y + nz_[i] * from.z);
        float t = above / std::max(along, 1e-6f);
        at[i] = along > 1e-6f && t > -1e-4f ? t : far_away;
    }
    std::fill_n(least_of, lanes, far_away);
    for (size_t i = 0; i < count; i += lanes)
        for (size_t k = 0; k < lanes; k++) least_of[k] = at[i + k] < least_of[k] ? at[i + k] : least_of[k];
    float best = far_away;
    for (float one : least_of) best = std::min(best, one);
    distance = std::max(best, 0.f);
    for (size_t i = 0; best < far_away && i < count; i++)
        if (at[i] == best) return int(i);
    return -1;
}

}  // namespace pictures
