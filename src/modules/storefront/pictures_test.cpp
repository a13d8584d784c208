#include "modules/storefront/pictures.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace vitrine::storefront {

TEST(picture_of, knows_a_category) { EXPECT_EQ(picture_of("calculators", "Kalam Pro 12 Digits", "x").art, "calculator"); }

TEST(picture_of, lets_the_title_overrule_the_category) { EXPECT_EQ(picture_of("notebooks", "Waraq SPIRAL Notebook", "x").art, "spiral"); }

TEST(picture_of, falls_back_to_a_parcel) { EXPECT_EQ(picture_of("ghee", "Desi ghee 1 l", "x").art, "box"); }

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
