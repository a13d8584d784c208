// The pages of accounts without scripts, form by form, and what strangers get instead.
#include "tests/shop/accounts_stand.h"
#include "tests/shop/browser.h"

namespace vitrine::storefront {

using test::Browser, test::text, test::header, test::hidden, test::has, test::with, test::Shop, test::good_password;

struct AccountPages : test::Accounts {
    Browser browser{shop};
    AccountPages() {
        browser.admit = [this](const http::Request& request, Ctx& now) {
            hear();
            EXPECT_TRUE(accounts::admit(identities, shop.config, request, "", now));
        };
    }
    shape::Fields guarded(const std::string& page, const shape::Fields& more) { return with({{"csrf", hidden(text(browser.get(page)), "csrf")}}, more); }
    http::Response send(const std::string& page, const shape::Fields& form) { return browser.post(page, guarded(page, form)); }
    void sign_in_here(std::string_view to = "ayesha@example.com") {
        registered(to);
        EXPECT_EQ(send("/account/sign-in", {{"email", std::string(to)}, {"password", std::string(good_password)}}).status, 303);
    }
};

TEST_F(AccountPages, lead_from_a_form_by_a_mail_to_an_account_and_out_again) {
    EXPECT_TRUE(has(browser.get("/"), "href=\"/account/sign-in\""));
    EXPECT_EQ(header(browser.get("/account"), "Location"), "/account/sign-in?return_to=%2Faccount");
    auto asked = send("/account/register", {{"name", "Ayesha <b>Khan</b>"}, {"email", ayesha}, {"password", std::string(good_password)}});
    EXPECT_EQ(asked.status, 200);
    EXPECT_TRUE(has(asked, "Check your mail"));
    auto page = "/account/confirm?token=" + token_in_mail(ayesha, "Confirm");
    auto confirmed = browser.post("/account/confirm", with({{"csrf", hidden(text(browser.get(page)), "csrf")}, {"token", hidden(text(browser.get(page)), "token")}}, {{"password", std::string(good_password)}}));
    EXPECT_EQ(header(confirmed, "Location"), "/account");
    auto account = browser.get("/account");
    EXPECT_TRUE(has(account, "Ayesha &lt;b&gt;Khan&lt;/b&gt;"));
    EXPECT_FALSE(has(account, "<b>Khan</b>"));
    EXPECT_EQ(header(account, "Cache-Control"), "private, no-store");
    EXPECT_EQ(header(account, "Referrer-Policy"), "no-referrer");
    EXPECT_TRUE(has(browser.get("/"), "href=\"/account\"")) << "the pages of the shop know it, too";
    auto out = browser.post("/account/sign-out", {{"csrf", hidden(text(account), "csrf")}});
    EXPECT_EQ(header(out, "Location"), "/");
    EXPECT_FALSE(browser.cookies.contains("session"));
    EXPECT_TRUE(has(browser.get("/"), "href=\"/account/sign-in\"")) << "and forget it";
    EXPECT_EQ(shop.count("select count(*) from accounts.sessions where ended_at is null"), 0);
}

TEST_F(AccountPages, sign_nobody_in_by_a_form_from_elsewhere) {
    registered(ayesha);
    shape::Fields form{{"email", ayesha}, {"password", std::string(good_password)}};
    EXPECT_EQ(browser.post("/account/sign-in", form).status, 403) << "no token";
    auto token = guarded("/account/sign-in", form);
    EXPECT_EQ(browser.post("/account/sign-in", token, {{"sec-fetch-site", "cross-site"}}).status, 403);
    EXPECT_EQ(browser.post("/account/sign-in", token, {{"origin", "http://evil.example"}}).status, 403);
    EXPECT_EQ(browser.post("/account/sign-in", token, {{"origin", "null"}}).status, 403);
    EXPECT_FALSE(browser.cookies.contains("session"));
    Browser other(shop);
    EXPECT_EQ(other.post("/account/sign-in", token).status, 403) << "a token of another browser";
    EXPECT_EQ(browser.post("/account/sign-in", token).status, 303);
}

TEST_F(AccountPages, change_nothing_by_a_form_from_elsewhere) {
    sign_in_here();
    shape::Fields address{{"country", "PK"}, {"name", "Thief"}, {"line1", "1 Dark Lane"}, {"city", "Lahore"}};
    auto form = guarded("/account/addresses", address);
    EXPECT_TRUE(header(browser.post("/account/addresses", form, {{"sec-fetch-site", "cross-site"}}), "Location").starts_with("/account/sign-in")) << "it arrives as a guest";
    EXPECT_EQ(browser.post("/account/addresses", address).status, 403) << "from our own page, without its token";
    EXPECT_EQ(shop.count("select count(*) from accounts.addresses"), 0);
    EXPECT_EQ(browser.post("/account/addresses", form).status, 303);
    EXPECT_EQ(shop.count("select count(*) from accounts.addresses where is_default"), 1);
}

TEST_F(AccountPages, bring_the_guests_cart_along_and_show_it_on_another_device) {
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10);
    browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "2"}});
    sign_in_here();
    EXPECT_EQ(shop.count("select quantity from carts.lines l join carts.carts c on c.id = l.cart where c.customer is not null"), 2);
    EXPECT_EQ(shop.count("select count(*) from carts.carts where customer is null and state = 'active'"), 0) << "nothing is left behind";
    Browser phone(shop);
    phone.admit = browser.admit;
    phone.post("/account/sign-in", with({{"csrf", hidden(text(phone.get("/account/sign-in")), "csrf")}}, {{"email", ayesha}, {"password", std::string(good_password)}}));
    phone.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "1"}});
    EXPECT_EQ(shop.count("select sum(l.quantity)::bigint from carts.lines l join carts.carts c on c.id = l.cart where c.state = 'active'"), 3) << "both look at one cart";
    auto out = guarded("/account", {});
    browser.post("/account/sign-out", out);
    browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "4"}});
    EXPECT_EQ(shop.count("select sum(quantity)::bigint from carts.lines l join carts.carts c on c.id = l.cart where c.customer is not null"), 3) << "who signed out begins anew";
}

