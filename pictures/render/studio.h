#pragma once
#include "pictures/render/scene.h"

namespace pictures {

/// Light that comes from a direction when nothing is in the way: dome, boxes with soft edges, dark cloths.
V light_from(const Studio& studio, V direction);
/// The dome alone: what surfaces gather besides the boxes.
V dome_from(const Studio& studio, V direction);

struct BoxRay {
    V direction;
    V light;   ///< of the whole box through this direction, times its solid angle, over pi
};
/// The point (a, b in 0..1) of a box, for gathering its light.
BoxRay ray_to(const Light& box, float a, float b);

/// Boxes and dome for scenes that say `studio NAME`: cold, warm, morning, desk. Throws std::runtime_error for another name.
Studio studio_named(const std::string& name);

}  // namespace pictures
