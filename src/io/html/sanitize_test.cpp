#include "io/html/sanitize.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace vitrine::html {
namespace {

TEST(sanitize, keeps_what_shops_write) {
    EXPECT_EQ(sanitize("<p>Cotton, <strong>soft</strong><br>and light</p><ul><li>A</li><li>B</li></ul>"),
              "<p>Cotton, <strong>soft</strong><br>and light</p><ul><li>A</li><li>B</li></ul>");
    EXPECT_EQ(sanitize("<table><tr><th>Size</th><td colspan=2>M</td></tr></table>"), "<table><tr><th>Size</th><td colspan=\"2\">M</td></tr></table>");
    EXPECT_EQ(sanitize("<p dir=rtl>قلم &amp; کاغذ</p>"), "<p dir=\"rtl\">قلم &amp; کاغذ</p>");
    EXPECT_EQ(sanitize("<a href='https://example.com/?a=1&b=2'>more</a>"), "<p><a href=\"https://example.com/?a=1&amp;b=2\" rel=\"nofollow noopener\">more</a></p>");
}

TEST(sanitize, drops_everything_that_runs) {
    EXPECT_EQ(sanitize("<script>alert(1)</script><p onclick=\"x()\" style='a'>hi</p>"), "<p>hi</p>");
    EXPECT_EQ(sanitize("<p>a<img src=x onerror=alert(1)>b</p>"), "<p>ab</p>");
    EXPECT_EQ(sanitize("<svg><script>alert(1)</script></svg>x"), "<p>x</p>");
    EXPECT_EQ(sanitize("<a href=\"javascript:alert(1)\">x</a>"), "<p>x</p>");
    EXPECT_EQ(sanitize("<a href=\"java\nscript:alert(1)\">x</a>"), "<p>x</p>");
    EXPECT_EQ(sanitize("<a href=\"&#106;avascript:alert(1)\">x</a>"), "<p>x</p>");
    EXPECT_EQ(sanitize("<a href='data:text/html,x'>x</a><a href='//evil.example'>y</a>"), "<p>xy</p>");
    EXPECT_EQ(sanitize("<style>p{}</style><!-- <p>no</p> --><iframe src=x>inside</iframe>after"), "<p>after</p>");
    EXPECT_EQ(sanitize("<scr<script>ipt>alert(1)</script>"), "<p>ipt&gt;alert(1)</p>");
}

TEST(sanitize, mends_nesting) {
    EXPECT_EQ(sanitize("loose <b>text"), "<p>loose <b>text</b></p>");
    EXPECT_EQ(sanitize("<p>one<p>two<div>three</div>four"), "<p>one</p><p>two</p><p>three</p><p>four</p>");
    EXPECT_EQ(sanitize("<ul><li>a<li>b</ul></ul></p>"), "<ul><li>a</li><li>b</li></ul>");
    EXPECT_EQ(sanitize("<li>a</li>"), "<ul><li>a</li></ul>");
    EXPECT_EQ(sanitize("<td>cell</td>"), "<p>cell</p>");
    EXPECT_EQ(sanitize("<p>&nbsp;</p><p></p><h1>Big</h1>"), "<h2>Big</h2>");
    EXPECT_EQ(sanitize("a < b and 3<4"), "<p>a &lt; b and 3&lt;4</p>");
}

TEST(sanitize, leaves_out_broken_bytes_and_marks_that_mislead) {
    EXPECT_EQ(sanitize("a\xFF\xC3 b\x01"), "<p>a b</p>");
    EXPECT_EQ(sanitize("a\u202Eb\u2066c"), "<p>abc</p>");
    EXPECT_EQ(sanitize(""), "");
    EXPECT_EQ(sanitize(" \n "), "");
}

/// Random tag soup: the answer is stable, begins as markup and holds nothing outside the list.
TEST(sanitize, gives_its_own_answer_back_whatever_it_is_fed) {
    constexpr auto pieces = std::to_array<std::string_view>({"<p>", "</p>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<b>", "</b>", "<i>", "</i>", "<a href=/x>", "</a>", "<table>", "</table>", "<tr>",
                                                             "</tr>", "<td>", "</td>", "<th>", "<tbody>", "</tbody>", "<blockquote>", "</blockquote>", "<dl>", "<dt>", "<dd>", "</dl>", "<h1>", "</h1>",
                                                             "<h3>", "</h3>", "<div>", "</div>", "<br>", "<hr>", "<pre>", "</pre>", "<script>x</script>", "<span>", "</span>", "text ", " ", "\n", "&amp;",
                                                             "&lt;b&gt;", "<", ">", "\"", "&", "&nbsp;", "قلم", "\xFF", "<!-- c -->", "<img onerror=x>", "<p dir=rtl onclick=y>", "<caption>", "<svg>", "</svg>"});
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string soup;
        for (int i = 0, count = int(random() % 14); i < count; ++i) soup += pieces[random() % pieces.size()];
        auto once = sanitize(soup);
        ASSERT_EQ(sanitize(once), once) << soup;
        ASSERT_TRUE(once.empty() || is_markup(once)) << soup << " -> " << once;
        for (std::string_view bad : {"<script", "<img", "onclick", "onerror", "<svg", "<div", "<span", "<hr", "<!--"}) ASSERT_FALSE(once.contains(bad)) << soup << " -> " << once;
    }
}

TEST(plain_text, is_what_a_reader_reads) {
    EXPECT_EQ(plain_text("<p>Cotton,\n <b>soft</b> &amp; light</p><ul><li>A</li><li>B</li></ul>"), "Cotton, soft & light\nA\nB");
    EXPECT_EQ(plain_text("<table><tr><th>Size</th><td>M</td></tr></table>"), "Size M");
    EXPECT_EQ(plain_text("just text\nwith lines & signs"), "just text\nwith lines & signs");
}

TEST(decode_entities, knows_the_common_ones_and_leaves_the_rest) {
    EXPECT_EQ(decode_entities("&eacute;&#233;&#xE9;&nbsp;&bogus;&#0;&amp"), "ééé\u00A0&bogus;&#0;&amp");
}

}  // namespace
}  // namespace vitrine::html
