#pragma once
// What is in a file, and what is shown of it.
#include "io/images/render.h"
#include "modules/media/rows.h"

namespace vitrine::media {

/// One file to be stored: a rendition, or what is shown of a video, a model or a drawing itself.
struct MadeFile {
    std::string file;                       ///< its name in URLs: "copper-jar-thumb.webp"
    std::string media_type;
    std::int32_t width = 0, height = 0;
    std::shared_ptr<const std::string> bytes;   ///< null: the checked file itself
};

struct Made {
    Kind kind = Kind::picture;
    std::string media_type;
    std::int32_t width = 0, height = 0;
    std::int64_t duration_ms = 0;
    std::string colour, blur;
    std::vector<MadeFile> files;
};

/// Whether the file as it came is kept beside what is shown: other renditions may be made of it later.
inline bool needs_original(Kind kind) { return kind == Kind::picture || kind == Kind::drawing; }

/// Why a file is refused: a stable code, and a sentence for whoever sent it.
struct Unfit {
    std::string code, detail;
};

/// Looks at a file by its bytes, within the limits of rules.h, and makes what is shown of it. Blocks for up to a minute: in the workshop. Memory: the file and
/// what the decoder takes for 60 million points at most. May write to the file: what a video says of its maker is blanked.
std::expected<Made, Unfit> make_content(const std::string& path, const std::string& name, images::Focus focus);

}  // namespace vitrine::media