TEST_F(AccountPages, connect_a_provider_by_the_password_and_our_own_form) {
    for (auto name : {"google_client_id", "google_client_secret"}) shop.config.gateway_settings[name] = "x";
    sign_in_here();
    auto page = browser.get("/account/security");
    EXPECT_TRUE(has(page, "action=\"/account/with/google\""));
    auto guess = browser.post("/account/with/google", {{"csrf", hidden(text(page), "csrf")}, {"provider_password", "a guess"}});
    EXPECT_EQ(guess.status, 401);
    EXPECT_TRUE(has(guess, "href=\"#provider_password\""));
    auto forged = browser.post("/account/with/google", {{"provider_password", std::string(good_password)}});
    EXPECT_TRUE(header(forged, "Location").starts_with("/account/security"));
    EXPECT_FALSE(browser.cookies.contains("openid"));
}

TEST_F(AccountPages, lead_back_into_this_shop_only) {
    registered(ayesha);
    for (auto [wanted, led] : {std::pair{"/cart", "/cart"}, std::pair{"//evil.example", "/account"}, std::pair{"https://evil.example", "/account"}, std::pair{"/\\evil.example", "/account"}}) {
        browser.cookies.clear();
        auto page = "/account/sign-in?return_to=" + http::percent_encode(wanted);
        auto shown = text(browser.get(page));
        EXPECT_EQ(hidden(shown, "return_to"), led);
        auto in = browser.post("/account/sign-in", {{"csrf", hidden(shown, "csrf")}, {"email", ayesha}, {"password", std::string(good_password)}, {"return_to", wanted}});
        EXPECT_EQ(header(in, "Location"), led) << "whatever the form says";
    }
}

