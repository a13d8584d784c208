// What browsers see of the simulated JazzCash: its payment page, the way back, and the phones of its buyers. All of it works without scripts.
#include "core/text.h"
#include "simulators/jazzcash/service.h"

namespace vitrine::simulators::jazzcash {
namespace {

constexpr std::string_view css = R"css(*{box-sizing:border-box}
body{margin:0;background:#f4f1ee;color:#241f1c;font:16px/1.5 system-ui,sans-serif}
header{background:#2b2320;color:#fff;padding:1rem 0;border-top:6px solid #d4151f}
header b{font-size:1.25rem;letter-spacing:.01em}header b i{font-style:normal;color:#ffcb05}
header p{margin:.1rem 0 0;color:#d9d0ca;font-size:.875rem}
header>div,main{max-width:34rem;margin-inline:auto;padding-inline:1rem}
main{padding-block:1.25rem 3rem;display:grid;gap:1.25rem}
.card{background:#fff;border:1px solid #ddd5cf;border-radius:10px;padding:1.25rem;display:grid;gap:1rem}
h1{font-size:1.375rem;line-height:1.25;margin:0}
.amount{font-size:2rem;font-weight:700;margin:0;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1rem;margin:0;font-size:.9375rem}
dt{color:#6c615a}dd{margin:0;text-align:right;overflow-wrap:anywhere}
fieldset{border:0;padding:0;margin:0;display:grid;gap:.6rem}
legend{padding:0;font-weight:600;margin-bottom:.5rem}
.way{display:flex;gap:.75rem;align-items:center;border:1px solid #b9aea6;border-radius:8px;padding:.8rem .9rem;min-height:48px;cursor:pointer}
.way:has(:checked){border-color:#b01018;box-shadow:inset 0 0 0 1px #b01018;background:#fdf3f3}
input[type=radio]{accent-color:#b01018;width:1.15rem;height:1.15rem}
select,input[type=tel]{font:inherit;padding:.6rem;border:1px solid #8a7f78;border-radius:8px;background:#fff;min-height:48px;min-width:0}
button{font:inherit;font-weight:600;min-height:48px;padding:.6rem 1.1rem;border-radius:8px;border:1px solid #8a7f78;background:#fff;color:inherit;cursor:pointer}
button.main{background:#b01018;border-color:#b01018;color:#fff}
button:focus-visible,select:focus-visible,input:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
.row{display:grid;grid-template-columns:1fr auto;gap:.6rem}
.quiet{border:0;background:none;text-decoration:underline;color:#5a4f48;font-weight:400}
.note{margin:0;font-size:.875rem;color:#6c615a}
.ok{color:#0f6b3c}.bad{color:#a3161a}
@media(max-width:30rem){.row{grid-template-columns:1fr}}
)css";

std::string hidden(const std::string& name, const std::string& value) { return "<input type=hidden name='" + escape_html(name) + "' value='" + escape_html(value) + "'>"; }

std::string rupees(std::int64_t paisa) {
    auto whole = std::to_string(paisa / 100), rest = std::to_string(paisa % 100);
    for (int at = int(whole.size()) - 3; at > 0; at -= 3) whole.insert(size_t(at), ",");
    return "Rs " + whole + "." + (rest.size() == 1 ? "0" : "") + rest;
}

http::Response page(std::string_view title, const std::string& inside) {
    auto response = http::html("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'><title>" + std::string(title) +
                               "</title><link rel=icon href='data:,'><link rel=stylesheet href=/_browser/files/jazzcash.css><header><div><b>Jazz<i>Cash</i></b><p>Simulator: no money moves here</p></div></header><main>" + inside + "</main></html>");
    response.set("Cache-Control", "no-store");
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'");
    return response;
}

constexpr std::string_view reasons =
    "<option value=004>Not enough money (004)</option><option value=024>Wrong PIN (024)</option><option value=001>Above the limit (001)</option>"
    "<option value=404>Card expired (404)</option><option value=415>3-D Secure failed (415)</option><option value=999>Technical issue (999)</option>";

std::string facts(const Transaction& transaction) {
    return "<dl><dt>Order<dd>" + escape_html(field(transaction.asked, "pp_BillReference")) + "<dt>Reference<dd>" + escape_html(transaction.reference) + "</dl>";
}

std::string waiting_request(const Transaction& one) {
    return "<section class=card><h1>Payment request</h1><p class=amount>" + rupees(one.amount) + "</p>" + facts(one) + "<p class=note>To " + escape_html(field(one.asked, "pp_MobileNumber")) +
           "</p><form method=post action=/_browser/phone class=row>" + hidden("reference", one.reference) +
           "<button class=main name=code value=000>Approve with MPIN</button><button name=code value=112>Decline</button></form></section>";
}

}  // namespace

http::Response style_sheet() {
    http::Response response;
    response.body = std::string(css);
    response.set("Content-Type", "text/css; charset=utf-8");
    return response;
}

http::Response payment_page(const Account& account, const Transaction& transaction) {
    auto type = field(transaction.asked, "pp_TxnType");
    std::string ways;
    if (type != "MPAY") ways += "<label class=way><input type=radio name=way value=wallet checked> Mobile account</label>";
    if (type != "MWALLET") ways += std::string("<label class=way><input type=radio name=way value=card") + (type == "MPAY" ? " checked" : "") + "> Debit or credit card</label>";
    return page("Pay | JazzCash", "<form class=card method=post action=/_browser/page>" + hidden("reference", transaction.reference) + "<h1>Payment to " + escape_html(account.keys.merchant_id) +
                                      "</h1><p class=amount>" + rupees(transaction.amount) + "</p>" + facts(transaction) + "<fieldset><legend>How do you want to pay?</legend>" + ways +
                                      "</fieldset><button class=main name=code value=000>Approve</button><div class=row><select name=reason aria-label='Why it is declined'>" + std::string(reasons) +
                                      "</select><button name=code value=decline>Decline</button></div><button name=code value=112>Cancel and go back</button>"
                                      "<button class=quiet name=code value=leave>Leave without a word</button></form>");
}

http::Response back_page(const std::string& return_url, const shape::Fields& result, std::string_view heading) {
    std::string inputs;
    for (const auto& [name, value] : result) inputs += hidden(name, value);
    bool is_paid = field(result, "pp_ResponseCode") == success;
    return page("Done | JazzCash", "<form class=card method=post action='" + escape_html(return_url) + "'>" + inputs + "<h1 class=" + (is_paid ? "ok" : "bad") + ">" + std::string(heading) + "</h1><p>" +
                                       escape_html(field(result, "pp_ResponseMessage")) + "</p><button class=main>Back to the shop</button></form>");
}

http::Response refusal_page(const Failure& failure) {
    return page("Not accepted | JazzCash", "<section class=card><h1 class=bad>This payment cannot be opened</h1><p>" + escape_html(failure.code + ": " + failure.message) + "</p><p class=note>Go back to the shop with your browser.</p></section>");
}

http::Response left_page() {
    return page("Left | JazzCash", "<section class=card><h1>You left without paying</h1><p>Nothing was told to the shop. The payment lapses by itself.</p></section>");
}

http::Response phone_page(Account& account) {
    std::string requests;
    for (const auto& reference : account.in_order()) {
        const auto* one = account.find(reference);
        if (one->way == "wallet" && one->code == waiting) requests += waiting_request(*one);
    }
    if (requests.empty()) requests = "<section class=card><h1>Nothing waits for a PIN</h1><p class=note>Pay in the shop with 0312 9999157 to see a request here.</p></section>";
    auto response = page("Phone | JazzCash", requests);
    response.set("Refresh", "5");
    return response;
}

}  // namespace vitrine::simulators::jazzcash
