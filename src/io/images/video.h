#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::images {

/// What an MP4 says about itself.
struct Video {
    std::int32_t width = 0, height = 0;
    std::int64_t duration_ms = 0;
    /// Where boxes stand that say who, where and with what it was filmed: offset and size of each, head included. To be blanked before it is shown.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> personal;
};

/// Reads the boxes of an MP4 in a file, not its samples; memory: the moov box, at most 16 MiB. Refuses, with a reason for people: boxes that do not fit,
/// no moov or two, tracks kept elsewhere (a player would fetch them), codecs other than H.264, HEVC, AV1, VP9, AAC and Opus, no picture, more than
/// 4096 points a side or an hour. Source: ISO/IEC 14496-12.
std::expected<Video, std::string> read_video(const std::string& path);

/// Turns those boxes into free space of the same size, in place. Blocks. Empty, or what went wrong.
std::string blank_boxes(const std::string& path, const Video& video);

}  // namespace vitrine::images
