#pragma once
// What is in a picture: surfaces of triangles, stones, light, camera.
#include <memory>
#include <string>
#include <vector>

#include "pictures/render/gem.h"

namespace pictures {

/// A drawing laid on a surface, 0..1 by 0..1 from its upper left; alpha below a half is a hole.
struct Texture {
    int width = 0, height = 0;
    std::vector<unsigned char> rgba;
};

enum class Finish { paint, metal, glass, gem };

/// How a surface answers light. Colours are linear.
struct Material {
    Finish finish = Finish::paint;
    V colour{.8f, .8f, .8f};     ///< of paint and metal; of glass what it lets through; of a stone what it swallows a unit of length
    float gloss = 1;             ///< of paint: share of a varnish's mirror, 0 is chalk
    float rough = 0;             ///< how far mirrored rays stray
    float glow = 0;              ///< of paint: light that wanders inside and comes out everywhere, as in ghee and wax
    float index = 2.42f;         ///< of a stone; 2.42 is diamond
    float fire = 1;              ///< of a stone: dispersion against diamond's
    int texture = -1;
};

struct Triangle {
    V a, ab, ac, na, nb, nc;
    float ua, va, ub, vb, uc, vc;
    int material;
};

struct Stone {
    std::shared_ptr<const Gem> gem;
    Place place;
    int material;
};

/// A soft box far away: a rectangle `half_width` by `half_height` on the plane at distance 1 in direction `towards`.
struct Light {
    Frame frame{V{0, 0, 1}};
    float half_width = .3f, half_height = .3f;
    V colour;
};

struct Studio {
    std::vector<Light> lights;
    V zenith{.6f, .6f, .6f}, horizon{.45f, .45f, .45f}, below{.5f, .5f, .5f};
    float flags = 0;             ///< dark cloths between the lights and about the camera: 0 none, 1 as for stones
    V camera{0, -1, 0};          ///< direction towards the camera
};

struct Camera {
    V at{0, -10, 5}, target{};
    float width = .5f;           ///< half width of the picture at distance 1
    float aperture = 0;          ///< radius of the lens, for depth of field
};

struct Scene {
    int width = 1000, height = 1000, samples = 9, rays = 2;   ///< samples a pixel, each of one wavelength; rays over the dome a sample
    std::uint32_t seed = 1;
    bool has_floor = true;
    V backdrop{.85f, .86f, .88f};  ///< what is seen behind all, and the floor where nothing stands; as it is written to the file
    float floor_mirror = 0;      ///< how much of what stands on it the floor mirrors
    Camera camera;
    Studio studio;
    std::vector<Material> materials;
    std::vector<Texture> textures;
    std::vector<Triangle> triangles;
    std::vector<Stone> stones;
};

/// Reads the lines of a scene (see pictures/README.md); drawings are looked up beside `folder`. Throws std::runtime_error that names the line.
Scene read_scene(const std::string& text, const std::string& folder);

}  // namespace pictures
