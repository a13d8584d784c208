// How fast and how large the in-memory catalog is: search_bench [products] [options].
//   --folder F   a private PostgreSQL there: import, repeated import and first load as well
//   --dump F     writes the products and the queries there, for others to be measured with (see tests/load/bench)
//   --threads N  searches at once (all cores), --seconds S (5), --json: the last line is one JSON object
#include <algorithm>
#include <chrono>
#include <ctime>
#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

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

/// An invented name: real catalogs have tens of thousands of words, the recipe has hundreds.
std::string model_name(std::uint64_t number) {
    static const char* syllables[] = {"ba", "ri", "ko", "zen", "ta", "lu", "mir", "pa", "do", "shi", "ven", "qua", "lor", "ne", "fi", "gra"};
    std::string name;
    for (int i = 0; i < 4; ++i, number /= 16) name += syllables[number % 16];
    return name;
}

std::string value_of(const search::SourceProduct& product, std::string_view code) {
    for (const auto& [name, value] : product.attributes)
        if (name == code) return value;
    for (const auto& variant : product.variants)
        for (const auto& [name, value] : variant.options)
            if (lower_ascii(name) == code) return value;
    return {};
}

void dump_products(const std::string& file, const std::vector<search::SourceProduct>& products) {
    std::ofstream out(file);
    size_t number = 0;
    auto cell = [](std::string text) {
        for (auto& c : text)
            if (c == '\t' || c == '\n' || c == '\\') c = ' ';
        return text;
    };
    for (const auto& product : products)
        out << ++number << '\t' << cell(product.title) << '\t' << cell(product.title_local) << '\t' << cell(product.description) << '\t' << cell(product.brand) << '\t'
            << cell(value_of(product, "colour")) << '\t' << product.category_words << '\t' << product.variants[0].price << '\n';
}

struct Figures {
    double build_ms = 0, bytes_a_product = 0;
    size_t words = 0;
    std::map<std::string, std::vector<double>> rows;   ///< by kind of query: qps, p50, p95, p99 in milliseconds
};

