#pragma once
// What a file is by its bytes, and how big what it holds would be once decoded: read from headers alone, before any decoder sees the file.
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/shape.h"

namespace vitrine::images {

enum class Format { jpeg, png, gif, webp, avif, svg, mp4, webm, glb };
SHAPE_ENUM(Format, jpeg, png, gif, webp, avif, svg, mp4, webm, glb)

/// Pure. The media type of a format: "image/jpeg".
std::string_view media_type(Format format);
/// Pure. The usual ending of a file name, without dot: "jpg".
std::string_view extension(Format format);

/// Pure. What a file is by its first bytes (4 KiB suffice), whatever its name or sender says; nothing for anything that is not accepted.
/// SVG is told by its root element behind white space, a byte order mark, an XML declaration and comments.
std::optional<Format> format_of(std::string_view first_bytes);

/// What the header of a picture promises.
struct Header {
    std::int64_t width = 0, height = 0;
    std::int64_t frames = 1;
    std::int64_t scans = 1;       ///< of a JPEG: each makes a decoder go over the whole picture again
};

/// Pure. Reads the structure of a JPEG, PNG, GIF or WebP held in memory to its end, without decoding. What does not hold together is refused with a reason for
/// people: cut off, no dimensions, two different ones. Bytes behind the end are not looked at: what is served is written anew from the points.
/// AVIF is refused: its container and the stream inside may name different sizes, and only a decoder would notice.
/// Sources: ITU-T T.81, ISO/IEC 15948, GIF89a, RFC 9649.
std::expected<Header, std::string> read_header(Format format, std::string_view file);

}  // namespace vitrine::images
