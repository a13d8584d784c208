#include "io/images/header.h"

#include <algorithm>

#include "io/images/bytes.h"
#include "io/images/formats.h"

namespace vitrine::images {
namespace {

/// Behind what may stand before the root element; nothing when something else stands there. A document type is left for the reader of SVG to refuse.
std::string_view behind_prolog(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (true) {
        auto start = text.find_first_not_of(" \t\r\n");
        text.remove_prefix(std::min(start, text.size()));
        std::string_view end = text.starts_with("<?") ? "?>" : text.starts_with("<!--") ? "-->" : text.starts_with("<!DOCTYPE") ? ">" : "";
        if (end.empty()) return text;
        // A document type may hold declarations of its own, in brackets.
        auto inner = end == ">" && text.find('[') < text.find('>') ? std::min(text.find(']'), text.size()) : 0;
        auto closed = text.find(end, inner);
        if (closed == std::string_view::npos) return {};
        text.remove_prefix(closed + end.size());
    }
}

bool is_svg(std::string_view text) {
    auto root = behind_prolog(text);
    if (!root.starts_with("<")) return false;
    auto name = root.substr(1, root.find_first_of(" \t\r\n/>", 1) - 1);
    return name == "svg" || name.ends_with(":svg");
}

std::optional<Format> iso_media(std::string_view bytes) {
    auto brand = bytes.substr(8, 4);
    if (brand == "avif" || brand == "avis") return Format::avif;
    for (std::string_view known : {"isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash", "qt  "})
        if (brand == known) return Format::mp4;
    if (brand == "mif1" || brand == "msf1")  // a general brand first: the compatible ones tell
        for (size_t at = 16; at + 4 <= std::min<size_t>(bytes.size(), big32(bytes, 0)); at += 4)
            if (bytes.substr(at, 4) == "avif") return Format::avif;
    return {};
}

}  // namespace

std::string_view media_type(Format format) {
    switch (format) {
        case Format::jpeg: return "image/jpeg";
        case Format::png: return "image/png";
        case Format::gif: return "image/gif";
        case Format::webp: return "image/webp";
        case Format::avif: return "image/avif";
        case Format::svg: return "image/svg+xml";
        case Format::mp4: return "video/mp4";
        case Format::webm: return "video/webm";
        case Format::glb: return "model/gltf-binary";
    }
    return "application/octet-stream";
}

std::string_view extension(Format format) {
    switch (format) {
        case Format::jpeg: return "jpg";
        case Format::svg: return "svg";
        case Format::png:
        case Format::gif:
        case Format::webp:
        case Format::avif:
        case Format::mp4:
        case Format::webm:
        case Format::glb: return shape_name(format);
    }
    return "bin";
}

std::optional<Format> format_of(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) return Format::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return Format::png;
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return Format::gif;
    if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return Format::webp;
    if (bytes.starts_with("glTF")) return Format::glb;
    if (bytes.starts_with("\x1A\x45\xDF\xA3")) return Format::webm;
    if (bytes.size() >= 16 && bytes.substr(4, 4) == "ftyp") return iso_media(bytes);
    if (is_svg(bytes)) return Format::svg;
    return {};
}

std::expected<Header, std::string> read_header(Format format, std::string_view file) {
    std::expected<Header, std::string> header = std::unexpected("this is no picture of points");
    switch (format) {
        case Format::jpeg: header = read_jpeg(file); break;
        case Format::png: header = read_png(file); break;
        case Format::gif: header = read_gif(file); break;
        case Format::webp: header = read_webp(file); break;
        case Format::avif:
        case Format::svg:
        case Format::mp4:
        case Format::webm:
        case Format::glb: break;
    }
    if (header && (header->width <= 0 || header->height <= 0)) return std::unexpected("it has no width or no height");
    return header;
}

}  // namespace vitrine::images
