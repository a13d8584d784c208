#include "modules/storefront/pictures.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace vitrine::storefront {

TEST(picture_of, knows_a_category) { EXPECT_EQ(picture_of("calculators", "Kalam Pro 12 Digits", "x").art, "calculator"); }

TEST(picture_of, lets_the_title_overrule_the_category) { EXPECT_EQ(picture_of("notebooks", "Waraq SPIRAL Notebook", "x").art, "spiral"); }

TEST(picture_of, falls_back_to_a_parcel) { EXPECT_EQ(picture_of("nothing-known", "Desi thing 1 l", "x").art, "box"); }

TEST(picture_of, draws_a_stone_by_its_cut_and_a_jewel_by_its_kind) {
    auto stone = picture_of("natural-diamonds", "0.59 ct Asscher Diamond, E, SI1", "x"), ring = picture_of("engagement-rings", "Halo ring, 1.00 ct Pear", "x");
    EXPECT_EQ(stone.art, "gem-asscher");
    EXPECT_EQ(ring.art, "ring");
    EXPECT_TRUE(stone.is_gem && ring.is_gem);
    EXPECT_FALSE(picture_of("oils", "Mustard oil", "x").is_gem);
}

TEST(picture_of, colours_a_stone_and_its_metal_as_the_title_says) {
    EXPECT_EQ(picture_of("fancy-colour-diamonds", "0.59 ct Emerald Diamond, Fancy Deep Blue, SI1", "x").stone, "blue");
    EXPECT_EQ(picture_of("natural-diamonds", "1 ct Round Diamond, D, IF", "x").stone, "");
    auto ring = picture_of("rings", "Aurora Ring, 1.00 ct Emerald Cut Ruby, 18K Rose Gold", "x");
    EXPECT_EQ(ring.stone, "red");
    EXPECT_EQ(ring.metal, "rose");
    EXPECT_EQ(picture_of("rings", "Aurora Ring, 1.00 ct Emerald Cut Natural Diamond", "x").stone, "");
    EXPECT_EQ(picture_of("rings", "Aurora Ring, 1.00 ct Oval Emerald", "x").stone, "green");
}

TEST(picture_of, is_the_same_for_the_same_product_and_spreads_over_all_tones_and_poses) {
    std::set<int> tones, poses;
    for (int i = 0; i < 400; ++i) {
        auto slug = "gel-pen-" + std::to_string(i);
        auto one = picture_of("gel-pens", "Gel Pen", slug), again = picture_of("gel-pens", "Gel Pen", slug);
        EXPECT_EQ(one.tone, again.tone);
        EXPECT_EQ(one.pose, again.pose);
        tones.insert(one.tone);
        poses.insert(one.pose);
    }
    EXPECT_EQ(tones, (std::set{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    EXPECT_EQ(poses, (std::set{0, 1, 2, 3}));
}

}  // namespace vitrine::storefront
