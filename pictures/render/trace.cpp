#include "pictures/render/trace.h"

#include <atomic>
#include <thread>

#include "pictures/render/bvh.h"
#include "pictures/render/studio.h"

namespace pictures {
namespace {

constexpr float a_little = 2e-4f;
constexpr int deepest = 6, floor_thing = 1'000'000, most_gathering = 2, enough_when_bare = 3, most_casting = 3;
constexpr float floor_reach = 80;   // beyond, floor and backdrop are one
constexpr float stage_in_stones = .38f;   // stones stand on a dim disc: what they mirror from below is dark, as photographers do

struct Ray {
    V from, direction;
    int skipped = -1;   ///< a stone it comes out of
};

/// What a ray from the camera learns of the first soft surface, seen directly or through glass.
struct Notes {
    V own, lit, light, normal;   ///< `lit` is the part of `own` whose light was gathered
    float depth = 0;
    int thing = -1;
};

/// Points of a rotated lattice: the samples of one pixel share out each dimension evenly.
struct Sampler {
    std::uint32_t pixel;
    int index, count;
    bool gathers = true;   ///< light of soft surfaces is smoothed later: a few samples of a pixel are enough
    std::uint32_t dimension = 0;
    std::pair<float, float> next() {
        Random random{mixed(pixel, dimension++)};
        random.next();
        float a = (float(index) + .5f) / float(count) + random.next(), b = halves(std::uint32_t(index)) + random.next();
        return {a - std::floor(a), b - std::floor(b)};
    }
    static float halves(std::uint32_t i) {
        float at = 0, part = .5f;
        for (; i; i >>= 1, part *= .5f) at += part * float(i & 1);
        return at;
    }
};

V around(V normal, std::pair<float, float> at) {
    float r = std::sqrt(at.first), a = 2 * pi * at.second;
    return Frame(normal).world(r * std::cos(a), r * std::sin(a), std::sqrt(std::max(0.f, 1 - at.first)));
}
float schlick(float cosine) { return std::pow(1 - std::clamp(cosine, 0.f, 1.f), 5.f); }

/// A stone's index at a wavelength, and what that adds to red, green and blue: each sample of a pixel follows one.
struct Wave {
    float index;
    V colour;
};
std::vector<Wave> waves_of(const Material& material, int count) {
    std::vector<Wave> waves;
    V sum;
    for (int i = 0; i < count; i++) {
        float l = .42f + .26f * (float(i) + .5f) / float(count);
        auto bell = [&](float middle, float width) { return std::exp(-(l - middle) * (l - middle) / (2 * width * width)); };
        V colour{bell(.60f, .045f), bell(.545f, .04f), bell(.455f, .035f)};
        float bend = .0137f * material.fire;  // Cauchy's formula; diamond: 2.3775 + 0.0137 / l^2
        waves.push_back({material.index - .0425f * material.fire + bend / (l * l), colour});
        sum += colour;
    }
    for (auto& wave : waves) wave.colour = wave.colour * V{float(count) / sum.x, float(count) / sum.y, float(count) / sum.z};
    return waves;
}

class Tracer {
public:
    explicit Tracer(const Scene& scene) : scene_(scene), tree_(scene) {
        for (const auto& material : scene.materials) waves_.push_back(waves_of(material, scene.samples));
    }
    V seen(const Ray& ray, int depth, Sampler& sampler, Notes* notes, V weight) const;

private:
    struct Gathered {
        V with, free;   ///< light over pi: with everything in the way, and without
    };
    Gathered gather(V at, V normal, int skipped, int depth, Sampler& sampler) const;
    V floor(const Ray& ray, float distance, int depth, Sampler& sampler, Notes* notes, V weight) const;
    V paint(const Ray& ray, const Hit& hit, int depth, Sampler& sampler, Notes* notes, V weight) const;
    V metal(const Ray& ray, const Hit& hit, int depth, Sampler& sampler) const;
    V glass(const Ray& ray, const Hit& hit, int depth, Sampler& sampler, Notes* notes, V weight) const;
    V stone(const Ray& ray, const Hit& hit, int depth, Sampler& sampler) const;
    V colour_at(const Material& material, const Hit& hit) const;
    V strayed(V direction, float rough, V normal, Sampler& sampler) const;
    const Scene& scene_;
    Tree tree_;
    std::vector<std::vector<Wave>> waves_;   ///< of each material
};

V Tracer::seen(const Ray& ray, int depth, Sampler& sampler, Notes* notes, V weight) const {
    if (depth > deepest) return dome_from(scene_.studio, ray.direction);
    Hit hit;
    bool is_met = tree_.first(ray.from, ray.direction, 1e9f, ray.skipped, hit);
    if (scene_.has_floor && ray.direction.z < -1e-6f) {
        float distance = -ray.from.z / ray.direction.z;
        if (distance > a_little && distance < floor_reach && (!is_met || distance < hit.distance)) return floor(ray, distance, depth, sampler, notes, weight);
    }
    if (!is_met) return notes ? scene_.backdrop * weight : light_from(scene_.studio, ray.direction);
    if (notes && notes->thing < 0) notes->thing = hit.material, notes->normal = hit.normal, notes->depth = hit.distance;
    switch (scene_.materials[size_t(hit.material)].finish) {
        case Finish::paint: return paint(ray, hit, depth, sampler, notes, weight);
        case Finish::metal: return metal(ray, hit, depth, sampler) * weight;
        case Finish::glass: return glass(ray, hit, depth, sampler, notes, weight);
        case Finish::gem: return stone(ray, hit, depth, sampler) * weight;
    }
    return {};
}

/// One ray to each box, some over the dome: light on a soft surface.
Tracer::Gathered Tracer::gather(V at, V normal, int skipped, int depth, Sampler& sampler) const {
    Gathered sum;
    for (const auto& box : scene_.studio.lights) {
        if (&box - scene_.studio.lights.data() == (depth > 0 ? 1 : most_casting)) break;  // in mirrors the key light is enough
        auto [a, b] = sampler.next();
        auto ray = ray_to(box, a, b);
        float facing = dot(ray.direction, normal);
        if (facing <= 0) continue;
        sum.free += ray.light * facing;
        sum.with += ray.light * facing * tree_.passing(at, ray.direction, skipped);
    }
    if (depth > 0) {
        V dome = dome_from(scene_.studio, normal);
        sum.free += dome, sum.with += dome * .75f;
        return sum;
    }
    int rays = scene_.rays;
    for (int i = 0; i < rays; i++) {
        V direction = around(normal, sampler.next());
        V dome = dome_from(scene_.studio, direction) * (1 / float(rays));
        sum.free += dome;
        Hit hit;
        if (!tree_.first(at, direction, 1e9f, skipped, hit)) {
            sum.with += scene_.has_floor && direction.z < 0 && at.z > .001f ? scene_.backdrop * (.7f / float(rays)) : dome;
            continue;
        }
        // Light that another thing throws here: its colour in a half light.
        const auto& material = scene_.materials[size_t(hit.material)];
        V other = colour_at(material, hit);
        if (material.finish == Finish::gem) other = {.6f, .6f, .6f};
        if (material.finish == Finish::glass) sum.with += dome * material.colour * .9f;
        else sum.with += other * (.42f / float(rays)) * mix(scene_.studio.zenith, scene_.studio.horizon, .5f);
    }
    return sum;
}

V Tracer::floor(const Ray& ray, float distance, int depth, Sampler& sampler, Notes* notes, V weight) const {
    V at = ray.from + ray.direction * distance;
    at.z = a_little;
    if (depth > 0 && !notes) {
        if (scene_.triangles.empty()) return scene_.backdrop * .9f;
        auto light = gather(at, {0, 0, 1}, -1, depth, sampler);
        return scene_.backdrop * light.with * V{1 / light.free.x, 1 / light.free.y, 1 / light.free.z} * .95f;
    }
    if (notes->thing < 0) notes->thing = floor_thing, notes->normal = {0, 0, 1}, notes->depth = distance;
    notes->own += weight * scene_.backdrop;
    V share{1, 1, 1};
    if (sampler.gathers) {
        auto light = gather(at, {0, 0, 1}, -1, 0, sampler);
        share = light.with * V{1 / light.free.x, 1 / light.free.y, 1 / light.free.z};
        notes->lit += weight * scene_.backdrop, notes->light += weight * scene_.backdrop * share;
    }
    if (scene_.floor_mirror <= 0) return {};
    Hit hit;
    V up = mirrored(ray.direction, {0, 0, 1});
    if (!tree_.first(at, up, 1e9f, -1, hit)) return {};
    float mirror = scene_.floor_mirror * (.25f + .75f * schlick(up.z)) * std::exp(-hit.distance * .25f);
    V image = seen({at, up, -1}, depth + 1, sampler, nullptr, {1, 1, 1});
    return (image - scene_.backdrop * share) * mirror * weight;
}

V Tracer::colour_at(const Material& material, const Hit& hit) const {
    if (material.texture < 0) return material.colour;
    const auto& texture = scene_.textures[size_t(material.texture)];
    float x = hit.u * float(texture.width) - .5f, y = hit.v * float(texture.height) - .5f;
    auto x0 = int(std::floor(x)), y0 = int(std::floor(y));
    auto texel = [&](int column, int row) {
        const auto* p = &texture.rgba[(size_t(std::clamp(row, 0, texture.height - 1)) * size_t(texture.width) + size_t(std::clamp(column, 0, texture.width - 1))) * 4];
        return V{std::pow(float(p[0]) / 255, 2.2f), std::pow(float(p[1]) / 255, 2.2f), std::pow(float(p[2]) / 255, 2.2f)};
    };
    return mix(mix(texel(x0, y0), texel(x0 + 1, y0), x - float(x0)), mix(texel(x0, y0 + 1), texel(x0 + 1, y0 + 1), x - float(x0)), y - float(y0)) * material.colour;
}

V Tracer::strayed(V direction, float rough, V normal, Sampler& sampler) const {
    if (rough <= 0) return direction;
    auto [a, b] = sampler.next();
    float r = rough * std::sqrt(a);
    V out = norm(Frame(direction).world(r * std::cos(2 * pi * b), r * std::sin(2 * pi * b), 1));
    return dot(out, normal) > 0 ? out : direction;
}

V Tracer::paint(const Ray& ray, const Hit& hit, int depth, Sampler& sampler, Notes* notes, V weight) const {
    const auto& material = scene_.materials[size_t(hit.material)];
    V at = ray.from + ray.direction * hit.distance + hit.flat * a_little, own = colour_at(material, hit);
    float mirror = material.gloss * (.04f + .96f * schlick(-dot(ray.direction, hit.normal)));
    V result;
    if (mirror > .012f && depth < 1) {
        V direction = strayed(mirrored(ray.direction, hit.normal), material.rough, hit.normal, sampler);
        result = seen({at, direction, -1}, depth + 1, sampler, nullptr, {1, 1, 1}) * mirror * weight;
    }
    V base = own * (1 - mirror);
    if (notes) {
        notes->own += weight * base;
        if (!sampler.gathers) return result;
    }
    auto light = gather(at, hit.normal, -1, notes ? 0 : depth, sampler).with;
    if (material.glow > 0) light = mix(light, mix(scene_.studio.zenith, scene_.studio.horizon, .3f) * 1.25f, material.glow);
    if (!notes) return result + base * light * weight;
    notes->lit += weight * base, notes->light += weight * base * light;
    return result;
}

V Tracer::metal(const Ray& ray, const Hit& hit, int depth, Sampler& sampler) const {
    const auto& material = scene_.materials[size_t(hit.material)];
    V direction = strayed(mirrored(ray.direction, hit.normal), material.rough, hit.normal, sampler);
    V tint = mix(colour_at(material, hit), {1, 1, 1}, schlick(-dot(ray.direction, hit.normal)));
    V at = ray.from + ray.direction * hit.distance + hit.flat * a_little;
    if (dot(direction, hit.flat) < 0) direction = norm(direction - hit.flat * (1.02f * dot(direction, hit.flat)));
    return tint * seen({at, direction, -1}, depth + 1, sampler, nullptr, {1, 1, 1});
}

V Tracer::glass(const Ray& ray, const Hit& hit, int depth, Sampler& sampler, Notes* notes, V weight) const {
    const auto& material = scene_.materials[size_t(hit.material)];
    float mirror = .04f + .96f * schlick(-dot(ray.direction, hit.normal));
    V at = ray.from + ray.direction * hit.distance, result;
    if (depth < 3) result = seen({at + hit.flat * a_little, mirrored(ray.direction, hit.normal), -1}, depth + 1, sampler, nullptr, {1, 1, 1}) * mirror * weight;
    return result + seen({at - hit.flat * a_little, ray.direction, -1}, depth + 1, sampler, notes, weight * material.colour * (1 - mirror));
}

V Tracer::stone(const Ray& ray, const Hit& hit, int depth, Sampler& sampler) const {
    const auto& stone = scene_.stones[size_t(hit.stone)];
    const auto& gem = *stone.gem;
    const auto& material = scene_.materials[size_t(stone.material)];
    const auto& wave = waves_[size_t(hit.material)][(std::uint32_t(sampler.index) * 7 + sampler.pixel % 64) % std::uint32_t(sampler.count)];
    V in = stone.place.local_direction(ray.direction), normal = gem.normal(hit.facet), at = stone.place.local_point(ray.from + ray.direction * hit.distance);
    float facing = -dot(normal, in), beyond = 0, share = fresnel(facing, 1, wave.index, beyond);
    bool is_alone = scene_.triangles.empty() && scene_.stones.size() == 1;
    auto outside = [&](V from, V direction) {
        Ray out{stone.place.point(from), stone.place.turned(norm(direction)), hit.stone};
        if (is_alone) return out.direction.z < 0 && scene_.has_floor ? scene_.backdrop * stage_in_stones : light_from(scene_.studio, out.direction);
        return depth > 1 ? light_from(scene_.studio, out.direction) : seen(out, depth + 2, sampler, nullptr, {1, 1, 1});
    };
    constexpr float dim = .012f;
    float power = luminance(wave.colour);
    V result = outside(at, mirrored(in, normal)) * share, left = wave.colour * (1 - share), direction = norm(in * (1 / wave.index) + normal * (facing / wave.index - beyond));
    for (int bounce = 0; bounce < 10 && luminance(left) > dim * power; bounce++) {
        float distance, out = 0;
        int facet = gem.leave(at, direction, distance);
        if (facet < 0) break;
        at = at + direction * distance;
        if (material.colour.x + material.colour.y + material.colour.z > 0)
            left = left * V{std::exp(-material.colour.x * distance), std::exp(-material.colour.y * distance), std::exp(-material.colour.z * distance)};
        V wall = gem.normal(facet);
        float meets = dot(wall, direction), kept = fresnel(meets, wave.index, 1, out);
        if (luminance(left) * (1 - kept) > dim * power) result += left * (1 - kept) * outside(at, direction * wave.index + wall * (out - wave.index * meets));
        left = left * (kept * .995f);
        direction = mirrored(direction, wall), at = at - wall * 1e-5f;
    }
    return result;
}

/// Light without the colour of what it falls on; where none was gathered, nothing is known: -1.
V share_of(V light, V own) {
    if (luminance(own) < 1e-5f) return {-1, -1, -1};
    auto one = [](float a, float b) { return a / std::max(b, 1e-5f); };
    return {one(light.x, own.x), one(light.y, own.y), one(light.z, own.z)};
}

struct View {
    V right, up, forward;
    explicit View(const Camera& camera) : forward(norm(camera.target - camera.at)) {
        right = norm(cross(forward, std::fabs(forward.z) > .999f ? V{0, 1, 0} : V{0, 0, 1}));
        up = cross(right, forward);
    }
};

}  // namespace

Plate expose(const Scene& scene) {
    Tracer tracer(scene);
    View view(scene.camera);
    auto points = size_t(scene.width) * size_t(scene.height);
    Plate plate{scene.width, scene.height, std::vector<V>(points), std::vector<V>(points), std::vector<V>(points), std::vector<V>(points), std::vector<float>(points), std::vector<int>(points)};
    auto sharp = length(scene.camera.target - scene.camera.at);
    auto expose_point = [&](int x, int y) {
        auto point = size_t(y) * size_t(scene.width) + size_t(x);
        Notes sum;
        V mirrored;
        int taken = 0;
        bool is_bare = true;   // floor or backdrop and nothing else: needs no more samples
        for (int i = 0; i < scene.samples && !(is_bare && taken >= enough_when_bare); i++, taken++) {
            Sampler sampler{mixed(std::uint32_t(point), scene.seed), i, scene.samples, i < most_gathering};
            auto [dx, dy] = sampler.next();
            float px = ((float(x) + dx) / float(scene.width) * 2 - 1) * scene.camera.width, py = (float(scene.height) - 2 * (float(y) + dy)) / float(scene.width) * scene.camera.width;
            V direction = view.forward + view.right * px + view.up * py, from = scene.camera.at;
            if (scene.camera.aperture > 0) {
                auto [a, b] = sampler.next();
                V shift = (view.right * std::cos(2 * pi * a) + view.up * std::sin(2 * pi * a)) * (scene.camera.aperture * std::sqrt(b));
                from += shift, direction = direction * sharp - shift;
            }
            Notes notes;
            mirrored += tracer.seen({from, norm(direction), -1}, 0, sampler, &notes, {1, 1, 1});
            is_bare = is_bare && (notes.thing == floor_thing || notes.thing < 0);
            sum.own += notes.own, sum.lit += notes.lit, sum.light += notes.light, sum.normal += notes.normal, sum.depth += notes.depth;
            if (i == 0) plate.thing[point] = notes.thing;
        }
        float part = 1 / float(taken);
        plate.mirrored[point] = mirrored * part, plate.own[point] = sum.own * part, plate.light[point] = share_of(sum.light, sum.lit);
        plate.normal[point] = sum.normal * part, plate.depth[point] = sum.depth * part;
    };
    std::atomic<int> row{0};
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); i++)
        workers.emplace_back([&] {
            for (int y; (y = row++) < scene.height;)
                for (int x = 0; x < scene.width; x++) expose_point(x, y);
        });
    for (auto& worker : workers) worker.join();
    return plate;
}

}  // namespace pictures
