#include "modules/media/rules.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "io/crypto/digest.h"

namespace vitrine::media::rules {
namespace {

constexpr std::int64_t mib = 1024 * 1024;
constexpr std::int64_t most_side = 20'000, most_points = 60'000'000, most_frames = 200, most_points_of_frames = 200'000'000, most_scans = 100;
constexpr size_t edition_letters = 24;
constexpr std::string_view recipe = "1";   // another one makes other files of the same picture: then editions must differ
constexpr auto widths = std::to_array<std::int32_t>({160, 320, 480, 640, 960, 1280});
constexpr auto square_widths = std::to_array<std::int32_t>({160, 320, 640});
constexpr std::int32_t thumb_width = 160, medium_width = 600, blur_width = 24;
constexpr auto formats = std::to_array<images::Format>({images::Format::webp, images::Format::jpeg, images::Format::avif});

std::string hex_of(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (unsigned char byte : bytes) out += digits[byte >> 4], out += digits[byte & 15];
    return out;
}

bool is_language(std::string_view text) {
    return text.size() >= 2 && text.size() <= 12 && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

std::int64_t most_bytes(images::Format format) {
    switch (format) {
        case images::Format::jpeg:
        case images::Format::png:
        case images::Format::gif:
        case images::Format::webp:
        case images::Format::avif: return 40 * mib;
        case images::Format::svg: return 2 * mib;
        case images::Format::mp4:
        case images::Format::webm: return largest_upload;
        case images::Format::glb: return 50 * mib;
    }
    return 0;
}

std::string fault_of(const images::Header& header) {
    if (header.width > most_side || header.height > most_side) return "more than 20,000 points a side";
    auto points = header.width * header.height;
    if (points > most_points) return "more than 60 million points";
    if (header.frames > most_frames || points * header.frames > most_points_of_frames) return "too many frames: at most 200, and 200 million points in all of them";
    if (header.scans > most_scans) return "a JPEG of more than 100 scans";
    if (header.width > header.height * 100 || header.height > header.width * 100) return "a line: a hundred times as long as wide";
    return {};
}

Kind kind_of(images::Format format) {
    if (format == images::Format::svg) return Kind::drawing;
    if (format == images::Format::mp4 || format == images::Format::webm) return Kind::video;
    return format == images::Format::glb ? Kind::model : Kind::picture;
}

bool is_accepted(images::Format format) { return format != images::Format::avif && format != images::Format::webm; }

std::string name_of(std::string_view filename) {
    constexpr size_t longest = 60, most_digits = 11;  // more in a row could be a card's number, which passes no gate in an address
    size_t digits = 0;
    filename = filename.substr(filename.find_last_of("/\\") + 1);
    if (auto dot = filename.rfind('.'); dot != std::string_view::npos && dot > 0) filename = filename.substr(0, dot);
    std::string out;
    for (char c : lower_ascii(filename)) {
        bool is_digit = c >= '0' && c <= '9';
        if (is_digit && ++digits > most_digits) continue;
        bool is_kept = is_digit || (c >= 'a' && c <= 'z');
        if (is_kept) out += c;
        else if (!out.empty() && out.back() != '-') out += '-';
        if (out.size() == longest) break;
    }
    while (out.ends_with('-')) out.pop_back();
    return out.empty() ? "file" : out;
}

std::vector<std::int32_t> widths_of(std::int32_t width) {
    std::vector<std::int32_t> out;
    for (auto one : widths)
        if (one < width) out.push_back(one);
    out.push_back(width);
    return out;
}

std::vector<std::int32_t> square_widths_of(std::int32_t width, std::int32_t height) {
    auto side = std::min(width, height);
    std::vector<std::int32_t> out;
    for (auto one : square_widths)
        if (one <= side) out.push_back(one);
    if (out.empty()) out.push_back(side);
    return out;
}

std::string suffix_of(std::int32_t width, std::int32_t whole_width) {
    if (width >= whole_width) return "";
    return width == thumb_width ? "-thumb" : "-" + std::to_string(width);
}

std::vector<images::Wish> plan(std::int32_t width, std::int32_t height) {
    std::vector<images::Wish> out;
    for (auto format : formats) {
        for (auto one : widths_of(width)) out.push_back({suffix_of(one, width), format, one});
        for (auto one : square_widths_of(width, height)) out.push_back({"-square-" + std::to_string(one), format, one, true});
    }
    // The four names that pages swap are always there, whatever the size.
    if (width <= thumb_width) out.push_back({"-thumb", images::Format::webp, thumb_width});
    out.push_back({"-medium", images::Format::webp, medium_width});
    out.push_back({"-blur", images::Format::webp, blur_width, false, true});
    return out;
}

std::string edition_of(StoreId store, std::string_view digest, images::Focus focus) {
    auto text = store.text() + "|" + hex_of(digest) + "|" + std::to_string(focus.x) + "|" + std::to_string(focus.y) + "|" + std::string(recipe);
    // Letters only: digits in a row could be taken for a card's number, and no address with one passes the gate.
    std::string out;
    for (unsigned char byte : crypto::bytes_of(crypto::sha256(text))) {
        if (out.size() == edition_letters) break;
        out += char('a' + (byte >> 4)), out += char('a' + (byte & 15));
    }
    return out;
}

std::string original_edition(std::string_view digest) { return "original-" + hex_of(digest).substr(0, 24); }

std::string original_key(StoreId store, std::string_view digest, bool is_private) {
    auto name = hex_of(digest);
    return "originals/" + uuid_text(store.value) + "/" + name.substr(0, 2) + "/" + name + (is_private ? "-private" : "");
}

std::string part_key(StoreId store, UploadId upload, std::int64_t at_byte, std::string_view digest) {
    return "parts/" + uuid_text(store.value) + "/" + uuid_text(upload.value) + "/" + std::to_string(at_byte) + "-" + hex_of(digest).substr(0, 32);
}

std::string rendition_key(bool is_private, std::string_view edition, std::string_view file) {
    return std::string(is_private ? "private/" : "public/") + std::string(edition.substr(0, 2)) + "/" + std::string(edition) + "/" + std::string(file);
}

bool is_edition(std::string_view text) {
    return text.size() == edition_letters && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'p'; });
}

std::vector<Fault> alt_faults(const std::map<std::string, std::string>& alt, const std::string& at) {
    constexpr size_t longest = 500, most_languages = 50;
    std::vector<Fault> faults;
    if (alt.size() > most_languages) faults.push_back({at, "too_many", "texts in at most 50 languages"});
    for (const auto& [language, text] : alt) {
        if (!is_language(language)) faults.push_back({at + "/" + language, "language.unknown", "name the language by its tag, such as en or ur-PK"});
        if (!is_utf8(text) || has_control_characters(text) || count_code_points(text) > longest) faults.push_back({at + "/" + language, "too_long", "at most 500 characters, on one line"});
    }
    return faults;
}

}  // namespace vitrine::media::rules
