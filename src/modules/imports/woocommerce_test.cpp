#include <gtest/gtest.h>

#include "modules/imports/foreign_testing.h"

namespace vitrine::imports {
namespace {

using Texts = std::vector<std::string>;
using Options = std::vector<NamedValue>;

foreign::ForeignOutcome awkward() { return foreign::read_foreign(foreign::file_text("tests/data/woocommerce_awkward.csv"), Format::woocommerce); }

TEST(woocommerce, is_read_as_it_is_exported) {
    auto read = awkward();
    EXPECT_EQ(read.faults, Texts{});
    ASSERT_EQ(read.slugs(), (Texts{"hoodie-hat", "pen", "pen-2", "far-away"}));

    const auto& hoodie = read.products[0];
    EXPECT_EQ(hoodie.title, "Hoodie & Hat");
    EXPECT_EQ(hoodie.description, "<p>Warm\\, soft\n</p><h2>Warm</h2><p>\nMade of wool.\nTwo lines.</p>");
    EXPECT_EQ(hoodie.category, "hoodies");
    EXPECT_EQ(hoodie.brand, "Woolly");
    EXPECT_EQ(hoodie.tags, (Texts{"warm", "winter, cold"}));
    EXPECT_EQ(hoodie.images, (std::vector<ImageDraft>{{"https://shop.example.com/h1.jpg", ""}, {"https://shop.example.com/h2.jpg", ""}}));
    ASSERT_EQ(hoodie.variants.size(), 2u) << "one by SKU far above its parent, one by id below; the third is switched off";
    EXPECT_EQ(hoodie.variants[0].sku, "HOOD-BLU-M");
    EXPECT_EQ(hoodie.variants[0].options, (Options{{"Colour", "Blue"}, {"Size", "M"}}));
    EXPECT_EQ(hoodie.variants[0].price.minor, 4'200);
    EXPECT_EQ(hoodie.variants[0].compare_at_price->minor, 4'500);
    EXPECT_EQ(hoodie.variants[0].stock, 7);
    EXPECT_EQ(hoodie.variants[0].weight_grams, 750) << "its parent's";
    EXPECT_EQ(hoodie.variants[0].image_url, "https://shop.example.com/blue.jpg");
    EXPECT_EQ(hoodie.variants[1].options, (Options{{"Colour", "Red"}, {"Size", "Any"}}));
    EXPECT_EQ(hoodie.variants[1].stock, 0);
    EXPECT_EQ(hoodie.variants[1].weight_grams, 800);

    const auto& pen = read.products[1];
    EXPECT_EQ(pen.variants[0].sku, "PEN-1");
    EXPECT_EQ(pen.variants[0].price.minor, 1'999) << "a sale that lasts, with decimal commas";
    EXPECT_EQ(pen.variants[0].compare_at_price->minor, 2'500);
    EXPECT_EQ(pen.variants[0].weight_grams, 1'500);
    EXPECT_EQ(pen.attributes, (Options{{"nib", "0.5 mm, 0.7 mm"}}));
    EXPECT_EQ(read.products[2].status, "draft");
    EXPECT_EQ(read.products[2].variants[0].price.minor, 2'000) << "its sale begins next year";
    EXPECT_EQ(read.products[3].status, "draft");
    EXPECT_EQ(read.products[3].attributes, (Options{{"external_url", "https://elsewhere.example.com/x"}}));
}

TEST(woocommerce, says_what_it_changed_and_left_out) {
    EXPECT_EQ(awkward().notices, (Texts{"3 Categories category.left_out", "8  option.any", "8 SKU sku.made", "9 Type variant.disabled", "4 SKU sku.changed", "5 Regular price sale.left_out",
                                        "5 SKU sku.made", "5 Stock stock.not_counted", "6 Type product.external", "6 Stock stock.not_counted", "7 Type product.grouped",
                                        "10 Regular price variant.without_price"}));
}

TEST(woocommerce, reports_variations_without_a_parent_and_unknown_types) {
    const std::string header = "ID,Type,SKU,Name,Published,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s)\n";
    auto read = foreign::read_foreign(header + "1,simple,A,A,1,5,Pens,,,\n2,variation,B,B,1,5,,id:9,Size,S\n3,course,C,C,1,5,Pens,,,\n4,simple,D,D,1,five,Pens,,,\n", Format::woocommerce);
    EXPECT_EQ(read.faults, (Texts{"4 Type product.type_unknown", "5 Regular price price.not_a_number", "3 Type product.parent_unknown"}));
}

TEST(woocommerce, weighs_in_the_unit_of_the_header) {
    auto read = foreign::read_foreign("ID,Type,SKU,Name,Published,Weight (lbs),Regular price,Categories\n1,simple,A,A,1,2,5,Pens\n", Format::woocommerce);
    ASSERT_EQ(read.products.size(), 1u);
    EXPECT_EQ(read.products[0].variants[0].weight_grams, 907);
}

TEST(woocommerce, keeps_thousands_of_variations_apart_in_any_order) {
    std::string text = "ID,Type,SKU,Name,Published,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s)\n";
    for (int i = 0; i < 3'000; ++i) text += std::to_string(1'000 + i) + ",variation,V" + std::to_string(i) + ",v,1,5,,id:" + std::to_string(1 + i % 30) + ",Size," + std::to_string(i) + "\n";
    for (int i = 30; i > 0; --i) text += std::to_string(i) + ",variable,P" + std::to_string(i) + ",Product " + std::to_string(i) + ",1,,Pens,,Size,1\n";
    auto read = foreign::read_foreign(text, Format::woocommerce);
    EXPECT_EQ(read.faults, Texts{});
    ASSERT_EQ(read.products.size(), 30u);
    for (const auto& product : read.products) EXPECT_EQ(product.variants.size(), 100u) << product.slug;
    EXPECT_EQ(read.products[0].slug, "product-30");
    EXPECT_EQ(read.products[0].variants[0].sku, "V29");
}

}  // namespace
}  // namespace vitrine::imports
