#include <gtest/gtest.h>

#include <algorithm>

#include "modules/catalog/api.h"
#include "modules/imports/api.h"
#include "modules/prices/api.h"
#include "modules/stock/api.h"
#include "tests/support/database.h"

namespace vitrine::imports {
namespace {

const std::string categories_csv = "slug,name,name_local,parent_slug,position\npens,Pens,قلم,,1\ngel-pens,Gel Pens,,pens,2\n";
const std::string header = "product_slug,title,category,brand,sku,barcode,option:Colour,price,compare_at_price,currency,stock,attr:nib\n";
const std::string gel = "kalam-gel,Kalam Gel Pen,gel-pens,Kalam,KG-BLU,,Blue,249.00,299.00,PKR,12,0.5 mm\nkalam-gel,,,,KG-RED,,Red,249.00,,PKR,0,\n";
const std::string roller = "roller,Roller Pen,pens,Waraq,ROL-1,40170725,,519.00,,PKR,40,0.7 mm\n";

class catalog_import : public testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database, 4};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));

    Result<Report> import(const std::string& text, bool is_dry_run = false) {
        Request request{[&text] { return bytes_of(std::string_view(text)); }, "test.csv", is_dry_run, *Currency::parse("PKR")};
        return floor.run(run(floor.db, ctx, request));
    }
    std::vector<catalog::VariantRow> variants_of(std::vector<std::string> slugs) {
        std::vector<catalog::ProductId> ids;
        for (auto& state : floor.run(floor.db.read(ctx, catalog::product_states(slugs)))) ids.push_back(state.id);
        return floor.run(floor.db.read(ctx, catalog::variants_by_id(ids)));
    }
    std::vector<std::string> skus_of(std::vector<std::string> slugs) {
        std::vector<std::string> out;
        for (auto& row : variants_of(std::move(slugs))) out.push_back(row.sku);
        std::ranges::sort(out);
        return out;
    }
    std::int64_t available(const std::string& slug) {
        std::vector<catalog::VariantId> ids;
        for (auto& row : variants_of({slug})) ids.push_back(row.id);
        std::int64_t sum = 0;
        for (auto& level : floor.run(floor.db.read(ctx, stock::available(ids)))) sum += level.available;
        return sum;
    }
    static std::vector<std::string> codes(const Report& report) {
        std::vector<std::string> out;
        for (const auto& fault : report.faults) out.push_back(std::to_string(fault.row) + " " + fault.column + " " + fault.code);
        return out;
    }
    /// Remembers every row version of every table but the import's own record.
    void remember_rows() { database.run("create table public.rows_before as " + all_rows); }
    /// Fails when a row was inserted, updated or deleted since.
    void expect_same_rows() {
        EXPECT_NO_THROW(database.run("do $$ begin if exists (((" + all_rows + ") except table public.rows_before) union all (table public.rows_before except (" + all_rows +
                                     "))) then raise exception 'rows were written'; end if; end $$"));
    }
    const std::string all_rows = [] {
        std::string sql;
        for (std::string table : {"catalog.categories", "catalog.brands", "catalog.attributes", "catalog.products", "catalog.variants", "catalog.changes", "prices.prices",
                                  "stock.levels"})
            sql += (sql.empty() ? "select '" : " union all select '") + table + "' as place, xmin::text as version, ctid::text as spot from " + table;
        return sql;
    }();
};
using Codes = std::vector<std::string>;

