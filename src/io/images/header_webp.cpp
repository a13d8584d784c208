// RFC 9649: RIFF chunks. The canvas of an extended file and the stream inside may differ; the biggest count.
#include <algorithm>

#include "io/images/bytes.h"
#include "io/images/formats.h"

namespace vitrine::images {
namespace {

struct Walk {
    Header header{.frames = 0};
    std::int64_t streams = 0;
    std::string fault;

    void grow(std::int64_t width, std::int64_t height) {
        header.width = std::max(header.width, width);
        header.height = std::max(header.height, height);
    }

    void stream(std::string_view type, std::string_view data) {
        ++streams;
        if (type == "VP8 ") {
            if (data.size() < 10 || data.substr(3, 3) != "\x9D\x01\x2A") fault = "a WebP with a broken stream";
            else grow(little16(data, 6) & 0x3FFF, little16(data, 8) & 0x3FFF);
        } else {
            if (data.size() < 5 || byte_at(data, 0) != 0x2F) fault = "a WebP with a broken stream";
            else grow((little32(data, 1) & 0x3FFF) + 1, (little32(data, 1) >> 14 & 0x3FFF) + 1);
        }
    }

    void chunks(std::string_view data, bool is_frame) {
        while (data.size() >= 8 && fault.empty()) {
            auto type = data.substr(0, 4);
            auto size = size_t(little32(data, 4));
            if (size > data.size() - 8) {
                fault = "a WebP that is cut off";
                return;
            }
            auto body = data.substr(8, size);
            if (type == "VP8 " || type == "VP8L") {
                stream(type, body);
            } else if (type == "VP8X" && !is_frame) {
                if (size < 10) fault = "a WebP with a short header";
                else grow(little24(body, 4) + 1, little24(body, 7) + 1);
            } else if (type == "ANMF" && !is_frame) {
                ++header.frames;
                if (size < 16) fault = "a WebP with a short frame";
                else grow(little24(body, 6) + 1, little24(body, 9) + 1), chunks(body.substr(16), true);
            }
            data.remove_prefix(std::min(data.size(), 8 + size + size % 2));
        }
    }
};

}  // namespace

Reading read_webp(std::string_view file) {
    if (file.size() < 20) return bad("a WebP that is cut off");
    auto size = size_t(little32(file, 4));
    if (size < 4 || size > file.size() - 8) return bad("a WebP that is cut off");
    Walk walk;
    walk.chunks(file.substr(12, size - 4), false);
    if (!walk.fault.empty()) return bad(walk.fault);
    if (walk.streams == 0) return bad("a WebP without a picture");
    walk.header.frames = std::max<std::int64_t>(walk.header.frames, 1);
    return walk.header;
}

}  // namespace vitrine::images
