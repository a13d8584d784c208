#include "modules/storefront/look.h"

#include <gtest/gtest.h>

namespace vitrine::storefront {
namespace {

const std::map<std::string, std::string> files{{"jost.woff2", "/assets/jost-1.woff2"}, {"jost-rupee.woff2", "/assets/jost-rupee-1.woff2"}};

Look look_of_theme(std::string theme) {
    stores::Store store;
    store.theme.text = std::move(theme);
    return look_of(store, files);
}

}  // namespace

TEST(look_of, keeps_the_shared_look_where_a_theme_says_nothing) {
    auto look = look_of_theme("{}");
    EXPECT_EQ(look.css, "");
    EXPECT_EQ(look.css_name, "");
    EXPECT_EQ(look.mark, "page");
    EXPECT_EQ(look.font_text, "text.woff2");
}

TEST(look_of, makes_custom_properties_of_colours_and_radius) {
    auto look = look_of_theme(R"({"bg":"#FBF8F4","on_accent":"#2A1A06","accent":"#F2B01E","radius_px":16,"brand":"#7A3E00"})");
    EXPECT_EQ(look.css, ":root{--bg:#FBF8F4;--brand:#7A3E00;--accent:#F2B01E;--on-accent:#2A1A06;--radius:16px;--radius-small:10px;--radius-large:28px;}\n");
    EXPECT_EQ(look.brand, "#7A3E00");
}

TEST(look_of, puts_white_on_an_accent_that_names_no_ink) { EXPECT_EQ(look_of_theme(R"({"accent":"#0B6E8A"})").css, ":root{--accent:#0B6E8A;--on-accent:#ffffff;}\n"); }

TEST(look_of, lets_nothing_into_the_style_sheet_that_is_not_of_its_kind) {
    auto look = look_of_theme(R"x({"bg":"red;}body{display:none","ink":"#12345","radius_px":4000,"display_font":"x'}","tone":[{"a":"url(//elsewhere)"}],"card_px":1,"shelf_columns":99})x");
    EXPECT_EQ(look.css, "");
}

TEST(look_of, brings_a_font_with_its_rupee_sign) {
    auto look = look_of_theme(R"({"display_font":"Jost"})");
    EXPECT_EQ(look.font_display, "jost.woff2");
    EXPECT_NE(look.css.find("url(/assets/jost-1.woff2)"), std::string::npos);
    EXPECT_NE(look.css.find("url(/assets/jost-rupee-1.woff2) format('woff2');font-weight:400 700;font-display:optional;unicode-range:U+20B9"), std::string::npos);
    EXPECT_NE(look.css.find("--display:'Jost',"), std::string::npos);
}

TEST(look_of, repeats_palettes_over_all_ten_tones_and_names_the_sheet_by_its_content) {
    auto look = look_of_theme(R"({"tone":[{"a":"#111111"},{"a":"#222222"}]})"), other = look_of_theme(R"({"tone":[{"a":"#111111"},{"a":"#222223"}]})");
    EXPECT_NE(look.css.find(".tone-8{--a:#111111;}"), std::string::npos);
    EXPECT_NE(look.css.find(".tone-9{--a:#222222;}"), std::string::npos);
    EXPECT_EQ(look.css_name.size(), 20u);
    EXPECT_NE(look.css_name, other.css_name);
}

}  // namespace vitrine::storefront
