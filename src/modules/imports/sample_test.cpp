#include "modules/imports/sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "modules/imports/import_rows.h"

namespace vitrine::imports {
namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

SampleRecipe recipe_of(const std::string& preset) {
    return read_sample_recipe(read_file("presets/" + preset + "/recipe.toml"));
}

std::string catalog_of(const SampleRecipe& recipe, std::uint64_t count, std::uint64_t seed) {
    std::string text;
    sample_catalog(recipe, count, seed, [&](std::string_view bytes) { text += bytes; });
    return text;
}

class sample_catalog_of : public testing::TestWithParam<std::string> {};

TEST_P(sample_catalog_of, passes_the_import_without_a_fault) {
    const auto recipe = recipe_of(GetParam());
    const auto text = catalog_of(recipe, 3000, 1);
    const ImportLookup lookup{
        .has_category = [&](std::string_view slug) { return std::ranges::find(recipe.categories, slug, &SampleCategory::slug) != recipe.categories.end(); },
        .sells_in = [&](Currency currency) { return currency.code() == recipe.currency; },
        .attribute = {}};
    std::set<std::string> kinds_seen;
    bool has_local = false;
    bool has_sale = false;
    bool has_variants = false;
    const auto counts = read_products(
        bytes_of(text), lookup,
        [&](ProductDraft&& draft) {
            kinds_seen.insert(draft.category);
            has_local |= !draft.title_local.empty();
            has_sale |= draft.variants[0].compare_at_price.has_value();
            has_variants |= draft.variants.size() > 1;
        },
        [](const ImportFault& fault) { ADD_FAILURE() << fault.row << " " << fault.column << " " << fault.code << " " << fault.text; });
    EXPECT_EQ(counts.products, 3000U);
    std::set<std::string> kinds_expected;
    for (const auto& kind : recipe.kinds) kinds_expected.insert(kind.category);
    EXPECT_EQ(kinds_seen, kinds_expected);
    EXPECT_TRUE(has_local);
    EXPECT_TRUE(has_sale);
    EXPECT_TRUE(has_variants);
}

TEST_P(sample_catalog_of, gives_the_same_bytes_for_the_same_seed) {
    const auto recipe = recipe_of(GetParam());
    EXPECT_EQ(catalog_of(recipe, 200, 7), catalog_of(recipe, 200, 7));
    EXPECT_NE(catalog_of(recipe, 200, 7), catalog_of(recipe, 200, 8));
    EXPECT_TRUE(catalog_of(recipe, 200, 7).starts_with(catalog_of(recipe, 100, 7)));
}

TEST_P(sample_catalog_of, lists_parents_before_their_children) {
    const auto recipe = recipe_of(GetParam());
    std::set<std::string> seen{""};
    for (const auto& category : recipe.categories) {
        EXPECT_TRUE(seen.contains(category.parent)) << category.slug;
        EXPECT_TRUE(seen.insert(category.slug).second) << category.slug;
    }
}

INSTANTIATE_TEST_SUITE_P(preset, sample_catalog_of, testing::Values("stationery", "diamonds", "jewellery", "ghee"),
                         [](const auto& info) { return info.param; });

TEST(sample_recipe, refuses_a_word_list_that_is_not_there) {
    constexpr auto recipe = "tags = [\"a\"]\n[words]\nbrand = [\"B\"]\n[[category]]\nslug = \"c\"\n[[kind]]\nname = \"K\"\ncategory = \"c\"\n"
                            "title = \"{brand} {shade}\"\nprice_minor = [1, 2]\n";
    EXPECT_THROW(read_sample_recipe(recipe), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::imports
