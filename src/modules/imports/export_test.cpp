#include <gtest/gtest.h>

#include <random>

#include "modules/catalog/api.h"
#include "modules/imports/export.h"
#include "modules/imports/export_file.h"
#include "modules/imports/foreign_testing.h"
#include "tests/support/database.h"

namespace vitrine::imports {
namespace {

/// A native file of everything that is hard to carry: scripts, quotes, line ends, what a spreadsheet would run, markup, variants with attributes of their own.
std::string generated_catalog(unsigned seed, bool are_attributes_shared) {
    std::mt19937 random(seed);
    auto pick = [&random](std::vector<std::string> list) { return list[random() % list.size()]; };
    std::string text;
    auto writer = csv_writer([&text](std::string_view bytes) { text += bytes; });
    writer->row({"product_slug", "title", "title_local", "description", "category", "brand", "tags", "status", "sku", "barcode", "price", "compare_at_price", "currency", "stock", "weight_grams",
                 "images", "image_alts", "variant_image", "option1_name", "option1_value", "option2_name", "option2_value", "attr:fabric", "attr:nib"});
    for (int i = 0; i < 40; ++i) {
        auto slug = "product-" + std::to_string(i);
        bool has_options = random() % 2, has_two = random() % 2;
        for (int v = 0, count = has_options ? 1 + int(random() % 4) : 1; v < count; ++v) {
            std::vector<std::string> row(24);
            row[0] = slug;
            if (v == 0) {
                row[1] = pick({"Pen \"Blue\"", "'=SUM(A1)", "'-10% off", "'@home", "قلم نیلا", "नोटबुक, बड़ी", "A; B, C", "Tom & Jerry", "A &amp; B", "'+1"}) + (random() % 2 ? "" : " " + std::to_string(i));
                row[2] = pick({"", "قلم", "कलम"});
                row[3] = pick({"", "Two\nlines, \"quoted\"", "<p>Safe <strong>markup</strong></p><ul><li>A &amp; B</li></ul>", "'=cmd|x", "5 < 6 & 7 > 2"});
                row[4] = pick({"pens", "gel-pens"});
                row[5] = pick({"", "Waraq", "'@brand", "A & B"});
                row[6] = pick({"", "new|gift", "'=x|y", "a, b"});
                row[7] = pick({"active", "draft", "archived"});
                row[15] = pick({"", "https://cdn.example.com/a.jpg", "https://cdn.example.com/a.jpg|https://cdn.example.com/b.jpg?x=1"});
            }
            row[8] = "SKU-" + std::to_string(i) + "-" + std::to_string(v);
            row[10] = std::to_string(random() % 1000) + "." + std::to_string(10 + random() % 90);
            if (random() % 3 == 0) row[11] = "2000.00";
            row[12] = "PKR";
            row[13] = std::to_string(random() % 5);
            if (random() % 2) row[14] = std::to_string(1 + random() % 500);
            if (has_options) {
                row[17] = pick({"", "https://cdn.example.com/v.jpg"});
                row[18] = v == 0 ? "Colour" : "", row[19] = pick({"Blue", "Red, dark", "'=x", "نیلا"}) + std::to_string(v);
                if (has_two) row[20] = v == 0 ? "Size" : "", row[21] = "S";
            }
            if (v == 0 || !are_attributes_shared) row[22] = pick({"", "Linen; Cotton", "'=1+1"}), row[23] = pick({"", "0.5 mm", "-3"});
            if (v > 0 && !are_attributes_shared && random() % 3 == 0) row[22] = "(none)";
            writer->row(row);
        }
    }
    writer->finish();
    return text;
}

class catalog_export : public testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database, 4};

    Ctx empty_store() {
        auto ctx = test::ctx_of(StoreId::next(clock_now()));
        import(ctx, "slug,name,parent_slug\npens,Pens,\ngel-pens,Gel Pens,pens\n");
        return ctx;
    }
    void import(const Ctx& ctx, const std::string& text) {
        Request request{[&text] { return bytes_of(std::string_view(text)); }, "test.csv", false, *Currency::parse("PKR")};
        auto done = floor.run(run(floor.db, ctx, request));
        ASSERT_TRUE(done);
        for (const auto& fault : done->faults) ADD_FAILURE() << fault.row << " " << fault.column << " " << fault.code << " " << fault.text;
        ASSERT_EQ(done->state, "applied");
    }
    std::string exported(const Ctx& ctx, ExportRequest request) {
        request.currency = *Currency::parse("PKR");
        std::string text;
        auto writer = csv_writer([&text](std::string_view bytes) { text += bytes; });
        floor.run(export_catalog(floor.db, ctx, request, *writer));
        return text;
    }
    std::string exported_sheet(const Ctx& ctx) {
        ExportFile file;
        auto writer = sheet_writer(file.path());
        floor.run(export_catalog(floor.db, ctx, {Format::native, *Currency::parse("PKR"), {}, {}}, *writer));
        return foreign::file_text(file.path());
    }
};

TEST_F(catalog_export, gives_the_same_bytes_after_a_round_trip) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
        auto first = empty_store(), second = empty_store();
        import(first, generated_catalog(seed, false));
        auto text = exported(first, {});
        EXPECT_GT(std::ranges::count(text, '\n'), 40);
        import(second, text);
        EXPECT_EQ(exported(second, {}), text) << "seed " << seed;
    }
}

TEST_F(catalog_export, comes_back_from_a_workbook) {
    auto first = empty_store(), second = empty_store();
    import(first, generated_catalog(4, false));
    import(second, exported_sheet(first));
    EXPECT_EQ(exported(second, {}), exported(first, {}));
}

TEST_F(catalog_export, means_the_same_after_a_trip_through_other_systems) {
    for (auto format : {Format::shopify, Format::woocommerce}) {
        auto first = empty_store(), second = empty_store();
        import(first, generated_catalog(5, true));
        auto text = exported(first, {.format = format});
        import(second, text);
        EXPECT_EQ(exported(second, {.format = format}), text);
    }
}

TEST_F(catalog_export, guards_what_a_spreadsheet_would_run) {
    auto ctx = empty_store();
    import(ctx, "product_slug,title,category,sku,price,currency\na,'=HYPERLINK(1),pens,A,1,PKR\n");
    EXPECT_TRUE(exported(ctx, {}).contains("\na,'=HYPERLINK(1),")) << "kept as =HYPERLINK(1), written with its guard";
    EXPECT_EQ(floor.run(floor.db.read(ctx, catalog::products_after("", 10, {}, {}))).at(0).title, "=HYPERLINK(1)");
}

TEST_F(catalog_export, takes_a_category_with_what_is_below_it_and_a_status) {
    auto ctx = empty_store();
    import(ctx, "product_slug,title,category,status,sku,price,currency\na,A,pens,active,A,1,PKR\nb,B,gel-pens,draft,B,1,PKR\n");
    auto rows = [&](ExportRequest request) { return std::ranges::count(exported(ctx, std::move(request)), '\n') - 1; };
    EXPECT_EQ(rows({}), 2);
    EXPECT_EQ(rows({.category = "pens"}), 2);
    EXPECT_EQ(rows({.category = "gel-pens"}), 1);
    EXPECT_EQ(rows({.statuses = {"active"}}), 1);
    EXPECT_EQ(exported(ctx, {.format = Format::categories}), "slug,name,name_local,parent_slug,position\npens,Pens,,,0\ngel-pens,Gel Pens,,pens,1\n");
}

}  // namespace
}  // namespace vitrine::imports
