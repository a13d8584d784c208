#include "io/pdf/table.h"

#include <gtest/gtest.h>

namespace vitrine::pdf {
namespace {

const Facts facts{"A test", "Vitrine", Instant{}};

TEST(canvas, shows_every_letter_of_the_languages_of_the_shops) {
    Canvas page(facts);
    for (const auto* text : {"Ayesha Khan, 12 Mall Road", "عائشہ خان، ۱۲ مال روڈ، لاہور ٹ ڈ ڑ ں ے گ چ پ ژ ھ ہ", "राधिका शर्मा, क्षत्रिय मोहल्ला, जयपुर", "₹ $ € Rs – · ×"})
        EXPECT_GT(page.text(720, 720, 5'000, text, {}), 0);
    EXPECT_EQ(page.missing_letters(), 0);
    auto bytes = page.finish();
    EXPECT_TRUE(bytes.starts_with("%PDF-"));
    EXPECT_GT(bytes.size(), 2'000u);
}

// The neighbour: a letter that no font has is counted, so the test above can fail.
TEST(canvas, counts_letters_that_no_font_has) {
    Canvas page(facts);
    page.text(720, 720, 5'000, "\U000F1234", {});
    EXPECT_EQ(page.missing_letters(), 1);
}

TEST(canvas, wraps_at_words_and_keeps_to_its_column) {
    Canvas page(facts);
    auto one = page.height_of(9'000, "a few words that fit", {});
    auto more = page.height_of(600, "a few words that fit", {});
    EXPECT_GE(more, 3 * one);
    EXPECT_GT(page.width_of("wide words", {.size = 360}), page.width_of("wide words", {.size = 180}));
    EXPECT_EQ(page.height_of(600, "", {}), 0);
}

struct Long {
    std::vector<Column> columns{{"#", 800}, {"Text", 4'000}, {"Amount", 1'500, Align::right}};
    std::vector<Cells> rows;
    int turns = 0;
    explicit Long(int count) {
        for (int i = 0; i < count; ++i) rows.push_back({std::to_string(i + 1), "a row\nand its second line", "1.00"});
    }
    int draw(Canvas& page, std::vector<size_t>& carried) {
        auto turn = [&](Canvas& canvas) {
            ++turns;
            canvas.next_page();
            return 720;
        };
        auto sum = [&](size_t done) {
            carried.push_back(done);
            return std::to_string(done) + ".00";
        };
        return draw_table(page, columns, rows, {720, 720, 15'000, turn, sum, "Carried forward", "Brought forward"});
    }
};

TEST(table, goes_on_over_pages_and_says_what_is_carried) {
    Canvas page(facts);
    Long table(100);
    std::vector<size_t> carried;
    auto end = table.draw(page, carried);
    EXPECT_EQ(page.pages(), table.turns + 1);
    EXPECT_GE(table.turns, 2);
    EXPECT_EQ(carried.size(), size_t(table.turns));
    for (size_t i = 1; i < carried.size(); ++i) EXPECT_EQ(carried[i] - carried[i - 1], carried[1] - carried[0]) << "full pages hold the same";
    EXPECT_LE(end, 15'000);
}

TEST(table, that_fits_stays_on_its_page) {
    Canvas page(facts);
    Long table(3);
    std::vector<size_t> carried;
    table.draw(page, carried);
    EXPECT_EQ(page.pages(), 1);
    EXPECT_TRUE(carried.empty());
}

// A row that is higher than a page must not turn pages for ever.
TEST(table, draws_a_row_that_no_page_holds) {
    Canvas page(facts);
    Long table(1);
    for (int i = 0; i < 3'000; ++i) table.rows[0][1] += " words";
    table.rows.push_back({"2", "after", "1.00"});
    std::vector<size_t> carried;
    table.draw(page, carried);
    EXPECT_LE(page.pages(), 3);
}

}  // namespace
}  // namespace vitrine::pdf