TEST_F(AccountPages, say_the_same_of_known_and_unknown_mailboxes) {
    registered(ayesha);
    auto tried = [&](const std::string& page, const std::string& to, shape::Fields more = {}) {
        auto answer = send(page, with({{"email", to}}, more));
        auto body = text(answer);
        for (auto at = body.find(to); at != std::string::npos; at = body.find(to)) body.replace(at, to.size(), "…");
        for (auto name : {"csrf", "return_to"})
            if (auto value = hidden(body, name); !value.empty()) body.replace(body.find(value), value.size(), "…");
        return std::to_string(answer.status) + body;
    };
    EXPECT_EQ(tried("/account/sign-in", ayesha, {{"password", "a guess"}}), tried("/account/sign-in", "nobody@example.com", {{"password", "a guess"}}));
    EXPECT_EQ(tried("/account/forgotten", ayesha), tried("/account/forgotten", "nobody@example.com"));
    EXPECT_EQ(tried("/account/mail-link", ayesha), tried("/account/mail-link", "nobody@example.com"));
    EXPECT_EQ(tried("/account/register", ayesha, {{"name", "A"}, {"password", "a long enough one"}}), tried("/account/register", "nobody@example.com", {{"name", "A"}, {"password", "a long enough one"}}));
}

TEST_F(AccountPages, send_mails_whose_links_lead_to_the_shop_whatever_the_host_header_said) {
    registered(ayesha);
    auto form = guarded("/account/forgotten", {{"email", ayesha}});
    EXPECT_EQ(browser.post("/account/forgotten", form, {{"sec-fetch-site", "same-origin"}, {"host", "evil.example"}, {"x-forwarded-host", "evil.example"}}).status, 200);
    ASSERT_FALSE(token_in_mail(ayesha, "Set a new password").empty());
    auto mail = post.mails(ayesha, "Set a new password").back();
    EXPECT_NE(mail.message.text.find("http://test.localhost:8080/account/new-password?token="), std::string::npos) << mail.message.text;
    EXPECT_EQ(mail.message.html.find("evil.example"), std::string::npos);
}

TEST_F(AccountPages, spend_a_magic_link_by_a_press_not_by_a_look) {
    registered(ayesha);
    send("/account/mail-link", {{"email", ayesha}});
    auto page = "/account/link?token=" + token_in_mail(ayesha, "Your link to sign in");
    browser.get(page);  // as programs do that look at mails
    auto shown = text(browser.get(page));
    shape::Fields press{{"csrf", hidden(shown, "csrf")}, {"token", hidden(shown, "token")}};
    EXPECT_EQ(header(browser.post("/account/link", press), "Location"), "/account");
    EXPECT_TRUE(browser.cookies.contains("session"));
    Browser thief(shop);
    auto theirs = text(thief.get(page));
    auto replayed = thief.post("/account/link", {{"csrf", hidden(theirs, "csrf")}, {"token", hidden(theirs, "token")}});
    EXPECT_TRUE(has(replayed, "does not work any more"));
    EXPECT_FALSE(thief.cookies.contains("session"));
}

TEST_F(AccountPages, show_the_orders_of_the_mailbox_to_its_owner_alone) {
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10);
    auto order = shop.place(shop.cart_ready_to_place({{pen, 2}}));
    ASSERT_EQ(order.refusal(), "");
    sign_in_here("AYESHA@example.com");
    auto mine = browser.get("/account");
    EXPECT_TRUE(has(mine, order.order().number)) << "placed as a guest, in another case of letters";
    auto at = text(mine).find("/orders/ord_");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(browser.get(text(mine).substr(at, text(mine).find('"', at) - at)).status, 303) << "it opens";
    browser.cookies.clear();
    sign_in_here("other@example.com");
    EXPECT_FALSE(has(browser.get("/account"), order.order().number));
}

