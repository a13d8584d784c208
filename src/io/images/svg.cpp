#include "io/images/svg.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include <expat.h>

#include "core/text.h"
#include "io/images/svg_list.h"

namespace vitrine::images {
namespace {

constexpr size_t most_bytes = 2 * 1024 * 1024, most_elements = 20'000, deepest = 60;
constexpr double most_points = 10'000;
constexpr std::string_view svg_space = "http://www.w3.org/2000/svg|", xlink_space = "http://www.w3.org/1999/xlink|";

/// A length in points: a bare number or one in px. Others (mm, %) say nothing about points.
std::optional<double> points(std::string_view text) {
    double value = 0;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    auto unit = std::string_view(end, size_t(text.data() + text.size() - end));
    if (fault != std::errc() || !std::isfinite(value) || (!unit.empty() && unit != "px")) return {};
    return value;
}

/// Width and height of "0 0 24 24".
std::optional<std::pair<double, double>> size_of_view_box(std::string text) {
    std::ranges::replace(text, ',', ' ');
    std::array<double, 4> numbers{};
    size_t count = 0;
    for (std::string_view left = text; count < numbers.size();) {
        left.remove_prefix(std::min(left.find_first_not_of(" \t\r\n"), left.size()));
        if (left.empty()) break;
        auto [end, fault] = std::from_chars(left.data(), left.data() + left.size(), numbers[count]);
        if (fault != std::errc() || !std::isfinite(numbers[count])) return {};
        left.remove_prefix(size_t(end - left.data()));
        ++count;
    }
    if (count < 4 || numbers[2] <= 0 || numbers[3] <= 0) return {};
    return std::pair(numbers[2], numbers[3]);
}

class Writer {
public:
    Writer() : parser_(XML_ParserCreateNS("UTF-8", '|'), XML_ParserFree) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), &begin_element, &end_element);
        XML_SetCharacterDataHandler(parser_.get(), &characters);
        XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* self, const char*, const char*, const char*, int) { static_cast<Writer*>(self)->stop("an SVG may have no document type: entities hide in it"); });
    }

    std::expected<SafeSvg, std::string> run(std::string_view svg) {
        auto status = XML_Parse(parser_.get(), svg.data(), int(svg.size()), 1);
        if (!fault_.empty()) return std::unexpected(fault_);
        if (status != XML_STATUS_OK) return std::unexpected("this SVG is no well-formed XML");
        if (out_.width == 0) return std::unexpected("this file holds no SVG");
        return std::move(out_);
    }