TEST_F(catalog_import, writes_products_variants_prices_and_stock) {
    EXPECT_EQ(import(categories_csv)->counts.created, 2);
    auto done = import(header + gel + roller);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->state, "applied");
    EXPECT_EQ(done->counts.created, 2);
    EXPECT_EQ(done->counts.variants, 3);
    EXPECT_EQ(skus_of({"kalam-gel", "roller"}), (Codes{"KG-BLU", "KG-RED", "ROL-1"}));
    EXPECT_EQ(available("roller"), 40);
    EXPECT_EQ(available("kalam-gel"), 12);
    auto blue = variants_of({"kalam-gel"})[0];
    EXPECT_EQ(blue.options.text, R"([["Colour", "Blue"]])");
    auto price = floor.run(floor.db.read(ctx, prices::current({blue.id})));
    EXPECT_EQ(price.at(0).minor, 24'900);
    EXPECT_EQ(price.at(0).compare_at_minor, 29'900);
}

TEST_F(catalog_import, writes_nothing_the_second_time) {
    import(categories_csv);
    import(header + gel + roller);
    remember_rows();
    EXPECT_EQ(import(categories_csv)->counts.created, 0);
    auto again = import(header + gel + roller);
    EXPECT_EQ(again->state, "applied");
    EXPECT_EQ(again->counts.unchanged, 2);
    EXPECT_EQ(again->counts.created + again->counts.updated + again->counts.levels_set, 0);
    expect_same_rows();
    EXPECT_EQ(import(header + gel)->counts.unchanged, 1);
    expect_same_rows();  // the comparison itself can fail: the next test writes
}

TEST_F(catalog_import, updates_what_differs_and_leaves_other_products_alone) {
    import(categories_csv);
    import(header + gel + roller);
    auto done = import(header + "roller,Roller Pen Pro,pens,Waraq,ROL-1,40170725,,499.00,,PKR,7,0.7 mm\n");
    EXPECT_EQ(done->counts.updated, 1);
    EXPECT_EQ(done->counts.levels_set, 1);
    EXPECT_EQ(available("roller"), 7);
    EXPECT_EQ(skus_of({"kalam-gel"}).size(), 2u);
    EXPECT_EQ(floor.run(floor.db.read(ctx, prices::current({variants_of({"roller"})[0].id}))).at(0).minor, 49'900);
}

TEST_F(catalog_import, archives_the_variants_a_named_product_no_longer_has) {
    import(categories_csv);
    import(header + gel);
    import(header + "kalam-gel,Kalam Gel Pen,gel-pens,Kalam,KG-BLU,,Blue,249.00,299.00,PKR,12,0.5 mm\n");
    EXPECT_EQ(skus_of({"kalam-gel"}), Codes{"KG-BLU"});
    import(header + gel);
    EXPECT_EQ(skus_of({"kalam-gel"}), (Codes{"KG-BLU", "KG-RED"})) << "and sells them again when they are back";
}

TEST_F(catalog_import, imports_nothing_when_one_row_is_wrong) {
    import(categories_csv);
    remember_rows();
    auto refused = import(header + gel + "roller,Roller Pen,pens,Waraq,ROL-1,,,5.999,,PKR,40,\n" + "inkless,Inkless,no-such,,INK-1,,,9,,USD,1,\n");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->state, "refused");
    EXPECT_EQ(codes(*refused), (Codes{"4 price price.too_many_decimals", "5 category category.unknown", "5 currency currency.not_sold"}));
    expect_same_rows();
    auto kept = floor.run(report(floor.db, ctx, refused->id));
    ASSERT_TRUE(kept);
    EXPECT_EQ(codes(*kept), codes(*refused));
    EXPECT_EQ(kept->counts.faults, 3);
}

TEST_F(catalog_import, reports_a_dry_run_and_writes_nothing) {
    import(categories_csv);
    import(header + roller);
    remember_rows();
    auto checked = import(header + gel + "roller,Roller Pen Pro,pens,Waraq,ROL-1,40170725,,519.00,,PKR,40,0.7 mm\n", true);
    EXPECT_EQ(checked->state, "checked");
    EXPECT_EQ(checked->counts.created, 1);
    EXPECT_EQ(checked->counts.updated, 1);
    expect_same_rows();
}

TEST_F(catalog_import, reports_skus_and_barcodes_that_other_products_have) {
    import(categories_csv);
    import(header + roller);
    auto refused = import(header + "other,Other Pen,pens,,ROL-1,,,5,,PKR,1,\n" + "third,Third Pen,pens,,THI-1,40170725,,5,,PKR,1,\n");
    EXPECT_EQ(codes(*refused), (Codes{"2 sku sku.taken", "3 barcode barcode.taken"}));
}

TEST_F(catalog_import, looks_again_at_products_that_somebody_edited_since) {
    import(categories_csv);
    import(header + roller);
    auto id = variants_of({"roller"})[0].id;
    auto edit = [&](pg::Tx& tx) -> Task<Result<bool>> {
        prices::save(tx, {{id, Money{100, *Currency::parse("PKR")}, {}}});
        tx.send(catalog::edit_variant(id, "active"));
        co_return true;
    };
    ASSERT_TRUE(floor.run(floor.db.transaction(ctx, edit)));
    EXPECT_EQ(import(header + roller)->counts.updated, 1);
    EXPECT_EQ(floor.run(floor.db.read(ctx, prices::current({id}))).at(0).minor, 51'900);
}

TEST_F(catalog_import, hands_a_barcode_from_one_article_to_another_within_a_file) {
    import(categories_csv);
    import(header + roller + "other,Other Pen,pens,,OTH-1,96385074,,5,,PKR,1,\n");
    auto swapped = import(header + "roller,Roller Pen,pens,Waraq,ROL-1,,,519.00,,PKR,40,0.7 mm\n");
    EXPECT_EQ(swapped->state, "applied");
    EXPECT_EQ(import(header + "other,Other Pen,pens,,OTH-1,40170725,,5,,PKR,1,\n")->state, "applied");
}

TEST_F(catalog_import, reports_the_faults_of_a_category_file) {
    auto refused = import("slug,name,parent_slug\npens,Pens,\nPENS,,\npens,Again,\ninks,Inks,nowhere\na,A,b\nb,B,a\n");
    EXPECT_EQ(refused->state, "refused");
    EXPECT_EQ(codes(*refused), (Codes{"3 slug slug.invalid", "3 name category.name_invalid", "4 slug category.duplicate", "5 parent_slug category.parent_unknown",
                                      "6 parent_slug category.circle", "7 parent_slug category.circle"}));
}

TEST_F(catalog_import, keeps_stores_apart) {
    import(categories_csv);
    import(header + roller);
    auto other = ctx;
    other.store = StoreId::next(clock_now());
    std::swap(ctx, other);
    EXPECT_EQ(import(header + roller)->state, "refused") << "the other store has no categories";
    import(categories_csv);
    EXPECT_EQ(import(header + roller)->counts.created, 1) << "the same SKU may be in both";
    EXPECT_FALSE(floor.run(report(floor.db, ctx, ImportId::next(ctx.now))));
}

}  // namespace
}  // namespace vitrine::imports
