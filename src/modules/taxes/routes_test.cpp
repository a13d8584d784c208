// The tax tables as staff keep them, over HTTP.
#include <gtest/gtest.h>

#include "tests/shop/desk.h"

namespace vitrine::taxes {
namespace {

constexpr auto path = "/api/v1/admin/tax-rates";
constexpr auto sound = R"({"settings":{"country":"PK","prices_include_tax":true,"level":"line","half":"half_up","default_class":"standard","shipping":"proportional","payable_step_minor":1},
    "zones":[{"code":"pk","name":"Pakistan","country":"PK","states":[],"postal_prefixes":[],"relation":"any"}],
    "classes":[{"code":"standard","name":"Standard"}],
    "rates":[{"zone":"pk","tax_class":"standard","name":"Sales tax","ppm":180000,"position":1,"is_compound":false,"valid_from":"2020-01-01"}]})";

struct TaxRoutes : testing::Test {
    test::Desk desk;
    test::Reply change(const std::string& body, shape::Fields headers = {}) { return desk.send(http::Method::patch, path, body, std::move(headers)); }
};

TEST_F(TaxRoutes, tables_are_replaced_in_parts_at_the_version_they_were_read) {
    auto empty = desk.get(path);
    EXPECT_EQ(empty.status, 200);
    auto saved = change(sound, {{"if-match", empty.etag()}});
    ASSERT_EQ(saved.status, 200) << saved.body;
    EXPECT_EQ(saved.number("/rates/0/ppm"), 180'000);
    EXPECT_EQ(change(sound, {{"if-match", empty.etag()}}).code(), "request.stale_version");
    auto renamed = change(R"({"classes":[{"code":"standard","name":"Everything"}]})", {{"if-match", saved.etag()}});
    EXPECT_EQ(renamed.text("/classes/0/name"), "Everything");
    EXPECT_EQ(renamed.number("/rates/0/ppm"), 180'000) << "parts that are left out stay";
}

TEST_F(TaxRoutes, tables_that_do_not_fit_together_are_refused_with_pointers_and_change_nothing) {
    ASSERT_EQ(change(sound).status, 200);
    auto refused = change(R"({"zones":[]})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "taxes.tables_invalid");
    ASSERT_FALSE(refused.faults().empty());
    EXPECT_TRUE(refused.faults()[0].starts_with("/rates/0/zone")) << refused.faults()[0];
    EXPECT_EQ(desk.get(path).json().at("zones").as_array().size(), 1u);
    desk.permissions = {"taxes:read"};
    EXPECT_EQ(change(sound).status, 403);
}

TEST_F(TaxRoutes, what_applies_is_asked_for_a_place_a_class_and_a_time) {
    ASSERT_EQ(change(sound).status, 200);
    auto home = desk.get(std::string(path) + "/applied?country=PK");
    EXPECT_EQ(home.text("/tax_class"), "standard");
    EXPECT_EQ(home.number("/components/0/ppm"), 180'000);
    auto abroad = desk.get(std::string(path) + "/applied?country=GB");
    EXPECT_EQ(abroad.json().at("components").as_array().size(), 0u);
    EXPECT_FALSE(abroad.text("/reason").empty());
    auto before = desk.get(std::string(path) + "/applied?country=PK&at=2019-06-01T00%3A00%3A00Z");
    EXPECT_EQ(before.json().at("components").as_array().size(), 0u) << "the rate is valid from 2020";
    EXPECT_EQ(desk.get(std::string(path) + "/applied?country=XYZ").status, 422);
}

}  // namespace
}  // namespace vitrine::taxes