private:
    static void begin_element(void* self, const char* name, const char** attributes) { static_cast<Writer*>(self)->begin(name, attributes); }
    static void end_element(void* self, const char* name) { static_cast<Writer*>(self)->end(name); }
    static void characters(void* self, const char* text, int size) { static_cast<Writer*>(self)->text({text, size_t(size)}); }

    void stop(std::string why) {
        if (fault_.empty()) fault_ = std::move(why);
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    void begin(std::string_view name, const char** attributes) {
        if (++elements_ > most_elements) return stop("an SVG of too many elements");
        if (++depth_ > deepest) return stop("an SVG nested too deep");
        if (dropped_at_ != 0) return;
        bool is_ours = name.starts_with(svg_space);
        if (is_ours) name.remove_prefix(svg_space.size());
        bool is_root = depth_ == 1;
        if (is_root && (!is_ours || name != "svg")) return stop("this file holds no SVG");
        bool is_allowed = is_ours && is_svg_element(name) && (is_root || name != "svg") && !(name == "use" && (inside_target_ != 0 || inside_named_ != 0));
        if (!is_allowed) {
            ++out_.dropped;
            dropped_at_ = depth_;
            return;
        }
        close_tag();
        out_.text += "<" + open_.emplace_back(name);
        if (is_root) begin_root(attributes);
        if (inside_target_ == 0 && is_svg_target(name)) inside_target_ = depth_;
        if (inside_named_ == 0 && !is_root && is_named(attributes)) inside_named_ = depth_;
        for (auto at = attributes; *at; at += 2) attribute(name, at[0], at[1], is_root);
        is_tag_open_ = true;
    }

    static bool is_named(const char** attributes) {
        for (auto at = attributes; *at; at += 2)
            if (std::string_view(at[0]) == "id") return true;
        return false;
    }

    void begin_root(const char** attributes) {
        std::optional<double> width, height;
        std::optional<std::pair<double, double>> box;
        for (auto at = attributes; *at; at += 2) {
            std::string_view key = at[0];
            if (key == "width") width = points(at[1]);
            if (key == "height") height = points(at[1]);
            if (key == "viewBox") box = size_of_view_box(at[1]);
        }
        if (!box && !(width && height)) return stop("an SVG needs a viewBox, or width and height in points");
        if (box && (box->first > most_points * 100 || box->second > most_points * 100)) return stop("an SVG of more than 10,000 points a side");
        if (!width || !height) {
            auto scale = width ? *width / box->first : height ? *height / box->second : 1.0;
            width = box->first * scale, height = box->second * scale;
        }
        if (!(*width >= 1 && *height >= 1) && box) {  // a drawing in small units: made as big as a picture
            auto scale = 100 / std::max(box->first, box->second);
            width = std::max(1.0, box->first * scale), height = std::max(1.0, box->second * scale);
        }
        if (!(*width >= 1 && *height >= 1)) return stop("an SVG without a size");
        if (*width > most_points || *height > most_points) return stop("an SVG of more than 10,000 points a side");
        if (*width / *height > 100 || *height / *width > 100) return stop("an SVG that is a line: a hundred times as long as wide");
        out_.width = std::int32_t(std::lround(*width)), out_.height = std::int32_t(std::lround(*height));
        out_.text += " xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(out_.width) + "\" height=\"" + std::to_string(out_.height) + "\"";
        if (!box) out_.text += " viewBox=\"0 0 " + std::to_string(out_.width) + " " + std::to_string(out_.height) + "\"";
    }

    void attribute(std::string_view element, std::string_view key, std::string_view value, bool is_root) {
        if (key.starts_with(xlink_space)) key.remove_prefix(xlink_space.size());
        if (is_root && (key == "width" || key == "height" || key == "id")) return;
        std::string written(value);
        if (key == "style") written = safe_svg_style(value, inside_target_ != 0);
        bool is_kept = key == "style" ? !written.empty() : is_svg_attribute(element, key) && is_safe_svg_value(key, value, inside_target_ != 0);
        if (!is_kept) {
            ++out_.dropped;
            return;
        }
        out_.text += " " + std::string(key) + "=\"" + escape_html(written) + "\"";
    }

    void end(std::string_view) {
        if (dropped_at_ == depth_) {
            dropped_at_ = 0;
            --depth_;
            return;
        }
        if (dropped_at_ == 0) {
            close_tag();
            out_.text += "</" + open_.back() + ">";
            open_.pop_back();
        }
        if (inside_target_ == depth_) inside_target_ = 0;
        if (inside_named_ == depth_) inside_named_ = 0;
        --depth_;
    }

    void text(std::string_view text) {
        if (dropped_at_ != 0) return;
        close_tag();
        out_.text += escape_html(text);
    }

    void close_tag() {
        if (!is_tag_open_) return;
        out_.text += ">";
        is_tag_open_ = false;
    }

    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
    SafeSvg out_;
    std::string fault_;
    std::vector<std::string> open_;
    size_t elements_ = 0, depth_ = 0;
    size_t dropped_at_ = 0;      ///< the depth of the element that is left out with all below it
    size_t inside_target_ = 0;   ///< the depth of the element that others refer to; within it nothing refers further
    size_t inside_named_ = 0;    ///< the depth of the element with an id: a use within it could be used again, and so on until memory ends
    bool is_tag_open_ = false;
};

}  // namespace

std::expected<SafeSvg, std::string> make_safe(std::string_view svg) {
    if (svg.size() > most_bytes) return std::unexpected("an SVG of more than 2 MiB");
    if (!is_utf8(svg)) return std::unexpected("an SVG that is not UTF-8");
    return Writer().run(svg);
}

}  // namespace vitrine::images
