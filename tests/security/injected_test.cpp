// What callers write must stay text: no line break of theirs ends a header, no address of theirs leads elsewhere, no host that they name stands in a link, no path of theirs
// reaches a file. Tried at every page the program has.
#include "io/http/answer_head.h"
#include "io/http/target.h"
#include "tests/shop/accounts_stand.h"
#include "tests/shop/browser.h"

namespace vitrine::storefront {

using test::Browser, test::Shop, test::good_password, test::header, test::hidden, test::text;

struct injected : test::Accounts {
    Browser browser{shop};
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 50);
    std::vector<http::Route> pages() {
        http::Routes<App> collected;
        storefront::module().routes(collected);
        return collected.take();
    }
    static std::string every_part(std::string pattern, const std::string& value) {
        for (size_t open; (open = pattern.find('{')) != std::string::npos;) pattern.replace(open, pattern.find('}', open) - open + 1, value);
        return pattern;
    }
    /// The names that any page asks its query or form for.
    static shape::Fields asked(const std::string& value) {
        shape::Fields out;
        for (auto name : {"q", "sort", "page", "brand", "category", "filter[colour]", "price_min", "price_max", "in_stock", "return_to", "token", "code", "edit", "order", "email", "name", "line1", "city",
                          "state", "postal_code", "phone", "country", "password", "currency", "variant", "quantity", "method", "option", "action", "flash", "part", "status", "desc", "orderRefNumber",
                          "auth_token", "session_id", "payment_intent", "error[code]", "error[description]", "idempotency_key", "csrf", "text", "reason", "words", "answer[way]", "id", "version", "error",
                          "state", "challenge"})
            out.emplace_back(name, value);
        return out;
    }
    void check_answer(const http::Response& answer, const std::string& at) {
        EXPECT_LT(answer.status, 500) << at;
        EXPECT_NO_THROW(http::check_headers(answer)) << at;
        for (const auto& [name, value] : answer.headers) {
            EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos) << at << ": " << name;
            if (name != "Location") continue;
            EXPECT_TRUE(value.starts_with('/') && !value.starts_with("//") && value.find('\\') == std::string::npos) << at << " leads to " << value;
        }
    }
};

TEST_F(injected, line_breaks_end_no_header_and_no_address_leads_elsewhere) {
    registered(ayesha);
    browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "2"}, {"return_to", "/"}});
    const std::vector<std::string> attacks{"x\r\nX-Injected: 1", "/\r\nSet-Cookie: session=1", "//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
                                           "javascript:alert(1)", "http:evil.example", "///evil.example", "/%0d%0aX-Injected:%201", std::string("a\0b", 3), "\xff\xfe"};
    for (const auto& route : pages())
        for (const auto& attack : attacks) {
            auto path = every_part(route.pattern, "x");
            auto at = route.pattern + " with " + http::percent_encode(attack);
            auto kept = browser.cookies;
            bool is_get = route.method == http::Method::get;
            if (is_get && path.ends_with("/live")) continue;  // a stream
            auto answer = is_get ? browser.get(path + "?" + http::encode_form(asked(attack)), {{"referer", attack}, {"x-fragment", attack}, {"accept-language", attack}})
                                 : browser.post(path, asked(attack), {{"sec-fetch-site", "same-origin"}, {"referer", attack}});
            check_answer(answer, at);
            browser.cookies = kept;
            for (auto cookie : {"flash", "method", "answers", "currency", "orders", "list", "cart_state", "device", "openid", "session"}) browser.cookies[cookie] = attack;
            if (is_get) check_answer(browser.get(path), at + " in cookies");
            browser.cookies = kept;
        }
}

TEST_F(injected, a_host_that_is_none_of_ours_stands_in_no_link) {
    browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "2"}, {"return_to", "/"}});
    auto step = [&](const std::string& path, const shape::Fields& more) { return browser.post(path, test::guarded(text(browser.get(path)), more)); };
    step("/checkout/information", test::home);
    step("/checkout/delivery", {{"option", hidden(text(browser.get("/checkout/delivery")), "option")}});
    step("/checkout/payment", {{"method", "bank_transfer"}});
    auto placed = header(step("/checkout/review", {{"expected_total", hidden(text(browser.get("/checkout/review")), "expected_total")}}), "Location");
    std::vector<std::string> paths{placed};
    for (const auto& route : pages())
        if (route.method == http::Method::get && !route.pattern.ends_with("/live")) paths.push_back(every_part(route.pattern, "x"));
    for (const auto& path : paths) {
        // The miniature browser adds the true Host behind; the first that is there is what a server is told.
        auto answer = browser.get(path, {{"host", "evil.example"}, {"x-forwarded-host", "evil.example"}, {"forwarded", "host=evil.example"}, {"x-original-url", "/evil.example"}});
        for (const auto& [name, value] : answer.headers) EXPECT_EQ(value.find("evil.example"), std::string::npos) << path << ": " << name;
        if (std::holds_alternative<std::string>(answer.body) || std::holds_alternative<std::shared_ptr<const http::CachedAnswer>>(answer.body))
            EXPECT_EQ(text(answer).find("evil.example"), std::string::npos) << path;
    }
}

TEST_F(injected, no_path_reaches_a_file_that_is_not_an_asset) {
    for (auto file : {"/assets/..%2f..%2fCMakeLists.txt", "/assets/%2e%2e/%2e%2e/CMakeLists.txt", "/assets/....//CMakeLists.txt", "/assets/..\\..\\CMakeLists.txt", "/assets/%2fetc%2fpasswd", "/assets//etc/passwd",
                      "/assets/manifest.json%00.css", "/assets/..;/manifest.json", "/assets/%252e%252e%252fmanifest.json", "/theme/..%2f..%2fREADME.md", "/assets/.", "/assets/.gitignore"}) {
        http::Request request;
        std::string authority;
        if (!http::read_target(file, request, authority)) continue;  // not even a path
        auto answer = browser.get(request.path);
        EXPECT_TRUE(answer.status == 404 || answer.status == 400) << file << " was answered " << answer.status;
    }
}

}  // namespace vitrine::storefront
