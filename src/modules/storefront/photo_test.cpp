#include "modules/storefront/photo.h"

#include <gtest/gtest.h>

#include "io/html/template.h"

namespace vitrine::storefront {
namespace {

media::Picture jar() {
    media::Picture picture;
    picture.path = "/media/abcdefghijklmnopabcdefgh/jar";
    picture.width = 1000, picture.height = 500;
    picture.colour = "#aa8844", picture.blur = "data:image/webp;base64,AAAA";
    picture.alt = {{"en", "A jar of \"ghee\""}, {"ur", "گھی"}};
    return picture;
}

std::string drawn(const std::optional<media::Picture>& picture, const PhotoPlace& place, std::string_view language = "en-PK") {
    html::Members data{{"photo", false}, {"art", "jar"}, {"tone", 1}, {"pose", 2}, {"assets", html::Data{{"art", "/a.svg"}, {"gems", "/g.svg"}}}};
    add_photo(data, picture, "Copper jar", language, "https://cdn.example", place);
    return html::Templates::load("web/storefront/templates").render("partials/picture", html::Data(std::move(data)));
}

bool has(const std::string& page, std::string_view what) { return page.find(what) != std::string::npos; }

}  // namespace

TEST(add_photo, writes_a_source_a_format_and_what_keeps_its_place) {
    auto page = drawn(jar(), on_product_page);
    EXPECT_TRUE(has(page, "type=\"image/avif\" srcset=\"https://cdn.example/media/abcdefghijklmnopabcdefgh/jar-thumb.avif 160w, ")) << page;
    EXPECT_TRUE(has(page, "jar-960.webp 960w, https://cdn.example/media/abcdefghijklmnopabcdefgh/jar.webp 1000w"));
    EXPECT_TRUE(has(page, "width=\"1000\" height=\"500\""));
    EXPECT_TRUE(has(page, "fetchpriority=\"high\""));
    EXPECT_FALSE(has(page, "loading=\"lazy\""));
    EXPECT_TRUE(has(page, "fill=\"#aa8844\""));
    EXPECT_TRUE(has(page, "alt=\"A jar of &quot;ghee&quot;\""));
    EXPECT_FALSE(has(page, "style=")) << "the page's policy allows no styles in attributes";
}

TEST(add_photo, cuts_squares_for_lists_and_loads_them_when_they_are_near) {
    auto page = drawn(jar(), in_card, "ur-PK");
    EXPECT_TRUE(has(page, "jar-square-160.webp 160w, https://cdn.example/media/abcdefghijklmnopabcdefgh/jar-square-320.webp 320w\"")) << page;
    EXPECT_FALSE(has(page, "square-640")) << "never bigger than the picture";
    EXPECT_TRUE(has(page, "width=\"500\" height=\"500\""));
    EXPECT_TRUE(has(page, "loading=\"lazy\""));
    EXPECT_TRUE(has(page, "گھی"));
}

TEST(add_photo, says_the_title_where_there_is_no_text) {
    auto picture = jar();
    picture.alt.clear();
    EXPECT_TRUE(has(drawn(picture, in_card), "alt=\"Copper jar\""));
}

TEST(add_photo, leaves_the_drawing_where_there_is_no_picture) {
    auto page = drawn({}, in_card);
    EXPECT_FALSE(has(page, "<picture>"));
    EXPECT_TRUE(has(page, "href=\"/a.svg#jar\""));
}

}  // namespace vitrine::storefront
