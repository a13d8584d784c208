#include "core/text.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

using namespace std::string_view_literals;

TEST(utf8, well_formed_text_passes) {
    for (auto text : {""sv, "pen"sv, "قلم"sv, "पेन"sv, "€"sv, "😀"sv, "\0"sv, "\x7f"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv,
                      "\xEE\x80\x80"sv, "\xEF\xBF\xBF"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv})
        EXPECT_TRUE(is_utf8(text)) << text;
}

// Table 3-7 of the Unicode standard, one row past each edge.
TEST(utf8, malformed_sequences_do_not) {
    for (auto bytes : {"\x80"sv,
                       "\xBF"sv,
                       "\xC0\x80"sv,
                       "\xC1\xBF"sv,
                       "\xC2"sv,
                       "\xC2\x7F"sv,
                       "\xC2\xC0"sv,
                       "\xE0\x80\x80"sv,
                       "\xE0\x9F\xBF"sv,
                       "\xE1\x80"sv,
                       "\xE1\x80\x41"sv,
                       "\xED\xA0\x80"sv,
                       "\xED\xBF\xBF"sv,
                       "\xF0\x80\x80\x80"sv,
                       "\xF0\x8F\xBF\xBF"sv,
                       "\xF0\x90\x80"sv,
                       "\xF4\x90\x80\x80"sv,
                       "\xF5\x80\x80\x80"sv,
                       "\xF8\x88\x80\x80\x80"sv,
                       "\xFE"sv,
                       "\xFF"sv,
                       "pen\xE9"sv,
                       "\xE2\x82"sv}) {
        EXPECT_FALSE(is_utf8(bytes));
        EXPECT_FALSE(is_utf8("a" + std::string(bytes) + "b"));
    }
}

TEST(text, counts_code_points_not_bytes) {
    EXPECT_EQ(count_code_points(""), 0u);
    EXPECT_EQ(count_code_points("pen"), 3u);
    EXPECT_EQ(count_code_points("قلم"), 3u);
    EXPECT_EQ(count_code_points("a😀"), 2u);
}

TEST(text, finds_control_characters_of_both_sets) {
    for (auto text : {"\0"sv, "a\x01"sv, "\x1B[0m"sv, "\x7F"sv, "\xC2\x80"sv, "x\xC2\x9F"sv}) EXPECT_TRUE(has_control_characters(text));
    for (auto text : {""sv, "a\tb\r\nc"sv, "\xC2\xA0"sv, "قلم"sv, "é"sv}) EXPECT_FALSE(has_control_characters(text));
}

TEST(text, is_trimmed_and_kept_in_its_bounds) {
    using Title = Text<2, 4>;
    EXPECT_EQ(Title::parse("  pen \n")->str(), "pen");
    EXPECT_EQ(Title::parse("قلمہ")->str(), "قلمہ") << "four letters in eight bytes";
    for (auto wrong : {""sv, " a "sv, "pencil"sv, "a\0b"sv, "p\x80n"sv, "p\x07n"sv}) EXPECT_FALSE(Title::parse(wrong));
    EXPECT_TRUE((Text<0, 3>::parse("   ")));
}

TEST(text, helpers_touch_ascii_only) {
    EXPECT_EQ(trim(" \t\r\n\v\f x y \n"), "x y");
    EXPECT_EQ(trim(" \n "), "");
    EXPECT_EQ(lower_ascii("Ab-ÄZ"), "ab-Äz");
    EXPECT_EQ(escape_html("<a href=\"x\">Tom & 'Jo'</a>"), "&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jo&#39;&lt;/a&gt;");
}

TEST(email, is_taken_as_written_with_its_domain_in_lower_case) {
    EXPECT_EQ(Email::parse(" Ali.Khan@Example.COM ")->str(), "Ali.Khan@example.com");
    for (auto fine : {"a@b.co", "o'neil+x@sub.example.co.uk", "علی@مثال.پاک", "x_1-2=3@a-b.example", "{a}!#$%&*/?^`|~@ex.io"})
        EXPECT_TRUE(Email::parse(fine)) << fine;
}

