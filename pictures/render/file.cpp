// The one file that sees libvips.
#include "pictures/render/file.h"

#include <stdexcept>

#include <vips/vips.h>

#include "pictures/render/trace.h"

namespace pictures {
namespace {

[[noreturn]] void fail(const std::string& path) {
    std::string why = vips_error_buffer();
    vips_error_clear();
    throw std::runtime_error(path + ": " + why);
}

void start() {
    if (VIPS_INIT("picture_render") != 0) throw std::runtime_error("libvips does not start");
}

unsigned char byte_of(float linear) {
    float x = std::clamp(linear, 0.f, 1.f);
    return static_cast<unsigned char>((x <= .0031308f ? 12.92f * x : 1.055f * std::pow(x, 1 / 2.4f) - .055f) * 255 + .5f);
}

}  // namespace

Texture read_drawing(const std::string& path) {
    constexpr int points = 1400;
    start();
    VipsImage *drawn = nullptr, *coloured = nullptr, *whole = nullptr;
    if (vips_thumbnail(path.c_str(), &drawn, points, "height", points, nullptr) != 0 || vips_colourspace(drawn, &coloured, VIPS_INTERPRETATION_sRGB, nullptr) != 0) fail(path);
    if (vips_image_hasalpha(coloured)) whole = coloured;
    else if (vips_addalpha(coloured, &whole, nullptr) != 0) fail(path);
    size_t size = 0;
    auto* bytes = static_cast<unsigned char*>(vips_image_write_to_memory(whole, &size));
    if (!bytes) fail(path);
    Texture texture{vips_image_get_width(whole), vips_image_get_height(whole), std::vector<unsigned char>(bytes, bytes + size)};
    g_free(bytes);
    if (whole != coloured) g_object_unref(whole);
    g_object_unref(coloured), g_object_unref(drawn);
    return texture;
}

void write_picture(const std::string& path, int width, int height, const std::vector<V>& points, int quality) {
    start();
    std::vector<unsigned char> bytes;
    bytes.reserve(points.size() * 3);
    for (V p : points) {
        V shown = on_film(p);
        for (float channel : {shown.x, shown.y, shown.z}) bytes.push_back(byte_of(channel));
    }
    auto* image = vips_image_new_from_memory(bytes.data(), bytes.size(), width, height, 3, VIPS_FORMAT_UCHAR);
    if (!image) fail(path);
    image->Type = VIPS_INTERPRETATION_sRGB;  // else it is taken for bands of anything, and turned to grey
    auto status = vips_webpsave(image, path.c_str(), "Q", quality, "effort", 4, "smart_subsample", TRUE, "strip", TRUE, nullptr);
    g_object_unref(image);
    if (status != 0) fail(path);
}

}  // namespace pictures
