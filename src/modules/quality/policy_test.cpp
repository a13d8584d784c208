#include "modules/quality/policy.h"

#include <gtest/gtest.h>

namespace vitrine::quality {
namespace {

Rule rule(const std::string& code, RuleKind kind, std::vector<std::string> attributes = {}) {
    Rule out;
    out.code = *Slug::parse(code);
    out.kind = kind;
    if (attributes.empty()) return out;
    out.attributes.emplace();
    for (const auto& attribute : attributes) out.attributes->push_back(*Text<1, 200>::parse(attribute));
    return out;
}

Facts stone() {
    Facts out;
    out.category = "natural-diamonds";
    out.description = "A stone.";
    out.variants = {{{"carat", "1.02"}, {"color", "F"}, {"clarity", "VS1"}, {"cut", "EX"}, {"lab", "GIA"}, {"certificate", "2141438171"}}};
    out.prices = {500'000};
    return out;
}

std::string first(const Rule& rule, const Facts& facts) {
    auto found = judge({true, {rule}}, facts, {});
    return found.empty() ? "" : found[0].code;
}

TEST(quality_rules, want_each_attribute_or_one_of_several) {
    auto grades = rule("grades", RuleKind::attributes, {"carat", "color|fancy_color", "clarity", "cut"});
    auto facts = stone();
    EXPECT_EQ(first(grades, facts), "");
    facts.variants[0].erase("color");
    EXPECT_EQ(first(grades, facts), "attribute.missing");
    facts.variants[0]["fancy_color"] = "Pink";
    EXPECT_EQ(first(grades, facts), "");
    facts.variants[0]["cut"] = "";
    EXPECT_EQ(first(grades, facts), "attribute.missing");
    facts = stone();
    facts.variants.push_back({{"carat", "1"}});
    EXPECT_EQ(first(grades, facts), "attribute.missing");  // every article has to have them
}

TEST(quality_rules, know_how_laboratories_number) {
    auto paper = rule("paper", RuleKind::certificate);
    auto facts = stone();
    EXPECT_EQ(first(paper, facts), "");
    facts.variants[0]["certificate"] = "214143817";
    EXPECT_EQ(first(paper, facts), "certificate.malformed");
    facts.variants[0].erase("certificate");
    EXPECT_EQ(first(paper, facts), "certificate.missing");
    for (auto [lab, number] : {std::pair{"GIA", "1234567"}, {"GIA", "12345678"}, {"IGI", "LG512345678"}, {"IGI", "362947541"}, {"HRD", "180000123456"}, {"AGS", "104100200"}}) EXPECT_TRUE(is_certificate_number(lab, number)) << number;
    for (auto [lab, number] : {std::pair{"GIA", "123456789"}, {"GIA", "LG12345678"}, {"IGI", "LG"}, {"IGI", "XX123456"}, {"HRD", "12-34"}, {"AGS", "a b"}}) EXPECT_FALSE(is_certificate_number(lab, number)) << number;
}

TEST(quality_rules, keep_prices_in_their_band) {
    auto band = rule("band", RuleKind::price);
    band.least = Whole<0, 1'000'000'000'000>{10'000};
    band.most = Whole<0, 1'000'000'000'000>{500'000};
    auto facts = stone();
    EXPECT_EQ(first(band, facts), "");
    facts.prices = {500'001};
    EXPECT_EQ(first(band, facts), "price.out_of_band");
    facts.prices = {9'999};
    EXPECT_EQ(first(band, facts), "price.out_of_band");
    facts.prices.clear();
    EXPECT_EQ(first(band, facts), "price.missing");
}

TEST(quality_rules, judge_media_only_where_somebody_knows) {
    auto frames = rule("frames", RuleKind::frames), images = rule("images", RuleKind::images), size = rule("size", RuleKind::image_size), ours = rule("ours", RuleKind::mirrored);
    frames.least = Whole<0, 1'000'000'000'000>{256};
    auto facts = stone();
    for (const auto& one : {frames, images, size, ours}) EXPECT_EQ(first(one, facts), "");
    facts.media = {.images = 0, .images_mirrored = 0, .smallest_edge_px = 799, .frames = 255, .frames_wanted = 256};
    EXPECT_EQ(first(frames, facts), "frames.missing");
    EXPECT_EQ(first(images, facts), "images.missing");
    EXPECT_EQ(first(size, facts), "images.small");
    facts.media.images = 2, facts.media.images_mirrored = 1, facts.media.frames = 256, facts.media.smallest_edge_px = 800;
    EXPECT_EQ(first(ours, facts), "images.not_mirrored");
    EXPECT_EQ(first(frames, facts), "");
    EXPECT_EQ(first(size, facts), "");
}

TEST(quality_rules, block_or_warn_and_can_be_set_aside) {
    auto paper = rule("paper", RuleKind::certificate);
    auto facts = stone();
    facts.variants[0].erase("lab");
    EXPECT_FALSE(is_fit(judge({true, {paper}}, facts, {})));
    auto aside = judge({true, {paper}}, facts, {"paper"});
    EXPECT_TRUE(is_fit(aside));
    EXPECT_TRUE(aside[0].is_overridden);
    EXPECT_FALSE(is_fit(judge({true, {paper}}, facts, {"other"})));
    paper.severity = Severity::warns;
    EXPECT_EQ(judge({true, {paper}}, facts, {}).size(), 1u);
    EXPECT_TRUE(is_fit(judge({true, {paper}}, facts, {})));
    paper.is_on = false;
    EXPECT_TRUE(judge({true, {paper}}, facts, {}).empty());
    paper.is_on = true;
    paper.categories = std::vector<Slug>{*Slug::parse("settings")};
    EXPECT_TRUE(judge({true, {paper}}, facts, {}).empty());
}

TEST(quality_rules, are_refused_where_they_contradict_themselves) {
    auto pointers = [](const Policy& policy) {
        std::vector<std::string> out;
        for (const auto& fault : faults_of(policy)) out.push_back(fault.pointer);
        return out;
    };
    EXPECT_TRUE(pointers({true, {rule("a", RuleKind::attributes, {"carat"}), rule("b", RuleKind::frames)}}).empty());
    EXPECT_EQ(pointers({true, {rule("a", RuleKind::attributes)}}), std::vector<std::string>{"/rules/0/attributes"});
    EXPECT_EQ(pointers({true, {rule("a", RuleKind::images, {"carat"})}}), std::vector<std::string>{"/rules/0/attributes"});
    EXPECT_EQ(pointers({true, {rule("a", RuleKind::images), rule("a", RuleKind::frames)}}), std::vector<std::string>{"/rules/1/code"});
    auto band = rule("band", RuleKind::price);
    band.least = Whole<0, 1'000'000'000'000>{2}, band.most = Whole<0, 1'000'000'000'000>{1};
    EXPECT_EQ(pointers({true, {band}}), std::vector<std::string>{"/rules/0/most"});
}

}  // namespace
}  // namespace vitrine::quality
