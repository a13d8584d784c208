// ISO/IEC 14496-12 boxes, as far as 23008-12 puts the dimensions of pictures there: every 'ispe' counts, tiles and thumbnails included.
#include <algorithm>

#include "io/images/boxes.h"
#include "io/images/bytes.h"
#include "io/images/formats.h"

namespace vitrine::images {
namespace {

void walk(std::string_view data, int depth, Header& header, std::string& fault) {
    constexpr int deepest = 6;
    for_each_box(data, fault, [&](std::string_view type, std::string_view body) {
        if (type == "ispe" && body.size() >= 12) {
            header.width = std::max<std::int64_t>(header.width, big32(body, 4));
            header.height = std::max<std::int64_t>(header.height, big32(body, 8));
        }
        if (type == "grid" || type == "iovl") fault = "an AVIF put together from several pictures";
        if (type == "stts" && body.size() >= 12) header.frames = std::max<std::int64_t>(header.frames, big32(body, 8));
        if (depth >= deepest) return;
        if (type == "meta" && body.size() >= 4) walk(body.substr(4), depth + 1, header, fault);
        if (type == "iprp" || type == "ipco" || type == "moov" || type == "trak" || type == "mdia" || type == "minf" || type == "stbl") walk(body, depth + 1, header, fault);
    });
}

}  // namespace

Reading read_avif(std::string_view file) {
    Header header;
    std::string fault;
    walk(file, 0, header, fault);
    if (!fault.empty()) return bad(fault);
    if (header.width == 0) return bad("an AVIF without dimensions");
    return header;
}

}  // namespace vitrine::images
