#include <gtest/gtest.h>

#include "modules/shipping/couriers/api.h"
#include "modules/shipping/couriers/courier_call.h"

#include <boost/json.hpp>

namespace vitrine::shipping {
namespace {

const Currency inr = *Currency::parse("INR");
Money rupees(std::int64_t whole) { return {whole * 100, inr}; }

stores::Store store_in_india() {
    stores::Store store;
    store.currency = inr;
    store.shipping = {.flat_fee = rupees(49), .countries = {"IN"}};
    return store;
}

Rate rate(std::string id, Pricing pricing) { return {.id = id, .name = id, .pricing = pricing, .days = {2, 4}}; }

/// Hills, the city, the rest of India.
Tables three_zones() {
    auto flat = rate("standard", Pricing::flat);
    flat.price = rupees(60);
    flat.free_from = rupees(999);
    auto heavy = rate("by_weight", Pricing::by_weight);
    heavy.steps = {{{500, rupees(70)}, {1'000, rupees(110)}, {{}, rupees(400)}}};
    auto value = rate("by_value", Pricing::by_value);
    value.steps = {{{50'000, rupees(90)}, {200'000, rupees(40)}}};
    auto quoted = rate("courier", Pricing::courier);
    quoted.courier = "shiprocket";
    quoted.price = rupees(120);
    quoted.handling = rupees(10);
    auto light = rate("letter", Pricing::flat);
    light.price = rupees(20);
    light.most_grams = 100;
    Tables tables;
    tables.zones = {{"hills", "The hills", {"IN"}, {{"Himachal Pradesh", "Sikkim"}}, {}, {heavy}}, {"city", "Mumbai", {"IN"}, {}, {{"400", "401"}}, {flat, quoted, light}}, {"rest", "India", {"IN"}, {}, {}, {value}}};
    return tables;
}

Delivery to(std::string state, std::string pin, std::int64_t grams = 800, Money goods = rupees(300)) { return {goods, grams, "IN", state, pin}; }
std::vector<std::string> ids(const std::vector<Option>& options) {
    std::vector<std::string> out;
    for (const auto& option : options) out.push_back(option.id);
    return out;
}

TEST(zones, the_first_that_fits_an_address_holds) {
    auto tables = three_zones();
    EXPECT_EQ(zone_for(tables, to("himachal pradesh", "171001"))->code, "hills") << "states in any case";
    EXPECT_EQ(zone_for(tables, to("Maharashtra", "400 001"))->code, "city") << "spaces in codes are people's";
    EXPECT_EQ(zone_for(tables, to("Kerala", "682001"))->code, "rest");
    EXPECT_EQ(zone_for(tables, {rupees(1), 1, "IN", {}, {}})->code, "rest") << "an address without state and code";
    EXPECT_EQ(zone_for(tables, {rupees(1), 1, "FR", {}, {}}), nullptr);
    EXPECT_TRUE(options(store_in_india(), tables, {rupees(1), 1, "FR", {}, {}}, {}).empty());
}

TEST(rates, by_weight_take_the_first_step_that_is_not_passed) {
    auto price = [](std::int64_t grams) { return options(store_in_india(), three_zones(), to("Sikkim", "737101", grams), {}).at(0).price; };
    EXPECT_EQ(price(1), rupees(70));
    EXPECT_EQ(price(500), rupees(70));
    EXPECT_EQ(price(501), rupees(110));
    EXPECT_EQ(price(1'000), rupees(110));
    EXPECT_EQ(price(90'000), rupees(400));
}

TEST(rates, by_value_end_where_their_last_step_ends) {
    auto offered = [](Money goods) { return options(store_in_india(), three_zones(), to("Kerala", "682001", 1, goods), {}); };
    EXPECT_EQ(offered(rupees(500)).at(0).price, rupees(90));
    EXPECT_EQ(offered(rupees(501)).at(0).price, rupees(40));
    EXPECT_TRUE(offered(rupees(2'001)).empty());
}

TEST(rates, are_free_from_their_threshold_and_leave_heavy_parcels_out) {
    auto below = options(store_in_india(), three_zones(), to("Maharashtra", "400001", 800, rupees(998)), {});
    EXPECT_EQ(ids(below), (std::vector<std::string>{"standard", "courier"}));
    EXPECT_EQ(below[0].price, rupees(60));
    EXPECT_EQ(below[0].free_from, rupees(999));
    auto from = options(store_in_india(), three_zones(), to("Maharashtra", "400001", 100, rupees(999)), {});
    EXPECT_EQ(ids(from), (std::vector<std::string>{"standard", "courier", "letter"}));
    EXPECT_EQ(from[0].price, rupees(0));
    EXPECT_FALSE(from[0].free_from);
}

TEST(rates, that_a_courier_quotes_cost_what_it_said_or_what_the_table_says) {
    auto price = [](std::optional<KnownQuote> quote) {
        auto known = [&](const Rate&, const Delivery&) { return quote; };
        return options(store_in_india(), three_zones(), to("Maharashtra", "400001"), known).at(1);
    };
    EXPECT_EQ(price({}).price, rupees(120)) << "nobody has asked";
    EXPECT_EQ(price(KnownQuote{rupees(0), {1, 1}, true}).price, rupees(120)) << "it did not answer in time";
    auto said = price(KnownQuote{{7'150, inr}, {3, 5}, false});
    EXPECT_EQ(said.price, (Money{8'150, inr})) << "and handling";
    EXPECT_EQ(said.estimated_days.least, 3);
}

TEST(zones, are_examined_with_a_pointer_to_each_fault) {
    auto codes = [](const Tables& tables) {
        std::vector<std::string> out;
        for (const auto& fault : faults_of(tables, inr)) out.push_back(fault.pointer + " " + fault.code);
        return out;
    };
    EXPECT_EQ(codes(three_zones()), std::vector<std::string>{});
    auto tables = three_zones();
    tables.zones[1].code = "hills";
    tables.zones[0].countries = {"XX1"};
    tables.zones[0].rates[0].steps = {{{500, rupees(1)}, {500, {1, *Currency::parse("PKR")}}, {{}, rupees(1)}}};
    tables.zones[1].rates[0].price.reset();
    tables.zones[1].rates[1].courier = "leopards";
    tables.zones[1].rates[1].price.reset();
    tables.dispatch = Dispatch{.courier = "pigeons", .settings = {{{"shiprocket_password", "x"}, {"shiprocket_pickup_location", "Farm"}}}};
    EXPECT_EQ(codes(tables), (std::vector<std::string>{"/zones/0/countries/0 country.unknown", "/zones/0/rates/0/steps/1/price amount", "/zones/0/rates/0/steps/1/up_to not_rising", "/zones/1/code repeated",
                                                       "/zones/1/rates/0/price required", "/zones/1/rates/1/courier cannot_quote", "/zones/1/rates/1/price required", "/dispatch/courier unknown",
                                                       "/dispatch/settings/shiprocket_password unknown"}));
}

TEST(packed_goods, weigh_what_they_weigh_and_the_box) {
    Tables tables{.dispatch = Dispatch{.grams_if_unknown = 300, .packing_grams = 80}};
    EXPECT_EQ(packed_grams(tables, 910, 0), 990);
    EXPECT_EQ(packed_grams(tables, 910, 2), 1'590);
    EXPECT_EQ(packed_grams({}, 0, 0), 1) << "nothing weighs nothing";
}

TEST(amounts_of_couriers, are_read_exactly) {
    auto read = [](const char* json) { return providers::amount_of(boost::json::parse(json), inr); };
    EXPECT_EQ(read("71.5"), (Money{7'150, inr}));
    EXPECT_EQ(read("120"), (Money{12'000, inr}));
    EXPECT_EQ(read("\"99.99\""), (Money{9'999, inr}));
    EXPECT_EQ(read("0.001"), (Money{1, inr})) << "parts of a paisa round up";
    EXPECT_EQ(read("1e3"), (Money{100'000, inr}));
    EXPECT_FALSE(read("\"free\""));
    EXPECT_FALSE(read("-3"));
    EXPECT_FALSE(read("null"));
    EXPECT_EQ(providers::kilograms(455).text, "0.455");
    EXPECT_EQ(providers::kilograms(12'005).text, "12.005");
}

TEST(phones, are_written_as_their_country_writes_them) {
    EXPECT_EQ(national_phone("+92 300 1234567", "PK"), "03001234567");
    EXPECT_EQ(national_phone("0300-1234567", "PK"), "03001234567");
    EXPECT_EQ(national_phone("+91 98765 43210", "IN"), "9876543210");
    EXPECT_EQ(national_phone("", "PK"), "");
}

}  // namespace
}  // namespace vitrine::shipping
