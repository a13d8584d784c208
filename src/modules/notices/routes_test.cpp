// The staff's side: texts, previews, settings, closed addresses, and the links that readers follow.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "modules/notices/access.h"
#include "modules/notices/language.h"
#include "tests/shop/desk.h"

namespace vitrine::test {
namespace {

constexpr std::string_view texts = "/api/v1/admin/notice-texts/", settings = "/api/v1/admin/notice-settings", closed = "/api/v1/admin/notice-suppressions";
std::string own_text(std::string_view subject) { return R"({"subject": ")" + std::string(subject) + R"(", "heading": "Hello {{customer}}", "body": "One.\n\nTwo {{order_number}}."})"; }

struct notice_desk : testing::Test {
    Desk desk;
    std::string at(std::string_view rest) { return std::string(texts) + std::string(rest); }
};

TEST_F(notice_desk, shows_every_text_with_an_invented_order) {
    auto all = desk.get("/api/v1/admin/notice-texts");
    ASSERT_EQ(all.status, 200) << all.body;
    EXPECT_EQ(all.text("/items/0/stage"), "order_placed");
    for (const auto& item : all.json().at("items").as_array()) {
        auto stage = std::string(item.at("stage").as_string());
        for (auto form : {"html", "text"}) {
            auto shown = desk.get(at(stage + "/en/preview?form=" + form));
            EXPECT_EQ(shown.status, 200) << stage << shown.body;
            EXPECT_EQ(shown.body.find("{{"), std::string::npos);
            EXPECT_NE(shown.header("Content-Security-Policy").find("sandbox"), std::string::npos);
        }
    }
    EXPECT_EQ(desk.get(at("order_shipped/ur/preview?form=sms")).status, 200);
    EXPECT_EQ(desk.get(at("order_placed/en/preview?form=sms")).code(), "notices.nothing_to_render");
    EXPECT_EQ(desk.get(at("nothing/en/preview")).code(), "notices.template_unknown");
    EXPECT_EQ(desk.get(at("order_placed/xx/preview")).code(), "notices.template_unknown");
}

TEST_F(notice_desk, takes_a_stores_own_text_and_gives_it_up_again) {
    auto built_in = desk.get(at("order_placed/en"));
    EXPECT_EQ(built_in.etag(), "\"v0\"");
    auto saved = desk.put(at("order_placed/en"), own_text("Ours {{order_number}}"), "\"v0\"");
    ASSERT_EQ(saved.status, 200) << saved.body;
    EXPECT_EQ(saved.etag(), "\"v1\"");
    EXPECT_EQ(desk.put(at("order_placed/en"), own_text("Ours {{order_number}}"), "\"v1\"").etag(), "\"v1\"");  // the same again
    EXPECT_EQ(desk.put(at("order_placed/en"), own_text("Other"), "\"v0\"").code(), "request.stale_version");
    EXPECT_NE(desk.get(at("order_placed/en/preview?form=text")).body.find("Two S-100023."), std::string::npos);
    EXPECT_EQ(desk.del(at("order_placed/en"), "\"v0\"").code(), "request.stale_version");
    EXPECT_EQ(desk.del(at("order_placed/en"), "\"v1\"").status, 200);
    EXPECT_EQ(desk.get(at("order_placed/en")).text("/text/subject"), built_in.text("/text/subject"));
    EXPECT_EQ(desk.put(at("order_placed/en"), own_text("Third"), "\"v0\"").etag(), "\"v3\"");  // the history goes on
}

TEST_F(notice_desk, refuses_braces_that_nobody_knows_and_shows_drafts) {
    auto refused = desk.put(at("order_placed/en"), own_text("{{card_number}}"), "*");
    EXPECT_EQ(refused.code(), "request.invalid");
    EXPECT_EQ(refused.faults(), std::vector<std::string>{"/subject unknown_placeholder"});
    EXPECT_EQ(desk.post(at("order_placed/en/preview"), own_text("{{x}}")).code(), "request.invalid");
    auto shown = desk.post(at("order_placed/en/preview?form=html"), own_text("A draft"));
    EXPECT_EQ(shown.status, 200);
    EXPECT_NE(shown.body.find("<title>A draft</title>"), std::string::npos);
    EXPECT_EQ(desk.get(at("order_placed/en")).etag(), "\"v0\"");
}

TEST_F(notice_desk, keeps_settings_and_refuses_what_makes_no_sense) {
    auto usual = desk.get(std::string(settings));
    EXPECT_EQ(usual.etag(), "\"v0\"");
    EXPECT_EQ(usual.text("/languages/0"), "en");
    auto saved = desk.put(std::string(settings), R"({"languages": ["en", "ur"], "sends_mail": true, "sends_sms": true, "quiet_hours": {"from": "21:30", "until": "09:00", "channels": ["sms"]}, "staff": ["a@example.com"]})", "\"v0\"");
    ASSERT_EQ(saved.status, 200) << saved.body;
    EXPECT_EQ(saved.etag(), "\"v1\"");
    EXPECT_EQ(desk.put(std::string(settings), R"({"languages": ["en"], "sends_mail": true, "sends_sms": false})", "\"v0\"").code(), "request.stale_version");
    EXPECT_EQ(desk.put(std::string(settings), R"({"languages": ["xx"], "sends_mail": true, "sends_sms": false})", "*").faults(), std::vector<std::string>{"/languages/0 unknown_choice"});
    EXPECT_EQ(desk.put(std::string(settings), R"({"languages": ["en"], "sends_mail": true, "sends_sms": false, "quiet_hours": {"from": "25:00", "until": "09:00", "channels": []}})", "*").code(), "request.invalid");
    EXPECT_EQ(desk.get("/api/v1/admin/notice-texts").json().at("items").as_array().size(), 84u);
}

TEST_F(notice_desk, closes_and_opens_addresses) {
    EXPECT_EQ(desk.post(std::string(closed), R"({"channel": "mail", "address": "Ayesha+x@Example.com", "detail": "asked us to"})").status, 200);
    EXPECT_EQ(desk.get(std::string(closed)).text("/items/0/address"), "ayesha+x@example.com");
    EXPECT_EQ(desk.post(std::string(closed), R"({"channel": "mail", "address": "nobody"})").code(), "request.invalid");
    EXPECT_EQ(desk.post(std::string(closed), R"({"channel": "in_app", "address": "a@example.com"})").code(), "request.invalid");
    EXPECT_EQ(desk.del(std::string(closed) + "/mail/ayesha%2Bx@example.com", "*").status, 204);
    EXPECT_EQ(desk.del(std::string(closed) + "/mail/ayesha%2Bx@example.com", "*").code(), "notices.not_suppressed");
}

TEST_F(notice_desk, asks_for_its_permissions) {
    desk.permissions = {"notices:read"};
    EXPECT_EQ(desk.get("/api/v1/admin/notices").status, 200);
    EXPECT_EQ(desk.put(std::string(settings), R"({"languages": ["en"], "sends_mail": true, "sends_sms": false})", "*").status, 403);
    desk.permissions = {"orders:read"};
    EXPECT_EQ(desk.get("/api/v1/admin/notices").status, 403);
    EXPECT_EQ(desk.get("/api/v1/admin/inbox").status, 403);
}

TEST_F(notice_desk, lets_who_holds_a_mails_token_unsubscribe_and_nobody_else) {
    auto token = notices::preferences_token(desk.config, desk.ctx.store, "ayesha@example.com");
    auto page = desk.get("/notices/unsubscribe?token=" + token);
    EXPECT_EQ(page.status, 200) << page.body;
    auto preferences = "/api/v1/notice-preferences?token=" + token;
    EXPECT_EQ(desk.get(preferences).json().at("off").as_array().size(), 0u);  // looking changes nothing
    EXPECT_EQ(desk.post("/notices/unsubscribe?token=" + token, "List-Unsubscribe=One-Click").status, 200);
    EXPECT_EQ(desk.get(preferences).text("/off/0"), "mail:delivery");
    EXPECT_EQ(desk.put(preferences, R"({"off": ["mail:orders"]})", "*").code(), "request.invalid");
    EXPECT_EQ(desk.put(preferences, R"({"off": []})", "*").status, 200);
    EXPECT_EQ(desk.get("/api/v1/notice-preferences?token=" + token + "x").code(), "notices.token_refused");
    EXPECT_EQ(desk.post("/notices/unsubscribe?token=00." + token, "").code(), "notices.token_refused");
}

TEST_F(notice_desk, reads_what_the_presets_bring) {
    for (auto preset : {"stationery", "ghee", "jewellery", "diamonds"}) {
        std::ifstream file("presets/" + std::string(preset) + "/notices.json");
        std::ostringstream text;
        text << file.rdbuf();
        auto ctx = desk.ctx;
        ctx.store = StoreId::next(clock_now());
        EXPECT_GE(desk.run(notices::seed(desk.app.db, ctx, text.str())), 1) << preset;
        EXPECT_EQ(desk.run(notices::seed(desk.app.db, ctx, text.str())), 0) << preset;
    }
    EXPECT_THROW(desk.run(notices::seed(desk.app.db, desk.ctx, R"({"settings": {"languages": ["xx"], "sends_mail": true, "sends_sms": false}})")), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::test
