// ITU-T T.81, annex B: markers, their lengths, and entropy-coded data up to the next marker.
#include "io/images/bytes.h"
#include "io/images/formats.h"

namespace vitrine::images {
namespace {

constexpr std::uint32_t start_of_image = 0xD8, end_of_image = 0xD9, start_of_scan = 0xDA, first_restart = 0xD0, last_restart = 0xD7, temporary = 0x01;

bool is_frame(std::uint32_t marker) { return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC; }
bool is_bare(std::uint32_t marker) { return marker == temporary || (marker >= first_restart && marker <= last_restart); }

/// The next marker that is no stuffing and no restart.
size_t behind_scan(std::string_view file, size_t at) {
    for (; at + 1 < file.size(); ++at) {
        auto next = byte_at(file, at + 1);
        if (byte_at(file, at) == 0xFF && next != 0 && next != 0xFF && !(next >= first_restart && next <= last_restart)) return at;
    }
    return file.size();
}

}  // namespace

Reading read_jpeg(std::string_view file) {
    Header header;
    header.scans = 0;
    size_t at = 2;
    while (at + 1 < file.size()) {
        if (byte_at(file, at) != 0xFF) return bad("a JPEG has a marker where this file has something else");
        auto marker = byte_at(file, at + 1);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        if (marker == end_of_image) {
            if (header.width == 0) return bad("a JPEG without a frame");
            if (header.scans == 0) return bad("a JPEG without a scan");
            return header;  // what stands behind is never read, and never kept: it is written anew
        }
        if (marker == start_of_image || marker == 0) return bad("a JPEG with a marker out of place");
        at += 2;
        if (is_bare(marker)) continue;
        auto length = big16(file, at);
        if (length < 2 || at + length > file.size()) return bad("a JPEG that is cut off");
        if (is_frame(marker)) {
            if (header.width != 0) return bad("a JPEG with two frames");
            if (length < 8) return bad("a JPEG with a short frame header");
            header.height = big16(file, at + 3), header.width = big16(file, at + 5);
            if (header.width == 0 || header.height == 0) return bad("a JPEG without dimensions");
        }
        at += length;
        if (marker == start_of_scan) {
            if (header.width == 0) return bad("a JPEG with a scan before its frame");
            ++header.scans;
            at = behind_scan(file, at);
        }
    }
    return bad("a JPEG that is cut off");
}

}  // namespace vitrine::images
