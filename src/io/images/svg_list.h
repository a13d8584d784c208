#pragma once
// The allow-list of SVG. Used within this folder.
#include <string>
#include <string_view>

namespace vitrine::images {

bool is_svg_element(std::string_view name);
/// Whether others may refer to this element: within it no reference is written.
bool is_svg_target(std::string_view name);
bool is_svg_attribute(std::string_view element, std::string_view name);
/// Whether a value names nothing outside: no address, or one part of the same file where `href`, `clip-path` and the like need it. `inside_target`: no reference but to colours.
bool is_safe_svg_value(std::string_view name, std::string_view value, bool inside_target);
/// The declarations of a style attribute that are on the list, in order; empty: none.
std::string safe_svg_style(std::string_view style, bool inside_target);

}  // namespace vitrine::images
