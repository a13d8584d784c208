#pragma once
// The way of a shopper without scripts through the pages, form by form.
#include <functional>

#include <gtest/gtest.h>

#include "io/http/server.h"
#include "modules/storefront/api.h"
#include "modules/storefront/module.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// A browser in miniature: keeps cookies, sends forms, follows nothing by itself.
class Browser {
public:
    explicit Browser(Shop& shop) : shop_(shop), router_(routes()) {
        if (!shop.app.site) shop.app.site = storefront::make_site(shop.config);
    }

    http::Response get(std::string target, shape::Fields headers = {}) { return send(http::Method::get, std::move(target), {}, std::move(headers)); }
    http::Response post(std::string path, shape::Fields form, shape::Fields headers = {{"sec-fetch-site", "same-origin"}}) {
        return send(http::Method::post, std::move(path), http::encode_form(form), std::move(headers));
    }
    /// A form with a file, as browsers send it.
    http::Response post_file(std::string path, const std::string& csrf, const std::string& bytes, const std::string& site = "same-origin") {
        auto part = [](const std::string& name, const std::string& more, const std::string& value) { return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" + value + "\r\n"; };
        auto body = part("csrf", "", csrf) + part("proof", "; filename=\"slip.exe\"\r\nContent-Type: text/html", bytes) + "--b--\r\n";
        return send(http::Method::post, std::move(path), std::move(body), {{"sec-fetch-site", site}, {"content-type", "multipart/form-data; boundary=b"}});
    }
    std::map<std::string, std::string> cookies;
    std::optional<carts::CustomerId> customer = {};  ///< who is signed in
    /// Lets a request in as somebody else than a guest.
    std::function<void(const http::Request&, Ctx&)> admit = {};

private:
    static std::vector<http::Route> routes() {
        http::Routes<App> collected;
        storefront::module().routes(collected);
        return collected.take();
    }

    http::Response send(http::Method method, std::string target, std::string body, shape::Fields headers) {
        http::Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (auto mark = target.find('?'); mark != std::string::npos) request.query = *http::parse_form(target.substr(mark + 1));
        request.headers = std::move(headers);
        request.headers.emplace_back("host", "test.localhost");
        std::string jar;
        for (const auto& [name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
        request.headers.emplace_back("cookie", jar);
        request.body = std::move(body);
        auto match = router_.find(request);
        auto ctx = shop_.ctx;
        ctx.now = clock_now();
        ctx.role = Role::guest;  // as the gate lets shoppers in
        if (customer) ctx.role = Role::customer, ctx.actor = customer->text();
        if (admit) admit(request, ctx);
        auto response = shop_.run(match.route->run(&shop_.app, ctx, request));
        for (const auto& [name, value] : response.headers)
            if (name == "Set-Cookie") keep(value);
        return response;
    }

    void keep(const std::string& cookie) {
        auto equals = cookie.find('='), end = cookie.find(';');
        auto name = cookie.substr(0, equals), value = cookie.substr(equals + 1, end - equals - 1);
        if (value.empty()) cookies.erase(name);
        else cookies[name] = value;
    }

    Shop& shop_;
    http::Router router_;
};

inline std::string text(const http::Response& response) {
    if (auto* cached = std::get_if<std::shared_ptr<const http::CachedAnswer>>(&response.body)) return (*cached)->body;
    return std::get<std::string>(response.body);
}
inline std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}
/// The value of a hidden input.
inline std::string hidden(const std::string& page, const std::string& name) {
    auto at = page.find("name=\"" + name + "\" value=\"");
    if (at == std::string::npos) return {};
    at += name.size() + 15;
    return page.substr(at, page.find('"', at) - at);
}
inline bool has(const http::Response& response, std::string_view what) { return text(response).find(what) != std::string::npos; }

inline const shape::Fields home{{"email", "ayesha@example.com"}, {"name", "Ayesha Khan"}, {"line1", "12 Mall Road"}, {"city", "Lahore"}, {"phone", "0300 1234567"}, {"country", "PK"}};

inline shape::Fields with(shape::Fields form, const shape::Fields& more) {
    form.insert(form.end(), more.begin(), more.end());
    return form;
}
inline shape::Fields guarded(const std::string& page, const shape::Fields& more) { return with({{"csrf", hidden(page, "csrf")}, {"idempotency_key", hidden(page, "idempotency_key")}}, more); }

struct Buying : testing::Test {
    Shop shop;
    Browser browser{shop};
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10);

    http::Response add(int quantity = 2) { return browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", std::to_string(quantity)}, {"return_to", "/p/pen-1"}}); }
    std::string go_to_review() {
        add();
        browser.post("/checkout/information", guarded(text(browser.get("/checkout/information")), home));
        browser.post("/checkout/delivery", guarded(text(browser.get("/checkout/delivery")), {{"option", hidden_option()}}));
        browser.post("/checkout/payment", guarded(text(browser.get("/checkout/payment")), {{"method", "bank_transfer"}}));
        return text(browser.get("/checkout/review"));
    }
    std::string hidden_option() { return hidden(text(browser.get("/checkout/delivery")), "option"); }
};

}  // namespace vitrine::test
