#pragma once
// Surfaces made of few numbers: turned, bent, rolled, boxed. Each adds triangles with smooth normals.
#include <functional>
#include <vector>

#include "pictures/render/scene.h"

namespace pictures {

struct Corner {
    V point, normal;
    float u = 0, v = 0;
};

/// Adds the quads between `columns` by `rows` corners (row after row), moved to `place`.
void add_grid(std::vector<Triangle>& into, const Place& place, int material, int columns, int rows, const std::function<Corner(int, int)>& corner);

/// What is turned on a lathe: a profile of radius and height from below to above, from angle to angle (degrees; 270 faces the camera at -y). A point given twice is an edge.
/// `squareness` above 2 rounds the circle into a square with corners, `flat` squeezes it along y.
void add_lathe(std::vector<Triangle>& into, const Place& place, int material, float from_degrees, float to_degrees, const std::vector<V>& profile, float squareness, float flat);

/// A wire through points, smooth between them; radius at each; closed or with round ends.
void add_tube(std::vector<Triangle>& into, const Place& place, int material, const std::vector<V>& points, const std::vector<float>& radius, bool is_closed, float flat);

/// A box about the origin with rounded edges; its top (+z) may have a material, and so a drawing, of its own.
void add_box(std::vector<Triangle>& into, const Place& place, int material, int top, V size, float radius);

/// A leaf of paper on z = 0 that bends upwards by `bend` over its depth.
void add_sheet(std::vector<Triangle>& into, const Place& place, int material, float width, float depth, float bend);

void add_ball(std::vector<Triangle>& into, const Place& place, int material, V radii);

}  // namespace pictures