std::shared_ptr<const search::StoreSnapshot> build(const Files& files, const std::string& dump, Figures& figures) {
    std::map<std::string, catalog::CategoryId> ids;
    std::vector<catalog::CategoryRow> rows;
    auto now = clock_now();
    imports::ImportLookup lookup{[&](std::string_view slug) { return ids.try_emplace(std::string(slug), catalog::CategoryId::next(now)), true; }, [](Currency) { return true; }, {}};
    std::vector<search::SourceProduct> products;
    imports::read_products(imports::bytes_of(files.products), lookup, [&](imports::ProductDraft&& draft) {
        search::SourceProduct product;
        product.id = catalog::ProductId::next(now);
        product.slug = draft.slug, product.title = draft.title + " " + model_name(products.size() / 2 * 2654435761u), product.title_local = draft.title_local, product.description = draft.description, product.brand = draft.brand;
        product.category = ids.at(draft.category), product.category_words = draft.category, product.tags = draft.tags, product.attributes = draft.attributes;
        product.popularity = std::int64_t(products.size() * 7919 % 10'000), product.created_at = product.updated_at = now;
        for (const auto& variant : draft.variants)
            product.variants.push_back({catalog::VariantId::next(now), variant.sku, variant.barcode, variant.price.minor,
                                        variant.compare_at_price ? std::optional(variant.compare_at_price->minor) : std::nullopt, variant.stock.value_or(0), variant.weight_grams,
                                        variant.options, variant.attributes});
        products.push_back(std::move(product));
    }, [](const imports::ImportFault& fault) { std::fprintf(stderr, "%s\n", fault.code.c_str()); });
    for (const auto& [slug, id] : ids) rows.push_back({id, slug, slug, {}, {}});
    if (!dump.empty()) dump_products(dump + "/products.tsv", products);
    auto began = cpu_ms();
    search::SegmentBuilder builder;
    for (const auto& product : products) builder.add(product);
    auto segment = builder.finish();
    figures.build_ms = cpu_ms() - began;
    figures.bytes_a_product = double(segment->bytes()) / double(segment->size());
    figures.words = segment->terms.size();
    std::printf("index, one thread      %8.0f ms   %.0f bytes a product, %zu words\n", figures.build_ms, figures.bytes_a_product, figures.words);
    return std::make_shared<const search::StoreSnapshot>(1, *Currency::parse("PKR"), std::make_shared<const search::Taxonomy>(rows, std::vector<catalog::AttributeRow>{}),
                                                         std::vector<search::Part>{{segment, std::make_shared<const Roaring>()}});
}

using Queries = std::vector<search::Wanted>;

/// Many searches at once, on as many threads, each with the queries in an order of its own.
void measure(const char* name, const search::Snapshot& snapshot, const Queries& queries, unsigned threads, double seconds, Figures& figures) {
    std::vector<std::vector<double>> all(threads);
    auto began = Clock::now();
    {
        std::vector<std::jthread> workers;
        for (unsigned t = 0; t < threads; ++t)
            workers.emplace_back([&, t] {
                std::mt19937_64 random(t);
                while (ms_since(began) < seconds * 1e3) {
                    auto at = cpu_ms();
                    (void)snapshot.search(queries[random() % queries.size()]);
                    all[t].push_back(cpu_ms() - at);
                }
            });
    }
    auto elapsed = ms_since(began) / 1e3;
    std::vector<double> times;
    for (const auto& some : all) times.insert(times.end(), some.begin(), some.end());
    std::ranges::sort(times);
    auto at = [&](double share) { return times[size_t(share * double(times.size() - 1))]; };
    figures.rows[name] = {double(times.size()) / elapsed, at(0.5), at(0.95), at(0.99)};
    std::printf("%-22s %8.0f/s   p50 %6.3f  p95 %6.3f  p99 %6.3f ms\n", name, double(times.size()) / elapsed, at(0.5), at(0.95), at(0.99));
}

std::map<std::string, Queries> queries(std::uint64_t products) {
    std::mt19937_64 random(1);
    std::map<std::string, Queries> out;
    const char* texts[] = {"gel pen", "notebook", "kalam pen", "canvas", "brush set", "stapler", "novel", "acrylic paint", "sketchbook a4", "desk lamp"};
    const char* wrong[] = {"notebok", "stapelr", "fountian pen", "calculater", "acrilic paint", "skechbook", "organisor", "colourr pencils", "modeling clay", "calligrapy"};
    const char* colours[] = {"Black", "Blue", "Red", "Green"};
    const char* brands[] = {"Kalam", "Takhti", "Noorani", "Waraq", "Mehran"};
    for (int i = 0; i < 1'000; ++i) {
        search::Wanted wanted{.text = texts[random() % 10]};
        out["text"].push_back(wanted);
        wanted.filter = {{"brand", {brands[random() % 5]}}, {"colour", {colours[random() % 4]}}};
        out["text, two facets"].push_back(wanted);
        auto typo = wanted;
        typo.text = wrong[random() % 10];
        out["typo, two facets"].push_back(typo);
        auto model = model_name(random() % products / 2 * 2654435761u);
        model.erase(random() % model.size(), 1);
        out["rare word, typo"].push_back({.text = model});
        out["category in stock"].push_back({.category_slug = "gel-pens", .in_stock = true, .sort = search::Sort(random() % 5)});
        out["everything"].push_back({.sort = search::Sort(random() % 5), .offset = random() % 200});
        for (const auto* kind : {"text", "text, two facets", "typo, two facets", "rare word, typo"}) out["mixed searches"].push_back(out[kind].back());
    }
    return out;
}

void dump_queries(const std::string& file, const Queries& all) {
    std::ofstream out(file);
    for (const auto& wanted : all) {
        out << wanted.text;
        for (const auto* code : {"brand", "colour"}) {
            auto found = wanted.filter.find(code);
            out << '\t' << (found == wanted.filter.end() ? "" : found->second[0]);
        }
        out << '\n';
    }
}

void measure_all(const search::Snapshot& snapshot, std::uint64_t products, unsigned threads, double seconds, const std::string& dump, Figures& figures) {
    auto all = queries(products);
    if (!dump.empty()) dump_queries(dump + "/queries.tsv", all["mixed searches"]);
    for (const auto& [kind, list] : all) measure(kind.c_str(), snapshot, list, threads, seconds, figures);
}

void print_json(const Figures& figures, std::uint64_t products) {
    std::printf("{\"products\": %llu, \"build_ms\": %.0f, \"bytes_a_product\": %.0f, \"words\": %zu", static_cast<unsigned long long>(products), figures.build_ms, figures.bytes_a_product, figures.words);
    for (const auto& [name, row] : figures.rows) std::printf(", \"%s\": {\"per_second\": %.0f, \"p50_ms\": %.3f, \"p95_ms\": %.3f, \"p99_ms\": %.3f}", name.c_str(), row[0], row[1], row[2], row[3]);
    std::printf("}\n");
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
    co_await snapshots->stop();
    co_await db.close();
    loop.stop();
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::uint64_t count = 10'000;
    std::string folder, dump;
    unsigned threads = std::max(1u, std::thread::hardware_concurrency());
    double seconds = 5;
    bool as_json = false;
    for (int i = 1; i < argc; ++i) {
        std::string_view word = argv[i];
        if (word == "--json") as_json = true;
        else if (word == "--folder" && i + 1 < argc) folder = argv[++i];
        else if (word == "--dump" && i + 1 < argc) dump = argv[++i];
        else if (word == "--threads" && i + 1 < argc) threads = unsigned(std::stoul(argv[++i]));
        else if (word == "--seconds" && i + 1 < argc) seconds = std::stod(argv[++i]);
        else count = std::stoull(argv[i]);
    }
    auto files = sample(count);
    std::printf("%llu products, file of %zu KB\n", static_cast<unsigned long long>(count), files.products.size() / 1024);
    if (folder.empty()) {
        Figures figures;
        auto snapshot = build(files, dump, figures);
        measure_all(*snapshot, count, threads, seconds, dump, figures);
        if (as_json) print_json(figures, count);
        return 0;
    }
    pg::Cluster cluster({.folder = folder});
    cluster.start();
    pg::migrate(cluster.owner_conninfo(), pg::embedded_migrations());
    pg::DbOptions app{.conninfo = cluster.runtime_conninfo(), .connections = 4}, worker{.conninfo = cluster.runtime_conninfo(), .user = "vitrine_worker", .connections = 1};
    Loop loop;
    loop.post([&] { loop.spawn(with_database(loop, app, worker, files)); });
    loop.run();
    cluster.stop();
    return 0;
}
