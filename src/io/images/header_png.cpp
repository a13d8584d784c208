// ISO/IEC 15948: chunks of length, type, data and checksum.
#include "io/images/bytes.h"
#include "io/images/formats.h"

namespace vitrine::images {

Reading read_png(std::string_view file) {
    constexpr size_t signature = 8, frame = 12;  // length, type and checksum
    constexpr size_t most_chunks = 100'000;
    if (file.size() < signature + frame + 13 || file.substr(signature + 4, 4) != "IHDR" || big32(file, signature) != 13) return bad("a PNG without its header");
    Header header{.width = big32(file, signature + 8), .height = big32(file, signature + 12)};
    bool has_data = false;
    size_t chunks = 0;
    for (size_t at = signature; at + frame <= file.size();) {
        auto length = big32(file, at);
        auto type = file.substr(at + 4, 4);
        if (length > file.size() - at - frame) return bad("a PNG that is cut off");
        if (++chunks > most_chunks) return bad("a PNG of too many pieces");
        if (type == "IHDR" && at != signature) return bad("a PNG with two headers");
        if (type == "acTL") header.frames = big32(file, at + 8);
        if (type == "IDAT") has_data = true;
        at += frame + length;
        if (type == "IEND") return has_data ? Reading(header) : bad("a PNG without a picture");
    }
    return bad("a PNG that is cut off");
}

}  // namespace vitrine::images
