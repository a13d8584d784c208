#include "app/preset.h"

#include <gtest/gtest.h>

#include "tests/support/database.h"

namespace vitrine::app {
namespace {

const std::string stationery = "presets/stationery", minimal = R"(
slug = "corner"
name = "Corner"
host = "Corner.localhost"
country = "PK"
language = "en-PK"
time_zone = "Asia/Karachi"
currency = "PKR"
contact_email = "a@corner.example"
payment_methods = ["bank_transfer"]
)",
                  shipping = "[shipping]\nflat_fee = \"200.00\"\ncountries = [\"PK\"]\n";

std::string fault_of(const std::string& toml) {
    try {
        read_store_file(toml);
        return "";
    } catch (const std::runtime_error& fault) {
        return fault.what();
    }
}

TEST(store_file, is_read_with_amounts_in_whole_minor_units) {
    auto store = read_store_file(minimal + shipping);
    EXPECT_EQ(store.slug, "corner");
    EXPECT_EQ(store.host, "corner.localhost");
    EXPECT_EQ(store.shipping.flat_fee, (Money{20'000, *Currency::parse("PKR")}));
    EXPECT_FALSE(store.shipping.free_from);
    EXPECT_EQ(store.low_stock, 5);
    EXPECT_EQ(store.theme.text, "{}");
}

TEST(store_file, names_the_key_that_is_wrong) {
    auto broken = [](std::string from, std::string to) {
        auto text = minimal + shipping;
        return fault_of(text.replace(text.find(from), from.size(), to));
    };
    EXPECT_EQ(broken("slug = \"corner\"", "slug = \"Corner Shop\""), "store.toml: slug must be lower-case letters, digits and single hyphens");
    EXPECT_EQ(broken("name = \"Corner\"", ""), "store.toml: name must be a text");
    EXPECT_EQ(broken("currency = \"PKR\"", "currency = \"RS\""), "store.toml: currency must be an ISO 4217 code");
    EXPECT_EQ(broken("flat_fee = \"200.00\"", "flat_fee = 200.0"), "store.toml: shipping.flat_fee must be a text");
    EXPECT_EQ(broken("flat_fee = \"200.00\"", "flat_fee = \"200.005\""), "store.toml: shipping.flat_fee must be an amount such as \"200.00\"");
    EXPECT_EQ(broken("countries = [\"PK\"]", "countries = [\"XX\"]"), "store.toml: shipping.countries names an unknown country: XX");
    EXPECT_EQ(broken("flat_fee", "fee = 1\nflat_fee"), "store.toml: shipping.fee is not known here");
    EXPECT_NE(broken("name = ", "name == "), "");
}

TEST(preset, of_every_shop_we_bring_can_be_read) {
    for (auto slug : {"stationery", "diamonds", "jewellery", "ghee"}) {
        auto preset = read_preset(std::filesystem::path("presets") / slug);
        EXPECT_EQ(preset.store.slug, slug);
        ASSERT_TRUE(preset.recipe) << slug;
        EXPECT_FALSE(preset.recipe->categories.empty());
        EXPECT_TRUE(read_json<RawJson>(preset.store.theme.text));
    }
    EXPECT_THROW(read_preset("presets/nothing"), std::runtime_error);
}

class loading_a_preset : public testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database};

    LoadedPreset load(const std::string& folder, bool wants_default = false) {
        return floor.run(load_preset(floor.db, floor.worker_db, read_preset(folder), wants_default));
    }
    std::string default_store() {
        stores::Directory directory;
        auto refresh = [&]() -> Task<bool> {
            co_await directory.refresh(floor.worker_db);
            co_return true;
        };
        floor.run(refresh());
        auto found = directory.by_host("nobody.example");
        return found ? found->slug : "";
    }
};

TEST_F(loading_a_preset, makes_its_store_and_is_repeatable) {
    auto first = load(stationery), second = load(stationery);
    EXPECT_EQ(first.store, second.store);
    EXPECT_TRUE(first.is_default) << "the first shop answers any host";
    EXPECT_GT(first.categories, 10);
    EXPECT_GT(first.brands, 10);
    EXPECT_GT(first.attributes, 3);
}

TEST_F(loading_a_preset, leaves_the_default_where_it_is_unless_told_otherwise) {
    load(stationery);
    EXPECT_FALSE(load("presets/ghee").is_default);
    EXPECT_EQ(default_store(), "stationery");
    EXPECT_TRUE(load("presets/ghee", true).is_default);
    EXPECT_EQ(default_store(), "ghee");
    EXPECT_FALSE(load(stationery).is_default);
    EXPECT_EQ(default_store(), "ghee");
}

}  // namespace
}  // namespace vitrine::app
