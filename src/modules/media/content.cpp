#include "modules/media/content.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "io/images/model.h"
#include "io/images/svg.h"
#include "io/images/video.h"
#include "modules/media/rules.h"

namespace vitrine::media {
namespace {

using images::Format;

constexpr std::string_view type_unknown = "media.type_unknown", too_large = "media.too_large", too_big = "media.too_big", broken = "media.broken";
constexpr size_t first_bytes = 4096;
constexpr auto render_limit = std::chrono::seconds(60);

std::unexpected<Unfit> unfit(std::string_view code, std::string detail) { return std::unexpected(Unfit{std::string(code), std::move(detail)}); }

std::string bytes_of(const std::string& path, size_t most) {
    std::ifstream file(path, std::ios::binary);
    std::string out(std::min<size_t>(most, size_t(std::filesystem::file_size(path))), '\0');
    file.read(out.data(), std::streamsize(out.size()));
    if (size_t(file.gcount()) != out.size()) throw std::runtime_error("a file in work cannot be read");
    return out;
}

void take(Made& made, images::Rendered rendered, const std::string& name) {
    made.width = rendered.width, made.height = rendered.height, made.colour = std::move(rendered.colour);
    for (auto& one : rendered.renditions) {
        if (one.name == "-blur") made.blur = one.bytes;
        made.files.push_back({name + one.name + "." + std::string(images::extension(one.format)), std::string(images::media_type(one.format)), one.width, one.height,
                              std::make_shared<const std::string>(std::move(one.bytes))});
    }
}

std::expected<Made, Unfit> make_picture(const std::string& path, Format format, const std::string& name, images::Focus focus, Made made) {
    {
        auto bytes = bytes_of(path, size_t(rules::most_bytes(format)));
        auto header = images::read_header(format, bytes);
        if (!header) return unfit(broken, header.error());
        if (auto fault = rules::fault_of(*header); !fault.empty()) return unfit(too_big, fault);
    }
    auto rendered = images::render_file(path, &rules::plan, focus, render_limit);
    if (!rendered) return unfit(broken, "the picture cannot be decoded: " + rendered.error());
    take(made, std::move(*rendered), name);
    return made;
}

std::expected<Made, Unfit> make_drawing(const std::string& path, const std::string& name, images::Focus focus, Made made) {
    auto safe = images::make_safe(bytes_of(path, size_t(rules::most_bytes(Format::svg))));
    if (!safe) return unfit(broken, safe.error());
    auto rendered = images::render_svg(safe->text, &rules::plan, focus, render_limit);
    if (!rendered) return unfit(broken, "the drawing cannot be drawn: " + rendered.error());
    take(made, std::move(*rendered), name);
    made.files.push_back({name + ".svg", made.media_type, safe->width, safe->height, std::make_shared<const std::string>(std::move(safe->text))});
    return made;
}

std::expected<Made, Unfit> make_video(const std::string& path, const std::string& name, Made made) {
    auto video = images::read_video(path);
    if (!video) return unfit(broken, video.error());
    if (auto fault = images::blank_boxes(path, *video); !fault.empty()) throw std::runtime_error(fault);
    made.width = video->width, made.height = video->height, made.duration_ms = video->duration_ms;
    made.files.push_back({name + ".mp4", made.media_type, made.width, made.height, nullptr});
    return made;
}

std::expected<Made, Unfit> make_model(const std::string& path, const std::string& name, Made made) {
    auto model = images::read_model(bytes_of(path, size_t(rules::most_bytes(Format::glb))));
    if (!model) return unfit(broken, model.error());
    made.files.push_back({name + ".glb", made.media_type, 0, 0, nullptr});
    return made;
}

}  // namespace

std::expected<Made, Unfit> make_content(const std::string& path, const std::string& name, images::Focus focus) {
    auto format = images::format_of(bytes_of(path, first_bytes));
    if (!format || !rules::is_accepted(*format)) return unfit(type_unknown, "JPEG, PNG, GIF, WebP, SVG, MP4 and GLB are taken in; this file is none of them, whatever it is called");
    if (std::int64_t(std::filesystem::file_size(path)) > rules::most_bytes(*format)) return unfit(too_large, "a file of this kind may have " + std::to_string(rules::most_bytes(*format) >> 20) + " MiB");
    Made made{.kind = rules::kind_of(*format), .media_type = std::string(images::media_type(*format))};
    switch (made.kind) {
        case Kind::picture: return make_picture(path, *format, name, focus, std::move(made));
        case Kind::drawing: return make_drawing(path, name, focus, std::move(made));
        case Kind::video: return make_video(path, name, std::move(made));
        case Kind::model: return make_model(path, name, std::move(made));
    }
    return unfit(type_unknown, {});
}

}  // namespace vitrine::media