TEST(email, that_no_mailer_should_see_is_refused) {
    auto local_65 = std::string(65, 'a') + "@b.co", label_64 = "a@" + std::string(64, 'b') + ".co";
    for (std::string wrong : {std::string(),
                              std::string("a"),
                              std::string("@b.co"),
                              std::string("a@"),
                              std::string("a@b"),
                              std::string("a@.co"),
                              std::string("a@b."),
                              std::string("a@b..co"),
                              std::string("a@-b.co"),
                              std::string("a@b-.co"),
                              std::string(".a@b.co"),
                              std::string("a.@b.co"),
                              std::string("a..b@c.co"),
                              std::string("a b@c.co"),
                              std::string("a@b c.co"),
                              std::string("a@b@c.co"),
                              std::string("a,b@c.co"),
                              std::string("<a@b.co>"),
                              std::string("a\r\nbcc:x@b.co"),
                              std::string("a\0@b.co", 7),
                              std::string("a\xC2\x85@b.co"),
                              std::string("a@b\xFF.co"),
                              local_65,
                              label_64})
        EXPECT_FALSE(Email::parse(wrong)) << wrong;
}

TEST(email, spellings_of_one_mailbox_are_counted_as_one) {
    EXPECT_EQ(normalized_email(*Email::parse("Ali+deal1@Example.com")), "ali@example.com");
    EXPECT_EQ(normalized_email(*Email::parse("ali@example.com")), "ali@example.com");
    EXPECT_EQ(normalized_email(*Email::parse("+x@example.com")), "+x@example.com") << "nothing stands before the tag";
}

TEST(phone, is_read_without_its_punctuation) {
    EXPECT_EQ(Phone::parse("+92 (300) 123-4567")->str(), "+923001234567");
    EXPECT_EQ(Phone::parse("0300.1234567")->str(), "03001234567");
    for (auto wrong : {"", "+", "123456", "1234567890123456", "+92+300", "0300-CALL-ME", "٠٣٠٠١٢٣٤٥٦٧", "92300123456x"})
        EXPECT_FALSE(Phone::parse(wrong)) << wrong;
}

TEST(slug, is_lower_case_words_joined_by_single_hyphens) {
    for (auto fine : {"a", "pen-2", "0-9", "fountain-pen-fine"}) EXPECT_TRUE(Slug::parse(fine)) << fine;
    for (std::string wrong : {std::string(), std::string("-a"), std::string("a-"), std::string("a--b"), std::string("A"), std::string("a b"),
                              std::string("a_b"), std::string("قلم"), std::string("a/b"), std::string("a%2fb"), std::string(121, 'a')})
        EXPECT_FALSE(Slug::parse(wrong)) << wrong;
    EXPECT_TRUE(Slug::parse(std::string(120, 'a')));
}

TEST(sku, is_short_and_safe_in_files_and_addresses) {
    for (auto fine : {"PEN-1", "a", "A.b_c-1/2+3"}) EXPECT_TRUE(Sku::parse(fine)) << fine;
    for (std::string wrong : {std::string(), std::string("PEN 1"), std::string("=1"), std::string("@x"), std::string("é"), std::string(65, 'A')})
        EXPECT_FALSE(Sku::parse(wrong)) << wrong;
}

TEST(country, is_an_assigned_code_in_any_case) {
    EXPECT_EQ(CountryCode::parse("pk")->str(), "PK");
    for (auto fine : {"AD", "IN", "GB", "US", "ZW"}) EXPECT_TRUE(CountryCode::parse(fine)) << fine;
    for (auto wrong : {"", "P", "PAK", "XX", "UK", "DA", "EU", "ZZ", "1A"}) EXPECT_FALSE(CountryCode::parse(wrong)) << wrong;
}

TEST(country, codes_are_all_there) {
    int known = 0;
    for (char a = 'A'; a <= 'Z'; ++a)
        for (char b = 'A'; b <= 'Z'; ++b) known += CountryCode::parse(std::string{a, b}).has_value();
    EXPECT_EQ(known, 249);
}

}  // namespace
}  // namespace vitrine
