#include "modules/imports/encoding.h"

#include <gtest/gtest.h>

#include <random>

namespace vitrine::imports {
namespace {

std::string converted(std::string_view bytes, std::size_t most_at_once = 7) {
    auto writing = detect_writing(bytes_of(bytes));
    auto source = in_utf8(bytes_of(bytes), writing);
    std::string out, piece(most_at_once, ' ');
    for (auto got = source(piece); got > 0; got = source(piece)) out.append(piece, 0, got);
    return out;
}

std::string utf16(std::u16string_view text, bool is_big) {
    std::string out;
    for (auto unit : text) {
        char low = char(unit & 0xFF), high = char(unit >> 8);
        out += is_big ? high : low, out += is_big ? low : high;
    }
    return out;
}

TEST(encoding, reads_utf16_with_and_without_its_mark) {
    const std::u16string text = u"Handle,Title\nqalam,قلم नोटबुक\n";
    for (bool is_big : {false, true}) {
        EXPECT_EQ(converted(utf16(u"\uFEFF" + text, is_big)), "\uFEFFHandle,Title\nqalam,قلم नोटबुक\n");
        EXPECT_EQ(converted(utf16(text, is_big)), "Handle,Title\nqalam,قلم नोटबुक\n");
    }
}

TEST(encoding, tells_windows_1252_from_broken_utf8) {
    EXPECT_EQ(converted("caf\xE9,\x80 5,\x93quoted\x94\n"), "café,€ 5,“quoted”\n");
    EXPECT_EQ(detect_writing(bytes_of(std::string_view("قلم, caf\xE9\n"))).encoding, Encoding::utf8) << "one bad byte in a UTF-8 file is a fault, not another encoding";
    EXPECT_EQ(detect_writing(bytes_of(std::string_view("x\x81y\n"))).encoding, Encoding::utf8) << "Windows-1252 has no 0x81";
    EXPECT_EQ(detect_writing(bytes_of(std::string_view("caf\xC3\xA9\n"))).encoding, Encoding::utf8);
    EXPECT_EQ(detect_writing(bytes_of(std::string_view("\xEF\xBB\xBF" "caf\xE9\n"))).encoding, Encoding::utf8);
}

TEST(encoding, takes_lines_that_end_with_a_carriage_return_alone) {
    EXPECT_EQ(converted("a,b\rc,d\r"), "a,b\nc,d\n");
    EXPECT_EQ(converted("a,b\r\nc,\"x\ry\"\r\n"), "a,b\r\nc,\"x\ry\"\r\n");
}

TEST(encoding, survives_any_bytes) {
    std::mt19937 random(3);
    for (int round = 0; round < 500; ++round) {
        std::string bytes = std::vector<std::string>{"", "\xFF\xFE", "\xFE\xFF", "\xEF\xBB\xBF"}[random() % 4];
        for (auto count = random() % 200; count > 0; --count) bytes += char(random() % 256);
        converted(bytes, 1 + random() % 30);
    }
}

}  // namespace
}  // namespace vitrine::imports
