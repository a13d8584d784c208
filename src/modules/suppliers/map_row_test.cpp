#include "modules/suppliers/map_row.h"

#include <gtest/gtest.h>

namespace vitrine::suppliers {
namespace {

const auto usd = *Currency::parse("USD");

Layout rapnet() {
    Layout out;
    out.profile = Profile::rapnet;
    out.category = *Slug::parse("natural-diamonds");
    out.lab_grown_category = *Slug::parse("lab-grown-diamonds");
    return out;
}

struct Mapped {
    std::optional<MappedOffer> offer;
    std::vector<RowFault> faults;
    std::string fault() const {
        for (const auto& fault : faults)
            if (!fault.is_notice) return fault.code;
        return "";
    }
    std::string notice() const {
        for (const auto& fault : faults)
            if (fault.is_notice) return fault.code;
        return "";
    }
};

Mapped map(const Layout& how, std::vector<std::pair<std::string, std::string>> cells) {
    FeedRow row{.number = 2};
    std::vector<std::string> columns;
    for (auto& [column, value] : cells) columns.push_back(column), row.cells.push_back(value);
    RowMapper mapper(how, usd);
    Mapped out;
    out.offer = mapper.map(row, columns, out.faults);
    return out;
}

using Cells = std::vector<std::pair<std::string, std::string>>;
Cells stone() {
    return {{"Stock #", "V-77"}, {"Shape", "RBC"}, {"Weight", "1.02"}, {"Colour", "f"}, {"Clarity", "VVS 1"}, {"Cut Grade", "Excellent"}, {"Lab", "gia"}, {"CertNo", "2141-438171"}, {"$/ct", "4,000.00"}, {"Fluo Intensity", "VST"}};
}
Cells with(Cells cells, const std::string& column, const std::string& value) {
    for (auto& cell : cells)
        if (cell.first == column) return cell.second = value, cells;
    cells.emplace_back(column, value);
    return cells;
}
Cells without(Cells cells, const std::string& column) {
    std::erase_if(cells, [&](const auto& cell) { return cell.first == column; });
    return cells;
}

TEST(map_row, reads_a_stone_by_the_names_of_the_trade) {
    auto got = map(rapnet(), with(stone(), "Clarity", "VVS1"));
    ASSERT_TRUE(got.offer) << got.fault();
    const auto& facts = got.offer->facts;
    EXPECT_EQ(got.offer->code, "V-77");
    EXPECT_EQ(got.offer->identity, "GIA:2141438171");
    EXPECT_EQ(got.offer->cost, (Money{408'000, usd}));  // 4,000 a carat for 1.02 carats, rounded once
    EXPECT_EQ(facts.at("shape"), "Round");
    EXPECT_EQ(facts.at("color"), "F");
    EXPECT_EQ(facts.at("cut"), "EX");
    EXPECT_EQ(facts.at("fluorescence_intensity"), "Very Strong");
    EXPECT_EQ(facts.at("category"), "natural-diamonds");
    EXPECT_EQ(facts.at("origin_type"), "NATURAL");
    EXPECT_FALSE(facts.contains("price_per_carat"));
}

TEST(map_row, knows_stones_that_were_grown_by_their_certificate) {
    auto got = map(rapnet(), with(with(with(stone(), "Clarity", "VS1"), "Lab", "IGI"), "CertNo", "LG 512345678"));
    ASSERT_TRUE(got.offer) << got.fault();
    EXPECT_EQ(got.offer->facts.at("category"), "lab-grown-diamonds");
    EXPECT_EQ(got.offer->identity, "IGI:LG512345678");
}

TEST(map_row, never_guesses_a_word) {
    EXPECT_EQ(map(rapnet(), stone()).fault(), "value.unknown");                                          // "VVS 1"
    EXPECT_EQ(map(rapnet(), with(with(stone(), "Clarity", "VS1"), "Shape", "Moon")).fault(), "value.unknown");
    auto polish = map(rapnet(), with(with(stone(), "Clarity", "VS1"), "Polish", "shiny"));
    ASSERT_TRUE(polish.offer);
    EXPECT_EQ(polish.notice(), "value.unknown");
    EXPECT_FALSE(polish.offer->facts.contains("polish"));
}

TEST(map_row, says_what_a_row_lacks) {
    auto good = with(stone(), "Clarity", "VS1");
    ASSERT_TRUE(map(rapnet(), good).offer);
    EXPECT_EQ(map(rapnet(), without(good, "Stock #")).fault(), "code.missing");
    EXPECT_EQ(map(rapnet(), without(good, "$/ct")).fault(), "price.missing");
    EXPECT_EQ(map(rapnet(), with(good, "$/ct", "call us")).fault(), "price.malformed");
    EXPECT_EQ(map(rapnet(), with(good, "$/ct", "0")).fault(), "price.not_positive");
    EXPECT_EQ(map(rapnet(), without(good, "Weight")).fault(), "carat.missing");
    EXPECT_EQ(map(rapnet(), with(good, "Weight", "1.0.2")).fault(), "carat.malformed");
    EXPECT_EQ(map(rapnet(), without(good, "Shape")).fault(), "shape.missing");
    EXPECT_EQ(map(rapnet(), without(good, "Colour")).fault(), "grade.missing");
    EXPECT_EQ(map(rapnet(), with(good, "Lab", "GIA\x01")).fault(), "text.malformed");
}

TEST(map_row, takes_stones_without_a_certificate_under_the_suppliers_number) {
    auto got = map(rapnet(), without(with(stone(), "Clarity", "VS1"), "CertNo"));
    ASSERT_TRUE(got.offer);
    EXPECT_EQ(got.offer->identity, "");
}

TEST(map_row, leaves_goods_that_are_away_unavailable) {
    auto good = with(stone(), "Clarity", "VS1");
    EXPECT_EQ(map(rapnet(), with(good, "Availability", "G")).offer->quantity, 1);
    EXPECT_EQ(map(rapnet(), with(good, "Availability", "M")).offer->quantity, 0);
    EXPECT_EQ(map(rapnet(), with(good, "Availability", "NA")).offer->quantity, 0);
}

TEST(map_row, follows_the_mapping_before_the_profile) {
    auto how = rapnet();
    how.columns.emplace();
    how.columns->push_back({*Text<1, 120>::parse("Gesamt"), *Text<1, 60>::parse("price_total"), {}, Whole<1, 1'000'000>{100}});
    how.columns->push_back({*Text<1, 120>::parse("Form"), *Text<1, 60>::parse("shape"), std::map<std::string, std::string>{{"Mond", "Round"}}, {}});
    how.constants = std::map<std::string, std::string>{{"currency", "INR"}, {"attr:house", "North"}};
    auto cells = without(without(with(stone(), "Clarity", "VS1"), "$/ct"), "Shape");
    auto got = map(how, with(with(cells, "Gesamt", "41234"), "Form", "Mond"));
    ASSERT_TRUE(got.offer) << got.fault();
    EXPECT_EQ(got.offer->cost, (Money{41'234, *Currency::parse("INR")}));
    EXPECT_EQ(got.offer->facts.at("shape"), "Round");
    EXPECT_EQ(got.offer->facts.at("attr:house"), "North");
    EXPECT_EQ(map(how, with(with(cells, "Gesamt", "41234"), "Form", "Sonne")).fault(), "value.unknown");
}

TEST(map_row, reads_columns_by_position_and_nested_names) {
    Layout idex;
    idex.profile = Profile::idex_natural;
    idex.category = *Slug::parse("natural-diamonds");
    Cells cells;
    for (int i = 1; i <= 37; ++i) cells.emplace_back(std::to_string(i), "");
    auto set = [&](int position, const std::string& value) { cells[size_t(position - 1)].second = value; };
    set(1, "X9"), set(2, "Pear"), set(3, "0.50"), set(4, "G"), set(9, "SI1"), set(11, "GIA"), set(12, "1234567890"), set(17, "900");
    auto by_position = map(idex, cells);
    ASSERT_TRUE(by_position.offer) << by_position.fault();
    EXPECT_EQ(by_position.offer->code, "X9");
    EXPECT_EQ(by_position.offer->facts.at("shape"), "Pear");
    EXPECT_EQ(by_position.offer->cost.minor, 90'000);
    auto nivoda = idex;
    nivoda.profile = Profile::nivoda;
    auto nested = map(nivoda, {{"id", "OFFER-1"}, {"price", "900"}, {"diamond.supplierStockId", "S-1"}, {"diamond.certificate.lab", "GIA"}, {"diamond.certificate.certNumber", "1234567890"}, {"diamond.certificate.shape", "PEAR"},
                               {"diamond.certificate.carats", "0.5"}, {"diamond.certificate.color", "G"}, {"diamond.certificate.clarity", "SI1"}});
    ASSERT_TRUE(nested.offer) << nested.fault();
    EXPECT_EQ(nested.offer->code, "S-1");
    EXPECT_EQ(nested.offer->identity, "GIA:1234567890");
}

TEST(map_row, takes_other_goods_with_a_title) {
    Layout pens;
    pens.goods = Goods::general;
    pens.category = *Slug::parse("pens");
    pens.columns.emplace();
    for (auto [column, field] : {std::pair{"sku", "stock_no"}, {"name", "title"}, {"cost", "price_total"}, {"left", "quantity"}}) pens.columns->push_back({*Text<1, 120>::parse(column), *Text<1, 60>::parse(field), {}, {}});
    auto got = map(pens, {{"sku", "P1"}, {"name", "Pen"}, {"cost", "2.50"}, {"left", "40"}});
    ASSERT_TRUE(got.offer) << got.fault();
    EXPECT_EQ(got.offer->quantity, 40);
    EXPECT_EQ(map(pens, {{"sku", "P1"}, {"cost", "2.50"}}).fault(), "title.missing");
    EXPECT_EQ(map(pens, {{"sku", "P1"}, {"name", "Pen"}, {"cost", "2.50"}, {"left", "few"}}).fault(), "quantity.malformed");
}

TEST(map_row, tells_offers_apart_by_all_they_say) {
    auto good = with(stone(), "Clarity", "VS1");
    auto hash = [](const Cells& cells) { return map(rapnet(), cells).offer->hash; };
    EXPECT_EQ(hash(good), hash(good));
    EXPECT_NE(hash(good), hash(with(good, "$/ct", "4,000.01")));
    EXPECT_NE(hash(good), hash(with(good, "Clarity", "VS2")));
    EXPECT_NE(hash(good), hash(with(good, "Availability", "M")));
}

TEST(layout, refuses_fields_that_nobody_knows) {
    auto how = rapnet();
    EXPECT_TRUE(faults_of(how).empty());
    how.columns.emplace();
    how.columns->push_back({*Text<1, 120>::parse("x"), *Text<1, 60>::parse("mood"), {}, {}});
    how.constants = std::map<std::string, std::string>{{"currency", "XYZ"}};
    auto faults = faults_of(how);
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(faults[0].pointer, "/layout/columns/0/field");
    EXPECT_EQ(faults[1].code, "currency.unknown");
    Layout nothing;
    ASSERT_EQ(faults_of(nothing).size(), 1u);
}

TEST(millionths, are_read_as_people_write_numbers) {
    EXPECT_EQ(millionths("1.02"), 1'020'000);
    EXPECT_EQ(millionths("1,02"), 1'020'000);
    EXPECT_EQ(millionths("$ 12,345.50"), 12'345'500'000);
    EXPECT_EQ(millionths("12,345"), 12'345'000'000);
    for (auto text : {"", "-1", "1e3", "x", "1.2.3", "."}) EXPECT_FALSE(millionths(text)) << text;
    EXPECT_EQ(decimal_text(1'020'000), "1.02");
    EXPECT_EQ(decimal_text(3'000'000), "3");
}

}  // namespace
}  // namespace vitrine::suppliers
