#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace vitrine::images {

/// An SVG as it may be shown: written anew from an allow-list.
struct SafeSvg {
    std::string text;
    std::int32_t width = 0, height = 0;   ///< in points, from viewBox or width and height
    std::int64_t dropped = 0;             ///< elements and attributes that were left out
};

/// Pure. Reads an SVG and writes what is on the list: shapes, texts, gradients, clips, masks and uses of parts of itself. Left out are scripts, handlers, styles
/// sheets, links, foreign objects, pictures, animations, filters and everything that names an address; nesting of references is cut to one level.
/// Refuses, with a reason for people: more than 2 MiB, no XML, a document type (entities), more than 20,000 elements, deeper than 60, no size, a size beyond 10,000.
std::expected<SafeSvg, std::string> make_safe(std::string_view svg);

}  // namespace vitrine::images
