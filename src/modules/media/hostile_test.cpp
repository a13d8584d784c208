// Files that mean harm: each refused or made safe, with memory bounded.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "io/images/svg.h"
#include "modules/media/content.h"
#include "tests/shop/image_files.h"

namespace vitrine::media {
namespace {

/// The most memory this process ever held, in kB, since it was last reset.
std::int64_t peak_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6));
    return 0;
}
void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

struct hostile_files : testing::Test {
    hostile_files() : path(std::filesystem::temp_directory_path() / ("hostile_file_" + std::to_string(::getpid()))) {}
    ~hostile_files() override { std::filesystem::remove(path); }
    std::expected<Made, Unfit> make(const std::string& bytes) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        return make_content(path, "file", {});
    }
    std::filesystem::path path;
};

}  // namespace

TEST_F(hostile_files, are_each_refused_or_made_safe_with_memory_bounded) {
    auto all = test::hostile_files();
    EXPECT_GE(all.size(), 40u);
    ASSERT_TRUE(make(test::jpeg_file(64, 64)).has_value());  // libraries are loaded before memory is looked at
    for (const auto& file : all) {
        reset_peak();
        auto before = peak_kb();
        auto made = make(file.bytes);
        auto grown = peak_kb() - before;
        EXPECT_LT(grown, 300 * 1024) << file.name;
        if (!made) {
            EXPECT_TRUE(file.may_be_either || made.error().code == file.code) << file.name << ": " << made.error().code << " " << made.error().detail;
            continue;
        }
        EXPECT_TRUE(file.code.empty() || file.may_be_either) << file.name << " was taken in";
        for (const auto& shown : made->files) {
            ASSERT_TRUE(shown.bytes) << file.name;
            for (std::string_view word : {std::string_view(test::poison), std::string_view("169.254"), std::string_view("10.0.0.1"), std::string_view("javascript"), std::string_view("/etc/passwd")})
                EXPECT_EQ(shown.bytes->find(word), std::string::npos) << file.name << ": " << shown.file << " holds " << word;
        }
    }
}

TEST_F(hostile_files, neighbours_that_mean_no_harm_are_taken_in) {
    for (const auto& bytes : {test::jpeg_file(64, 48), test::png_file(64, 48), test::webp_file(64, 48)}) {
        auto made = make(bytes);
        ASSERT_TRUE(made) << made.error().detail;
        EXPECT_EQ(made->kind, Kind::picture);
        EXPECT_EQ(made->blur.substr(0, 4), "RIFF");
        EXPECT_EQ(made->colour.size(), 7u);
    }
}

TEST_F(hostile_files, a_picture_on_its_side_is_turned_upright_and_says_nothing_of_it) {
    for (const auto& file : test::hostile_files()) {
        if (file.name != "jpeg with a script in its EXIF") continue;
        auto made = make(file.bytes);
        ASSERT_TRUE(made);
        for (const auto& shown : made->files) EXPECT_EQ(shown.bytes->find("Exif"), std::string::npos) << shown.file;
    }
    auto wide = test::jpeg_with_orientation(test::jpeg_file(80, 40), 6);
    auto made = make(wide);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->width * 2, made->height) << "orientation 6 is a quarter turn";
}

TEST_F(hostile_files, a_picture_gets_all_names_in_all_formats) {
    auto made = make(test::jpeg_file(700, 500));
    ASSERT_TRUE(made);
    auto find = [&](std::string_view name) {
        auto found = std::ranges::find(made->files, name, &MadeFile::file);
        return found == made->files.end() ? MadeFile{} : *found;
    };
    auto whole = find("file.webp");
    auto medium = find("file-medium.webp"), thumb = find("file-thumb.webp"), blur = find("file-blur.webp"), square = find("file-square-320.jpg");
    EXPECT_EQ(medium.width, 600);
    EXPECT_EQ(thumb.width, 160);
    EXPECT_EQ(blur.width, 24);
    EXPECT_LT(blur.bytes->size(), 400u) << "it stands in pages";
    EXPECT_EQ(square.width, 320);
    EXPECT_EQ(square.height, 320);
    EXPECT_EQ(find("file-480.avif").bytes->substr(4, 8), "ftypavif");
    EXPECT_EQ(find("file-480.avif").media_type, "image/avif");
    EXPECT_GE(whole.width, find("file-640.webp").width);
}

TEST_F(hostile_files, squares_follow_the_focal_point) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='100'><rect width='200' height='100' fill='#ff0000'/><rect x='200' width='200' height='100' fill='#0000ff'/></svg>";
    auto left = make_content(path, "file", {100, 500}), right = make_content(path, "file", {900, 500});
    ASSERT_TRUE(left && right);
    auto square = [](const Made& made) { return *std::ranges::find(made.files, "file-square-160.webp", &MadeFile::file)->bytes; };
    EXPECT_NE(square(*left), square(*right));
}

}  // namespace vitrine::media
