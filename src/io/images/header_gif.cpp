// GIF89a, sections 17 to 27. The screen and each frame have dimensions of their own; the biggest count.
#include <algorithm>

#include "io/images/bytes.h"
#include "io/images/formats.h"

namespace vitrine::images {
namespace {

size_t colours_of(std::uint32_t flags) { return flags & 0x80 ? size_t(3) << ((flags & 7) + 1) : 0; }

/// Behind a row of sub-blocks; the file's size when it is cut off.
size_t behind_blocks(std::string_view file, size_t at) {
    while (at < file.size()) {
        auto size = byte_at(file, at);
        if (size == 0) return at + 1;
        at += 1 + size;
    }
    return file.size();
}

}  // namespace

Reading read_gif(std::string_view file) {
    if (file.size() < 13) return bad("a GIF that is cut off");
    Header header{.width = little16(file, 6), .height = little16(file, 8), .frames = 0};
    size_t at = 13 + colours_of(byte_at(file, 10));
    while (at < file.size()) {
        auto block = byte_at(file, at);
        if (block == 0x3B) return header.frames > 0 ? Reading(header) : bad("a GIF without a picture");
        if (block == 0x21) {
            at = behind_blocks(file, at + 2);
        } else if (block == 0x2C) {
            if (at + 11 > file.size()) return bad("a GIF that is cut off");
            header.width = std::max<std::int64_t>(header.width, little16(file, at + 1) + little16(file, at + 5));
            header.height = std::max<std::int64_t>(header.height, little16(file, at + 3) + little16(file, at + 7));
            ++header.frames;
            at = behind_blocks(file, at + 11 + colours_of(byte_at(file, at + 9)));
        } else {
            return bad("a GIF with a block that there is not");
        }
    }
    return bad("a GIF that is cut off");
}

}  // namespace vitrine::images
