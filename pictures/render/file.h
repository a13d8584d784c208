#pragma once
// Drawings in, pictures out.
#include <string>

#include "pictures/render/scene.h"

namespace pictures {

/// An SVG (drawn so that its longer side has 1,400 points) or any picture. Throws std::runtime_error.
Texture read_drawing(const std::string& path);

/// Writes linear colours as WebP with quality 1 to 100. Throws std::runtime_error.
void write_picture(const std::string& path, int width, int height, const std::vector<V>& points, int quality);

}  // namespace pictures
