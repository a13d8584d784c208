#include "io/storage/disk.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "io/storage/file.h"
#include "tests/support/run.h"

namespace vitrine::storage {
namespace {

struct disk_store : testing::Test {
    disk_store() : folder(std::filesystem::temp_directory_path() / ("disk_store_test_" + std::to_string(::getpid()))) { std::filesystem::remove_all(folder); }
    ~disk_store() override { std::filesystem::remove_all(folder); }

    Outcome<void> put(std::string key, std::string bytes) { return runner.run(store->put(std::move(key), std::make_shared<const std::string>(std::move(bytes)), "text/plain")); }
    std::string read(std::string key, std::uint64_t offset = 0, std::uint64_t most = 1000) {
        auto got = runner.run(store->read(std::move(key), offset, most));
        return got ? *got : "trouble " + std::to_string(int(got.error().trouble));
    }
    size_t files() {
        size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) count += entry.is_regular_file();
        return count;
    }

    std::filesystem::path folder;
    test::LoopRunner runner;
    std::unique_ptr<Store> store = make_disk_store(folder);
};

}  // namespace

TEST_F(disk_store, gives_back_what_was_put_whole_and_in_ranges) {
    ASSERT_TRUE(put("public/ab/file.txt", "0123456789"));
    EXPECT_EQ(read("public/ab/file.txt"), "0123456789");
    EXPECT_EQ(read("public/ab/file.txt", 3, 4), "3456");
    EXPECT_EQ(read("public/ab/file.txt", 8, 4), "89");
    EXPECT_EQ(read("public/ab/file.txt", 50, 4), "");
    EXPECT_EQ(runner.run(store->size("public/ab/file.txt")).value(), 10u);
}

TEST_F(disk_store, leaves_nothing_but_the_file_and_may_put_it_again) {
    ASSERT_TRUE(put("a/b", "same"));
    ASSERT_TRUE(put("a/b", "same"));
    EXPECT_EQ(files(), 1u);
}

TEST_F(disk_store, tells_what_is_missing_from_what_fails) {
    auto missing = runner.run(store->size("a/none"));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().trouble, Trouble::missing);
    ASSERT_TRUE(put("a", "a file where a folder would have to be"));
    auto blocked = put("a/b", "x");
    ASSERT_FALSE(blocked);
    EXPECT_EQ(blocked.error().trouble, Trouble::unavailable);
}

TEST_F(disk_store, deletes_and_deletes_again) {
    ASSERT_TRUE(put("a/b", "x"));
    EXPECT_TRUE(runner.run(store->remove("a/b")));
    EXPECT_TRUE(runner.run(store->remove("a/b")));
    EXPECT_EQ(files(), 0u);
}

TEST_F(disk_store, copies_a_file_and_gives_it_back_piece_by_piece) {
    std::filesystem::create_directories(folder);
    std::string content(5'000'000, '\0');
    for (size_t i = 0; i < content.size(); ++i) content[i] = char(i * 31 >> 3);
    std::ofstream(folder / "source", std::ios::binary) << content;
    ASSERT_TRUE(runner.run(store->put_file("big/one", folder / "source", "video/mp4")));
    ASSERT_TRUE(runner.run(download(*store, "big/one", folder / "copy")));
    std::ifstream copy(folder / "copy", std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(copy), {}), content);
    EXPECT_FALSE(runner.run(download(*store, "big/none", folder / "copy2")));
    EXPECT_FALSE(std::filesystem::exists(folder / "copy2")) << "what could not be had leaves no file";
}

TEST_F(disk_store, stamps_files_by_their_content_so_that_every_process_gives_the_same_etag) {
    ASSERT_TRUE(put("a/one", "content"));
    ASSERT_TRUE(put("a/two", "content"));
    ASSERT_TRUE(put("a/other", "another"));
    auto time = [&](const char* key) { return std::filesystem::last_write_time(*store->path_of(key)); };
    EXPECT_EQ(time("a/one"), time("a/two"));
    EXPECT_NE(time("a/one"), time("a/other"));
}

TEST_F(disk_store, takes_no_name_that_could_leave_its_folder) {
    for (const char* key : {"", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".hidden", "a/.b", "A", "a b", "a\\b", "a\nb", "ü"}) {
        EXPECT_FALSE(is_safe_key(key)) << key;
        EXPECT_THROW(runner.run(store->size(key)), std::logic_error) << key;
    }
    EXPECT_FALSE(is_safe_key(std::string("a\0b", 3)));
    EXPECT_FALSE(is_safe_key(std::string(401, 'a')));
    EXPECT_TRUE(is_safe_key("public/ab/abcd/copper-jar_2.webp"));
}

TEST(growing_file, is_gone_when_nobody_finishes_it) {
    auto path = std::filesystem::temp_directory_path() / ("growing_file_test_" + std::to_string(::getpid()));
    std::string growing;
    {
        GrowingFile file(path);
        EXPECT_EQ(file.append("half"), "");
        growing = file.growing_path();
        EXPECT_TRUE(std::filesystem::exists(growing));
    }
    EXPECT_FALSE(std::filesystem::exists(growing));
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace vitrine::storage
