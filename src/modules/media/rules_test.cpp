#include "modules/media/rules.h"

#include <gtest/gtest.h>

#include <set>

namespace vitrine::media::rules {

TEST(name_of, makes_names_for_urls_and_never_paths) {
    EXPECT_EQ(name_of("Copper Jar (2).JPG"), "copper-jar-2");
    EXPECT_EQ(name_of("../../etc/passwd"), "passwd");
    EXPECT_EQ(name_of("C:\\Windows\\system32\\evil.exe"), "evil");
    EXPECT_EQ(name_of("..%2f..%2fx.png"), "2f-2fx") << "escapes are letters like others";
    EXPECT_EQ(name_of(std::string("a\0b.png", 7)), "a-b");
    EXPECT_EQ(name_of("گھی.jpg"), "file");
    EXPECT_EQ(name_of(".htaccess"), "htaccess");
    EXPECT_EQ(name_of(std::string(500, 'x')).size(), 60u);
    EXPECT_EQ(name_of("4242 4242 4242 4242.png"), "4242-4242-424") << "an address that could hold a card's number passes no gate";
}

TEST(plan, makes_no_picture_bigger_than_its_source) {
    for (const auto& wish : plan(700, 500)) EXPECT_LE(std::min(wish.width, 700), 700);
    auto all = widths_of(700);
    EXPECT_EQ(all, (std::vector<std::int32_t>{160, 320, 480, 640, 700}));
    EXPECT_EQ(widths_of(1920), (std::vector<std::int32_t>{160, 320, 480, 640, 960, 1280, 1920}));
    EXPECT_EQ(square_widths_of(700, 500), (std::vector<std::int32_t>{160, 320}));
    EXPECT_EQ(square_widths_of(100, 90), (std::vector<std::int32_t>{90}));
}

TEST(plan, has_the_four_names_that_pages_swap_at_any_size) {
    for (std::int32_t width : {40, 160, 599, 600, 1920}) {
        std::set<std::string> webp;
        std::set<std::pair<std::string, images::Format>> names;
        for (const auto& wish : plan(width, width)) {
            EXPECT_TRUE(names.emplace(wish.name, wish.format).second) << wish.name << " twice at " << width;
            if (wish.format == images::Format::webp) webp.insert(wish.name);
        }
        for (const char* suffix : {"", "-medium", "-thumb", "-blur"}) EXPECT_TRUE(webp.contains(suffix)) << suffix << " at " << width;
    }
}

TEST(fault_of, looks_at_points_frames_and_scans_before_anything_is_decoded) {
    EXPECT_EQ(fault_of({.width = 6'000, .height = 4'000}), "");
    EXPECT_NE(fault_of({.width = 20'001, .height = 10}), "");
    EXPECT_NE(fault_of({.width = 10'000, .height = 6'001}), "");
    EXPECT_NE(fault_of({.width = 10, .height = 10, .frames = 201}), "");
    EXPECT_NE(fault_of({.width = 4'000, .height = 4'000, .frames = 20}), "");
    EXPECT_NE(fault_of({.width = 100, .height = 100, .scans = 101}), "");
    EXPECT_NE(fault_of({.width = 10, .height = 1'001}), "");
}

TEST(edition_of, differs_by_store_content_and_focal_point) {
    auto store = StoreId::next(Instant{}), other = StoreId::next(Instant{});
    std::string digest(32, 'x'), another(32, 'y');
    auto edition = edition_of(store, digest, {});
    EXPECT_TRUE(is_edition(edition)) << edition;
    EXPECT_EQ(edition, edition_of(store, digest, {500, 500}));
    EXPECT_NE(edition, edition_of(other, digest, {}));
    EXPECT_NE(edition, edition_of(store, another, {}));
    EXPECT_NE(edition, edition_of(store, digest, {501, 500}));
    EXPECT_FALSE(is_edition("../../../../../etc/passw"));
    EXPECT_FALSE(is_edition("abc"));
}

TEST(upload_life, reaches_every_state) {
    std::vector<UploadState> all{UploadState::receiving, UploadState::checking, UploadState::done, UploadState::refused, UploadState::expired};
    EXPECT_TRUE(upload_life.unreachable(all).empty());
    EXPECT_FALSE(upload_life.allows(UploadState::receiving, UploadState::done)) << "nothing is shown unchecked";
}

TEST(alt_faults, names_the_language) {
    EXPECT_TRUE(alt_faults({{"en", "A jar"}, {"ur-PK", "گھی"}}, "/alt").empty());
    auto faults = alt_faults({{"e n", "x"}, {"en", std::string(501, 'x')}}, "/alt");
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(faults[0].pointer, "/alt/e n");
    EXPECT_EQ(faults[1].code, "too_long");
}

}  // namespace vitrine::media::rules
