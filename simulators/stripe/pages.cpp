// What browsers are given: the script, its frames, the 3-D Secure page and the hosted checkout page.
#include <array>

#include "core/money.h"
#include "core/text.h"
#include "simulators/stripe/browser/assets.h"
#include "simulators/stripe/service.h"

namespace vitrine::simulators::stripe {
namespace {

http::Response served(std::string_view text, std::string type) {
    http::Response response;
    response.body = std::string(text);
    response.set("Content-Type", std::move(type));
    response.set("Cache-Control", "no-store");
    return response;
}

/// May stand in any shop's page; may load only its own files.
http::Response framed(std::string_view text) {
    auto response = served(text, "text/html; charset=utf-8");
    response.set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *");
    return response;
}

std::string page(const std::string& title, const std::string& inside) {
    return "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>" + title +
           "</title><link rel=stylesheet href=/_browser/files/page.css><main><h1>" + title + "</h1>" + inside + "</main></html>";
}

/// A page of its own whose form may lead back to the shop, wherever that is.
http::Response hosted(const std::string& title, const std::string& inside) {
    auto response = served(page(title, inside), "text/html; charset=utf-8");
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
    return response;
}

}  // namespace

http::Response browser_script() {
    auto response = served(browser::stripe_js, "text/javascript; charset=utf-8");
    response.set("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
}

http::Response browser_file(std::string_view name) {
    if (name == "card.html") return framed(browser::card_html);
    if (name == "card.js") return served(browser::card_js, "text/javascript; charset=utf-8");
    if (name == "challenge.js") return served(browser::challenge_js, "text/javascript; charset=utf-8");
    if (name == "page.css") return served(browser::page_css, "text/css; charset=utf-8");
    return {404, {}, std::string()};
}

namespace {

std::string challenge_form(const std::string& intent) {
    return "<p>Your bank asks whether it is you who pays.</p><form method=post action=/_browser/challenge><input type=hidden name=intent value='" + escape_html(intent) +
           "'><button name=result value=pass>Complete authentication</button><button class=quiet name=result value=fail>Fail authentication</button></form>";
}

}  // namespace

http::Response challenge_page(const std::string& intent) { return framed(page("3D Secure 2 test page", challenge_form(intent) + "<script src=/_browser/files/challenge.js></script>")); }

http::Response challenge_page_alone(const std::string& intent) { return hosted("3D Secure 2 test page", challenge_form(intent)); }

namespace {

/// As people write it; in Stripe's own terms where that cannot be said.
std::string amount_of(const Object& session) {
    std::string code(session.at("currency").as_string());
    auto minor = session.at("amount_total").as_int64();
    for (char& c : code)
        if (c >= 'a' && c <= 'z') c = char(c - 32);
    auto currency = Currency::parse(code);
    auto money = currency ? from_stripe_amount(minor, *currency) : std::nullopt;
    return money ? format_for_people(*money) : std::to_string(minor) + " " + code;
}

std::string way_back(const Object& session) {
    if (!session.at("cancel_url").is_string()) return {};
    return "<p><a href='" + escape_html(std::string(session.at("cancel_url").as_string())) + "'>Back to the shop without paying</a></p>";
}

}  // namespace

http::Response pay_page(const Object& session, const std::string& problem) {
    if (session.at("status").as_string() != "open") return hosted("This checkout is closed", "<p>It was paid or has expired.</p>");
    return hosted("Pay", "<p>" + escape_html(amount_of(session)) + "</p><form method=post action='/c/pay/" + escape_html(std::string(session.at("id").as_string())) +
                             "'><label>Card number <input name=number inputmode=numeric autocomplete=cc-number required></label><p id=problem role=alert>" + escape_html(problem) +
                             "</p><button>Pay</button></form>" + way_back(session));
}

http::Response pay_challenge_page(const std::string& session) {
    return hosted("3D Secure 2 test page", "<form method=post action='/c/pay/" + escape_html(session) +
                                               "'><button name=challenge value=pass>Complete authentication</button><button class=quiet name=challenge value=fail>Fail authentication</button></form>");
}

}  // namespace vitrine::simulators::stripe
