// How fast and how large the in-memory catalog is: search_bench [products] [folder for a private PostgreSQL].
// Without a folder: index and search only. With one: import, repeated import and first load as well.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>

#include "io/pg/cluster.h"
#include "io/pg/migrate.h"
#include "modules/imports/api.h"
#include "modules/imports/import_rows.h"
#include "modules/imports/sample.h"
#include "modules/search/segment_build.h"
#include "modules/search/store_snapshot.h"

namespace {

using namespace vitrine;
using Clock = std::chrono::steady_clock;

/// Of this thread's own work: on a busy machine the clock on the wall measures the others.
double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}
double ms_since(Clock::time_point began) { return std::chrono::duration<double, std::milli>(Clock::now() - began).count(); }

long resident_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6)) / 1024;
    return 0;
}

struct Files {
    std::string categories, products;
};
Files sample(std::uint64_t count) {
    std::ifstream in("presets/stationery/recipe.toml");
    std::ostringstream text;
    text << in.rdbuf();
    auto recipe = imports::read_sample_recipe(text.str());
    Files files;
    imports::sample_categories(recipe, [&](std::string_view bytes) { files.categories += bytes; });
    imports::sample_catalog(recipe, count, 7, [&](std::string_view bytes) { files.products += bytes; });
    return files;
}

