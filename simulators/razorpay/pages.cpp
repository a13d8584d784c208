// What browsers are given: the script, the frame of its window, and the hosted page, which works without scripts (the real one does not).
#include "core/text.h"
#include "simulators/razorpay/browser/assets.h"
#include "simulators/razorpay/service.h"

namespace vitrine::simulators::razorpay {
namespace {

http::Response served(std::string_view text, std::string type) {
    http::Response response;
    response.body = std::string(text);
    response.set("Content-Type", std::move(type));
    response.set("Cache-Control", "no-store");
    return response;
}

std::string hidden(const std::string& name, const std::string& value) { return "<input type=hidden name='" + escape_html(name) + "' value='" + escape_html(value) + "'>"; }

std::string amount_text(const Object& order) {
    auto minor = order.at("amount").as_int64();
    auto cents = std::to_string(minor % 100);
    return text_of(order, "currency") + " " + std::to_string(minor / 100) + "." + (cents.size() == 1 ? "0" : "") + cents;
}

constexpr std::string_view choices =
    "<fieldset><legend>How do you want to pay?</legend>"
    "<label><input type=radio name=method value=upi checked> UPI</label>"
    "<label><input type=radio name=method value=card> Card</label>"
    "<label><input type=radio name=method value=netbanking> Netbanking</label></fieldset>"
    "<label class=detail data-for=upi>UPI address <input name=upi value=success@razorpay autocomplete=off></label>"
    "<label class=detail data-for=card hidden>Card number <input name=card inputmode=numeric autocomplete=cc-number value='4111 1111 1111 1111'></label>"
    "<label class=detail data-for=netbanking hidden>Bank <select name=netbanking><option value=HDFC>HDFC Bank</option><option value=SBIN>State Bank of India</option></select></label>";

std::string page(const std::string& inside) {
    return "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Checkout</title>"
           "<link rel=stylesheet href=/_browser/files/checkout.css><main>" +
           inside + "</main></html>";
}

}  // namespace

http::Response browser_script() {
    auto response = served(browser::checkout_js, "text/javascript; charset=utf-8");
    response.set("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
}

http::Response browser_file(std::string_view name) {
    if (name == "frame.js") return served(browser::frame_js, "text/javascript; charset=utf-8");
    if (name == "checkout.css") return served(browser::checkout_css, "text/css; charset=utf-8");
    return {404, {}, std::string()};
}

http::Response frame_page(const Object& order) {
    auto inside = "<header><h1>" + amount_text(order) + "</h1><button type=button id=close aria-label='Close checkout'>×</button></header><p id=problem role=alert></p><form id=pay>" +
                  hidden("order_id", text_of(order, "id")) + std::string(choices) +
                  "<button class=main>Pay " + amount_text(order) + "</button></form>"
                  "<section id=bank hidden><h2>Test bank</h2><p>Does the bank approve?</p><button type=button data-bank=yes class=main>Success</button><button type=button data-bank=no>Failure</button></section>"
                  "<script src=/_browser/files/frame.js></script>";
    auto response = served(page(inside), "text/html; charset=utf-8");
    response.set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *");
    return response;
}

http::Response hosted_page(const Object& order, const shape::Fields& fields) {
    std::string carried, cancel;
    for (const auto& [name, value] : fields) {
        if (name == "callback_url") carried += hidden(name, value);
        if (name == "cancel_url") cancel = value;
    }
    auto form = "<h1>" + amount_text(order) + "</h1><form method=post action=/_browser/hosted>" + hidden("order_id", text_of(order, "id")) + carried +
                "<fieldset><legend>How do you want to pay?</legend><label><input type=radio name=method value=upi checked> UPI</label><label><input type=radio name=method value=netbanking> Netbanking"
                "</label></fieldset><button class=main name=bank_says value=yes>Success</button><button name=bank_says value=no>Failure</button></form><p><a href='" +
                escape_html(cancel) + "'>Back to the shop without paying</a></p>";
    auto response = served(page(form), "text/html; charset=utf-8");
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
    return response;
}

http::Response back_page(const std::string& callback_url, const shape::Fields& answer) {
    std::string inputs;
    for (const auto& [name, value] : answer) inputs += hidden(name, value);
    auto response = served(page("<h1>Done</h1><form method=post action='" + escape_html(callback_url) + "'>" + inputs + "<button class=main>Back to the shop</button></form>"), "text/html; charset=utf-8");
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
    return response;
}

}  // namespace vitrine::simulators::razorpay