TEST_F(AccountPages, list_where_somebody_is_signed_in_and_sign_them_out_there) {
    sign_in_here();
    auto elsewhere = sign_in(ayesha)->opened;
    auto shown = text(browser.get("/account/security"));
    EXPECT_NE(shown.find("This device"), std::string::npos);
    EXPECT_NE(shown.find(elsewhere->session.text()), std::string::npos);
    auto csrf = hidden(shown, "csrf");
    EXPECT_EQ(browser.post("/account/security/sessions", {{"csrf", csrf}, {"id", elsewhere->session.text()}}).status, 303);
    EXPECT_EQ(text(browser.get("/account/security")).find(elsewhere->session.text()), std::string::npos);
    EXPECT_EQ(browser.get("/account").status, 200) << "this device goes on";
    auto changed = browser.post("/account/security/password", {{"csrf", csrf}, {"old_password", "a guess"}, {"password", "eleven blue umbrellas"}});
    EXPECT_EQ(changed.status, 401);
    EXPECT_TRUE(has(changed, "id=\"old_password-fault\""));
    EXPECT_EQ(browser.post("/account/security/password", {{"csrf", csrf}, {"old_password", std::string(good_password)}, {"password", "eleven blue umbrellas"}}).status, 303);
    EXPECT_EQ(shop.count("select count(*) from accounts.sessions where ended_at is null"), 1);
    EXPECT_EQ(browser.get("/account").status, 200);
}

TEST_F(AccountPages, keep_addresses_and_refuse_what_was_changed_elsewhere) {
    sign_in_here();
    shape::Fields home{{"country", "PK"}, {"name", "Ayesha"}, {"line1", "<script>alert(1)</script>"}, {"city", "Lahore"}};
    EXPECT_EQ(send("/account/addresses", with(home, {{"is_default", "1"}})).status, 303);
    auto page = text(browser.get("/account/addresses"));
    EXPECT_EQ(page.find("<script>alert(1)"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
    auto id = page.substr(page.find("edit=adr_") + 5, 30);
    auto edit = text(browser.get("/account/addresses?edit=" + id));
    shape::Fields change = with(home, {{"csrf", hidden(edit, "csrf")}, {"id", id}, {"version", hidden(edit, "version")}});
    EXPECT_EQ(browser.post("/account/addresses", change).status, 303);
    browser.get("/");
    browser.post("/account/addresses", change);
    EXPECT_TRUE(has(browser.get("/account/addresses"), "changed in another window"));
    auto faulty = send("/account/addresses", {{"country", "PK"}, {"name", "A"}});
    EXPECT_EQ(faulty.status, 422);
    EXPECT_TRUE(has(faulty, "id=\"city-fault\""));
}

TEST_F(AccountPages, take_a_member_of_staff_from_the_invitation_to_the_second_factor) {
    auto chief = ctx();
    chief.role = Role::staff;
    chief.permissions = {"*"};
    ASSERT_TRUE(shop.run(accounts::invite(shop.app, chief, email("bilal@example.com"), *Text<1, 120>::parse("Bilal"), {})));
    auto page = "/account/invitation?token=" + token_in_mail("bilal@example.com", "invited");
    auto shown = text(browser.get(page));
    shape::Fields form{{"csrf", hidden(shown, "csrf")}, {"token", hidden(shown, "token")}};
    EXPECT_EQ(browser.post("/account/invitation", with(form, {{"password", "sev3n!xy"}})).status, 422) << "staff need twelve characters";
    EXPECT_EQ(header(browser.post("/account/invitation", with(form, {{"password", "twelve tall giraffes"}})), "Location"), "/account/second-factor");
    auto key = browser.post("/account/security/second-factor", guarded("/account/second-factor", {{"factor_password", "twelve tall giraffes"}}));
    EXPECT_TRUE(has(key, "otpauth://totp/Test:bilal%40example.com"));
    EXPECT_EQ(header(browser.get("/account"), "Location"), "/account/sign-in?return_to=%2Faccount") << "staff are no customers";
}

TEST(account_cookies, are_for_this_host_and_the_server_alone) {
    Config config;
    config.master_key = "key";
    http::Request request;
    request.is_tls = true;
    http::Response response;
    auto now = clock_now();
    accounts::remember_session(config, StoreId{}, request, response, {accounts::SessionId::next(now), {}, now + 1h, "device", "proof", {}, {}}, now);
    ASSERT_EQ(response.headers.size(), 3u);
    for (const auto& [name, value] : response.headers) {
        EXPECT_TRUE(value.starts_with("__Host-")) << value;
        for (auto part : {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"}) EXPECT_NE(value.find(part), std::string::npos) << value;
        EXPECT_EQ(value.find("Domain"), std::string::npos);
    }
}

}  // namespace vitrine::storefront