std::shared_ptr<const search::StoreSnapshot> build(const Files& files) {
    std::map<std::string, catalog::CategoryId> ids;
    std::vector<catalog::CategoryRow> rows;
    auto now = clock_now();
    imports::ImportLookup lookup{[&](std::string_view slug) { return ids.try_emplace(std::string(slug), catalog::CategoryId::next(now)), true; }, [](Currency) { return true; }, {}};
    std::vector<search::SourceProduct> products;
    imports::read_products(imports::bytes_of(files.products), lookup, [&](imports::ProductDraft&& draft) {
        search::SourceProduct product;
        product.id = catalog::ProductId::next(now);
        product.slug = draft.slug, product.title = draft.title, product.title_local = draft.title_local, product.description = draft.description, product.brand = draft.brand;
        product.category = ids.at(draft.category), product.category_words = draft.category, product.tags = draft.tags, product.attributes = draft.attributes;
        product.popularity = std::int64_t(products.size() * 7919 % 10'000), product.created_at = product.updated_at = now;
        for (const auto& variant : draft.variants)
            product.variants.push_back({catalog::VariantId::next(now), variant.sku, variant.barcode, variant.price.minor,
                                        variant.compare_at_price ? std::optional(variant.compare_at_price->minor) : std::nullopt, variant.stock.value_or(0), variant.weight_grams,
                                        variant.options, variant.attributes});
        products.push_back(std::move(product));
    }, [](const imports::ImportFault& fault) { std::fprintf(stderr, "%s\n", fault.code.c_str()); });
    for (const auto& [slug, id] : ids) rows.push_back({id, slug, slug, {}, {}});
    auto began = cpu_ms();
    search::SegmentBuilder builder;
    for (const auto& product : products) builder.add(product);
    auto segment = builder.finish();
    std::printf("index one thread       %8.0f ms   %.0f bytes a product, %zu words\n", cpu_ms() - began, double(segment->bytes()) / double(segment->size()), segment->terms.size());
    return std::make_shared<const search::StoreSnapshot>(1, *Currency::parse("PKR"), std::make_shared<const search::Taxonomy>(rows, std::vector<catalog::AttributeRow>{}),
                                                         std::vector<search::Part>{{segment, std::make_shared<const Roaring>()}});
}

void measure(const char* name, const search::Snapshot& snapshot, const std::vector<search::Wanted>& queries) {
    std::vector<double> times;
    std::int64_t total = 0;
    for (const auto& wanted : queries) {
        auto began = cpu_ms();
        total += snapshot.search(wanted).total;
        times.push_back(cpu_ms() - began);
    }
    std::ranges::sort(times);
    auto at = [&](double share) { return times[size_t(share * double(times.size() - 1))]; };
    std::printf("%-22s p50 %6.3f  p95 %6.3f  p99 %6.3f ms   %.0f matches each\n", name, at(0.5), at(0.95), at(0.99), double(total) / double(queries.size()));
}

void measure_searches(const search::Snapshot& snapshot) {
    std::mt19937_64 random(1);
    std::vector<search::Wanted> facets, typos, words, listings, all;
    const char* texts[] = {"gel pen", "notebook", "kalam pen", "canvas", "brush set", "stapler", "novel", "acrylic paint", "sketchbook a4", "desk lamp"};
    const char* wrong[] = {"notebok", "stapelr", "fountian pen", "calculater", "acrilic paint", "skechbook", "organisor", "colourr pencils", "modeling clay", "calligrapy"};
    const char* colours[] = {"Black", "Blue", "Red", "Green"};
    const char* brands[] = {"Kalam", "Takhti", "Noorani", "Waraq", "Mehran"};
    for (int i = 0; i < 1'000; ++i) {
        search::Wanted wanted{.text = texts[random() % 10]};
        words.push_back(wanted);
        wanted.filter = {{"brand", {brands[random() % 5], brands[random() % 5]}}, {"colour", {colours[random() % 4]}}};
        facets.push_back(wanted);
        typos.push_back({.text = wrong[random() % 10], .filter = wanted.filter});
        listings.push_back({.category_slug = "gel-pens", .in_stock = true, .sort = search::Sort(random() % 5)});
        all.push_back({.sort = search::Sort(random() % 5), .offset = random() % 200});
    }
    measure("text", snapshot, words);
    measure("text, two facets", snapshot, facets);
    measure("typo, two facets", snapshot, typos);
    measure("category in stock", snapshot, listings);
    measure("everything", snapshot, all);
}

Task<void> import(pg::Db& db, Ctx ctx, const std::string& text, const char* name) {
    auto began = Clock::now();
    auto done = co_await imports::run(db, ctx, {[&text] { return imports::bytes_of(std::string_view(text)); }, "sample.csv", false, *Currency::parse("PKR")});
    if (!done) throw std::runtime_error(done.error().detail);
    std::printf("%-22s %8.0f ms   %s\n", name, ms_since(began), to_json(done->counts).c_str());
}

Task<void> with_database(Loop& loop, pg::DbOptions app, pg::DbOptions worker, const Files& files) {
    pg::Db db(loop, app);
    Ctx ctx{.now = clock_now(), .store = StoreId::next(clock_now()), .role = Role::staff, .actor = "bench"};
    co_await import(db, ctx, files.categories, "import categories");
    co_await import(db, ctx, files.products, "import products");
    co_await import(db, ctx, files.products, "import again");
    auto before_mb = resident_mb();
    auto snapshots = search::make_snapshots();
    auto began = Clock::now();
    co_await snapshots->start(loop, worker, app);
    std::printf("first load             %8.0f ms   %zu products, resident %ld MB before, %ld MB after\n", ms_since(began), snapshots->of(ctx.store)->size(), before_mb, resident_mb());
    measure_searches(*snapshots->of(ctx.store));
    co_await snapshots->stop();
    co_await db.close();
    loop.stop();
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    auto count = argc > 1 ? std::stoull(argv[1]) : 10'000;
    auto files = sample(count);
    std::printf("%llu products, file of %zu KB\n", static_cast<unsigned long long>(count), files.products.size() / 1024);
    if (argc < 3) {
        measure_searches(*build(files));
        return 0;
    }
    pg::Cluster cluster({.folder = argv[2]});
    cluster.start();
    pg::migrate(cluster.owner_conninfo(), pg::embedded_migrations());
    pg::DbOptions app{.conninfo = cluster.runtime_conninfo(), .connections = 4}, worker{.conninfo = cluster.runtime_conninfo(), .user = "vitrine_worker", .connections = 1};
    Loop loop;
    loop.post([&] { loop.spawn(with_database(loop, app, worker, files)); });
    loop.run();
    cluster.stop();
    return 0;
}
