#include <boost/json.hpp>

#include "simulators/easypaisa/service.h"
#include "simulators/framework/control.h"

namespace vitrine::simulators::easypaisa {
namespace {

/// Nothing of Easypaisa's is signed: an IPN only says where to look.
shape::Fields sign(const std::string&, const std::string&) { return {}; }

Form form_of(std::string_view encoded) {
    Form form;
    for (auto& [name, value] : http::parse_form(encoded).value_or(shape::Fields{})) form[name] = value;
    return form;
}

Form query_of(const http::Request& request) {
    Form form;
    for (const auto& [name, value] : request.query) form[name] = value;
    return form;
}

RestCall call_of(const http::Request& request) { return {std::string(request.header("credentials")), request.body}; }

template <class Work>
Task<Result<http::Response>> rest(Easypaisa& easypaisa, std::string name, Work work) {
    auto error = [](int status) { return api_failure(status); };
    auto task = run_call(easypaisa, std::move(name), std::move(work), error, [] {});
    co_return co_await std::move(task);
}

/// Holds the call while the question waits on the phone, as the real one does.
Task<Result<http::Response>> ma(Easypaisa& easypaisa, Ctx, const http::Request& request) {
    constexpr int look_ms = 50;
    std::string waiting;
    auto call = call_of(request);
    auto work = [&] { return initiate_ma(easypaisa, call, waiting); };
    auto task = rest(easypaisa, "ma.initiate", work);
    auto response = co_await std::move(task);
    if (waiting.empty() || !response || response->status != 200) co_return response;
    for (int waited = 0; waited < easypaisa.phone_ms && easypaisa.account.find(waiting)->status == "PENDING"; waited += look_ms) co_await sleep_for(std::chrono::milliseconds(look_ms));
    if (easypaisa.phone_ms == 0) co_return response;  // a stand of tests: the question goes on waiting, the call does not
    easypaisa.account.give_up_waiting(waiting);
    const auto& order = *easypaisa.account.find(waiting);
    co_return order_answer(easypaisa, order, order.code, order.words);
}

Task<Result<http::Response>> otc(Easypaisa& easypaisa, Ctx, const http::Request& request) {
    auto call = call_of(request);
    auto work = [&] { return initiate_otc(easypaisa, call); };
    auto task = rest(easypaisa, "otc.initiate", work);
    co_return co_await std::move(task);
}

Task<Result<http::Response>> inquiry(Easypaisa& easypaisa, Ctx, const http::Request& request) {
    auto call = call_of(request);
    auto work = [&] { return inquire(easypaisa, call); };
    auto task = rest(easypaisa, "inquire", work);
    co_return co_await std::move(task);
}

struct StatusPath {
    std::string account, order;
};
SHAPE(StatusPath, account, order)
/// Where an IPN points. Anybody may read it; no merchant should need to.
Task<Result<http::Response>> order_status(Easypaisa& easypaisa, Ctx, http::Path<StatusPath> path) {
    const auto* order = easypaisa.account.find(path->order);
    if (!order || path->account != easypaisa.keys.account) co_return refuse(refusals::not_found);
    boost::json::object body{{"order_id", order->id}, {"transaction_status", order->status}, {"transaction_amount", write_amount(order->minor)}};
    co_return http::json_text(boost::json::serialize(body));
}

Task<Result<http::Response>> index_page(Easypaisa& easypaisa, Ctx, const http::Request& request) {
    auto form = form_of(request.body);
    auto work = [&] { return open_page(easypaisa, form); };
    auto task = rest(easypaisa, "page.open", work);
    co_return co_await std::move(task);
}

/// The end of step 1: the browser takes a token to the shop, which has to post it to step 2.
Task<Result<http::Response>> go_on(Easypaisa& easypaisa, Ctx, const http::Request& request) {
    auto token = query_of(request)["auth_token"];
    auto visit = easypaisa.account.visits.find(token);
    if (visit == easypaisa.account.visits.end()) co_return refuse(refusals::not_found);
    const auto& back = visit->second.post_back;
    co_return http::see_other(back + (back.find('?') == std::string::npos ? "?" : "&") + "auth_token=" + token);
}

Task<Result<http::Response>> confirm(Easypaisa& easypaisa, Ctx, const http::Request& request) { co_return confirm_page(easypaisa, form_of(request.body)); }
Task<Result<http::Response>> decide(Easypaisa& easypaisa, Ctx, const http::Request& request) { co_return decided(easypaisa, form_of(request.body)); }
Task<Result<http::Response>> style(Easypaisa&, Ctx) { co_return style_sheet(); }

Task<Result<http::Response>> answer_phone(Easypaisa& easypaisa, Ctx, const http::Request& request) {
    auto form = form_of(request.body);
    if (!easypaisa.account.answer_phone(form["order"], form["answer"] == "yes")) co_return refuse(refusals::not_found);
    co_return http::see_other("/_control");
}
Task<Result<http::Response>> pay_token(Easypaisa& easypaisa, Ctx, const http::Request& request) {
    auto form = form_of(request.body);
    if (!easypaisa.account.pay_token(form["token"])) co_return refuse(refusals::not_found);
    co_return http::see_other("/_control");
}
Task<Result<http::Response>> reverse(Easypaisa& easypaisa, Ctx, const http::Request& request) {
    auto form = form_of(request.body);
    if (!easypaisa.account.reverse(form["order"])) co_return refuse(refusals::not_found);
    co_return http::see_other("/_control");
}

}  // namespace

Easypaisa::Easypaisa(Loop& loop, web::Client& web, std::uint64_t seed, Keys own_keys, WebhookOptions hooks, std::function<Instant()> own_clock)
    : Service(loop, web, "Easypaisa", seed, std::move(hooks), &sign),
      keys(std::move(own_keys)),
      clock(std::move(own_clock)),
      account(ids, clock, faults, [this](const Order& order) {
          auto path = "/easypay-service/rest/v1/order-status/" + keys.account + "/" + order.id;
          Webhook ipn{.type = "ipn", .body = {}, .query = "url=" + http::percent_encode(base + path), .forged_query = "url=" + http::percent_encode("https://easypay.example" + path)};
          if (heard) heard(ipn);
          webhooks.send(std::move(ipn));
      }) {}

std::string Easypaisa::state_json() const {
    boost::json::array all;
    for (const auto& id : account.sequence) {
        const auto& order = account.orders.at(id);
        all.push_back(boost::json::object{{"order", id}, {"mode", order.mode}, {"status", order.status}, {"amount", write_amount(order.minor)}, {"token", order.token}, {"mobile", order.mobile}});
    }
    return boost::json::serialize(boost::json::object{{"orders", std::move(all)}});
}

std::vector<http::Route> routes() {
    http::Routes<Easypaisa> routes;
    http::RouteOptions options{.access = http::Access::signature, .needs_store = false};  // a provider is where card numbers are typed: our edge would refuse them
    routes.post("/easypay/Index.jsf", &index_page, options);
    routes.post("/easypay/Confirm.jsf", &confirm, options);
    routes.post("/easypay-service/rest/v4/initiate-ma-transaction", &ma, options);
    routes.post("/easypay-service/rest/v4/initiate-otc-transaction", &otc, options);
    routes.post("/easypay-service/rest/v4/inquire-transaction", &inquiry, options);
    routes.get("/easypay-service/rest/v1/order-status/{account}/{order}", &order_status, options);
    routes.get("/_browser/continue", &go_on, options);
    routes.post("/_browser/decide", &decide, options);
    routes.get("/_browser/files/easypaisa.css", &style, options);
    routes.post("/_control/phones", &answer_phone, options);
    routes.post("/_control/tokens", &pay_token, options);
    routes.post("/_control/reversals", &reverse, options);
    add_control_routes(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::easypaisa
