// The hosted page as a person sees it, in its two steps. Works without scripts.
#include "core/text.h"
#include "simulators/easypaisa/service.h"

namespace vitrine::simulators::easypaisa {
namespace {

constexpr std::string_view css = R"(
*{box-sizing:border-box}body{margin:0;background:#eef4f0;color:#12261b;font:16px/1.5 system-ui,sans-serif}
header{background:#0b7a3e;color:#fff;padding:14px 20px;font-weight:600}header small{font-weight:400;opacity:.85;margin-left:8px}
main{max-width:440px;margin:24px auto;padding:24px;background:#fff;border:1px solid #d4e2d9;border-radius:12px}
h1{margin:0 0 4px;font-size:1.75rem}p{margin:8px 0}.muted{color:#4d6457;font-size:.9rem;overflow-wrap:anywhere}
fieldset{border:0;padding:0;margin:20px 0 0}legend{font-weight:600;padding:0;margin-bottom:8px}
label.choice{display:flex;gap:10px;align-items:center;border:1px solid #8aa596;border-radius:8px;padding:12px;margin-bottom:8px}
label.choice:has(:checked){border-color:#0b7a3e;background:#f0f8f3}
.acts{display:grid;gap:10px;margin-top:20px}button,a.button{font:inherit;font-weight:600;padding:12px;border-radius:8px;border:1px solid #0b7a3e;background:#fff;color:#0b5a2e;cursor:pointer;text-align:center;text-decoration:none}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:8px 8px 8px 0}td form{display:flex;flex-wrap:wrap;gap:6px}td button{padding:6px 10px}input,select{font:inherit;max-width:100%}
button.main{background:#0b7a3e;color:#fff}button:focus-visible,a:focus-visible{outline:3px solid #12261b;outline-offset:2px}a{color:#0b5a2e}
)";

http::Response served(std::string inside, int status = 200) {
    http::Response response;
    response.status = status;
    response.body = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Easypay (simulated)</title>"
                    "<link rel=stylesheet href=/_browser/files/easypaisa.css><header>easypay <small>simulated</small></header><main>" +
                    inside + "</main></html>";
    response.set("Content-Type", "text/html; charset=utf-8");
    response.set("Cache-Control", "no-store");
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
    return response;
}

http::Response refused(const std::string& why) { return served("<h1>Not possible</h1><p>" + escape_html(why) + "</p>", 400); }

std::string value(const Form& form, const std::string& name) {
    auto found = form.find(name);
    return found == form.end() ? std::string() : found->second;
}

std::string hidden(const std::string& name, const std::string& value) { return "<input type=hidden name='" + name + "' value='" + escape_html(value) + "'>"; }

/// `url` with these fields added to its query.
std::string with_query(const std::string& url, const shape::Fields& fields) { return url + (url.find('?') == std::string::npos ? "?" : "&") + http::encode_form(fields); }

std::string back_to(const std::string& url, const std::string& order, bool is_paid) {
    return with_query(url, {{"status", is_paid ? "0000" : "0001"}, {"desc", is_paid ? "Success" : "The payment was not completed"}, {"orderRefNumber", order}});
}

std::string bill(std::int64_t minor, const std::string& order) { return "<h1>Rs " + write_amount(minor) + "</h1><p class=muted>Reference " + escape_html(order) + "</p>"; }

/// Why the shop's form is refused; empty when it is good.
std::string fault_of(Easypaisa& easypaisa, const Form& form) {
    if (value(form, "storeId") != easypaisa.keys.store_id) return "The store id is unknown.";
    if (!hash_fits(form, easypaisa.keys.hash_key)) return "The request was changed on its way, or the hash key is wrong.";
    if (!read_amount(value(form, "amount"))) return "The amount is missing.";
    auto order = value(form, "orderRefNum");
    if (order.empty() || order.size() > 20) return "The order reference is missing or too long.";
    if (!value(form, "postBackURL").starts_with("http")) return "The return address is missing.";
    auto expiry = value(form, "expiryDate");
    auto until = read_time(expiry);
    if (!expiry.empty() && (!until || *until <= easypaisa.clock())) return "The time to pay is over.";
    if (easypaisa.account.find(order)) return "This order was tried before. Go back to the shop and try again from there.";
    return {};
}

}  // namespace

http::Response style_sheet() {
    http::Response response;
    response.body = std::string(css);
    response.set("Content-Type", "text/css; charset=utf-8");
    return response;
}

http::Response open_page(Easypaisa& easypaisa, const Form& form) {
    auto fault = fault_of(easypaisa, form);
    if (!fault.empty()) return refused(fault);
    Visit visit{.order = value(form, "orderRefNum"), .post_back = value(form, "postBackURL"), .email = value(form, "emailAddr"), .minor = *read_amount(value(form, "amount")), .redirects = value(form, "autoRedirect") != "0"};
    auto post_back = visit.post_back, order = visit.order;
    auto minor = visit.minor;
    auto token = easypaisa.account.open_visit(std::move(visit));
    return served(bill(minor, order) + "<form method=get action='/_browser/continue'>" + hidden("auth_token", token) +
                  "<fieldset><legend>How do you want to pay?</legend><label class=choice><input type=radio name=by value=account checked> Easypaisa account</label>"
                  "<label class=choice><input type=radio name=by value=card> Credit or debit card</label></fieldset>"
                  "<div class=acts><button class=main>Continue</button><a class=button href='" +
                  escape_html(back_to(post_back, order, false)) + "'>Back to the shop without paying</a></div></form>");
}

http::Response confirm_page(Easypaisa& easypaisa, const Form& form) {
    auto token = value(form, "auth_token");
    auto visit = easypaisa.account.visits.find(token);
    if (visit == easypaisa.account.visits.end()) return refused("This visit is unknown. Start again from the shop.");
    if (easypaisa.account.find(visit->second.order)) return refused("This payment has ended already.");
    visit->second.is_confirmed = true;
    visit->second.post_back = value(form, "postBackURL");
    return served(bill(visit->second.minor, visit->second.order) + "<p>Does the account or card say yes?</p><form method=post action='/_browser/decide'>" + hidden("auth_token", token) +
                  "<div class=acts><button class=main name=answer value=yes>Approve</button><button name=answer value=no>Decline</button><a class=button href='" +
                  escape_html(back_to(visit->second.post_back, visit->second.order, false)) + "'>Leave without deciding</a></div></form>");
}

http::Response decided(Easypaisa& easypaisa, const Form& form) {
    auto token = value(form, "auth_token");
    const auto* order = easypaisa.account.decide(token, value(form, "answer") == "yes");
    if (!order) return refused("This visit is unknown. Start again from the shop.");
    const auto& visit = easypaisa.account.visits.at(token);
    auto back = back_to(visit.post_back, order->id, order->status == "PAID");
    if (visit.redirects) return http::see_other(back);
    return served(bill(order->minor, order->id) + "<p>" + escape_html(order->words) + "</p><p><a href='" + escape_html(back) + "'>Back to the shop</a></p>");
}

std::string Easypaisa::control_html() const {
    std::string phones, tokens;
    for (const auto& id : account.sequence) {
        const auto& order = account.orders.at(id);
        if (order.status != "PENDING") continue;
        auto amount = "<br><small class=muted>" + escape_html(id) + "</small><td>Rs " + write_amount(order.minor);
        if (order.mode == "MA")
            phones += "<tr><td>" + escape_html(order.mobile) + amount + "<td><form method=post action=/_control/phones>" + hidden("order", id) + "<button name=answer value=yes>Approve</button> <button name=answer value=no>Decline</button></form>";
        if (order.mode == "OTC")
            tokens += "<tr><td>" + escape_html(order.token) + amount + "<td><form method=post action=/_control/tokens>" + hidden("token", order.token) + "<button>Paid at the shop</button></form>";
    }
    return "<link rel=stylesheet href=/_browser/files/easypaisa.css><h2>Questions on phones</h2><table><tr><th>Number<th>Amount<th>Answer" + phones +
           "</table><h2>Tokens</h2><table><tr><th>Token<th>Amount<th>Till" + tokens + "</table>";
}

}  // namespace vitrine::simulators::easypaisa
