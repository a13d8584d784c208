// Forms that another site sends with somebody's cookies, to every address of the shop's pages that takes one: none writes anything, whatever is in it. The list is the
// program's own, so a new form is tried too.
#include "io/pg/session.h"
#include "tests/shop/accounts_stand.h"
#include "tests/shop/browser.h"

namespace vitrine::storefront {

using test::Browser, test::Shop, test::good_password, test::header, test::hidden, test::text, test::with;

struct forged_forms : test::Accounts {
    Browser browser{shop};
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 50);

    forged_forms() {
        browser.admit = [this](const http::Request& request, Ctx& now) {
            hear();
            EXPECT_TRUE(accounts::admit(identities, shop.config, request, "", now));
        };
    }
    /// Rises with every transaction that writes, or locks a row.
    std::int64_t transactions() {
        static const pg::Statement statement{"test.transactions", "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint", {}, "a test", nullptr};
        return owner.ask(pg::Query<std::int64_t>{&statement, {}, &pg::decode_one<std::int64_t>});
    }
    pg::Session owner{shop.database.owner()};

    /// Signed in, with goods in the cart and an order behind: all cookies that a shopper can have.
    std::string ready() {
        registered(ayesha);
        auto page = text(browser.get("/account/sign-in"));
        browser.post("/account/sign-in", {{"csrf", hidden(page, "csrf")}, {"email", ayesha}, {"password", std::string(good_password)}});
        browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "2"}, {"return_to", "/"}});
        auto step = [&](const std::string& path, const shape::Fields& more) { return browser.post(path, test::guarded(text(browser.get(path)), more)); };
        step("/checkout/information", test::home);
        step("/checkout/delivery", {{"option", hidden(text(browser.get("/checkout/delivery")), "option")}});
        step("/checkout/payment", {{"method", "bank_transfer"}});
        auto placed = header(step("/checkout/review", {{"expected_total", hidden(text(browser.get("/checkout/review")), "expected_total")}}), "Location");
        auto at = placed.find("ord_");
        EXPECT_NE(at, std::string::npos) << placed;
        browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "1"}, {"return_to", "/"}});
        return at == std::string::npos ? std::string() : placed.substr(at, placed.find_first_of("?/", at) - at);
    }
    static std::string filled(std::string pattern, const std::map<std::string, std::string>& words) {
        for (size_t open; (open = pattern.find('{')) != std::string::npos;) {
            auto close = pattern.find('}', open);
            auto found = words.find(pattern.substr(open + 1, close - open - 1));
            if (found == words.end()) return {};
            pattern.replace(open, close - open + 1, found->second);
        }
        return pattern;
    }
};

TEST_F(forged_forms, from_other_sites_write_nothing_anywhere) {
    auto order = ready();
    auto csrf = hidden(text(browser.get("/cart")), "csrf"), of_account = hidden(text(browser.get("/account/security")), "csrf");
    ASSERT_FALSE(csrf.empty());
    const std::map<std::string, std::string> words{{"order", order}, {"line", "line_00000000000000000000000001"}, {"variant", pen.text()}, {"provider", "google"}, {"passkey", accounts::PasskeyId::next(clock_now()).text()}, {"return", "rtn_00000000000000000000000001"}};
    shape::Fields everything{{"variant", pen.text()}, {"quantity", "3"},       {"return_to", "/"},       {"code", "NONE"},         {"currency", "USD"},  {"email", ayesha},
                             {"password", "a password of theirs"}, {"name", "Thief"}, {"line1", "1 Dark Lane"}, {"city", "Lahore"}, {"country", "PK"}, {"method", "bank_transfer"},
                             {"option", "standard"}, {"action", "add"}, {"token", "nothing"}, {"id", "ses_00000000000000000000000001"}, {"idempotency_key", "another"}, {"text", "Hello"}};
    http::Routes<App> collected;
    storefront::module().routes(collected);
    int forms = 0;
    for (const auto& route : collected.take()) {
        bool is_unsafe = route.method != http::Method::get && route.method != http::Method::head;
        if (!is_unsafe || route.options.access == http::Access::signature) continue;  // a gateway's way back: by another site's form, and only a hint to ask
        auto path = filled(route.pattern, words);
        ASSERT_FALSE(path.empty()) << route.pattern << ": no example of a part of it";
        ++forms;
        const std::vector<shape::Fields> senders{{{"sec-fetch-site", "cross-site"}}, {{"sec-fetch-site", "same-site"}}, {{"origin", "https://evil.example"}}, {{"origin", "null"}}, {}};
        for (const auto& sender : senders)
            for (const auto& token : {std::string(), csrf, of_account}) {
                bool is_silent = sender.empty();
                if (is_silent && !token.empty()) continue;   // a browser that says nothing of where a form comes from acts by the token
                auto kept = browser.cookies;
                auto before = transactions();
                auto answer = browser.post(path, with(everything, {{"csrf", token}}), sender);
                EXPECT_EQ(transactions(), before) << route.pattern << " wrote something for " << (is_silent ? "nobody in particular" : sender.front().second);
                EXPECT_FALSE(header(answer, "Location").starts_with("http") || header(answer, "Location").starts_with("//")) << route.pattern;
                browser.cookies = kept;
            }
    }
    EXPECT_GT(forms, 30);
}

TEST_F(forged_forms, neighbour_of_our_own_pages_write_what_they_should) {
    ready();
    auto csrf = hidden(text(browser.get("/account/addresses")), "csrf");
    auto before = transactions();
    EXPECT_EQ(browser.post("/account/addresses", {{"csrf", csrf}, {"country", "PK"}, {"name", "Ayesha"}, {"line1", "1 Mall Road"}, {"city", "Lahore"}}).status, 303);
    EXPECT_GT(transactions(), before);
    before = transactions();
    browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "1"}, {"return_to", "/"}});
    EXPECT_GT(transactions(), before);
}

}  // namespace vitrine::storefront
