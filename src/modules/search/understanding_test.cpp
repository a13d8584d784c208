// What searches find and in which order, on a shelf small enough to see through.
#include <gtest/gtest.h>

#include <algorithm>

#include "modules/search/fold.h"
#include "modules/search/store_state.h"
#include "modules/search/testing.h"

namespace vitrine::search {
namespace {

using Titles = std::vector<std::string>;

class a_shelf : public ::testing::Test {
protected:
    testing::SampleShop shop = testing::sample_shop(0, 1);
    std::mt19937_64 random{3};

    SourceProduct& add(std::string title, std::int64_t popularity = 0, std::string brand = "Sitara") {
        auto product = testing::sample_product(shop, random, shop.products.size());
        product.title = std::move(title), product.brand = std::move(brand), product.popularity = popularity;
        product.title_local = product.description = "", product.tags = {}, product.attributes = {};
        product.variants.resize(1);
        product.variants[0].available = 5;
        product.variants[0].options.clear();
        return shop.products.emplace_back(std::move(product));
    }
    Found find(Wanted wanted, const SearchSettings& settings = {}) const {
        return testing::snapshot_of(shop, 1, std::make_shared<const Tuning>(settings))->search(wanted);
    }
    Titles titles(std::string text, const SearchSettings& settings = {}) const {
        Titles out;
        for (const auto& card : find({.text = std::move(text)}, settings).items) out.push_back(card.title);
        return out;
    }
    Titles sorted(std::string text, const SearchSettings& settings = {}) const {
        auto out = titles(std::move(text), settings);
        std::ranges::sort(out);
        return out;
    }
};

TEST_F(a_shelf, finds_phrases_word_by_word) {
    add("Red Gel Pen Fine");
    add("Gel Tube for Red Pen");
    add("Plain Folder").description = "Room for one gel pen inside.";
    EXPECT_EQ(sorted("\"gel pen\""), (Titles{"Plain Folder", "Red Gel Pen Fine"}));
    EXPECT_EQ(titles("\"red gel pen\""), Titles{"Red Gel Pen Fine"});
    EXPECT_TRUE(titles("\"pen gel\"").empty());
    EXPECT_EQ(titles("\"gel pen\" red"), Titles{"Red Gel Pen Fine"});
}
TEST_F(a_shelf, does_not_join_words_of_two_fields_to_a_phrase) {
    add("Desk Pen", 0, "Holder");
    EXPECT_TRUE(titles("\"pen holder\"").empty());
    EXPECT_EQ(titles("pen holder"), Titles{"Desk Pen"});
}
TEST_F(a_shelf, leaves_out_what_is_excluded) {
    add("Gel Pen"), add("Ink Pen"), add("Gel Pens Set");
    EXPECT_EQ(titles("pen -gel"), Titles{"Ink Pen"});
    EXPECT_EQ(titles("pen -\"gel pens\" -ink"), Titles{"Gel Pen"});
    EXPECT_EQ(sorted("-ink"), (Titles{"Gel Pen", "Gel Pens Set"})) << "an exclusion by itself is everything else";
}
TEST_F(a_shelf, finds_other_forms_after_the_form_asked_for) {
    add("Brushes Set"), add("Brush Set");
    EXPECT_EQ(titles("brush set"), (Titles{"Brush Set", "Brushes Set"}));
    EXPECT_EQ(titles("brushes set"), (Titles{"Brushes Set", "Brush Set"}));
}
TEST_F(a_shelf, joins_and_parts_words) {
    add("Spiral Notebook"), add("Gel Pen Black"), add("Ghee 500g"), add("Almonds 250 g");
    EXPECT_EQ(titles("note book"), Titles{"Spiral Notebook"});
    EXPECT_EQ(titles("gelpen"), Titles{"Gel Pen Black"});
    EXPECT_EQ(titles("ghee 500 g"), Titles{"Ghee 500g"});
    EXPECT_EQ(titles("almonds 250g"), Titles{"Almonds 250 g"});
}
TEST_F(a_shelf, finds_words_across_scripts_and_spellings) {
    add("Cow Ghee"), add("Stapler").title_local = "اسٹیپلر";
    add("Notebook A4").title_local = "کاپی";
    for (const auto* text : {"ghee", "ghi", "gheee", "گھی", "घी", "desi ghi", "gai ka ghee"}) EXPECT_EQ(titles(text), Titles{"Cow Ghee"}) << text;
    for (const auto* text : {"kaapi", "copy", "کاپی", "कॉपी", "notebook"}) EXPECT_EQ(titles(text), Titles{"Notebook A4"}) << text;
    for (const auto* text : {"stapler", "istapler", "سٹیپلر", "स्टेपलर"}) EXPECT_EQ(titles(text), Titles{"Stapler"}) << text;
    SearchSettings without;
    without.language_variants = false;
    EXPECT_TRUE(titles("घी", without).empty());
}
TEST_F(a_shelf, finds_by_a_part_of_a_sku) {
    add("First").variants[0].sku = "STN-002022-1";
    add("Second").variants[0].sku = "STN-009999-1";
    EXPECT_EQ(titles("STN-002022-1"), Titles{"First"});
    EXPECT_EQ(titles("stn-0020"), Titles{"First"});
    EXPECT_EQ(titles("002022"), Titles{"First"});
    EXPECT_EQ(sorted("STN-00"), (Titles{"First", "Second"}));
    EXPECT_TRUE(titles("stn-77").empty());
}
TEST_F(a_shelf, leaves_out_words_that_nothing_has_and_says_so) {
    add("Blue Gel Pen");
    auto found = find({.text = "blue gel pen xylograph"});
    ASSERT_EQ(found.items.size(), 1u);
    EXPECT_EQ(found.left_out, Titles{"xylograph"});
    EXPECT_TRUE(find({.text = "qwertz uiop xylograph pen"}).items.empty()) << "one word of four is not what was asked for";
    SearchSettings strict;
    strict.leave_out_unknown_words = false;
    EXPECT_TRUE(titles("blue gel pen xylograph", strict).empty());
}

TEST_F(a_shelf, knows_the_synonyms_of_the_store_one_way_and_both) {
    add("Writing Pad"), add("Notepad");
    SearchSettings settings;
    auto text = [](const char* word) { return *Text<1, 60>::parse(word); };
    settings.synonyms = {{{text("jotter"), text("notepad")}, {}}};
    EXPECT_EQ(titles("jotter", settings), Titles{"Notepad"});
    settings.synonyms = {{{text("notepad")}, std::vector{text("writing pad")}}};
    EXPECT_EQ(sorted("notepad", settings), (Titles{"Notepad", "Writing Pad"}));
    EXPECT_EQ(titles("writing pad", settings), Titles{"Writing Pad"}) << "one way";
}

TEST_F(a_shelf, puts_the_title_before_the_description_and_the_whole_title_before_a_part) {
    add("Desk Organiser").description = "Holds a stapler.";
    add("Heavy Stapler with Pins and Box");
    add("Stapler");
    EXPECT_EQ(titles("stapler"), (Titles{"Stapler", "Heavy Stapler with Pins and Box", "Desk Organiser"}));
}
TEST_F(a_shelf, puts_words_that_stand_together_first) {
    add("Pen Case with Gel Grip");
    add("Case for Gel Pen Grip");
    EXPECT_EQ(titles("gel pen")[0], "Case for Gel Pen Grip");
}
TEST_F(a_shelf, puts_the_popular_first_and_the_sold_out_last) {
    add("Canvas One", 1), add("Canvas Two", 50'000), add("Canvas Three", 60'000).variants[0].available = 0;
    EXPECT_EQ(titles("canvas"), (Titles{"Canvas Two", "Canvas One", "Canvas Three"}));
    EXPECT_EQ(titles(""), (Titles{"Canvas Two", "Canvas One", "Canvas Three"}));
    EXPECT_EQ(titles("canvas three")[0], "Canvas Three") << "who asks for it by name finds it";
}
TEST_F(a_shelf, pins_and_boosts_as_the_store_says) {
    add("Gel Pen A"), add("Gel Pen B"), add("Gel Pen C", 0, "Kalam"), add("Gift Card");
    SearchSettings settings;
    Pin pin;
    pin.query = Text<1, 120>::parse("gel PEN");
    pin.products = {shop.products[3].id, shop.products[1].id};
    settings.pins = {pin};
    EXPECT_EQ(titles("gel pen", settings), (Titles{"Gift Card", "Gel Pen B", "Gel Pen A", "Gel Pen C"}));
    EXPECT_EQ(titles("pen", settings).size(), 3u) << "pins hold for their search only";
    Boost boost;
    boost.brand = Text<1, 120>::parse("Kalam"), boost.percent = {200};
    settings.pins.reset(), settings.boosts = {boost};
    EXPECT_EQ(titles("gel pen", settings)[0], "Gel Pen C");
    settings.boosts->at(0).percent = {-50};
    EXPECT_EQ(titles("gel pen", settings).back(), "Gel Pen C");
}
TEST_F(a_shelf, weighs_fields_as_the_store_says) {
    add("Organiser").description = "canvas";
    add("Canvas", 0);
    SearchSettings settings;
    settings.field_weights = FieldWeights{};
    settings.field_weights->description = Whole<0, 100>{0};
    EXPECT_EQ(titles("canvas"), (Titles{"Canvas", "Organiser"}));
    EXPECT_EQ(titles("canvas", settings), Titles{"Canvas"}) << "a field of weight 0 is not searched";
}

TEST_F(a_shelf, explains_every_hit_to_the_last_point) {
    add("Blue Gel Pen", 40), add("Blue Gel Pens in a Box", 3'000, "Kalam"), add("Blue Folder for a Gel Pen").variants[0].available = 0;
    SearchSettings settings;
    Boost boost;
    boost.brand = Text<1, 120>::parse("Kalam"), boost.percent = {30};
    settings.boosts = {boost};
    auto found = find({.text = "blue gel pen", .explain = true}, settings);
    ASSERT_EQ(found.explanations.size(), 3u);
    for (const auto& hit : found.explanations) {
        std::int64_t points = 0;
        ASSERT_EQ(hit.words.size(), 2u) << "'gel pen' has variants and stays together";
        for (const auto& word : hit.words) points += word.points;
        EXPECT_EQ(hit.text_points, points * (100 + hit.exactness_percent + hit.nearness_percent) / 100) << to_json(hit);
        EXPECT_EQ(hit.total, hit.text_points * (100 + hit.popularity_percent) * hit.stock_percent * (100 + hit.boost_percent) / 10'000) << to_json(hit);
    }
    EXPECT_GE(found.explanations[0].total, found.explanations[1].total);
    auto sold_out = std::ranges::find(found.explanations, shop.products[2].id, &HitExplanation::product);
    EXPECT_EQ(sold_out->stock_percent, 50);
}
TEST_F(a_shelf, marks_the_words_that_answered) {
    add("Blue <b>Gel</b> Pens, 5").title_local = "نیلا جیل پین";
    auto card = find({.text = "gel pen", .marks = true}).items.at(0);
    std::string text, marked;
    for (const auto& part : *card.title_parts) text += part.text, marked += part.hit ? "[" + part.text + "]" : part.text;
    EXPECT_EQ(text, card.title);
    EXPECT_EQ(marked, "Blue <b>[Gel]</b> [Pens], 5");
    ASSERT_TRUE(card.title_local_parts);
    EXPECT_TRUE(std::ranges::any_of(*card.title_local_parts, [](const TextPart& part) { return part.hit && part.text == "جیل"; }));
    EXPECT_FALSE(find({.text = "", .marks = true}).items.at(0).title_parts);
}
TEST_F(a_shelf, spreads_prices_over_round_steps) {
    for (int i = 0; i < 100; ++i) add("Thing " + std::to_string(i)).variants[0].price = 1'000 + i * 530;
    auto found = find({.price_min = 5'000});
    std::int64_t sum = 0;
    for (const auto& bucket : found.price_histogram) {
        sum += bucket.count;
        EXPECT_EQ(bucket.to - bucket.from + 1, found.price_histogram[0].to - found.price_histogram[0].from + 1);
    }
    EXPECT_EQ(sum, 100) << "before the price filter";
    EXPECT_LE(found.price_histogram.size(), 12u);
    EXPECT_LE(found.price_histogram.front().from, found.price_least);
    EXPECT_GE(found.price_histogram.back().to, found.price_most);
}

/// Between two pages products change their prices, go, and come.
class a_walk : public ::testing::TestWithParam<Sort> {};

TEST_P(a_walk, shows_nothing_twice_and_loses_nothing_that_stayed) {
    std::mt19937_64 random(11);
    auto shop = testing::sample_shop(300, 12);
    StoreState state;
    auto put = [&](const std::vector<SourceProduct>& products, const std::vector<ProductId>& gone = {}) {
        SegmentBuilder builder;
        std::vector<ProductId> ids = gone;
        for (const auto& product : products) builder.add(product), ids.push_back(product.id);
        state.apply(ids, builder.finish(), *Currency::parse("PKR"));
    };
    put(shop.products);
    std::set<ProductId> stayed, shown;
    for (const auto& product : shop.products) stayed.insert(product.id);
    Wanted wanted{.sort = GetParam(), .limit = 20};
    for (std::uint64_t version = 1;; ++version) {
        auto found = state.publish(version)->search(wanted);
        for (const auto& card : found.items) EXPECT_TRUE(shown.insert(card.id).second) << card.slug << " came twice";
        if (!found.next) break;
        wanted.after = found.next;
        std::vector<SourceProduct> changed;
        for (int i = 0; i < 15; ++i) {
            auto& product = shop.products[random() % shop.products.size()];
            if (std::ranges::any_of(changed, [&](const auto& known) { return known.id == product.id; })) continue;
            product.variants[0].price = std::int64_t(1 + random() % 900) * 100;
            product.popularity = std::int64_t(random() % 5'000);
            product.variants[0].available = std::int64_t(random() % 3);
            changed.push_back(product);
        }
        changed.push_back(testing::sample_product(shop, random, 1'000 + version));
        std::vector<ProductId> gone;
        if (auto index = random() % shop.products.size(); std::ranges::none_of(changed, [&](const auto& p) { return p.id == shop.products[index].id; })) {
            gone.push_back(shop.products[index].id);
            stayed.erase(gone[0]);
            shop.products.erase(shop.products.begin() + std::ptrdiff_t(index));
        }
        put(changed, gone);
    }
    for (auto id : stayed) EXPECT_TRUE(shown.contains(id)) << "lost";
}
INSTANTIATE_TEST_SUITE_P(in_every_order, a_walk, ::testing::Values(Sort::relevance, Sort::price_up, Sort::price_down, Sort::newest, Sort::popularity));

}  // namespace
}  // namespace vitrine::search
