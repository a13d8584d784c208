// What the search counts from its bitmaps is what SQL counts from the tables, for any filters.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "modules/imports/api.h"
#include "modules/search/api.h"
#include "tests/shop/generated_catalog.h"
#include "tests/shop/long.h"
#include "tests/support/database.h"
#include "tests/support/statement.h"

namespace vitrine {
namespace {

// A plain reading of the tables, made once: products that are shown, and every value that each has.
constexpr const char* oracle = R"(
create schema oracle;
create table oracle.products as
  select p.id as product, min(pr.minor) as price_low, sum(greatest(coalesce(l.on_hand - l.reserved, 0), 0)) as available,
         (with recursive up as (select c.id, c.slug, c.parent_id from catalog.categories c where c.store_id = p.store_id and c.id = p.category_id
                                union all select c.id, c.slug, c.parent_id from up join catalog.categories c on c.store_id = p.store_id and c.id = up.parent_id)
          select array_agg(slug) from up) as categories
  from catalog.products p
  join catalog.variants v on v.store_id = p.store_id and v.product_id = p.id and v.status = 'active'
  join prices.prices pr on pr.store_id = p.store_id and pr.variant_id = v.id
  left join stock.levels l on l.store_id = p.store_id and l.variant = v.id
  where p.is_live
  group by p.store_id, p.id, p.category_id;
create table oracle.found as
  select distinct p.product, f.code, f.value
  from oracle.products p
  join catalog.products c on c.id = p.product
  cross join lateral (
    select 'brand' as code, b.name as value from catalog.brands b where b.store_id = c.store_id and b.id = c.brand_id
    union select a.key, a.value from jsonb_each_text(c.attributes) a
    union select a.key, a.value from catalog.variants v, jsonb_each_text(v.attributes) a where v.store_id = c.store_id and v.product_id = c.id and v.status = 'active'
    union select replace(lower(o.value ->> 0), ' ', '_'), o.value ->> 1 from catalog.variants v, jsonb_array_elements(v.options) o
      where v.store_id = c.store_id and v.product_id = c.id and v.status = 'active') f;
create index on oracle.found (product, code, value);
analyze oracle.products;
analyze oracle.found;
grant usage on schema oracle to vitrine_app;
grant select on all tables in schema oracle to vitrine_app;
)";

struct Counted {
    std::string code, value;
    std::int64_t count = 0;
};
SHAPE(Counted, code, value, count)

const test::Statement<std::vector<std::string>, std::vector<std::string>, std::string, bool, std::int64_t, std::int64_t> count_all("count_all", R"(
with wanted (code, value) as (select * from unnest($1, $2)),
codes as (select distinct code from wanted),
base as (select p.* from oracle.products p where ($3 = '' or $3 = any (p.categories)) and (not $4 or p.available > 0)),
judged as (
  select b.product, b.price_low, b.price_low between $5 and $6 as price_fits, count(c.code) filter (where not f.fits) as failed, max(c.code) filter (where not f.fits) as failed_code
  from base b left join codes c on true
  left join lateral (select exists (select from oracle.found v join wanted w using (code, value) where v.product = b.product and w.code = c.code) as fits) f on true
  group by b.product, b.price_low)
select '' as code, 'total' as value, count(*) filter (where failed = 0 and price_fits) as count from judged
union all select '', 'least', coalesce(min(price_low) filter (where failed = 0), 0) from judged
union all select '', 'most', coalesce(max(price_low) filter (where failed = 0), 0) from judged
union all select v.code, v.value, count(*) from judged j join oracle.found v using (product)
  where j.price_fits and (j.failed = 0 or (j.failed = 1 and j.failed_code = v.code)) group by v.code, v.value)");

class search_and_sql : public testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database, 4};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));
    std::shared_ptr<search::Snapshots> snapshots = search::make_snapshots();
    std::mt19937_64 random{77};
    std::vector<std::string> categories;
    std::map<std::string, std::vector<std::string>> values;

    void TearDown() override { floor.run(snapshots->stop()); }

    void import(const std::string& text) {
        auto done = floor.run(imports::run(floor.db, ctx, {[&text] { return imports::bytes_of(std::string_view(text)); }, "test.csv", false, *Currency::parse("PKR")}));
        ASSERT_TRUE(done);
        ASSERT_EQ(done->state, "applied") << to_json(*done).substr(0, 2'000);
    }

    search::Wanted random_query() {
        search::Wanted wanted{.limit = 10};
        if (random() % 2) wanted.category_slug = categories[random() % categories.size()];
        for (auto facets = random() % 4; facets > 0; --facets) {
            auto facet = std::next(values.begin(), std::ptrdiff_t(random() % values.size()));
            auto& chosen = wanted.filter[facet->first];
            for (auto n = 1 + random() % 3; n > 0; --n) {
                const auto& value = facet->second[random() % facet->second.size()];
                if (std::ranges::find(chosen, value) == chosen.end()) chosen.push_back(value);
            }
        }
        if (random() % 3 == 0) wanted.price_min = std::int64_t(random() % 200'000);
        if (random() % 3 == 0) wanted.price_max = std::int64_t(random() % 400'000);
        wanted.in_stock = random() % 3 == 0;
        return wanted;
    }

    void expect_same(const search::Snapshot& snapshot, const search::Wanted& wanted) {
        std::vector<std::string> codes, chosen;
        for (const auto& [code, list] : wanted.filter)
            for (const auto& value : list) codes.push_back(code), chosen.push_back(value);
        auto rows = floor.run(floor.db.read(ctx, count_all.many<Counted>(codes, chosen, wanted.category_slug, wanted.in_stock, wanted.price_min.value_or(0), wanted.price_max.value_or(INT64_MAX))));
        std::map<std::pair<std::string, std::string>, std::int64_t> counts;
        for (auto& row : rows) counts[{row.code, row.value}] = row.count;
        auto found = snapshot.search(wanted);
        std::string asked = (wanted.category_slug.empty() ? std::string("-") : wanted.category_slug) + (wanted.in_stock ? " in stock" : "");
        for (const auto& [code, list] : wanted.filter)
            for (const auto& value : list) asked += " " + code + "=" + value;
        ASSERT_EQ(found.total, (counts[{"", "total"}])) << asked << " from " << wanted.price_min.value_or(0) << " to " << wanted.price_max.value_or(0);
        EXPECT_EQ(found.price_least, (counts[{"", "least"}]));
        EXPECT_EQ(found.price_most, (counts[{"", "most"}]));
        std::int64_t in_buckets = 0;
        for (const auto& bucket : found.price_histogram) in_buckets += bucket.count;
        EXPECT_GE(in_buckets, found.total);
        for (const auto& facet : found.facets)
            for (const auto& value : facet.values) EXPECT_EQ(value.count, (counts[{facet.code, value.value}])) << facet.code << " = " << value.value;
        for (const auto& [code, list] : wanted.filter)
            EXPECT_TRUE(std::ranges::any_of(found.facets, [&](const auto& facet) { return facet.code == code; })) << code;
    }
};

TEST_F(search_and_sql, count_the_same) {
    auto shop = test::generated_catalog("stationery", std::uint64_t(test::rounds(1'500, 10'000)), 5);
    import(shop.categories_csv);
    import(shop.products_csv);
    database.run(oracle);
    for (const auto& category : shop.categories) categories.push_back(category.slug);
    floor.run(snapshots->start(floor.loop, database.worker(), database.app()));
    auto snapshot = snapshots->of(ctx.store);
    ASSERT_EQ(snapshot->size(), shop.products.size());
    for (const auto& facet : snapshot->search({}).facets)
        for (const auto& value : facet.values) values[facet.code].push_back(value.value);
    ASSERT_GE(values.size(), 4u);
    auto queries = test::rounds(150, 3'000);
    for (int i = 0; i < queries && !HasFailure(); ++i) expect_same(*snapshot, random_query());
}

}  // namespace
}  // namespace vitrine
