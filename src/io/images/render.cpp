// The one file that sees libvips.
#include "io/images/render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <stdexcept>

#include <vips/vips.h>

namespace vitrine::images {
namespace {

constexpr int jpeg_quality = 80, webp_quality = 78, avif_quality = 52, webp_effort = 3, avif_effort = 2;

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

/// A fault of the file, not of the program: ends as a refusal.
struct Undecodable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Library and its locks, once in the process: no cache of operations or open files, one thread a picture, only decoders that are tested against hostile files.
void start() {
    static const bool started = [] {
        if (VIPS_INIT("vitrine") != 0) throw std::runtime_error("libvips does not start");
        vips_cache_set_max(0);
        vips_cache_set_max_mem(0);
        vips_cache_set_max_files(0);
        vips_concurrency_set(1);
        vips_block_untrusted_set(TRUE);
        vips_operation_block_set("VipsForeignLoadSvg", FALSE);  // it reads what the allow-list of svg.h wrote, nothing else
        return true;
    }();
    (void)started;
}

[[noreturn]] void fail() {
    std::string why = vips_error_buffer();
    vips_error_clear();
    std::ranges::replace(why, '\n', ' ');
    throw Undecodable(why.empty() ? "it cannot be decoded" : why.substr(0, 300));
}
Image taken(int status, VipsImage* image) {
    if (status != 0) fail();
    return Image(image);
}

using Clock = std::chrono::steady_clock;

void look_at_clock(VipsImage* image, VipsProgress*, Clock::time_point* until) {
    if (Clock::now() > *until) vips_image_set_kill(image, TRUE);
}

/// The whole picture in memory, decoded within the time.
Image in_memory(const Image& lazy, Clock::time_point until) {
    vips_image_set_progress(lazy.get(), TRUE);
    auto signal = g_signal_connect(lazy.get(), "eval", G_CALLBACK(look_at_clock), &until);
    auto* copied = vips_image_copy_memory(lazy.get());
    g_signal_handler_disconnect(lazy.get(), signal);
    if (!copied) fail();
    return Image(copied);
}

Image in_srgb(Image image) {
    VipsImage* out = nullptr;
    if (image->Type == VIPS_INTERPRETATION_sRGB && image->BandFmt == VIPS_FORMAT_UCHAR) return image;
    auto status = vips_colourspace(image.get(), &out, VIPS_INTERPRETATION_sRGB, nullptr);
    auto coloured = taken(status, out);
    if (coloured->BandFmt == VIPS_FORMAT_UCHAR) return coloured;
    status = vips_cast_uchar(coloured.get(), &out, nullptr);
    return taken(status, out);
}

/// Without what the file says beside its points (places, names, comments, profiles): some writers keep it whatever they are told.
Image nameless(VipsImage* image) {
    VipsImage* out = nullptr;
    auto status = vips_copy(image, &out, nullptr);
    auto bare = taken(status, out);
    std::unique_ptr<gchar*, void (*)(gchar**)> names(vips_image_get_fields(bare.get()), g_strfreev);
    for (auto** name = names.get(); name && *name; ++name) vips_image_remove(bare.get(), *name);
    return bare;
}

/// Scales by both factors; colours of see-through points do not bleed.
Image resized(VipsImage* image, double across, double down) {
    VipsImage* out = nullptr;
    if (!vips_image_hasalpha(image)) {
        auto status = vips_resize(image, &out, across, "vscale", down, nullptr);
        return taken(status, out);
    }
    auto status = vips_premultiply(image, &out, nullptr);
    auto multiplied = taken(status, out);
    status = vips_resize(multiplied.get(), &out, across, "vscale", down, nullptr);
    auto small = taken(status, out);
    status = vips_unpremultiply(small.get(), &out, nullptr);
    auto divided = taken(status, out);
    status = vips_cast_uchar(divided.get(), &out, nullptr);
    return taken(status, out);
}

/// The widest square that has the focus as near to its middle as the edges allow.
Image square_of(VipsImage* image, Focus focus) {
    int side = std::min(image->Xsize, image->Ysize);
    auto from = [side](int length, int thousandths) { return std::clamp(int(std::int64_t(length) * thousandths / 1000) - side / 2, 0, length - side); };
    VipsImage* out = nullptr;
    auto status = vips_extract_area(image, &out, from(image->Xsize, focus.x), from(image->Ysize, focus.y), side, side, nullptr);
    return taken(status, out);
}

/// On white, for formats that know no transparency.
Image flattened(VipsImage* image) {
    VipsImage* out = nullptr;
    std::unique_ptr<VipsArea, void (*)(VipsArea*)> white(VIPS_AREA(vips_array_double_newv(3, 255.0, 255.0, 255.0)), vips_area_unref);
    auto status = vips_flatten(image, &out, "background", white.get(), nullptr);
    return taken(status, out);
}

/// A WebP with its picture only: libvips writes an EXIF chunk whatever it is told. Chunks and flags: developers.google.com/speed/webp/docs/riff_container.
std::string bare_webp(std::string_view file) {
    constexpr size_t head = 12, chunk_head = 8;
    constexpr unsigned profile = 0x20, exif = 0x08, xmp = 0x04;
    auto little = [](std::uint32_t value) {
        std::string out;
        for (int i = 0; i < 4; ++i, value >>= 8) out += char(value & 0xff);
        return out;
    };
    std::string kept;
    for (size_t at = head; at + chunk_head <= file.size();) {
        auto name = file.substr(at, 4);
        std::uint32_t size = 0;
        for (int i = 3; i >= 0; --i) size = size << 8 | std::uint8_t(file[at + 4 + size_t(i)]);
        auto chunk = std::string(file.substr(at, chunk_head + size + (size & 1)));
        at += chunk.size();
        if (name == "EXIF" || name == "XMP " || name == "ICCP") continue;
        if (name == "VP8X") {
            chunk[chunk_head] = char(std::uint8_t(chunk[chunk_head]) & ~(profile | exif | xmp));
            if (chunk[chunk_head] == 0) continue;   // nothing is left that needs it
        }
        kept += chunk;
    }
    return "RIFF" + little(std::uint32_t(kept.size() + 4)) + "WEBP" + kept;
}

std::string encoded(VipsImage* image, Format format, bool is_blurred) {
    void* bytes = nullptr;
    size_t size = 0;
    int status = -1;
    if (format == Format::jpeg) {
        Image opaque;
        if (vips_image_hasalpha(image)) opaque = flattened(image), image = opaque.get();
        status = vips_jpegsave_buffer(image, &bytes, &size, "Q", jpeg_quality, "optimize_coding", TRUE, "strip", TRUE, nullptr);
    } else if (format == Format::webp) {
        status = vips_webpsave_buffer(image, &bytes, &size, "Q", is_blurred ? 40 : webp_quality, "effort", webp_effort, "strip", TRUE, nullptr);
    } else if (format == Format::avif) {
        status = vips_heifsave_buffer(image, &bytes, &size, "Q", avif_quality, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1, "effort", avif_effort, "strip", TRUE, nullptr);
    } else if (format == Format::png) {
        status = vips_pngsave_buffer(image, &bytes, &size, "strip", TRUE, nullptr);
    } else {
        throw std::logic_error("pictures are not written in this format");
    }
    std::unique_ptr<void, void (*)(void*)> held(bytes, [](void* memory) { g_free(memory); });
    if (status != 0) {
        std::string why = vips_error_buffer();
        vips_error_clear();
        throw std::runtime_error("a picture cannot be encoded: " + why);  // ours, not the file's
    }
    std::string_view written(static_cast<const char*>(bytes), size);
    return format == Format::webp ? bare_webp(written) : std::string(written);
}

Image blurred(VipsImage* image) {
    VipsImage* out = nullptr;
    auto status = vips_gaussblur(image, &out, 0.8, nullptr);
    return taken(status, out);
}

std::int32_t brightness_of(VipsImage* image) {
    auto small = resized(image, std::min(1.0, 48.0 / image->Xsize), std::min(1.0, 48.0 / image->Ysize));
    auto opaque = vips_image_hasalpha(small.get()) ? flattened(small.get()) : std::move(small);
    auto held = Image(vips_image_copy_memory(opaque.get()));
    if (!held) fail();
    const auto* point = static_cast<const std::uint8_t*>(vips_image_get_data(held.get()));
    auto points = std::int64_t(held->Xsize) * held->Ysize;
    std::int64_t sum = 0;
    for (std::int64_t i = 0; i < points; ++i, point += held->Bands) sum += 2126 * point[0] + 7152 * point[held->Bands > 1 ? 1 : 0] + 722 * point[held->Bands > 2 ? 2 : 0];
    return std::int32_t(sum / std::max<std::int64_t>(points, 1) / 10'000);
}

/// The mean of the fullest of 512 boxes of colours, see-through points left out; grey where nothing is seen.
std::string colour_of(VipsImage* image) {
    auto small = resized(image, std::min(1.0, 48.0 / image->Xsize), std::min(1.0, 48.0 / image->Ysize));
    auto opaque = vips_image_hasalpha(small.get()) ? flattened(small.get()) : std::move(small);
    auto held = Image(vips_image_copy_memory(opaque.get()));
    if (!held) fail();
    struct Box {
        std::uint64_t count = 0, red = 0, green = 0, blue = 0;
    };
    std::array<Box, 512> boxes{};
    const auto* point = static_cast<const std::uint8_t*>(vips_image_get_data(held.get()));
    auto points = std::int64_t(held->Xsize) * held->Ysize;
    for (std::int64_t i = 0; i < points; ++i, point += held->Bands) {
        auto red = point[0], green = point[held->Bands > 1 ? 1 : 0], blue = point[held->Bands > 2 ? 2 : 0];
        auto& box = boxes[size_t(red >> 5) << 6 | size_t(green >> 5) << 3 | size_t(blue >> 5)];
        ++box.count, box.red += red, box.green += green, box.blue += blue;
    }
    auto fullest = *std::ranges::max_element(boxes, {}, &Box::count);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "#";
    for (auto sum : {fullest.red, fullest.green, fullest.blue}) {
        auto value = sum / std::max<std::uint64_t>(fullest.count, 1);
        text += digits[value >> 4], text += digits[value & 15];
    }
    return text;
}

Rendition made(VipsImage* whole, VipsImage* square, const Wish& wish) {
    auto* from = wish.is_square ? square : whole;
    auto width = std::min(wish.width, from->Xsize);
    auto height = std::max(1, int(std::lround(double(from->Ysize) * width / from->Xsize)));
    Image small;
    if (width != from->Xsize) small = resized(from, double(width) / from->Xsize, double(height) / from->Ysize), from = small.get();
    Image soft;
    if (wish.is_blurred) soft = blurred(from), from = soft.get();
    return {wish.name, wish.format, from->Xsize, from->Ysize, encoded(from, wish.format, wish.is_blurred)};
}

Rendered all_of(const Image& lazy, Plan plan, Focus focus, Clock::time_point until) {
    auto whole = in_srgb(in_memory(lazy, until));
    whole = Image(vips_image_copy_memory(nameless(whole.get()).get()));
    if (!whole) fail();
    Rendered out{.width = whole->Xsize, .height = whole->Ysize, .has_alpha = bool(vips_image_hasalpha(whole.get())), .colour = colour_of(whole.get()), .brightness = brightness_of(whole.get()), .renditions = {}};
    auto square = square_of(whole.get(), focus);
    for (const auto& wish : plan(out.width, out.height)) {
        if (Clock::now() > until) throw Undecodable("it takes too long");
        out.renditions.push_back(made(whole.get(), square.get(), wish));
    }
    return out;
}

template <class Open>
std::expected<Rendered, std::string> rendered(Open open, Plan plan, Focus focus, std::chrono::milliseconds limit) {
    start();
    try {
        auto until = Clock::now() + limit;
        auto lazy = open();
        auto out = all_of(lazy, plan, focus, until);
        lazy.reset();
        vips_thread_shutdown();
        return out;
    } catch (const Undecodable& why) {
        vips_thread_shutdown();
        return std::unexpected(std::string(why.what()));
    }
}

}  // namespace

std::expected<Rendered, std::string> render_file(const std::string& path, Plan plan, Focus focus, std::chrono::milliseconds limit) {
    auto open = [&path] {
        VipsImage* out = nullptr;
        auto status = vips_thumbnail(path.c_str(), &out, most_width, "height", most_height, "size", VIPS_SIZE_DOWN, "export_profile", "srgb", "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        return taken(status, out);
    };
    return rendered(open, plan, focus, limit);
}

std::expected<Rendered, std::string> render_svg(std::string_view svg, Plan plan, Focus focus, std::chrono::milliseconds limit) {
    auto open = [svg] {
        VipsImage* out = nullptr;
        auto status = vips_svgload_buffer(const_cast<char*>(svg.data()), svg.size(), &out, nullptr);
        auto plain = taken(status, out);
        auto scale = std::min(double(most_width) / plain->Xsize, double(most_height) / plain->Ysize);
        status = vips_svgload_buffer(const_cast<char*>(svg.data()), svg.size(), &out, "scale", scale, nullptr);
        return taken(status, out);
    };
    return rendered(open, plan, focus, limit);
}

}  // namespace vitrine::images
