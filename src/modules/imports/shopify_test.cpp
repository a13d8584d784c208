#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "modules/imports/foreign_testing.h"

namespace vitrine::imports {
namespace {

using Texts = std::vector<std::string>;
using Options = std::vector<NamedValue>;

TEST(shopify, is_read_as_it_is_exported) {
    auto read = foreign::read_foreign(foreign::file_text("tests/data/shopify_awkward.csv"), Format::shopify);
    EXPECT_EQ(read.faults, Texts{});
    EXPECT_EQ(read.slugs(), (Texts{"linen-kurta", "qalam", "formula", "qlm-nyla"}));

    const auto& kurta = read.products[0];
    EXPECT_EQ(kurta.title, "Linen \"Summer\" Kurta");
    EXPECT_EQ(kurta.description, "<p>Light, airy <strong>linen</strong>.</p><ul><li>Hand washed</li><li>Made in Lahore</li></ul>");
    EXPECT_EQ(kurta.brand, "Dastaan");
    EXPECT_EQ(kurta.category, "kurtas");
    EXPECT_EQ(kurta.tags, (Texts{"eid", "linen", "new"}));
    EXPECT_EQ(kurta.status, "active");
    EXPECT_EQ(kurta.attributes, (Options{{"gender", "female"}, {"age_group", "adult"}, {"condition", "new"}, {"fabric", "Linen; Cotton"}}));
    EXPECT_EQ(kurta.images, (std::vector<ImageDraft>{{"https://cdn.example.com/kurta-1.jpg?v=1", "Front"}, {"https://cdn.example.com/kurta-2.jpg?v=1", "Back, seam"},
                                                     {"https://cdn.example.com/kurta-3.jpg", ""}}));
    ASSERT_EQ(kurta.variants.size(), 3u);
    EXPECT_EQ(kurta.variants[0].options, (Options{{"Size", "S"}, {"Colour", "Sky Blue"}}));
    EXPECT_EQ(kurta.variants[0].price.minor, 349'000);
    EXPECT_EQ(kurta.variants[0].compare_at_price->minor, 420'000);
    EXPECT_EQ(kurta.variants[0].barcode, "4006381333931");
    EXPECT_EQ(kurta.variants[0].weight_grams, 220);
    EXPECT_EQ(kurta.variants[0].image_url, "https://cdn.example.com/kurta-blue.jpg");
    EXPECT_EQ(kurta.variants[0].row, 2u);
    EXPECT_EQ(kurta.variants[1].sku, "DK-M-BLU");
    EXPECT_EQ(kurta.variants[1].stock, 0);
    EXPECT_EQ(kurta.variants[1].compare_at_price, std::nullopt);
    EXPECT_EQ(kurta.variants[2].sku, "LINEN-KURTA-L-SKY-BLUE");
    EXPECT_EQ(kurta.variants[2].stock, std::nullopt) << "nobody counts it";

    const auto& pen = read.products[1];
    EXPECT_EQ(pen.description, "Sold by \"Waraq\" & sons\ntwo lines");
    EXPECT_EQ(pen.status, "draft");
    EXPECT_TRUE(pen.variants[0].options.empty()) << "Default Title is no option";
    EXPECT_EQ(read.products[2].title, "=HYPERLINK(\"http://x\",\"y\")");
    EXPECT_EQ(read.products[2].brand, "@brand");
    EXPECT_EQ(read.products[3].status, "draft") << "not published";
    EXPECT_EQ(read.products[3].category, "fallback");
    EXPECT_EQ(read.products[3].variants[0].sku, "Q-1-2") << "Shopify lets two variants have one SKU, we do not";
    EXPECT_EQ(read.products[3].variants[0].stock, 4);
}

TEST(shopify, says_what_it_changed_and_left_out) {
    auto read = foreign::read_foreign(foreign::file_text("tests/data/shopify_awkward.csv"), Format::shopify);
    EXPECT_EQ(read.notices, (Texts{"7 Variant Compare At Price compare_at_price.left_out", "7 Variant SKU sku.changed", "7 Variant Barcode barcode.left_out", "7 Variant Inventory Qty stock.below_zero",
                                   "8 Variant SKU sku.made", "13 Handle product.gift_card", "14 Handle slug.made", "14 Variant SKU sku.changed"}));
}

TEST(shopify, knows_the_newer_headers) {
    auto text = foreign::file_text("tests/data/shopify_new_headers.csv");
    EXPECT_EQ(foreign::detected(text), Format::shopify);
    auto read = foreign::read_foreign(text, Format::shopify);
    EXPECT_EQ(read.faults, Texts{});
    EXPECT_EQ(read.notices, Texts{});
    ASSERT_EQ(read.products.size(), 1u);
    const auto& mug = read.products[0];
    EXPECT_EQ(mug.slug, "clay-mug");
    EXPECT_EQ(mug.category, "mugs") << "the last of Home & Garden > Kitchen & Dining > Mugs";
    EXPECT_EQ(mug.variants[1].options, (Options{{"Glaze", "Blue"}}));
    EXPECT_EQ(mug.variants[0].price.minor, 125'000);
    EXPECT_EQ(mug.variants[0].compare_at_price->minor, 150'000);
    EXPECT_EQ(mug.variants[0].weight_grams, 380);
    EXPECT_EQ(mug.attributes, (Options{{"gender", "unisex"}, {"age_group", "adult"}, {"mpn", "KM-1"}, {"condition", "New"}}));
}

TEST(shopify, reports_what_it_cannot_understand_at_its_row_and_column) {
    const std::string header = "Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Status\n";
    auto read = foreign::read_foreign(header + "a,A,,Pens,Title,Default Title,A,ten,active\nb,,,Pens,Title,Default Title,B,1,active\n,C,,Pens,,,C,1,active\nd,D,,Pens,Size,S,D1,1,active\nd,,,,,S,D2,1,\n"
                                            "e,E,,Pens,,,E,1,paused\nf,F,\"x\"y,Pens,,,F,1,active\na,A again,,Pens,,,A2,1,active\n",
                                   Format::shopify);
    EXPECT_EQ(read.faults, (Texts{"2 Variant Price price.not_a_number", "3 Title title.missing", "4 Handle product.handle_missing", "6 option1_value option.duplicate_combination",
                                  "8 Vendor csv.text_after_quote", "7 Status status.unknown", "9 Handle product.rows_not_adjacent"}));
    EXPECT_TRUE(read.products.empty());
}

TEST(shopify, is_told_from_the_other_formats) {
    EXPECT_EQ(foreign::detected(foreign::file_text("tests/data/shopify_awkward.csv")), Format::shopify);
    EXPECT_EQ(foreign::detected(foreign::file_text("tests/data/woocommerce_awkward.csv")), Format::woocommerce);
    EXPECT_EQ(foreign::detected("product_slug,title,category,sku,price,currency\n"), Format::native);
    EXPECT_EQ(foreign::detected("slug,name,parent_slug\n"), Format::categories);
    EXPECT_EQ(foreign::detected("Handle;Title;Vendor\na;b;c\n"), Format::shopify);
    EXPECT_EQ(foreign::detected("x,y\n"), Format::native);
}

}  // namespace
}  // namespace vitrine::imports
