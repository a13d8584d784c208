#include "pictures/render/bvh.h"

#include <array>
#include <numeric>

namespace pictures {
namespace {

constexpr float a_little = 1e-4f;
constexpr int most_in_leaf = 4;

bool meets(V low, V high, V from, V inverse, float limit) {
    V a = (low - from) * inverse, b = (high - from) * inverse;
    V near = least(a, b), far = most(a, b);
    return std::max({near.x, near.y, near.z, 0.f}) <= std::min({far.x, far.y, far.z, limit});
}
V inverse_of(V d) {
    auto one = [](float x) { return 1 / (std::fabs(x) < 1e-9f ? std::copysign(1e-9f, x) : x); };
    return {one(d.x), one(d.y), one(d.z)};
}

}  // namespace

Tree::Tree(const Scene& scene) : scene_(scene) {
    std::vector<V> low, high;
    for (const auto& t : scene.triangles) low.push_back(least(t.a, least(t.a + t.ab, t.a + t.ac))), high.push_back(most(t.a, most(t.a + t.ab, t.a + t.ac)));
    for (const auto& stone : scene.stones) {
        float reach = length(stone.gem->reach()) * stone.place.scale;
        low.push_back(stone.place.at - V{reach, reach, reach}), high.push_back(stone.place.at + V{reach, reach, reach});
    }
    items_.resize(low.size());
    std::iota(items_.begin(), items_.end(), 0);
    if (!items_.empty()) build(0, int(items_.size()), low, high);
}

int Tree::build(int begin, int end, std::vector<V>& low, std::vector<V>& high) {
    auto index = int(nodes_.size());
    nodes_.emplace_back();
    V from{1e9f, 1e9f, 1e9f}, to{-1e9f, -1e9f, -1e9f}, middle_from = from, middle_to = to;
    for (int i = begin; i < end; i++) {
        auto item = size_t(items_[size_t(i)]);
        V middle = (low[item] + high[item]) * .5f;
        from = least(from, low[item]), to = most(to, high[item]), middle_from = least(middle_from, middle), middle_to = most(middle_to, middle);
    }
    nodes_[size_t(index)] = {from, to, begin, end - begin, 0};
    if (end - begin <= most_in_leaf) return index;
    V span = middle_to - middle_from;
    int axis = span.x > span.y && span.x > span.z ? 0 : span.y > span.z ? 1 : 2;
    auto middle = items_.begin() + (begin + end) / 2;
    std::nth_element(items_.begin() + begin, middle, items_.begin() + end, [&](int a, int b) {
        float left = low[size_t(a)][axis] + high[size_t(a)][axis], right = low[size_t(b)][axis] + high[size_t(b)][axis];
        return left != right ? left < right : a < b;
    });
    nodes_[size_t(index)].count = 0;
    build(begin, (begin + end) / 2, low, high);
    auto right = build((begin + end) / 2, end, low, high);
    nodes_[size_t(index)].right = right;
    return index;
}

bool Tree::is_hole(const Hit& hit) const {
    const auto& material = scene_.materials[size_t(hit.material)];
    if (material.texture < 0) return false;
    const auto& texture = scene_.textures[size_t(material.texture)];
    int x = std::clamp(int(hit.u * float(texture.width)), 0, texture.width - 1), y = std::clamp(int(hit.v * float(texture.height)), 0, texture.height - 1);
    return texture.rgba[(size_t(y) * size_t(texture.width) + size_t(x)) * 4 + 3] < 128;
}

bool Tree::meet(int item, V from, V direction, float limit, int skipped, Hit& hit) const {
    auto count = int(scene_.triangles.size());
    if (item >= count) {
        if (item - count == skipped) return false;
        const auto& stone = scene_.stones[size_t(item - count)];
        float distance;
        int facet;
        V inside = stone.place.local_direction(direction);
        if (!stone.gem->enter(stone.place.local_point(from), inside, distance, facet) || distance * stone.place.scale >= limit) return false;
        V normal = stone.place.turned(stone.gem->normal(facet));
        hit = {distance * stone.place.scale, normal, normal, stone.material, item - count, facet, 0, 0, false};
        return true;
    }
    const auto& t = scene_.triangles[size_t(item)];
    V p = cross(direction, t.ac);
    float determinant = dot(t.ab, p);
    if (std::fabs(determinant) < 1e-14f) return false;
    V s = from - t.a;
    float b = dot(s, p) / determinant;
    if (b < 0 || b > 1) return false;
    V q = cross(s, t.ab);
    float c = dot(direction, q) / determinant, distance = dot(t.ac, q) / determinant;
    if (c < 0 || b + c > 1 || distance < a_little || distance >= limit) return false;
    V flat = norm(cross(t.ab, t.ac)), normal = norm(t.na * (1 - b - c) + t.nb * b + t.nc * c);
    if (dot(flat, direction) > 0) flat = -flat;
    bool is_inside = dot(normal, direction) > 0;
    Hit found{distance, is_inside ? -normal : normal, flat, t.material, -1, -1, t.ua * (1 - b - c) + t.ub * b + t.uc * c, t.va * (1 - b - c) + t.vb * b + t.vc * c, is_inside};
    if (is_hole(found)) return false;
    hit = found;
    return true;
}

bool Tree::first(V from, V direction, float limit, int skipped, Hit& hit) const {
    if (nodes_.empty()) return false;
    V inverse = inverse_of(direction);
    std::array<int, 64> open;
    int count = 0;
    open[size_t(count++)] = 0;
    bool is_found = false;
    while (count > 0) {
        const auto& node = nodes_[size_t(open[size_t(--count)])];
        if (!meets(node.low, node.high, from, inverse, limit)) continue;
        if (node.count == 0) {
            auto left = int(&node - nodes_.data()) + 1;
            V way = nodes_[size_t(node.right)].low + nodes_[size_t(node.right)].high - nodes_[size_t(left)].low - nodes_[size_t(left)].high;
            bool is_left_nearer = dot(way, direction) > 0;
            open[size_t(count++)] = is_left_nearer ? node.right : left;
            open[size_t(count++)] = is_left_nearer ? left : node.right;
            continue;
        }
        for (int i = node.begin; i < node.begin + node.count; i++)
            if (meet(items_[size_t(i)], from, direction, limit, skipped, hit)) limit = hit.distance, is_found = true;
    }
    return is_found;
}

V Tree::passing(V from, V direction, int skipped) const {
    V left{1, 1, 1};
    for (int layers = 0; layers < 8; layers++) {
        Hit hit;
        if (!first(from, direction, 1e9f, skipped, hit)) return left;
        const auto& material = scene_.materials[size_t(hit.material)];
        if (material.finish == Finish::glass) left = left * material.colour * .93f;
        else if (material.finish == Finish::gem) left = left * V{.62f, .62f, .64f} * V{std::exp(-material.colour.x), std::exp(-material.colour.y), std::exp(-material.colour.z)};
        else return {};
        from = from + direction * (hit.distance + a_little), skipped = hit.stone;
    }
    return {};
}

}  // namespace pictures
