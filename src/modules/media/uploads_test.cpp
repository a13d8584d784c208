#include "tests/shop/media_desk.h"

namespace vitrine::media {

struct media_uploads : test::MediaDesk {};

TEST_F(media_uploads, comes_in_parts_and_is_shown_when_all_of_it_is_checked) {
    auto bytes = test::jpeg_file(700, 500);
    auto opened = open("Copper Jar.jpg", bytes.size());
    ASSERT_EQ(opened.status, 201) << opened.body;
    auto id = opened.text("/id");
    EXPECT_EQ(part(id, 0, bytes.substr(0, 1'000)).header("Upload-Offset"), "1000");
    EXPECT_EQ(upload_of(id).text("/state"), "receiving");
    EXPECT_EQ(part(id, 1'000, bytes.substr(1'000)).text("/state"), "checking");
    EXPECT_EQ(desk.get(base).json().at("items").as_array().size(), 0u) << "nothing is shown of what is not checked";
    work();
    auto done = upload_of(id);
    ASSERT_EQ(done.text("/state"), "done") << done.body;
    auto media = this->media(done.text("/media"));
    EXPECT_EQ(media.text("/kind"), "picture");
    EXPECT_EQ(media.text("/name"), "copper-jar");
    EXPECT_EQ(media.number("/width"), 700);
    EXPECT_GT(media.json().at("files").as_array().size(), 15u);
    auto url = media.text("/url");
    EXPECT_TRUE(url.ends_with("/copper-jar.jpg")) << url;
    EXPECT_TRUE(std::filesystem::exists(file_of(url)));
    auto served = desk.get(url);
    EXPECT_EQ(served.status, 200);
    EXPECT_EQ(served.header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(served.header("Content-Security-Policy"), "default-src 'none'; style-src 'unsafe-inline'; sandbox");
}

TEST_F(media_uploads, goes_on_where_it_stands_and_takes_a_part_twice) {
    auto bytes = test::jpeg_file(64, 64);
    auto id = open("a.jpg", bytes.size()).text("/id");
    part(id, 0, bytes.substr(0, 100));
    EXPECT_EQ(part(id, 0, bytes.substr(0, 100)).header("Upload-Offset"), "100") << "the answer was lost; the same part again is fine";
    auto ahead = part(id, 200, bytes.substr(200));
    EXPECT_EQ(ahead.code(), "media.offset_wrong");
    EXPECT_EQ(upload_of(id).number("/received"), 100) << "this is where to go on";
    EXPECT_EQ(part(id, 100, bytes.substr(100)).status, 200);
    work();
    EXPECT_EQ(upload_of(id).text("/state"), "done");
    EXPECT_EQ(part(id, 0, "late").status, 200) << "a part that is here already";
    EXPECT_EQ(part(id, bytes.size(), "late").code(), "media.upload_over");
}

TEST_F(media_uploads, takes_no_more_than_was_announced) {
    auto id = open("a.jpg", 10).text("/id");
    EXPECT_EQ(part(id, 0, "eleven bytes").code(), "media.too_large");
    EXPECT_EQ(part(id, 0, "").code(), "media.offset_wrong");
    EXPECT_EQ(open("a.jpg", 0).status, 422);
    EXPECT_EQ(open("a.jpg", 600ull << 20).status, 422);
}

TEST_F(media_uploads, of_something_else_than_was_announced_is_refused) {
    auto bytes = test::jpeg_file(64, 64);
    auto wrong = uploaded("a.jpg", bytes, R"(,"sha256":")" + std::string(64, '0') + "\"");
    EXPECT_EQ(wrong.text("/state"), "refused");
    EXPECT_EQ(wrong.text("/fault"), "media.digest_wrong");
    EXPECT_EQ(open("a.jpg", 5, R"(,"sha256":"xyz")").faults(), std::vector<std::string>{"/sha256 malformed"});
}

TEST_F(media_uploads, of_a_file_that_is_no_picture_is_refused_whatever_it_is_called) {
    auto upload = uploaded("photo.jpg", "<html><script>alert(1)</script></html>");
    EXPECT_EQ(upload.text("/state"), "refused");
    EXPECT_EQ(upload.text("/fault"), "media.type_unknown");
    EXPECT_EQ(files("public"), 0u);
    EXPECT_EQ(files("originals"), 0u);
}

TEST_F(media_uploads, of_the_same_content_is_the_same_media) {
    auto first = picture();
    auto files_before = files("public");
    auto again = uploaded("another name.jpg", test::jpeg_file(700, 500));
    EXPECT_EQ(again.text("/state"), "done");
    EXPECT_EQ(again.text("/media"), first);
    EXPECT_EQ(again.text("/is_duplicate"), "true");
    EXPECT_EQ(files("public"), files_before);
}

TEST_F(media_uploads, may_be_one_call) {
    auto made = desk.post(base + "?filename=jar.jpg", test::jpeg_file(64, 64));
    ASSERT_EQ(made.status, 201) << made.body;
    work();
    EXPECT_EQ(upload_of(made.text("/id")).text("/state"), "done");
    EXPECT_EQ(desk.post(base, "x").status, 422) << "without a name";
}

TEST_F(media_uploads, goes_on_when_the_store_of_files_is_back) {
    auto bytes = test::jpeg_file(64, 64);
    auto id = open("a.jpg", bytes.size()).text("/id");
    part(id, 0, bytes.substr(0, 100));
    std::filesystem::rename(folder / "objects", folder / "away");
    std::ofstream(folder / "objects") << "the disk is gone: a file stands where the folder was";
    auto lost = part(id, 100, bytes.substr(100));
    EXPECT_EQ(lost.status, 503);
    EXPECT_EQ(lost.code(), "media.store_unavailable");
    EXPECT_EQ(upload_of(id).number("/received"), 100) << "what was not stored is not counted";
    std::filesystem::remove(folder / "objects");
    std::filesystem::rename(folder / "away", folder / "objects");
    EXPECT_EQ(part(id, 100, bytes.substr(100)).status, 200);

    // Gone again while the file is checked: nothing is shown, and the job comes again.
    std::filesystem::rename(folder / "objects", folder / "away");
    std::ofstream(folder / "objects") << "gone";
    work();
    EXPECT_EQ(upload_of(id).text("/state"), "checking");
    EXPECT_EQ(desk.get(base).json().at("items").as_array().size(), 0u);
    std::filesystem::remove(folder / "objects");
    std::filesystem::rename(folder / "away", folder / "objects");
    work(std::chrono::hours(1));
    EXPECT_EQ(upload_of(id).text("/state"), "done");
}

TEST_F(media_uploads, that_nobody_goes_on_with_is_forgotten_with_its_parts) {
    auto id = open("a.jpg", 1'000).text("/id");
    part(id, 0, std::string(100, 'x'));
    EXPECT_EQ(files("parts"), 1u);
    work(std::chrono::hours(20));
    EXPECT_EQ(upload_of(id).text("/state"), "receiving");
    work(std::chrono::hours(30));
    EXPECT_EQ(upload_of(id).code(), "media.upload_unknown");
    EXPECT_EQ(files("parts"), 0u);
}

TEST_F(media_uploads, can_be_given_up) {
    auto id = open("a.jpg", 1'000).text("/id");
    part(id, 0, std::string(100, 'x'));
    EXPECT_EQ(desk.del(base + "/uploads/" + id, "").status, 204);
    EXPECT_EQ(desk.del(base + "/uploads/" + id, "").status, 204);
    EXPECT_EQ(part(id, 100, "more").code(), "media.upload_over");
}

TEST_F(media_uploads, need_a_permission) {
    desk.permissions = {"media:read"};
    EXPECT_EQ(open("a.jpg", 10).status, 403);
    EXPECT_EQ(desk.get(base).status, 200);
    desk.permissions = {"products:write"};
    EXPECT_EQ(desk.get(base).status, 403);
}

}  // namespace vitrine::media
