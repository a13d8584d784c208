// How well searches are understood: hundreds of queries with what a shopper expects of them, and a score that must not fall.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "modules/search/fold.h"
#include "modules/search/segment_build.h"
#include "modules/search/store_snapshot.h"
#include "tests/shop/generated_catalog.h"

namespace vitrine {
namespace {

/// One line of tests/data/golden_queries.tsv: kind, query, and what a right hit's title has ("|" between alternatives, "+" between words it must all have; "-" for nothing to be found).
struct Golden {
    std::string kind, query, expected;
};

std::vector<std::string> split(const std::string& text, char by) {
    std::vector<std::string> out(1);
    for (char c : text)
        if (c == by) out.emplace_back();
        else out.back() += c;
    return out;
}

std::vector<Golden> read_golden() {
    std::vector<Golden> out;
    std::ifstream in("tests/data/golden_queries.tsv");
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        auto cells = split(line, '\t');
        if (cells.size() != 3) throw std::runtime_error("golden_queries.tsv: " + line);
        out.push_back({cells[0], cells[1], cells[2]});
    }
    return out;
}

/// What the generated shelf lacks: ghee, jewellery, stones. One line a product: title, local title, brand, category, tags.
void add_hand_made(test::GeneratedCatalog& catalog) {
    std::ifstream in("tests/data/golden_products.tsv");
    auto now = clock_now();
    auto category = catalog::CategoryId::next(now);
    catalog.categories.push_back({category, "hand-made", "Hand-made", {}, {}});
    size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        auto cells = split(line, '\t');
        search::SourceProduct product;
        product.id = catalog::ProductId::next(now);
        product.slug = "hand-made-" + std::to_string(++number);
        product.title = cells.at(0), product.title_local = cells.at(1), product.brand = cells.at(2), product.category = category, product.category_words = cells.at(3);
        product.tags = {cells.at(4)};
        product.created_at = product.updated_at = now;
        search::SourceVariant variant;
        variant.id = catalog::VariantId::next(now);
        variant.sku = "HM-" + std::to_string(4'000 + number), variant.barcode = "89010000" + std::to_string(10'000 + number), variant.price = 10'000, variant.available = 5;
        product.variants.push_back(std::move(variant));
        catalog.products.push_back(std::move(product));
    }
}

bool is_right(const search::Card& card, const std::string& expected) {
    auto text = " " + search::fold_text(card.title + " " + card.title_local.value_or("")) + " ";
    return std::ranges::any_of(split(expected, '|'), [&](const std::string& alternative) {
        return std::ranges::all_of(split(alternative, '+'), [&](const std::string& word) { return text.find(" " + search::fold_text(word)) != std::string::npos; });
    });
}

struct Score {
    int queries = 0, first = 0, in_five = 0;
    double reciprocal = 0;
    void add(int rank) {
        ++queries;
        if (rank == 1) ++first;
        if (rank >= 1 && rank <= 5) ++in_five;
        if (rank >= 1) reciprocal += 1.0 / rank;
    }
    double share(int hits) const { return queries ? double(hits) / queries : 0; }
};

TEST(golden_queries, are_understood) {
    auto catalog = test::generated_catalog("stationery", 2'000, 7);
    add_hand_made(catalog);
    search::SegmentBuilder builder;
    for (const auto& product : catalog.products) builder.add(product);
    auto taxonomy = std::make_shared<const search::Taxonomy>(catalog.categories, std::vector<catalog::AttributeRow>{});
    search::StoreSnapshot snapshot(1, *Currency::parse("PKR"), taxonomy, {{builder.finish(), std::make_shared<const Roaring>()}});

    auto golden = read_golden();
    ASSERT_GE(golden.size(), 300u);
    std::map<std::string, Score> by_kind;
    Score all;
    std::string missed;
    for (const auto& [kind, query, expected] : golden) {
        auto found = snapshot.search({.text = query, .limit = 10, .facets = false});
        int rank = 0;
        if (expected == "-") {
            rank = found.items.empty() ? 1 : 0;
        } else {
            for (size_t i = 0; i < found.items.size() && rank == 0; ++i)
                if (is_right(found.items[i], expected)) rank = int(i) + 1;
        }
        by_kind[kind].add(rank);
        all.add(rank);
        if (rank != 1) missed += "  " + kind + "  " + query + "  wants " + expected + ", rank " + std::to_string(rank) + ", first: " + (found.items.empty() ? "nothing" : found.items[0].title) + "\n";
    }
    auto print = [](const std::string& name, const Score& score) {
        std::printf("%-12s %4d queries   success@1 %.3f   success@5 %.3f   MRR %.3f\n", name.c_str(), score.queries, score.share(score.first), score.share(score.in_five),
                    score.reciprocal / score.queries);
    };
    for (const auto& [kind, score] : by_kind) print(kind, score);
    print("all", all);
    EXPECT_GE(all.share(all.first), 0.95) << missed;
    EXPECT_GE(all.share(all.in_five), 0.97) << missed;
    EXPECT_GE(all.reciprocal / all.queries, 0.96);
    if (all.first < all.queries) std::printf("not first:\n%s", missed.c_str());
}

}  // namespace
}  // namespace vitrine
