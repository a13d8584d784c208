#include "modules/notices/render.h"

#include <gtest/gtest.h>

#include "io/mail/message.h"
#include "modules/notices/facts.h"
#include "modules/notices/stage.h"

namespace vitrine::notices {
namespace {

stores::Store shop() {
    stores::Store store;
    store.name = "Gokul & Daughters";
    store.contact_email = "namaste@ghee.example";
    store.currency = *Currency::parse("INR");
    store.bank = {"Bank", "Gokul", "0001", "IN00"};
    store.theme = {R"json({"bg": "#FFFBF1", "accent": "#F2B01E", "brand": "red;background:url(//evil.example)", "text_font": "Public Sans", "ink": "#2A1A06"})json"};
    return store;
}
Letterhead head() {
    auto store = shop();
    return {store.name, store.contact_email, look_of(store.theme), TimeZone::find("Asia/Kolkata")};
}
const Instant now = *parse_rfc3339("2026-11-30T14:00:00Z");
Rendered rendered(std::string_view stage, std::string_view language, const Facts& facts, const Links& links = {.order = "https://ghee.example/orders/ord_1?token=abc"}) {
    return render(head(), *find_language(language), built_in(stage, language), facts, links);
}

TEST(notice_rendering, has_a_text_for_every_occasion_in_every_language) {
    auto facts = sample_facts(shop(), now);
    for (const auto& stage : stages)
        for (auto language : {"en", "ur", "hi"}) {
            SCOPED_TRACE(std::string(stage.code) + " " + language);
            auto out = rendered(stage.code, language, facts);
            for (const auto* text : {&out.subject, &out.heading, &out.html, &out.text}) {
                EXPECT_FALSE(text->empty());
                EXPECT_EQ(text->find("{{"), std::string::npos) << *text;
                EXPECT_TRUE(is_utf8(*text));
            }
            EXPECT_TRUE(faults_of(built_in(stage.code, language)).empty());
            EXPECT_LT(out.html.size(), 80u * 1024);
            EXPECT_FALSE(stage.by_sms && out.sms.empty());
            EXPECT_LE(count_code_points(out.sms), 320u);
        }
}

TEST(notice_rendering, every_buyers_text_is_there_in_the_stores_languages) {
    for (const auto& stage : stages)
        for (auto language : {"ur", "hi"}) {
            bool is_own = find_language(language)->texts.contains(std::string(stage.code));
            EXPECT_EQ(is_own, stage.audience == Audience::buyer) << stage.code << " " << language;
        }
}

TEST(notice_rendering, lets_nothing_a_buyer_wrote_become_markup_or_a_header) {
    auto facts = sample_facts(shop(), now);
    facts.customer = "<script>alert(1)</script>\r\nBcc: all@example.com";
    facts.order_number = "{{store}}\"><img src=x>";
    facts.lines->at(0).title = "<b onload=x>Pen</b>";
    auto out = rendered("order_placed", "en", facts);
    EXPECT_EQ(out.html.find("<script"), std::string::npos);
    EXPECT_EQ(out.html.find("<img"), std::string::npos);
    EXPECT_EQ(out.html.find("<b onload"), std::string::npos);
    auto wire = mail::compose({.from_name = out.heading, .from = *Email::parse("a@b.example"), .to = *Email::parse("c@d.example"), .subject = out.subject, .id = "x@b.example", .date = now, .text = out.text, .html = out.html});
    EXPECT_EQ(wire.find("\r\nBcc:"), std::string::npos);
}

TEST(notice_rendering, takes_of_a_theme_only_colours_and_a_fonts_name) {
    auto look = head().look;
    EXPECT_EQ(look.bg, "#FFFBF1");
    EXPECT_EQ(look.accent, "#F2B01E");
    EXPECT_EQ(look.brand, Look{}.brand);  // what the theme says is no colour
    EXPECT_EQ(look.font, "Public Sans");
    EXPECT_EQ(look_of({"[]"}).bg, Look{}.bg);
    EXPECT_EQ(look_of({"{"}).bg, Look{}.bg);
}

TEST(notice_rendering, sets_urdu_from_right_to_left_and_keeps_numbers_whole) {
    auto facts = sample_facts(shop(), now);
    auto out = rendered("payment_instructions", "ur", facts);
    EXPECT_NE(out.html.find("<html lang=\"ur\" dir=\"rtl\">"), std::string::npos);
    EXPECT_NE(out.html.find("<bdi>S-100023</bdi>"), std::string::npos);
    EXPECT_NE(out.subject.find("\u2068S-100023\u2069"), std::string::npos);
    EXPECT_NE(rendered("payment_instructions", "hi", facts).html.find("dir=\"ltr\""), std::string::npos);
}

TEST(notice_rendering, tells_where_and_until_when_to_pay_in_the_stores_time) {
    auto facts = sample_facts(shop(), now);
    auto out = rendered("payment_instructions", "en", facts);
    EXPECT_NE(out.text.find("Pay by: 2026-12-03 19:30"), std::string::npos) << out.text;
    EXPECT_NE(out.text.find("IN00"), std::string::npos);
    facts.transfer.reset();
    EXPECT_EQ(rendered("order_placed", "en", facts).text.find("IN00"), std::string::npos);
}

TEST(notice_rendering, loads_nothing_from_elsewhere) {
    auto out = rendered("order_placed", "en", sample_facts(shop(), now));
    for (auto word : {"<img", "<script", "<link", "@import", "url(", "src="}) EXPECT_EQ(out.html.find(word), std::string::npos) << word;
}

TEST(notice_texts, name_the_braces_that_nobody_knows) {
    Template text = built_in("order_placed", "en");
    text.subject = *Text<1, 150>::parse("{{order_number}} {{password}}");
    text.body = *Text<1, 2000>::parse("{{store}} {{open");
    auto faults = faults_of(text);
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(faults[0].pointer, "/subject");
    EXPECT_EQ(faults[1].pointer, "/body");
    EXPECT_EQ(fill("{{a}}{{b}} {{", {{"a", "{{b}}"}, {"b", "x"}}), "{{b}}x {{");  // what is put in is not looked into again
}

}  // namespace
}  // namespace vitrine::notices
