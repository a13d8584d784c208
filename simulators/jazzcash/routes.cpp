#include "simulators/framework/control.h"
#include "simulators/jazzcash/service.h"

namespace vitrine::simulators::jazzcash {
namespace {

http::Response on_wire(const shape::Fields& fields) { return http::json_text(to_json_text(fields)); }
/// What JazzCash says where it does not work: HTML.
http::Response rejected(int status) { return http::html("<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>", status); }

http::Response wallet_answer(Jazzcash& it, const shape::Fields& asked) {
    auto paid = it.account.pay_by_wallet(asked);
    if (paid) return on_wire(it.account.result_of(**paid, (*paid)->code, message_of((*paid)->code)));
    shape::Fields refused{{"pp_ResponseCode", paid.error().code}, {"pp_ResponseMessage", paid.error().message}, {"pp_TxnRefNo", field(asked, "pp_TxnRefNo")}};
    return on_wire(signed_with(it.account.keys.salt, std::move(refused)));
}

template <class Work>
Task<Result<http::Response>> called(Jazzcash& it, std::string name, Work work) {
    auto task = run_call(it, std::move(name), std::move(work), &rejected, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> wallet(Jazzcash& it, Ctx, const http::Request& request) {
    auto asked = from_json_text(request.body);
    auto work = [&it, asked] { return wallet_answer(it, asked); };
    co_return co_await called(it, "wallet.pay", work);
}
Task<Result<http::Response>> inquiry(Jazzcash& it, Ctx, const http::Request& request) {
    auto asked = from_json_text(request.body);
    auto work = [&it, asked] { return on_wire(it.account.inquire(asked)); };
    co_return co_await called(it, "inquiry", work);
}
Task<Result<http::Response>> wallet_refund(Jazzcash& it, Ctx, const http::Request& request) {
    auto asked = from_json_text(request.body);
    auto work = [&it, asked] { return on_wire(it.account.refund(asked, true)); };
    co_return co_await called(it, "refund.wallet", work);
}
Task<Result<http::Response>> card_refund(Jazzcash& it, Ctx, const http::Request& request) {
    auto asked = from_json_text(request.body);
    auto work = [&it, asked] { return on_wire(it.account.refund(asked, false)); };
    co_return co_await called(it, "refund.card", work);
}

/// A reference that was used says so to the shop, as every other result.
http::Response page_for(Jazzcash& it, const shape::Fields& form) {
    auto opened = it.account.open_page(form);
    if (opened) return payment_page(it.account, **opened);
    auto* before = it.account.find(field(form, "pp_TxnRefNo"));
    bool is_used = before && (opened.error().code == "417" || opened.error().code == "422");
    if (!is_used) return refusal_page(opened.error());
    return back_page(field(before->asked, "pp_ReturnURL"), it.account.result_of(*before, opened.error().code, opened.error().message), "This payment was opened before");
}

Task<Result<http::Response>> page(Jazzcash& it, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto work = [&it, form] { return page_for(it, form); };
    co_return co_await called(it, "page.open", work);
}

/// A button of the page: "000" pays, another code declines, "112" cancels, "leave" does nothing at all.
Task<Result<http::Response>> press(Jazzcash& it, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto* transaction = it.account.find(field(form, "reference"));
    if (!transaction) co_return refuse(refusals::not_found);
    auto code = field(form, "code");
    if (code == "leave") co_return left_page();
    if (code == "decline") code = field(form, "reason");
    if (field(form, "way") == "card") transaction->way = "card";
    it.account.end(transaction->reference, code);
    bool is_paid = transaction->code == success;
    auto heading = is_paid ? "Payment successful" : transaction->code == waiting ? "Payment is pending" : "Payment not made";
    co_return back_page(field(transaction->asked, "pp_ReturnURL"), it.account.result_of(*transaction, transaction->code, message_of(transaction->code)), heading);
}

Task<Result<http::Response>> phone(Jazzcash& it, Ctx) { co_return phone_page(it.account); }
Task<Result<http::Response>> press_phone(Jazzcash& it, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    it.account.end(field(form, "reference"), field(form, "code"));
    co_return http::see_other("/_browser/phone");
}
Task<Result<http::Response>> style(Jazzcash&, Ctx) { co_return style_sheet(); }

struct ReferencePath {
    std::string reference;
};
SHAPE(ReferencePath, reference)
struct Decision {
    std::string code;
};
SHAPE(Decision, code)
Task<Result<http::Response>> decide(Jazzcash& it, Ctx, http::Path<ReferencePath> path, http::Body<Decision> body) {
    if (!it.account.end(path->reference, body->code)) co_return refuse(refusals::not_found);
    co_return http::Response{204, {}, std::string()};
}

}  // namespace

std::string sealed(const std::string& salt, const std::string& body) { return to_json_text(signed_with(salt, from_json_text(body))); }

Jazzcash::Jazzcash(Loop& loop, web::Client& web, std::uint64_t seed, Keys own_keys, WebhookOptions notifications)
    : Service(loop, web, "JazzCash", seed, std::move(notifications), [](const std::string&, const std::string&) { return shape::Fields{}; }, &sealed),
      account(ids, &clock_now, faults, [this](const shape::Fields& message) {
          Webhook webhook{"notification", to_json_text(message)};
          if (heard) heard(webhook);
          webhooks.send(std::move(webhook));
      }) {
    account.keys = std::move(own_keys);
    if (webhooks.options().secret.empty()) webhooks.aim(webhooks.options().url, account.keys.salt);
}

std::string Jazzcash::state_json() const {
    std::string out = "{\"transactions\":[";
    bool is_first = true;
    for (const auto& reference : account.in_order()) {
        const auto& one = account.at(reference);
        if (!std::exchange(is_first, false)) out += ',';
        out += to_json_text({{"reference", reference}, {"way", one.way}, {"code", one.code}, {"amount", std::to_string(one.amount)}, {"charged", std::to_string(one.charged)},
                             {"refunded", one.is_refunded ? "yes" : "no"}, {"bill", field(one.asked, "pp_BillReference")}});
    }
    return out + "]}";
}

std::vector<http::Route> routes() {
    http::Routes<Jazzcash> routes;
    http::RouteOptions options{.access = http::Access::signature, .needs_store = false};  // a provider is where card numbers are typed: our edge would refuse them
    routes.post("/CustomerPortal/transactionmanagement/merchantform/", &page, options);
    routes.post("/ApplicationAPI/API/2.0/Purchase/DoMWalletTransaction", &wallet, options);
    routes.post("/ApplicationAPI/API/PaymentInquiry/Inquire", &inquiry, options);
    routes.post("/ApplicationAPI/API/Purchase/domwalletrefundtransaction", &wallet_refund, options);
    routes.post("/ApplicationAPI/API/authorize/Refund", &card_refund, options);
    routes.post("/_browser/page", &press, options);
    routes.get("/_browser/phone", &phone, options);
    routes.post("/_browser/phone", &press_phone, options);
    routes.get("/_browser/files/jazzcash.css", &style, options);
    routes.post("/_control/transactions/{reference}", &decide, options);
    add_control_routes(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::jazzcash
