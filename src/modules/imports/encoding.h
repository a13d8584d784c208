#pragma once

#include <cstdint>

#include "core/shape.h"
#include "modules/imports/csv_reader.h"

namespace vitrine::imports {

enum class Encoding : std::uint8_t { utf8, utf16_le, utf16_be, windows_1252 };
SHAPE_ENUM(Encoding, utf8, utf16_le, utf16_be, windows_1252)

/// How the text of a file is written down.
struct Writing {
    Encoding encoding = Encoding::utf8;
    bool has_bare_returns = false;   ///< lines end with a carriage return alone (old Macintosh)
    bool operator==(const Writing&) const = default;
};

/// Reads the whole file once and tells. A byte order mark decides; then zero bytes in every other place (UTF-16); then UTF-8, unless the file holds
/// bytes that are none, hardly any that are UTF-8 beyond ASCII, and none that Windows-1252 lacks. Memory: 64 KiB.
Writing detect_writing(ByteSource source);

/// The same text in UTF-8 with lines ended by LF or CR LF, converted as it is read. What cannot be converted becomes U+FFFD, which the readers report.
ByteSource in_utf8(ByteSource source, Writing writing);

}  // namespace vitrine::imports
