#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "modules/search/code_index.h"
#include "modules/search/fold.h"
#include "modules/search/near_terms.h"
#include "modules/search/query_text.h"
#include "modules/search/segment_build.h"
#include "modules/search/sounds.h"
#include "modules/search/stem.h"

namespace vitrine::search {
namespace {

using Words = std::vector<std::string>;

TEST(folding, forgets_case_width_accents_and_vowel_marks) {
    EXPECT_EQ(fold_words("CAFÉ Ｐｅｎ naïve"), (Words{"cafe", "pen", "naive"}));
    EXPECT_EQ(fold_text("مُحَمَّد"), fold_text("محمد")) << "harakat";
    EXPECT_EQ(fold_text("کـــاپی"), fold_text("کاپی")) << "tatweel";
    EXPECT_EQ(fold_text("كاپي"), fold_text("کاپی")) << "Arabic kaf and yeh";
    EXPECT_EQ(fold_text("گھی"), fold_text("گہی")) << "both letters he";
    EXPECT_EQ(fold_text("آم أم"), fold_text("ام ام"));
    EXPECT_EQ(fold_text("क़लम"), fold_text("कलम")) << "nuqta, as one letter and as two";
    EXPECT_EQ(fold_text("क़लम"), fold_text("कलम"));
    EXPECT_EQ(fold_text("पेन्सिल"), fold_text("पेंसिल")) << "a nasal bound or dotted";
    EXPECT_EQ(fold_text("चाँदी"), fold_text("चांदी"));
}
TEST(folding, makes_the_digits_of_all_scripts_one) { EXPECT_EQ(fold_words("۱۲ ١٢ १२ １２"), (Words{"12", "12", "12", "12"})); }
TEST(folding, keeps_numbers_whole_and_breaks_at_the_rest) {
    EXPECT_EQ(fold_words("0.5mm, 24/6; 1,000 sheets; e.g. Payne's"), (Words{"0.5mm", "24", "6", "1000", "sheets", "e", "g", "paynes"}));
    EXPECT_EQ(fold_words("0.5mm 1,000 کاپی e.g."), (Words{"0.5mm", "1000", fold_text("کاپی"), "e", "g"})) << "the same in a text of two scripts";
}
TEST(folding, knows_where_words_stand) {
    std::string text = "Red Café کاپی!";
    auto words = fold_spans(text);
    ASSERT_EQ(words.size(), 3u);
    EXPECT_EQ(text.substr(words[1].begin, words[1].end - words[1].begin), "Café");
    EXPECT_EQ(text.substr(words[2].begin, words[2].end - words[2].begin), "کاپی");
}

TEST(stems, join_the_forms_of_a_word_and_leave_numbers_alone) {
    EXPECT_EQ(stem("brushes"), stem("brush"));
    EXPECT_EQ(stem("batteries"), stem("battery"));
    EXPECT_EQ(stem("किताबें"), stem("किताब"));
    EXPECT_EQ(stem("a4s"), "a4s");
    EXPECT_NE(stem("pen"), stem("pencil"));
}

TEST(sounds, join_the_spellings_of_urdu_and_hindi_words) {
    EXPECT_EQ(sound_of("ghee"), sound_of("ghi"));
    EXPECT_EQ(sound_of("qalam"), sound_of("kalam"));
    EXPECT_EQ(sound_of("kaagaz"), sound_of("kagaj"));
    EXPECT_EQ(sound_of("choorian"), sound_of("churian"));
    EXPECT_NE(sound_of("pen"), sound_of("pan"));
    EXPECT_EQ(sound_of("a4"), "") << "codes have no sound";
}
TEST(sounds, join_scripts_by_consonants) {
    EXPECT_EQ(skeleton_of("stapler"), skeleton_of(fold_text("اسٹیپلر")));
    EXPECT_EQ(skeleton_of("calculator"), skeleton_of(fold_text("کیلکولیٹر")));
    EXPECT_EQ(skeleton_of("marker"), skeleton_of(fold_text("मार्कर")));
    EXPECT_EQ(skeleton_of("pen"), "") << "two consonants say too little";
    EXPECT_FALSE(same_script("pen", "قلم"));
}

TEST(query_text, reads_quotes_and_exclusions) {
    Tuning tuning;
    auto query = read_query(R"(red pen "Fine  Tip" -gel -"pack of 10")", tuning);
    EXPECT_EQ(query.words, (Words{"red", "pen"}));
    EXPECT_EQ(query.phrases, (std::vector<Phrase>{{"fine", "tip"}}));
    EXPECT_EQ(query.excluded, (std::vector<Phrase>{{"gel"}, {"pack", "of", "10"}}));
    EXPECT_FALSE(query.ends_in_word);
}
TEST(query_text, takes_hyphens_inside_words_and_open_quotes_as_spaces) {
    Tuning tuning;
    EXPECT_EQ(read_query("ball-point - 5\" ruler", tuning).words, (Words{"ball", "point", "5", "ruler"}));
    EXPECT_TRUE(read_query("ball-point - 5\" ruler", tuning).excluded.empty());
}
TEST(query_text, leaves_out_stop_words_unless_there_is_nothing_else) {
    Tuning tuning;
    EXPECT_EQ(read_query("pens for the school", tuning).words, (Words{"pens", "school"}));
    EXPECT_EQ(read_query("likhne ke liye qalam", tuning).words, (Words{"likhne", "qalam"}));
    EXPECT_EQ(read_query("the", tuning).words, Words{"the"});
}
TEST(query_text, reads_at_most_a_dozen_words) {
    std::string text;
    for (int i = 0; i < 50; ++i) text += "word" + std::to_string(i) + " \"a b\" -x ";
    auto query = read_query(text, Tuning());
    EXPECT_LE(query.words.size(), most_query_words);
    EXPECT_LE(query.phrases.size(), most_query_phrases);
    EXPECT_LE(query.excluded.size(), most_query_phrases);
}

TEST(codes, are_found_by_the_beginning_of_any_part) {
    CodeIndex index;
    index.add("STN-002022-1", 7);
    index.seal();
    EXPECT_EQ(index.candidates("stn00", 10), std::vector<std::uint32_t>{7});
    EXPECT_EQ(index.candidates("0020", 10), std::vector<std::uint32_t>{7});
    EXPECT_TRUE(index.candidates("2022", 10).empty());
    EXPECT_TRUE(code_matches("STN-002022-1", "0020221"));
    EXPECT_FALSE(code_matches("STN-002022-1", "stn0020229"));
}

class near : public ::testing::Test {
protected:
    std::shared_ptr<const Segment> segment = [] {
        SegmentBuilder builder;
        SourceProduct product;
        product.id = ProductId::next(clock_now());
        product.slug = "a";
        product.title = "notebook notebooks stapler calligraphy penne pencil قلمدان";
        product.variants.resize(1);
        builder.add(product);
        return builder.finish();
    }();
    std::vector<std::string> terms(std::string_view word, int most, bool as_beginning = false) {
        std::vector<std::string> out;
        for (const auto& term : near_terms(*segment, word, most, as_beginning)) out.emplace_back(segment->text(segment->terms[term.term]));
        return out;
    }
};
TEST_F(near, counts_letters_changed_added_dropped_and_swapped_the_first_included) {
    EXPECT_EQ(terms("notebok", 1), Words{"notebook"});
    EXPECT_EQ(terms("motebook", 1), Words{"notebook"});
    EXPECT_EQ(terms("tsapler", 1), Words{"stapler"});
    EXPECT_EQ(terms("notebooks", 1), (Words{"notebook", "notebooks"}));
    EXPECT_EQ(terms("caligrafy", 1), Words{});
    EXPECT_EQ(terms("caligrphy", 2), Words{"calligraphy"});
    EXPECT_EQ(terms(fold_text("قلمدن"), 1), Words{fold_text("قلمدان")}) << "letters, not bytes";
}
/// Edits between two words by the full table; swapped neighbours count one.
int edits_between(std::string_view a, std::string_view b) {
    std::vector<std::vector<int>> table(a.size() + 1, std::vector<int>(b.size() + 1));
    for (size_t i = 0; i <= a.size(); ++i)
        for (size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                table[i][j] = int(i + j);
                continue;
            }
            table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
        }
    return table[a.size()][b.size()];
}
TEST(near_terms, of_one_edit_are_those_that_the_table_of_all_edits_finds) {
    std::mt19937 random(3);
    auto any_word = [&] {
        std::string word;
        for (auto size = 3 + random() % 5; size > 0; --size) word += "abcd"[random() % 4];
        return word;
    };
    SegmentBuilder builder;
    SourceProduct product;
    product.id = ProductId::next(clock_now());
    product.slug = "a";
    product.variants.resize(1);
    for (int i = 0; i < 400; ++i) product.title += any_word() + " ";
    builder.add(product);
    auto segment = builder.finish();
    size_t found = 0;
    for (int i = 0; i < 500; ++i) {
        auto word = any_word();
        Words wanted, got;
        for (auto term : segment->terms)
            if (edits_between(word, segment->text(term)) <= 1) wanted.emplace_back(segment->text(term));
        for (const auto& term : near_terms(*segment, word, 1)) got.emplace_back(segment->text(segment->terms[term.term]));
        EXPECT_EQ(got, wanted) << word;
        found += got.size();
    }
    EXPECT_GT(found, 500u) << "the words are close enough to one another to say something";
}
TEST_F(near, takes_a_word_for_the_beginning_of_a_longer_one) {
    EXPECT_EQ(terms("noteboi", 1, true), (Words{"notebook", "notebooks"}));
    EXPECT_EQ(terms("caligr", 1, true), Words{"calligraphy"});
}
TEST_F(near, forgives_nothing_in_numbers_and_short_words) {
    EXPECT_EQ(edits_forgiven("pen"), 0);
    EXPECT_EQ(edits_forgiven("a4500x"), 0);
    EXPECT_EQ(edits_forgiven("pens"), 1);
    EXPECT_EQ(edits_forgiven("notebook"), 2);
}

}  // namespace
}  // namespace vitrine::search
