#include "tests/shop/image_files.h"

#include <stdexcept>

#include <zlib.h>

#include "io/images/render.h"

namespace vitrine::test {
namespace {

std::string big(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out += char(value >> (8 * i));
    return out;
}
std::string little(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += char(value >> (8 * i));
    return out;
}
std::string repeated(const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

thread_local images::Wish wanted;

/// Drawn big, then made as wide as is asked for: at most 1920.
std::string drawn(int width, int height, int seed, images::Format format) {
    auto number = [](int value) { return std::to_string(value); };
    auto svg = "<svg xmlns='http://www.w3.org/2000/svg' width='" + number(width) + "' height='" + number(height) + "'><rect width='100%' height='100%' fill='rgb(" + number(60 + seed * 37 % 190) + ",120,90)'/>" +
               "<circle cx='" + number(width / 3) + "' cy='" + number(height / 3) + "' r='" + number(std::max(1, width / 5)) + "' fill='rgb(210," + number(seed * 53 % 250) + ",60)'/></svg>";
    wanted = {"", format, width};
    images::Plan plan = [](std::int32_t, std::int32_t) { return std::vector<images::Wish>{wanted}; };
    auto rendered = images::render_svg(svg, plan, {}, std::chrono::seconds(60));
    if (!rendered) throw std::runtime_error(rendered.error());
    return rendered->renditions.at(0).bytes;
}

std::string png_head(std::uint32_t width, std::uint32_t height) { return png_chunk("IHDR", big(width, 4) + big(height, 4) + std::string("\x08\x00\x00\x00\x00", 5)); }
std::string png_of(const std::string& chunks) { return "\x89PNG\r\n\x1A\n" + chunks; }
std::string end_chunk() { return png_chunk("IEND", ""); }

/// Where the frame of a JPEG begins.
size_t frame_of(const std::string& jpeg) {
    for (size_t at = 2; at + 4 < jpeg.size();) {
        auto marker = std::uint8_t(jpeg[at + 1]);
        if (marker == 0xC0 || marker == 0xC1 || marker == 0xC2) return at;
        at += 2 + (std::uint8_t(jpeg[at + 2]) << 8 | std::uint8_t(jpeg[at + 3]));
    }
    throw std::runtime_error("a JPEG without a frame");
}
std::string resized_on_paper(std::string jpeg, int width, int height) {
    auto at = frame_of(jpeg) + 5;
    return jpeg.replace(at, 4, big(std::uint64_t(height), 2) + big(std::uint64_t(width), 2));
}
std::string with_segment(const std::string& jpeg, char marker, const std::string& data) { return jpeg.substr(0, 2) + "\xFF" + std::string(1, marker) + big(data.size() + 2, 2) + data + jpeg.substr(2); }
std::string exif(int orientation, const std::string& description) {
    std::string text = description + std::string(1, '\0');
    auto tiff = "MM" + big(42, 2) + big(8, 4) + big(2, 2) + big(0x010E, 2) + big(2, 2) + big(text.size(), 4) + big(8 + 2 + 24 + 4, 4) + big(0x0112, 2) + big(3, 2) + big(1, 4) + big(std::uint64_t(orientation), 2) + big(0, 2) + big(0, 4) + text;
    return std::string("Exif\0\0", 6) + tiff;
}
std::string with_many_scans(const std::string& jpeg, int scans) {
    auto end = jpeg.substr(0, jpeg.size() - 2);
    return end + repeated(std::string("\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x00", 11), scans) + "\xFF\xD9";
}

const std::string gif_frame = std::string("\x2C\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00", 15);
std::string gif_of(int width, int height, const std::string& frames) {
    return "GIF89a" + little(std::uint64_t(width), 2) + little(std::uint64_t(height), 2) + std::string("\x80\x00\x00\x00\x00\x00\xFF\xFF\xFF", 9) + frames + ";";
}
std::string webp_of(const std::string& chunks) { return "RIFF" + little(chunks.size() + 4, 4) + "WEBP" + chunks; }
std::string webp_chunk(const std::string& type, const std::string& data) { return type + little(data.size(), 4) + data + (data.size() % 2 ? std::string(1, '\0') : ""); }
std::string webp_canvas(std::uint32_t width, std::uint32_t height, char flags) { return webp_chunk("VP8X", std::string(1, flags) + std::string(3, '\0') + little(width - 1, 3) + little(height - 1, 3)); }

std::string svg_of(const std::string& inside, const std::string& root = "width=\"40\" height=\"40\"") { return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" " + root + ">" + inside + "</svg>"; }
std::string uses_of_uses() {
    std::string out = "<defs><g id=\"g0\"><rect width=\"1\" height=\"1\"/></g>";
    for (int i = 1; i < 12; ++i) out += "<g id=\"g" + std::to_string(i) + "\">" + repeated("<use href=\"#g" + std::to_string(i - 1) + "\"/>", 10) + "</g>";
    return out + "</defs><use href=\"#g11\"/><rect width=\"9\" height=\"9\" fill=\"red\"/>";
}
std::string laughs() {
    std::string out = "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 10; ++i) out += "<!ENTITY a" + std::to_string(i) + " \"" + repeated("&a" + std::to_string(i - 1) + ";", 10) + "\">";
    return out + "]>" + svg_of("<text>&a9;</text>");
}

std::string box(const std::string& type, const std::string& body) { return big(body.size() + 8, 4) + type + body; }
std::string movie(const std::string& reference) {
    auto dref = box("dref", big(0, 4) + big(1, 4) + reference);
    auto stsd = box("stsd", big(0, 4) + big(1, 4) + box("avc1", std::string(78, '\0')));
    auto tkhd = box("tkhd", std::string(76, '\0') + big(640 << 16, 4) + big(360 << 16, 4));
    auto trak = box("trak", tkhd + box("mdia", box("minf", box("dinf", dref) + box("stbl", stsd))));
    return box("ftyp", "isom" + big(0, 4) + "isomavc1") + box("moov", box("mvhd", big(0, 12) + big(1000, 4) + big(2000, 4) + std::string(80, '\0')) + trak) + box("mdat", "frames");
}
std::string glb_of(const std::string& json, int lie = 0) {
    auto padded = json + std::string((4 - json.size() % 4) % 4, ' ');
    return "glTF" + little(2, 4) + little(20 + padded.size() + std::uint64_t(lie), 4) + little(padded.size(), 4) + "JSON" + padded;
}

void add_bombs(std::vector<HostileFile>& out) {
    auto data = png_chunk("IDAT", zeros_deflated(64 * 65));
    out.push_back({"png of 50,000 by 50,000", png_of(png_head(50'000, 50'000) + data + end_chunk()), "media.too_big"});
    out.push_back({"png of 10,000 by 10,000", png_of(png_head(10'000, 10'000) + data + end_chunk()), "media.too_big"});
    out.push_back({"png of two thousand million a side", png_of(png_head(0x7FFFFFFF, 0x7FFFFFFF) + data + end_chunk()), "media.too_big"});
    out.push_back({"png that is a line", png_of(png_head(1, 20'000) + data + end_chunk()), "media.too_big"});
    out.push_back({"png whose points inflate to 200 MB", png_of(png_head(64, 64) + png_chunk("IDAT", zeros_deflated(200'000'000)) + end_chunk()), "media.broken", true});
    out.push_back({"png whose text inflates to 200 MB", png_of(png_head(64, 64) + png_chunk("zTXt", std::string("k\0\0", 3) + zeros_deflated(200'000'000)) + data + end_chunk()), "media.broken", true});
    out.push_back({"png whose profile inflates to 200 MB", png_of(png_head(64, 64) + png_chunk("iCCP", std::string("k\0\0", 3) + zeros_deflated(200'000'000)) + data + end_chunk()), "media.broken", true});
    out.push_back({"png of a million frames", png_of(png_head(64, 64) + png_chunk("acTL", big(1'000'000, 4) + big(0, 4)) + data + end_chunk()), "media.too_big"});
    out.push_back({"gif of a thousand frames", gif_of(1, 1, repeated(gif_frame, 1'000)), "media.too_big"});
    out.push_back({"gif of 65,535 a side", gif_of(65'535, 65'535, gif_frame), "media.too_big"});
    auto far = gif_frame;
    far.replace(5, 4, little(60'000, 2) + little(60'000, 2));
    out.push_back({"gif with a frame beyond its screen", gif_of(1, 1, far), "media.too_big"});
    auto stream = webp_file(8, 8).substr(12);
    out.push_back({"webp with a canvas of 16,384 a side", webp_of(webp_canvas(16'384, 16'384, 0) + stream), "media.too_big"});
    out.push_back({"webp of a thousand frames", webp_of(webp_canvas(8, 8, 2) + repeated(webp_chunk("ANMF", std::string(6, '\0') + little(7, 3) + little(7, 3) + std::string(4, '\0') + stream), 1'000)), "media.too_big"});
    out.push_back({"jpeg of five thousand scans", with_many_scans(jpeg_file(64, 64), 5'000), "media.too_big"});
}

void add_liars(std::vector<HostileFile>& out) {
    auto jpeg = jpeg_file(64, 64);
    auto data = png_chunk("IDAT", zeros_deflated(64 * 65));
    out.push_back({"jpeg that says 65,535 a side", resized_on_paper(jpeg, 65'535, 65'535), "media.too_big"});
    out.push_back({"jpeg that says more than it holds", resized_on_paper(jpeg, 4'000, 4'000), "media.broken", true});
    out.push_back({"jpeg without dimensions", resized_on_paper(jpeg, 0, 64), "media.broken"});
    auto frame = jpeg.substr(frame_of(jpeg), 2 + (std::uint8_t(jpeg[frame_of(jpeg) + 2]) << 8 | std::uint8_t(jpeg[frame_of(jpeg) + 3])));
    out.push_back({"jpeg with two frames", jpeg.substr(0, frame_of(jpeg)) + frame + jpeg.substr(frame_of(jpeg)), "media.broken"});
    out.push_back({"jpeg that is cut off", jpeg.substr(0, jpeg.size() / 2), "media.broken"});
    out.push_back({"png that is cut off", png_file(64, 64).substr(0, 60), "media.broken"});
    out.push_back({"png without points", png_of(png_head(64, 64) + end_chunk()), "media.broken"});
    out.push_back({"png with two headers", png_of(png_head(64, 64) + png_head(9'000, 9'000) + data + end_chunk()), "media.broken"});
    out.push_back({"png with a chunk of two thousand million bytes", png_of(png_head(64, 64) + big(0x7FFFFFFF, 4) + "IDAT" + "x"), "media.broken"});
    out.push_back({"webp longer than it is", "RIFF" + little(4'000'000'000u, 4) + webp_file(8, 8).substr(8), "media.broken"});
    out.push_back({"gif that is a script", "GIF89a/*" + std::string(20, 'a') + "*/=1;" + poison, "media.broken"});
    out.push_back({"glb longer than it is", glb_of(R"({"asset":{"version":"2.0"}})", 100), "media.broken"});
    out.push_back({"glb with a picture elsewhere", glb_of(R"({"asset":{"version":"2.0"},"meshes":[{}],"images":[{"uri":"http://169.254.169.254/latest"}]})"), "media.broken"});
    out.push_back({"mp4 whose track is elsewhere", movie(box("url ", big(0, 4) + "http://10.0.0.1/x")), "media.broken"});
    out.push_back({"mp4 without index", box("ftyp", "isom" + big(0, 4) + "isom") + box("mdat", "frames"), "media.broken"});
}

void add_disguised(std::vector<HostileFile>& out) {
    out.push_back({"html called a picture", "<!doctype html><script>" + poison + "</script>", "media.type_unknown"});
    out.push_back({"php called a picture", "<?php " + poison + " ?>", "media.type_unknown"});
    out.push_back({"program called a picture", "MZ" + std::string(200, '\0') + poison, "media.type_unknown"});
    out.push_back({"elf called a picture", "\x7F" "ELF" + std::string(200, '\0'), "media.type_unknown"});
    out.push_back({"pdf called a picture", "%PDF-1.7 " + poison, "media.type_unknown"});
    out.push_back({"zip called a picture", std::string("PK\x03\x04", 4) + std::string(100, '\0'), "media.type_unknown"});
    out.push_back({"avif, whose stream may be bigger than it says", big(28, 4) + "ftypavif" + std::string(200, '\0'), "media.type_unknown"});
    auto jpeg = jpeg_file(64, 64);
    out.push_back({"jpeg with a web page behind it", jpeg + "<html><script>" + poison + "</script>", ""});
    out.push_back({"jpeg with an archive behind it", jpeg + std::string("PK\x03\x04", 4) + poison, ""});
    out.push_back({"jpeg with a script in its comment", with_segment(jpeg, char(0xFE), "<script>" + poison + "</script>"), ""});
    out.push_back({"jpeg with a script in its EXIF", with_segment(jpeg, char(0xE1), exif(1, "<script>" + poison + "</script>")), ""});
    out.push_back({"png with a script in its text", png_of(png_head(64, 64) + png_chunk("tEXt", std::string("Comment\0", 8) + poison) + png_chunk("IDAT", zeros_deflated(64 * 65)) + end_chunk()), ""});
}

void add_drawings(std::vector<HostileFile>& out) {
    auto seen = "<rect width=\"9\" height=\"9\" fill=\"red\"/>";
    out.push_back({"svg with a script", svg_of(std::string("<script>") + poison + "</script>" + seen), ""});
    out.push_back({"svg with a handler", svg_of(seen, "width=\"40\" height=\"40\" onload=\"" + poison + "\""), ""});
    out.push_back({"svg with a link to a script", svg_of("<a xlink:href=\"javascript:" + poison + "\">" + seen + "</a>"), ""});
    out.push_back({"svg with a web page in it", svg_of("<foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\" srcdoc=\"" + poison + "\"/></foreignObject>" + seen), ""});
    out.push_back({"svg that fetches a picture", svg_of("<image href=\"http://169.254.169.254/latest/meta-data\" width=\"9\" height=\"9\"/>" + std::string(seen)), ""});
    out.push_back({"svg that reads a file", svg_of("<image xlink:href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/>" + std::string(seen)), ""});
    out.push_back({"svg with styles from elsewhere", svg_of("<style>@import url(http://10.0.0.1/x.css);</style><rect style=\"fill:url(http://10.0.0.1/x);stroke:red\" width=\"9\" height=\"9\"/>"), ""});
    out.push_back({"svg with an animation of an address", svg_of("<set attributeName=\"href\" to=\"javascript:" + poison + "\"/>" + seen), ""});
    out.push_back({"svg of uses of uses", svg_of(uses_of_uses()), ""});
    out.push_back({"svg of a thousand million laughs", laughs(), "media.broken"});
    out.push_back({"svg with an entity that is a file", "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + svg_of("<text>&x;</text>"), "media.broken"});
    out.push_back({"svg of a thousand million a side", svg_of(seen, "width=\"1000000000\" height=\"1000000000\""), "media.broken"});
    out.push_back({"svg nested ten thousand deep", svg_of(repeated("<g>", 10'000) + repeated("</g>", 10'000)), "media.broken"});
    out.push_back({"svg of a million elements", svg_of(repeated("<g/>", 100'000)), "media.broken"});
}

}  // namespace

std::string jpeg_file(int width, int height, int seed) { return drawn(width, height, seed, images::Format::jpeg); }
std::string webp_file(int width, int height) { return drawn(width, height, 0, images::Format::webp); }

std::string jpeg_with_orientation(const std::string& jpeg, int orientation) { return with_segment(jpeg, char(0xE1), exif(orientation, "turned")); }

std::string png_chunk(const std::string& type, const std::string& data) {
    auto named = type + data;
    return big(data.size(), 4) + named + big(crc32(0, reinterpret_cast<const Bytef*>(named.data()), uInt(named.size())), 4);
}

std::string zeros_deflated(std::size_t count) {
    z_stream stream{};
    if (deflateInit(&stream, 9) != Z_OK) throw std::runtime_error("zlib does not start");
    const std::string zeros(1 << 20, '\0');
    std::string out, piece(1 << 16, '\0');
    int status = Z_OK;
    for (std::size_t left = count; status != Z_STREAM_END;) {
        if (stream.avail_in == 0 && left > 0) {
            auto some = std::min(left, zeros.size());
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data())), stream.avail_in = uInt(some);
            left -= some;
        }
        stream.next_out = reinterpret_cast<Bytef*>(piece.data()), stream.avail_out = uInt(piece.size());
        status = deflate(&stream, left == 0 ? Z_FINISH : Z_NO_FLUSH);
        out.append(piece.data(), piece.size() - stream.avail_out);
    }
    deflateEnd(&stream);
    return out;
}

std::string png_file(int width, int height) {
    return png_of(png_head(std::uint32_t(width), std::uint32_t(height)) + png_chunk("IDAT", zeros_deflated(size_t(width + 1) * size_t(height))) + end_chunk());
}

std::vector<HostileFile> hostile_files() {
    std::vector<HostileFile> out;
    add_bombs(out);
    add_liars(out);
    add_disguised(out);
    add_drawings(out);
    return out;
}

}  // namespace vitrine::test
