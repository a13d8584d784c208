#include "io/images/svg_list.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace vitrine::images {
namespace {

constexpr auto elements = std::to_array<std::string_view>({"circle", "clipPath", "defs", "desc", "ellipse", "g", "line", "linearGradient", "mask", "path", "polygon", "polyline", "radialGradient", "rect",
                                                           "stop", "svg", "symbol", "text", "textPath", "title", "tspan", "use"});
constexpr auto targets = std::to_array<std::string_view>({"clipPath", "defs", "mask", "symbol"});

/// Presentation attributes, which may stand in a style as well.
constexpr auto properties = std::to_array<std::string_view>(
    {"clip-path", "clip-rule", "color", "display", "dominant-baseline", "fill", "fill-opacity", "fill-rule", "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "mask",
     "opacity", "overflow", "paint-order", "shape-rendering", "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
     "stroke-opacity", "stroke-width", "text-anchor", "text-rendering", "vector-effect", "visibility", "word-spacing"});

constexpr auto attributes = std::to_array<std::string_view>(
    {"aria-label", "clipPathUnits", "cx", "cy", "d", "dx", "dy", "fx", "fy", "gradientTransform", "gradientUnits", "height", "href", "id", "maskContentUnits", "maskUnits", "offset", "pathLength", "points",
     "preserveAspectRatio", "r", "role", "rotate", "rx", "ry", "spreadMethod", "startOffset", "textLength", "transform", "version", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2"});

bool is_among(const auto& list, std::string_view name) { return std::ranges::find(list, name) != list.end(); }

bool is_part_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == ':'; });
}

/// "url(#name)", with quotes or without.
bool is_own_part(std::string_view value) {
    if (!value.starts_with("url(") || !value.ends_with(")")) return false;
    value = value.substr(4, value.size() - 5);
    if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0]) value = value.substr(1, value.size() - 2);
    return value.starts_with("#") && is_part_name(value.substr(1));
}

}  // namespace

bool is_svg_element(std::string_view name) { return is_among(elements, name); }
bool is_svg_target(std::string_view name) { return is_among(targets, name); }
bool is_svg_attribute(std::string_view element, std::string_view name) {
    if (name == "href") return element == "use" || element == "textPath" || element == "linearGradient" || element == "radialGradient";
    return is_among(attributes, name) || is_among(properties, name);
}

bool is_safe_svg_value(std::string_view name, std::string_view value, bool inside_target) {
    if (has_control_characters(value)) return false;
    if (name == "href") return value.starts_with("#") && is_part_name(value.substr(1));
    auto folded = lower_ascii(value);
    if (folded.find('\\') != std::string::npos || folded.find("/*") != std::string::npos) return false;  // ways to write a word so that a search misses it
    if (folded.find("url") != std::string::npos || folded.find("image(") != std::string::npos || folded.find("image-set") != std::string::npos) {
        if (!is_own_part(value)) return false;
        bool is_colour = name == "fill" || name == "stroke";
        return is_colour || ((name == "clip-path" || name == "mask") && !inside_target);
    }
    for (std::string_view word : {"javascript:", "data:", "expression(", "@import", "http:", "https:", "//"})
        if (name != "d" && folded.find(word) != std::string::npos) return false;
    return true;
}

std::string safe_svg_style(std::string_view style, bool inside_target) {
    std::string out;
    while (!style.empty()) {
        auto end = std::min(style.find(';'), style.size());
        auto declaration = style.substr(0, end);
        style.remove_prefix(std::min(end + 1, style.size()));
        auto colon = declaration.find(':');
        if (colon == std::string_view::npos) continue;
        auto name = trim(declaration.substr(0, colon)), value = trim(declaration.substr(colon + 1));
        if (!is_among(properties, name) || value.empty() || !is_safe_svg_value(name, value, inside_target)) continue;
        out += (out.empty() ? "" : ";") + name + ":" + value;
    }
    return out;
}

}  // namespace vitrine::images
