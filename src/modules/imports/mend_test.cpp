#include "modules/imports/mend.h"

#include <gtest/gtest.h>

namespace vitrine::imports::mend {
namespace {

using Texts = std::vector<std::string>;

TEST(mend, makes_slugs_from_any_script) {
    EXPECT_EQ(slug("Gel Pens & Inks"), "gel-pens-inks");
    EXPECT_EQ(slug("Women's Café"), "womens-cafe");
    EXPECT_EQ(slug("--"), "");
    EXPECT_EQ(slug("नोटबुक"), "notabuka");
    EXPECT_FALSE(slug("قلم").empty());
    EXPECT_EQ(slug(std::string(200, 'a')).size(), 120u);
    EXPECT_EQ(attribute_code("Paper Size (mm)"), "paper_size_mm");
}

TEST(mend, makes_skus_that_fit) {
    EXPECT_EQ(sku("ABC 123"), "ABC-123");
    EXPECT_EQ(sku("#7/blue"), "7/blue");
    EXPECT_EQ(sku("PEN-1"), "PEN-1");
    EXPECT_EQ(sku("قلم"), "");
}

TEST(mend, writes_one_line) {
    EXPECT_EQ(line(" Pens &amp;\nInks "), "Pens & Inks");
    EXPECT_EQ(line("<b>Big</b> pen"), "Big pen");
    EXPECT_EQ(line("5 < 6"), "5 < 6");
}

TEST(mend, keeps_markup_safe_and_plain_text_plain) {
    EXPECT_EQ(description("Soft &amp; light\nTwo lines"), "Soft & light\nTwo lines");
    EXPECT_EQ(description("<strong>A</strong>\n\nB<script>x</script>"), "<p><strong>A</strong>\n</p><p>\nB</p>");
    EXPECT_EQ(description("&lt;b&gt; is bold"), "<p>&lt;b&gt; is bold</p>");
}

TEST(mend, reads_prices_of_other_locales) {
    EXPECT_EQ(price("19,99", 2), "19.99");
    EXPECT_EQ(price("1000.00", 0), "1000");
    EXPECT_EQ(price("12.500", 2), "12.50");
    EXPECT_EQ(price("12.505", 2), "12.505") << "a digit that says something is not dropped";
    EXPECT_EQ(price("1,299", 2), "1,299");
}

TEST(mend, weighs_in_grams) {
    EXPECT_EQ(grams("1.5", 1'000'000'000), 1500);
    EXPECT_EQ(grams("1", 453'592'370), 454);
    EXPECT_EQ(grams("0.0005", 1'000'000'000), 1);
    EXPECT_EQ(grams("0", 1'000'000), 0);
    EXPECT_EQ(grams("heavy", 1'000'000), std::nullopt);
    EXPECT_EQ(grams("99999999999999999999", 1'000'000), std::nullopt);
    EXPECT_EQ(grams("10001", 1'000'000'000), std::nullopt);
}

TEST(mend, splits_lists_and_paths) {
    EXPECT_EQ(comma_list("Red, Blue\\, dark,, Green"), (Texts{"Red", "Blue, dark", "Green"}));
    EXPECT_EQ(category_path("Clothing > Hoodies &amp; More"), (Texts{"Clothing", "Hoodies & More"}));
}

}  // namespace
}  // namespace vitrine::imports::mend
