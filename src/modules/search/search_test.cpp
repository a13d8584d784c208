#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "modules/search/fold.h"
#include "modules/search/testing.h"

namespace vitrine::search {
namespace {

using testing::SampleShop;

std::set<std::pair<std::string, std::string>> facet_values(const SourceProduct& product) {
    std::set<std::pair<std::string, std::string>> out;
    if (!product.brand.empty()) out.emplace("brand", product.brand);
    for (const auto& attribute : product.attributes) out.insert(attribute);
    for (const auto& variant : product.variants)
        for (const auto& [name, value] : variant.options) out.emplace(name == "Colour" ? "colour" : name, value);
    return out;
}

std::set<std::string> words_of(const SourceProduct& product) {
    std::string text = product.title + " " + product.title_local + " " + product.brand + " " + product.category_words + " " + product.description;
    for (const auto& tag : product.tags) text += " " + tag;
    for (const auto& [code, value] : facet_values(product)) text += " " + value;
    auto words = fold_words(text);
    return {words.begin(), words.end()};
}

/// "0.4" → 4. By itself, so that it does not err as what it judges does.
std::int64_t tenths(const std::string& number) { return std::int64_t(std::lround(std::stod(number) * 10)); }

bool is_within(const std::string& value, const std::string& range) {
    auto dots = range.find("..");
    auto low = range.substr(0, dots), high = range.substr(dots + 2);
    return (low.empty() || tenths(low) <= tenths(value)) && (high.empty() || tenths(value) <= tenths(high));
}

bool holds(const std::set<std::pair<std::string, std::string>>& values, const std::string& code, const std::string& wanted) {
    if (wanted.find("..") == std::string::npos) return values.contains({code, wanted});
    return std::ranges::any_of(values, [&](const auto& value) { return value.first == code && is_within(value.second, wanted); });
}

std::int64_t lowest_price(const SourceProduct& product) { return std::ranges::min(product.variants, {}, &SourceVariant::price).price; }

/// The plainest possible reading of what a query means.
bool passes(const SampleShop& shop, const SourceProduct& product, const Wanted& wanted, const std::string& left_out_facet, bool with_price) {
    if (!wanted.category_slug.empty()) {
        auto path = shop.taxonomy->path(shop.taxonomy->find(product.category));
        if (std::ranges::none_of(path, [&](auto c) { return shop.taxonomy->categories()[c].slug == wanted.category_slug; })) return false;
    }
    std::int64_t available = 0;
    for (const auto& variant : product.variants) available += variant.available;
    if (wanted.in_stock && available == 0) return false;
    auto price = lowest_price(product);
    if (with_price && wanted.price_min && price < *wanted.price_min) return false;
    if (with_price && wanted.price_max && price > *wanted.price_max) return false;
    auto values = facet_values(product);
    for (const auto& [code, any] : wanted.filter)
        if (code != left_out_facet && std::ranges::none_of(any, [&](const auto& value) { return holds(values, code, value); })) return false;
    return std::ranges::all_of(fold_words(wanted.text), [words = words_of(product)](const auto& word) { return words.contains(word); });
}

Wanted random_query(const SampleShop& shop, std::mt19937_64& random) {
    static const std::vector<std::string> texts{"", "", "pen 120", "notebook kalam", "smoothly canvas 130", "کاپی 110", "gift 140 shelf", "root blue 101"};
    Wanted wanted;
    wanted.text = texts[random() % texts.size()];
    if (!wanted.text.empty() && wanted.text != "کاپی 110") wanted.text += " paper";  // a whole last word: prefixes are tested by themselves
    if (random() % 2) wanted.category_slug = shop.categories[random() % shop.categories.size()].slug;
    static const std::vector<std::pair<std::string, std::vector<std::string>>> filters{
        {"brand", {"Kalam", "Waraq", "Nobody"}}, {"colour", {"Black", "Blue", "Red"}}, {"size", {"A3", "A4"}}, {"weight", {"0.4", "1..2", "..0.8", "2.5..", "9..10"}}};
    for (const auto& [code, values] : filters)
        if (random() % 3 == 0)
            for (const auto& value : values)
                if (random() % 2) wanted.filter[code].push_back(value);
    if (random() % 3 == 0) wanted.price_min = std::int64_t(random() % 30'000);
    if (random() % 3 == 0) wanted.price_max = std::int64_t(random() % 50'000);
    wanted.in_stock = random() % 3 == 0;
    wanted.sort = Sort(random() % 5);
    wanted.limit = 1 + random() % 40;
    wanted.offset = random() % 3 ? 0 : random() % 20;
    return wanted;
}

void expect_same_as_scan(const SampleShop& shop, const StoreSnapshot& snapshot, const Wanted& wanted) {
    auto found = snapshot.search(wanted);
    std::map<std::pair<std::string, std::string>, std::int64_t> counts;
    std::set<ProductId> matches;
    std::int64_t least = INT64_MAX, most = 0;
    for (const auto& product : shop.products) {
        bool matched = passes(shop, product, wanted, "", true);
        if (matched) matches.insert(product.id);
        if (passes(shop, product, wanted, "", false)) least = std::min(least, lowest_price(product)), most = std::max(most, lowest_price(product));
        for (const auto& value : facet_values(product))
            if (wanted.filter.contains(value.first) ? passes(shop, product, wanted, value.first, true) : matched) ++counts[value];
    }
    ASSERT_EQ(found.total, std::int64_t(matches.size())) << wanted.text;
    EXPECT_EQ(found.price_least, least == INT64_MAX ? 0 : least);
    EXPECT_EQ(found.price_most, most);
    EXPECT_EQ(found.items.size(), std::min(wanted.limit, matches.size() - std::min(matches.size(), wanted.offset)));
    for (const auto& card : found.items) EXPECT_TRUE(matches.contains(card.id)) << card.title;
    for (size_t i = 1; i < found.items.size(); ++i) {
        if (wanted.sort == Sort::price_up) EXPECT_LE(found.items[i - 1].price.minor, found.items[i].price.minor);
        if (wanted.sort == Sort::price_down) EXPECT_GE(found.items[i - 1].price.minor, found.items[i].price.minor);
    }
    for (const auto& facet : found.facets)
        for (const auto& value : facet.values) {
            auto counted = counts.find({facet.code, value.value});
            EXPECT_EQ(value.count, counted == counts.end() ? 0 : counted->second) << facet.code << "=" << value.value;
        }
    for (const auto& [code, values] : wanted.filter)
        EXPECT_TRUE(std::ranges::any_of(found.facets, [&](const auto& facet) { return facet.code == code; })) << "a chosen facet must be shown: " << code;
}

TEST(search, answers_thousands_of_random_queries_as_a_plain_scan_does) {
    auto shop = testing::sample_shop(250, 42);
    auto one = testing::snapshot_of(shop), several = testing::snapshot_of(shop, 3);
    std::mt19937_64 random(43);
    for (int i = 0; i < 2'000; ++i) {
        auto wanted = random_query(shop, random);
        expect_same_as_scan(shop, i % 2 ? *one : *several, wanted);
        if (HasFailure()) break;
    }
}

TEST(search, tells_what_numbers_span_and_puts_them_in_order) {
    auto shop = testing::sample_shop(200, 7);
    auto found = testing::snapshot_of(shop, 2)->search({.filter = {{"weight", {"1..2"}}}});
    auto facet = std::ranges::find(found.facets, "weight", &Facet::code);
    ASSERT_NE(facet, found.facets.end());
    ASSERT_TRUE(facet->number);
    EXPECT_EQ(to_json(*facet->number), R"({"least":"0.4","most":"2.8","unit":"kg","chosen_least":"1","chosen_most":"2"})") << "its own choice is left out of what it spans";
    std::vector<std::string> values;
    for (const auto& value : facet->values) values.push_back(value.value);
    EXPECT_EQ(values, (std::vector<std::string>{"0.4", "0.8", "1.2", "1.6", "2", "2.4", "2.8"}));
    auto size = std::ranges::find(found.facets, "size", &Facet::code);
    ASSERT_NE(size, found.facets.end());
    EXPECT_FALSE(size->number);
    EXPECT_EQ(testing::snapshot_of(shop)->search({.filter = {{"size", {"A3..A4"}}}}).total, 0) << "what is no number has no ranges";
}

TEST(search, counts_by_bitmap_as_by_document) {
    auto shop = testing::sample_shop(9'000, 5);  // so many for so few values that facets are counted by bitmap
    auto snapshot = testing::snapshot_of(shop);
    std::mt19937_64 random(6);
    for (int i = 0; i < 20; ++i) expect_same_as_scan(shop, *snapshot, random_query(shop, random));
}

TEST(search, gives_the_same_from_one_segment_as_from_many_merged) {
    auto shop = testing::sample_shop(500, 9);
    auto one = testing::snapshot_of(shop), several = testing::snapshot_of(shop, 4);
    std::vector<std::shared_ptr<const Segment>> segments;
    std::vector<Roaring> dead;
    for (const auto& part : several->parts()) segments.push_back(part.segment), dead.push_back(*part.dead);
    StoreSnapshot merged(2, one->currency(), shop.taxonomy, {{merge_segments(segments, dead), std::make_shared<const Roaring>()}}, Tuning::strict());
    std::mt19937_64 random(10);
    for (int i = 0; i < 300; ++i) {
        auto wanted = random_query(shop, random);
        auto a = one->search(wanted), b = merged.search(wanted);
        ASSERT_EQ(a.total, b.total) << wanted.text;
        ASSERT_EQ(a.items.size(), b.items.size());
        for (size_t k = 0; k < a.items.size(); ++k) EXPECT_EQ(to_json(a.items[k]), to_json(b.items[k]));
        EXPECT_EQ(to_json(a.facets), to_json(b.facets));
    }
    for (const auto& product : shop.products) {
        ASSERT_TRUE(merged.product(product.slug));
        EXPECT_EQ(to_json(*one->product(product.slug)), to_json(*merged.product(product.slug)));
        EXPECT_EQ(merged.variant(product.variants[0].id)->price.minor, product.variants[0].price);
    }
}

class a_shop : public ::testing::Test {
protected:
    SampleShop shop = [] {
        auto made = testing::sample_shop(0, 1);
        std::mt19937_64 random(2);
        auto add = [&](std::string title, std::string local, std::int64_t popularity) {
            auto product = testing::sample_product(made, random, made.products.size());
            product.title = title, product.title_local = local, product.brand = "Kalam", product.popularity = popularity, product.tags = {};
            made.products.push_back(product);
        };
        add("Waraq Spiral Notebook A4", "کاپی", 5);
        add("Fountain Pen, Café Edition", "فاؤنٹین پین", 9);
        add("Stapler 24/6", "سٹیپلر", 1);
        add("Pencil Set", "पेंसिल सेट", 3);
        return made;
    }();
    std::shared_ptr<const StoreSnapshot> snapshot = testing::snapshot_of(shop, 1, Tuning::usual());

    std::vector<std::string> titles(std::string text) {
        Wanted wanted;
        wanted.text = std::move(text);
        std::vector<std::string> out;
        for (const auto& card : snapshot->search(wanted).items) out.push_back(card.title);
        return out;
    }
};
using Titles = std::vector<std::string>;

TEST_F(a_shop, forgives_a_wrong_letter_and_says_what_was_meant) {
    Wanted wanted;
    wanted.text = "notebok";
    auto found = snapshot->search(wanted);
    ASSERT_EQ(found.items.size(), 1u);
    EXPECT_EQ(found.did_you_mean, "notebook");
    EXPECT_EQ(titles("tsapler"), Titles{"Stapler 24/6"}) << "two letters swapped are one edit";
    EXPECT_EQ(titles("fountian"), Titles{"Fountain Pen, Café Edition"});
    EXPECT_EQ(titles("notebok spirl"), Titles{"Waraq Spiral Notebook A4"}) << "edits in several words";
}
TEST_F(a_shop, does_not_guess_in_short_words) { EXPECT_TRUE(titles("pon").empty()); }
TEST_F(a_shop, does_not_guess_what_is_there) {
    Wanted wanted;
    wanted.text = "notebook";
    EXPECT_FALSE(snapshot->search(wanted).did_you_mean);
}
TEST_F(a_shop, finds_the_beginning_of_the_last_word_only) {
    EXPECT_EQ(titles("waraq note"), Titles{"Waraq Spiral Notebook A4"});
    EXPECT_EQ(titles("foun"), Titles{"Fountain Pen, Café Edition"});
    EXPECT_TRUE(testing::snapshot_of(shop)->search({.text = "wa notebook"}).items.empty());
}
TEST_F(a_shop, finds_words_without_their_accents_and_plurals_without_their_s) {
    EXPECT_EQ(titles("CAFE"), Titles{"Fountain Pen, Café Edition"});
    EXPECT_EQ(titles("staplers"), Titles{"Stapler 24/6"});
}
TEST_F(a_shop, finds_local_titles_however_their_letters_are_typed) {
    EXPECT_EQ(titles("کاپی"), Titles{"Waraq Spiral Notebook A4"});
    EXPECT_EQ(titles("كاپي"), Titles{"Waraq Spiral Notebook A4"}) << "Arabic kaf and yeh";
    EXPECT_EQ(titles("पेंसिल"), Titles{"Pencil Set"});
}
TEST_F(a_shop, finds_skus_and_barcodes_exactly) {
    const auto& product = shop.products[2];
    EXPECT_EQ(titles(product.variants[0].sku), Titles{product.title});
    EXPECT_EQ(titles(lower_ascii(product.variants[0].sku)), Titles{product.title});
    for (const auto& other : shop.products)
        if (!other.variants[0].barcode.empty()) EXPECT_EQ(titles(other.variants[0].barcode), Titles{other.title});
}
TEST_F(a_shop, puts_the_exact_word_before_the_longer_one) { EXPECT_EQ(titles("pen"), (Titles{"Fountain Pen, Café Edition", "Pencil Set"})); }
TEST_F(a_shop, knows_products_by_slug_and_id_and_nothing_else) {
    const auto& product = shop.products[0];
    EXPECT_EQ(snapshot->product(product.slug)->id, product.id);
    EXPECT_EQ(snapshot->product(product.id.text())->slug, product.slug);
    EXPECT_FALSE(snapshot->product("no-such-thing"));
    EXPECT_EQ(snapshot->product_version("no-such-thing"), 0u);
    EXPECT_FALSE(snapshot->variant(VariantId::next(Instant{})));
}
TEST_F(a_shop, suggests_products_and_better_spellings) {
    auto suggestions = snapshot->suggest("notebok", 5);
    ASSERT_EQ(suggestions.size(), 2u);
    EXPECT_EQ(suggestions[0].kind, "query");
    EXPECT_EQ(suggestions[0].text, "notebook");
    EXPECT_EQ(suggestions[1].text, "Waraq Spiral Notebook A4");
    EXPECT_EQ(snapshot->suggest("root", 8)[0].kind, "category");
}

TEST(snapshot, counts_categories_with_what_is_below_them) {
    auto shop = testing::sample_shop(300, 3);
    auto snapshot = testing::snapshot_of(shop, 3);
    std::int64_t sum = 0;
    for (const auto& root : snapshot->categories()) {
        Wanted wanted;
        wanted.category_slug = root.slug;
        EXPECT_EQ(root.count, snapshot->search(wanted).total);
        sum += root.count;
    }
    EXPECT_EQ(sum, 300);
    EXPECT_EQ(snapshot->size(), 300u);
}

}  // namespace
}  // namespace vitrine::search
