// A customer's own data by the pages, without scripts.
#include "tests/shop/accounts_stand.h"
#include "tests/shop/browser.h"

namespace vitrine::storefront {

using test::Browser, test::text, test::header, test::hidden, test::has, test::with, test::good_password;

struct AccountData : test::Accounts {
    Browser browser{shop};
    AccountData() {
        browser.admit = [this](const http::Request& request, Ctx& now) {
            hear();
            EXPECT_TRUE(accounts::admit(identities, shop.config, request, "", now));
        };
        registered(ayesha);
        send("/account/sign-in", "/account/sign-in", {{"email", ayesha}, {"password", std::string(good_password)}});
    }
    http::Response send(const std::string& page, const std::string& to, const shape::Fields& form) { return browser.post(to, with({{"csrf", hidden(text(browser.get(page)), "csrf")}}, form)); }
    http::Response ask_for_deletion(std::string_view password) { return send("/account/data", "/account/data/deletions", {{"password", std::string(password)}}); }
};

TEST_F(AccountData, a_copy_is_asked_for_and_fetched) {
    EXPECT_TRUE(header(send("/account/data", "/account/data/copies", {}), "Location").starts_with("/account/data"));
    EXPECT_TRUE(has(browser.get("/account/data"), "We are making it"));
    deliver();
    auto page = text(browser.get("/account/data"));
    auto at = page.find("/account/data/file?id=");
    ASSERT_NE(at, std::string::npos) << page;
    auto href = page.substr(at, page.find('"', at) - at);
    auto file = browser.get(href);
    EXPECT_EQ(file.status, 200);
    EXPECT_TRUE(has(file, ayesha));
    EXPECT_TRUE(header(file, "Content-Disposition").starts_with("attachment"));
    EXPECT_EQ(header(file, "Cache-Control"), "private, no-store");
    Browser other(shop);
    EXPECT_TRUE(header(other.get(href), "Location").starts_with("/account/sign-in")) << "a guest";
}

TEST_F(AccountData, a_deletion_asks_for_the_password_and_is_taken_back_on_the_page_or_by_mail) {
    EXPECT_TRUE(has(ask_for_deletion("a guess"), "aria-invalid")) << "a wrong password is said beside its input";
    EXPECT_TRUE(has(ask_for_deletion("a guess"), "This is not your password.")) << "the address is not in doubt";
    EXPECT_EQ(shop.count("select count(*) from privacy.requests"), 0);
    EXPECT_EQ(ask_for_deletion(good_password).status, 303);
    deliver();
    auto page = text(browser.get("/account/data"));
    EXPECT_NE(page.find("will be deleted on"), std::string::npos);
    EXPECT_EQ(send("/account/data", "/account/data/withdrawal", {{"id", hidden(page, "id")}}).status, 303);
    EXPECT_EQ(shop.count("select count(*) from privacy.requests where state = 'withdrawn'"), 1);
    EXPECT_EQ(ask_for_deletion(good_password).status, 303);
    auto token = token_in_mail(ayesha, "going to be deleted");
    auto mail = post.mails(ayesha, "going to be deleted").back().message.text;
    auto at = mail.find("request=");
    ASSERT_NE(at, std::string::npos) << mail;
    auto id = mail.substr(at + 8, mail.find('&', at) - at - 8);
    EXPECT_TRUE(id.starts_with("prq_"));
    Browser elsewhere(shop);
    auto link = "/account/keep?request=" + id + "&token=" + token;
    EXPECT_TRUE(has(elsewhere.get(link), "Keep my account"));
    EXPECT_EQ(shop.count("select count(*) from privacy.requests where state = 'waiting'"), 1) << "looking at a link does nothing: mail scanners look, too";
    auto form = text(elsewhere.get(link));
    EXPECT_TRUE(has(elsewhere.post("/account/keep", {{"csrf", hidden(form, "csrf")}, {"request", id}, {"token", token + "x"}}), "does not work"));
    EXPECT_TRUE(has(elsewhere.post("/account/keep", {{"csrf", hidden(form, "csrf")}, {"request", id}, {"token", token}}), "Your account stays"));
    EXPECT_EQ(shop.count("select count(*) from privacy.requests where state = 'withdrawn'"), 2);
}

TEST_F(AccountData, what_is_open_is_named_on_the_page) {
    auto pen = shop.article("PEN-1", test::Shop::rupees(250), 10);
    auto order = shop.place(shop.cart_ready_to_place({{pen, 1}})).order();
    auto refused = ask_for_deletion(good_password);
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(has(refused, order.number));
    EXPECT_EQ(shop.count("select count(*) from privacy.requests"), 0);
}

}  // namespace vitrine::storefront
