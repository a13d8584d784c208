#pragma once
// Pictures made smaller, by libvips. Blocks for up to seconds: use it in the workshop.
#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "io/images/header.h"

namespace vitrine::images {

/// The point that matters, in thousandths of width and height from the top left. Crops keep it as near to their middle as they can.
struct Focus {
    std::int32_t x = 500, y = 500;
};

/// One picture to be made. Made never bigger than the source.
struct Wish {
    std::string name;             ///< what the caller calls it
    Format format = Format::jpeg; ///< jpeg, webp, avif or png
    std::int32_t width = 0;       ///< in points; at most this
    bool is_square = false;       ///< cut to a square around the focus
    bool is_blurred = false;
};

struct Rendition {
    std::string name;
    Format format = Format::jpeg;
    std::int32_t width = 0, height = 0;
    std::string bytes;
};

/// What was made of a picture. Nothing of its metadata is left: turned upright as its EXIF said, in sRGB, without profile, comments or thumbnails.
struct Rendered {
    std::int32_t width = 0, height = 0;   ///< of the biggest, which the others came from
    bool has_alpha = false;
    std::string colour;                   ///< the one most of it has: "#8a6b3c"
    std::int32_t brightness = 0;          ///< the mean, from 0 to 255 (ITU-R BT.709)
    std::vector<Rendition> renditions;
};

/// The longest sides of the biggest picture that is made.
inline constexpr std::int32_t most_width = 1920, most_height = 2400;

/// What is to be made of the biggest picture, of which only the size is known by then.
using Plan = std::vector<Wish> (*)(std::int32_t width, std::int32_t height);

/// Pure in effect: the same file gives the same bytes with the same libraries. Memory: the decoder's, bounded by the dimensions in the header (look at it
/// first), and about 40 MB. Refuses, with a reason for the log, what cannot be decoded without a fault, or not within `limit`.
std::expected<Rendered, std::string> render_file(const std::string& path, Plan plan, Focus focus, std::chrono::milliseconds limit);
/// The same for an SVG that was made safe; drawn as wide as the biggest picture may be.
std::expected<Rendered, std::string> render_svg(std::string_view svg, Plan plan, Focus focus, std::chrono::milliseconds limit);

}  // namespace vitrine::images
