#include "io/images/video.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "io/images/boxes.h"

namespace vitrine::images {
namespace {

constexpr std::uint64_t most_moov = 16 * 1024 * 1024;
constexpr std::int32_t most_side = 4096;
constexpr std::int64_t longest_ms = 60 * 60 * 1000;
constexpr auto codecs = std::to_array<std::string_view>({"avc1", "avc3", "hvc1", "hev1", "av01", "vp09", "mp4a", "Opus"});
constexpr auto outer = std::to_array<std::string_view>({"ftyp", "moov", "mdat", "free", "skip", "wide", "uuid", "meta", "udta", "pdin", "moof", "mfra", "sidx", "styp", "prft", "emsg"});
constexpr auto containers = std::to_array<std::string_view>({"trak", "mdia", "minf", "stbl", "dinf", "edts", "mvex"});
constexpr auto personal_boxes = std::to_array<std::string_view>({"udta", "meta", "uuid"});

bool is_among(const auto& list, std::string_view name) { return std::ranges::find(list, name) != list.end(); }

class MovieReader {
public:
    MovieReader(std::string_view moov, std::uint64_t offset, Video& video, std::string& fault) : moov_(moov), offset_(offset), video_(video), fault_(fault) {}

    void run() {
        walk(moov_, 0);
        if (fault_.empty() && tracks_ == 0) fault_ = "a video without tracks";
        if (fault_.empty() && (video_.width <= 0 || video_.height <= 0)) fault_ = "a video without a picture";
    }

private:
    void walk(std::string_view data, int depth) {
        constexpr int deepest = 8;
        for_each_box(data, fault_, [&](std::string_view type, std::string_view body) {
            if (is_among(personal_boxes, type)) note(body);
            else if (type == "mvhd") movie_header(body);
            else if (type == "tkhd") track_header(body);
            else if (type == "dref") references(body);
            else if (type == "stsd") codecs_of(body);
            else if (is_among(containers, type) && depth < deepest) walk(body, depth + 1);
            if (type == "trak" && ++tracks_ > 16) fault_ = "a video of too many tracks";
        });
    }
    void note(std::string_view body) {
        auto at = std::uint64_t(body.data() - moov_.data());
        // The head is 8 bytes, or 16 where the size did not fit; blanking writes the type right before the body or right behind a long head.
        video_.personal.emplace_back(offset_ + at - 8, body.size() + 8);
    }
    void movie_header(std::string_view body) {
        bool is_long = byte_at(body, 0) == 1;
        auto scale = std::uint64_t(big32(body, is_long ? 20 : 12));
        auto duration = is_long ? big64(body, 24) : std::uint64_t(big32(body, 16));
        if (scale == 0 || duration / scale > std::uint64_t(longest_ms) / 1000) fault_ = "a video of more than an hour, or of no length";
        else video_.duration_ms = std::int64_t(duration * 1000 / scale);
    }
    void track_header(std::string_view body) {
        auto at = size_t(byte_at(body, 0) == 1 ? 88 : 76);
        auto width = std::int32_t(big32(body, at) >> 16), height = std::int32_t(big32(body, at + 4) >> 16);
        if (width > most_side || height > most_side) fault_ = "a video of more than 4096 points a side";
        video_.width = std::max(video_.width, width), video_.height = std::max(video_.height, height);
    }
    void references(std::string_view body) {
        if (body.size() < 8) return void(fault_ = "a box that is cut off");
        for_each_box(body.substr(8), fault_, [&](std::string_view type, std::string_view entry) {
            bool is_inside = type == "url " && entry.size() >= 4 && (byte_at(entry, 3) & 1);
            if (!is_inside) fault_ = "a video whose tracks are kept elsewhere";
        });
    }
    void codecs_of(std::string_view body) {
        if (body.size() < 8) return void(fault_ = "a box that is cut off");
        for_each_box(body.substr(8), fault_, [&](std::string_view type, std::string_view) {
            if (!is_among(codecs, type)) fault_ = "a video in a codec that browsers do not play: H.264, HEVC, AV1 or VP9 with AAC or Opus do";
        });
    }

    std::string_view moov_;
    std::uint64_t offset_;
    Video& video_;
    std::string& fault_;
    int tracks_ = 0;
};

/// Reads at most so many bytes from a place; fewer at the end.
std::string piece(std::ifstream& file, std::uint64_t at, std::uint64_t size) {
    std::string bytes(size, '\0');
    file.clear();
    file.seekg(std::streamoff(at));
    file.read(bytes.data(), std::streamsize(size));
    bytes.resize(size_t(std::max<std::streamsize>(file.gcount(), 0)));
    return bytes;
}

}  // namespace

std::expected<Video, std::string> read_video(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return std::unexpected("it cannot be read");
    auto size = std::uint64_t(file.tellg());
    Video video;
    std::string fault;
    bool has_movie = false, has_samples = false;
    size_t boxes = 0;
    for (std::uint64_t at = 0; at < size && fault.empty();) {
        auto head = piece(file, at, 16);
        if (head.size() < 8 || ++boxes > 100'000) return std::unexpected("a video that is cut off");
        std::uint64_t length = big32(head, 0), head_size = 8;
        if (length == 1) length = big64(head, 8), head_size = 16;
        if (length == 0) length = size - at;
        auto type = std::string_view(head).substr(4, 4);
        if (length < head_size || length > size - at) return std::unexpected("a video that is cut off");
        if (!is_among(outer, type)) return std::unexpected("a video with a box that there is not");
        if (is_among(personal_boxes, type)) video.personal.emplace_back(at, length);
        if (type == "mdat") has_samples = true;
        if (type == "moov") {
            if (has_movie) return std::unexpected("a video with two beginnings");
            if (length > most_moov) return std::unexpected("a video whose index is too big");
            has_movie = true;
            auto moov = piece(file, at + head_size, length - head_size);
            MovieReader(moov, at + head_size, video, fault).run();
        }
        at += length;
    }
    if (!fault.empty()) return std::unexpected(fault);
    if (!has_movie || !has_samples) return std::unexpected("a video without index or without samples");
    return video;
}

std::string blank_boxes(const std::string& path, const Video& video) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    if (!file) return "the video cannot be written";
    constexpr std::uint64_t piece_bytes = 64 * 1024;
    const std::string nothing(piece_bytes, '\0');
    for (const auto& [at, size] : video.personal) {
        char head[8];
        file.seekg(std::streamoff(at));
        file.read(head, sizeof head);
        bool is_long = big32({head, 8}, 0) == 1;
        file.seekp(std::streamoff(at + 4));
        file.write("free", 4);
        auto from = at + (is_long ? 16 : 8), left = size - std::min<std::uint64_t>(size, is_long ? 16 : 8);
        file.seekp(std::streamoff(from));
        for (; left > 0 && file; left -= std::min(left, piece_bytes)) file.write(nothing.data(), std::streamsize(std::min(left, piece_bytes)));
    }
    file.flush();
    return file ? std::string() : "the video cannot be written";
}

}  // namespace vitrine::images
