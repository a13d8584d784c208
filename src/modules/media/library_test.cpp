#include "tests/shop/media_desk.h"

#include "modules/media/api.h"

namespace vitrine::media {

struct media_library : test::MediaDesk {
    std::string product() {
        desk.category("pens");
        return desk.published("Copper Pen", "pens");
    }
    boost::json::value shown(std::string_view slug = "copper-pen") { return desk.get("/api/v1/products/" + std::string(slug)).json(); }
};

TEST_F(media_library, lists_of_pictures_name_their_faults) {
    auto pen = product();
    auto one = picture(1);
    EXPECT_EQ(show(pen, {one, one}).faults(), std::vector<std::string>{"/items/1 repeated"});
    EXPECT_EQ(show(pen, {MediaId::next(clock_now()).text()}).faults(), std::vector<std::string>{"/items/0/media unknown"});
    EXPECT_EQ(show(catalog::ProductId::next(clock_now()).text(), {one}).code(), "catalog.product_unknown");
}

TEST_F(media_library, replacing_by_what_another_is_already_is_refused) {
    auto one = picture(1), two = picture(2);
    auto bytes = test::jpeg_file(700, 500, 2);
    auto opened = desk.post(base + "/" + one + "/replacement", R"({"filename":"new.jpg","size":)" + std::to_string(bytes.size()) + "}");
    part(opened.text("/id"), 0, bytes);
    work();
    EXPECT_EQ(upload_of(opened.text("/id")).text("/fault"), "media.same_content");
    EXPECT_NE(media(one).text("/url"), media(two).text("/url"));
}

TEST_F(media_library, another_focal_point_cuts_other_squares_under_other_addresses) {
    auto one = picture(1);
    auto before = media(one);
    auto edited = desk.patch(base + "/" + one, R"({"focus":{"x":100,"y":200}})", before.etag());
    ASSERT_EQ(edited.status, 200) << edited.body;
    work();
    auto after = media(one);
    EXPECT_EQ(after.number("/focus/x"), 100);
    EXPECT_NE(after.text("/url"), before.text("/url"));
    EXPECT_TRUE(std::filesystem::exists(file_of(after.text("/url"))));
    EXPECT_EQ(desk.patch(base + "/" + one, R"({"focus":{"x":1001,"y":0}})", after.etag()).status, 422);
}

TEST_F(media_library, texts_are_kept_by_language) {
    auto one = picture(1);
    auto etag = media(one).etag();
    auto edited = desk.patch(base + "/" + one, R"({"alt":{"en":"A copper jar","ur":"گھی"}})", etag);
    EXPECT_EQ(edited.text("/alt/ur"), "گھی");
    EXPECT_EQ(desk.patch(base + "/" + one, R"({"alt":{}})", etag).code(), "request.stale_version");
    EXPECT_EQ(desk.patch(base + "/" + one, R"({"alt":{"e n":"x"}})", edited.etag()).faults(), std::vector<std::string>{"/alt/e n language.unknown"});
    EXPECT_EQ(desk.get(base + "?without_alt=true").json().at("items").as_array().size(), 0u);
}

TEST_F(media_library, only_what_no_product_shows_can_be_deleted) {
    auto pen = product();
    auto one = picture(1);
    show(pen, {one});
    auto url = media(one).text("/url");
    EXPECT_EQ(desk.del(base + "/" + one, "").code(), "media.in_use");
    show(pen, {});
    EXPECT_EQ(desk.get(base + "?unused=true").json().at("items").as_array().size(), 1u);
    EXPECT_EQ(desk.del(base + "/" + one, "").status, 204);
    EXPECT_EQ(media(one).code(), "media.unknown");
    EXPECT_TRUE(std::filesystem::exists(file_of(url)));
    work(std::chrono::days(8));
    EXPECT_EQ(files("public") + files("originals"), 0u);
}

TEST_F(media_library, gives_nothing_at_addresses_that_are_none) {
    picture(1);
    for (const char* url : {"/media/abc/x.webp", "/media/abcdefghijklmnopabcdefgh/x.exe", "/media/abcdefghijklmnopabcdefgh/.webp", "/media/abcdefghijklmnopabcdefgh/..webp", "/media/ABCDEFGHIJKLMNOPABCDEFGH/x.webp"})
        EXPECT_EQ(desk.get(url).status, 404) << url;
}

TEST_F(media_library, every_object_is_there_with_its_hash_or_is_named) {
    auto one = picture(1);
    auto check = [&] { return desk.run(check_objects(desk.floor.db, desk.web, desk.config, desk.ctx, true)); };
    EXPECT_TRUE(check().empty());
    auto file = file_of(media(one).text("/url"));
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    std::ofstream(file, std::ios::binary | std::ios::in | std::ios::out).put('x');
    ASSERT_EQ(check().size(), 1u);
    EXPECT_EQ(check()[0].detail, "its content is another than was stored");
    std::filesystem::remove(file);
    ASSERT_EQ(check().size(), 1u);
    EXPECT_EQ(check()[0].detail, "it is not there");
}

}  // namespace vitrine::media
