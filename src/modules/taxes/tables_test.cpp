#include "tests/shop/money.h"

namespace vitrine::taxes {
namespace {

using namespace test::money;

std::vector<std::string> names(const Rates& rates) {
    std::vector<std::string> out;
    for (const auto& component : rates.components) out.push_back(component.name + " " + std::to_string(component.ppm));
    return out;
}
using Names = std::vector<std::string>;

TEST(gst, goes_by_the_place_of_supply) {
    auto tables = compiled(gst_tables(true));
    auto rates = [&](std::string country, std::optional<std::string> state) { return names(tables->rates(tables->place_of_supply({country, state, {}}), "gst-18", {}, today)); };
    EXPECT_EQ(rates("IN", "Maharashtra"), (Names{"CGST 90000", "SGST 90000"}));
    EXPECT_EQ(rates("IN", "mh"), (Names{"CGST 90000", "SGST 90000"}));
    EXPECT_EQ(rates("IN", "IN-GJ"), (Names{"IGST 180000"}));
    EXPECT_EQ(rates("IN", " 24 "), (Names{"IGST 180000"}));
    EXPECT_EQ(rates("IN", {}), (Names{"CGST 90000", "SGST 90000"})) << "without a recorded state: the supplier's";
    EXPECT_EQ(rates("IN", "Atlantis"), (Names{"CGST 90000", "SGST 90000"}));
    EXPECT_EQ(rates("AE", "Dubai"), Names{}) << "exports are zero-rated";
}

TEST(tax_rates, change_at_midnight_of_the_store) {
    auto tables = flat_tables(true);
    tables.rates = {rate("in", "standard", "VAT", 120'000), rate("in", "standard", "VAT", 50'000)};
    tables.rates[0].valid_until = "2025-09-21";
    tables.rates[1].valid_from = "2025-09-22";
    auto asked = compiled(tables);
    auto ppm = [&](std::string_view when) { return asked->rates({"IN", {}, {}}, "standard", {}, at(when)).components.at(0).ppm; };
    EXPECT_EQ(ppm("2025-09-21T18:29:59.999Z"), 120'000);
    EXPECT_EQ(ppm("2025-09-21T18:30:00Z"), 50'000);
}

TEST(tax_rates, add_up_from_country_state_and_city_by_destination) {
    Tables tables;
    tables.settings.country = "US";
    tables.settings.state = "NY";
    tables.regions = {{"US", "NY", "New York", {}}, {"US", "NJ", "New Jersey", {}}};
    tables.zones = {{"us-ny", "New York", "US", {"NY"}, {}, Relation::any}, {"us-nyc", "New York City", "US", {"NY"}, {"100", "112"}, Relation::any}};
    tables.classes = {{"standard", "General", {}}, {"clothing", "Clothing", {}}};
    tables.rates = {rate("us-ny", "*", "State", 40'000), rate("us-nyc", "*", "City", 45'000, 2), rate("us-nyc", "*", "MCTD", 3'750, 3), rate("us-ny", "clothing", "State", 0)};
    auto asked = compiled(tables, "America/New_York");
    auto rates = [&](std::string state, std::string zip, std::string tax_class) { return names(asked->rates(asked->place_of_supply({"US", state, zip}), tax_class, {}, today)); };
    EXPECT_EQ(rates("NY", "10001", "standard"), (Names{"State 40000", "City 45000", "MCTD 3750"}));
    EXPECT_EQ(rates("New York", "14850", "standard"), (Names{"State 40000"}));
    EXPECT_EQ(rates("NJ", "07001", "standard"), Names{}) << "no nexus, no tax";
    EXPECT_EQ(rates("NY", "14850", "clothing"), Names{}) << "a row of its own replaces the rows for all";
    EXPECT_EQ(rates("NY", "10001", "clothing"), (Names{"City 45000", "MCTD 3750"}));
}

TEST(tax_rates, compound_where_the_law_says_so) {
    auto tables = flat_tables(false);
    tables.rates = {rate("in", "standard", "Excise", 50'000, 1), rate("in", "standard", "Sales tax", 180'000, 2)};
    tables.rates[1].is_compound = true;
    auto rates = compiled(tables)->rates({"IN", {}, {}}, "standard", {}, today);
    EXPECT_EQ(rates.total_ppt, 239'000'000'000) << "5 % and 18 % of 105 %";
}

TEST(tax_exemptions, need_everything_they_name_and_say_by_what_right) {
    auto tables = flat_tables(false);
    tables.exemptions = {{"Charity", "helper@example.com", {}, "IN", {}, "C-77", "2026-01-01", "2026-12-31"}, {"Resale", {}, "trade", {}, "r5", {}, "2026-01-01", {}}};
    auto asked = compiled(tables);
    auto taxed = [&](std::string email, std::optional<std::string> group, std::string tax_class, std::string_view when = "2026-03-02T10:00:00Z") {
        return !asked->rates({"IN", {}, {}}, tax_class, {std::move(email), std::move(group)}, at(when)).components.empty();
    };
    EXPECT_FALSE(taxed("helper@example.com", {}, "r18"));
    EXPECT_TRUE(taxed("other@example.com", {}, "r18"));
    EXPECT_TRUE(taxed("helper@example.com", {}, "r18", "2027-01-01T10:00:00Z"));
    EXPECT_FALSE(taxed("", "trade", "r5"));
    EXPECT_TRUE(taxed("", "trade", "r18"));
    EXPECT_EQ(asked->rates({"IN", {}, {}}, "r18", {"helper@example.com", {}}, today).reason, "exempt: Charity (C-77)");
}

TEST(tax_classes, are_those_of_the_variant_the_product_or_the_nearest_category) {
    auto tables = flat_tables(true);
    tables.classes[1].hsn = "1101";
    tables.assignments = {{id<VariantId>(1, 1), {}, {}, "r3", {}}, {{}, id<ProductId>(2, 1), {}, "r5", "4820"}, {{}, {}, "paper", "r12", {}}, {{}, {}, "notebooks", "r0", {}}};
    auto asked = compiled(tables);
    std::vector<std::string> path{"paper", "notebooks"}, other{"pens"};
    EXPECT_EQ(asked->class_of(id<VariantId>(1, 1), id<ProductId>(2, 1), path).code, "r3");
    auto product = asked->class_of(id<VariantId>(1, 2), id<ProductId>(2, 1), path);
    EXPECT_EQ(product.code, "r5");
    EXPECT_EQ(product.hsn, "4820");
    EXPECT_EQ(asked->class_of(id<VariantId>(1, 2), id<ProductId>(2, 2), path).code, "r0");
    EXPECT_EQ(asked->class_of(id<VariantId>(1, 2), id<ProductId>(2, 2), path).hsn, "1101");
    EXPECT_EQ(asked->class_of(id<VariantId>(1, 2), id<ProductId>(2, 2), other).code, "standard");
}

TEST(tax_tables, name_every_fault_by_its_place) {
    auto tables = flat_tables(true);
    tables.settings.default_class = "nothing";
    tables.settings.tax_number = "27AAPFU0939F1ZW";
    tables.rates.push_back(rate("mars", "standard", "VAT", 1));
    tables.rates.push_back(rate("in", "standard", "VAT", 20'000'000));
    tables.rates.back().valid_from = "2026-02-30";
    tables.zones.push_back(tables.zones[0]);
    std::map<std::string, std::string> found;
    for (const auto& fault : faults_of(tables)) found[fault.pointer] = fault.code;
    EXPECT_EQ(found["/settings/default_class"], "unknown");
    EXPECT_EQ(found["/settings/tax_number"], "malformed");
    EXPECT_EQ(found["/rates/8/zone"], "unknown");
    EXPECT_EQ(found["/rates/9/ppm"], "out_of_range");
    EXPECT_EQ(found["/zones/1/code"], "repeated");
    EXPECT_TRUE(found.contains("/rates/9/valid_from"));
    EXPECT_TRUE(faults_of(flat_tables(true)).empty());
}

TEST(tax_tables, refuse_two_rates_of_one_tax_at_one_time) {
    auto tables = flat_tables(true);
    tables.rates[0].valid_until = "2025-09-22";
    tables.rates.push_back(rate("in", "standard", "VAT", 50'000));
    tables.rates.back().valid_from = "2025-09-22";
    ASSERT_EQ(faults_of(tables).size(), 1u);
    EXPECT_EQ(faults_of(tables)[0].code, "overlaps");
    tables.rates.back().valid_from = "2025-09-23";
    EXPECT_TRUE(faults_of(tables).empty());
}

}  // namespace
}  // namespace vitrine::taxes
