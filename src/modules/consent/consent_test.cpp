#include <gtest/gtest.h>

#include "io/pg/session.h"
#include "modules/consent/settings.h"
#include "tests/shop/browser.h"

namespace vitrine::consent {
namespace {

using test::has, test::header;

struct Consents : test::Buying {
    Ctx staff() {
        auto now = shop.ctx;
        now.now = clock_now();
        now.role = Role::staff;
        now.actor = "usr_test";
        return now;
    }
    void ask_visitors(bool asks = true) { ASSERT_TRUE(shop.run(set_settings(shop.app, staff(), {}, {asks}))); }
    Standing standing(std::string cookie = {}, std::string gpc = {}) {
        http::Request request;
        request.headers = {{"cookie", cookie.empty() ? "" : "consent=" + cookie}, {"sec-gpc", std::move(gpc)}};
        return standing_of(shop.ctx, request);
    }
    http::Response say(const std::string& what) { return browser.post("/consent", {{"analytics", what}, {"return_to", "/cart"}}); }
    ~Consents() override { know(shop.ctx.store, {}); }
};

TEST_F(Consents, are_asked_for_where_the_store_asks) {
    EXPECT_EQ(standing(), Standing::not_asked);
    EXPECT_FALSE(has(browser.get("/"), "consent-bar"));
    EXPECT_EQ(browser.get("/consent").status, 404);
    ask_visitors();
    EXPECT_EQ(standing(), Standing::open);
    auto page = browser.get("/");
    EXPECT_TRUE(has(page, "consent-bar"));
    EXPECT_TRUE(has(page, "value=\"yes\""));
    EXPECT_TRUE(has(page, "value=\"no\""));
    EXPECT_TRUE(has(browser.get("/consent"), "You have not said anything"));
}

TEST_F(Consents, are_said_once_and_can_be_taken_back) {
    ask_visitors();
    EXPECT_EQ(header(say("yes"), "Location"), "/cart");
    EXPECT_EQ(standing(browser.cookies["consent"]), Standing::given);
    EXPECT_FALSE(has(browser.get("/"), "consent-bar")) << "though the page was kept with it for others";
    EXPECT_TRUE(has(browser.get("/"), "href=\"/consent\"")) << "the way back stays";
    EXPECT_TRUE(has(browser.get("/consent"), "You have said yes"));
    say("no");
    EXPECT_EQ(standing(browser.cookies["consent"]), Standing::refused);
    auto view = shop.run(read_settings(shop.app, staff()));
    EXPECT_EQ(view.given, 1);
    EXPECT_EQ(view.refused, 1);
    test::Browser another(shop);
    EXPECT_TRUE(has(another.get("/"), "consent-bar"));
}

TEST_F(Consents, to_an_older_text_are_asked_for_again) {
    ask_visitors();
    say("yes");
    ASSERT_TRUE(shop.run(ask_again(shop.app, staff())));
    EXPECT_EQ(standing(browser.cookies["consent"]), Standing::open);
    EXPECT_TRUE(has(browser.get("/"), "consent-bar"));
    shop.run(refresh(shop.floor.worker_db));
    EXPECT_EQ(standing(browser.cookies["consent"]), Standing::open) << "in other processes, too";
}

TEST_F(Consents, are_never_taken_from_what_was_not_said) {
    ask_visitors();
    EXPECT_EQ(standing({}, "1"), Standing::refused) << "Global Privacy Control";
    say("yes");
    EXPECT_EQ(standing(browser.cookies["consent"], "1"), Standing::given) << "what was said to us counts more";
    auto good = browser.cookies["consent"];
    for (const auto& bad : {std::string("1"), good + "1", good.substr(4), good.substr(0, good.size() - 1), std::string("cns_x.1.1"), std::string(300, 'x'), good + ".1"}) EXPECT_EQ(standing(bad), Standing::open) << bad;
    test::Browser another(shop);
    another.post("/consent", {{"analytics", "yes"}}, {{"sec-fetch-site", "cross-site"}});
    EXPECT_FALSE(another.cookies.contains("consent"));
    another.post("/consent", {{"analytics", "maybe"}});
    another.post("/consent", {});
    EXPECT_FALSE(another.cookies.contains("consent"));
    EXPECT_EQ(header(another.post("/consent", {{"analytics", "no"}, {"return_to", "//evil.example"}}), "Location"), "/");
}

TEST_F(Consents, decide_whether_searches_are_counted) {
    auto counted = [&](std::string words) {
        http::Request request;
        request.headers = {{"cookie", "consent=" + browser.cookies["consent"]}};
        browser.get("/search?q=" + words);
        return may_count(shop.ctx, request);
    };
    EXPECT_TRUE(counted("pens")) << "where nothing is asked, only words are counted, of nobody";
    ask_visitors();
    EXPECT_FALSE(counted("pens"));
    say("no");
    EXPECT_FALSE(counted("pens"));
    say("yes");
    EXPECT_TRUE(counted("pens"));
    http::Request request;
    EXPECT_FALSE(may_follow(shop.ctx, request));
    ask_visitors(false);
    EXPECT_FALSE(may_follow(shop.ctx, request)) << "nobody is followed who has not said yes";
}

TEST_F(Consents, settings_are_changed_over_the_version_that_was_read) {
    EXPECT_EQ(shop.run(set_settings(shop.app, staff(), 0, {true}))->version, 1);
    auto late = shop.run(set_settings(shop.app, staff(), 0, {false}));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "request.stale_version");
    EXPECT_EQ(standing(), Standing::open);
}

}  // namespace
}  // namespace vitrine::consent
