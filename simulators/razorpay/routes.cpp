#include <algorithm>

#include "io/crypto/digest.h"
#include "simulators/framework/control.h"
#include "simulators/razorpay/service.h"
#include "simulators/razorpay/signature.h"

namespace vitrine::simulators::razorpay {
namespace {

/// An event's id is the same for each of its deliveries.
shape::Fields sign(const std::string& secret, const std::string& body) {
    auto id = crypto::hex(crypto::sha256(body)).substr(0, 14);
    return {{"X-Razorpay-Signature", webhook_signature(secret, body)}, {"x-razorpay-event-id", id}, {"User-Agent", "Razorpay-Webhook/v1"}};
}

http::Response on_wire(const Reply& reply) { return http::json_text(boost::json::serialize(reply.body), reply.status); }
http::Response on_wire(const Outcome& outcome) { return on_wire(outcome ? Reply{200, *outcome} : Reply{outcome.error().status, error_body(outcome.error())}); }

std::string field(const shape::Fields& fields, std::string_view name) {
    auto found = std::ranges::find(fields, name, [](const auto& one) { return std::string_view(one.first); });
    return found == fields.end() ? std::string() : found->second;
}

Call call_of(const http::Request& request) {
    Call call;
    call.method = request.method == http::Method::post ? "POST" : request.method == http::Method::patch ? "PATCH" : "GET";
    call.path = request.path;
    call.authorization = request.header("authorization");
    call.idempotency_key = request.header("x-refund-idempotency");
    for (const auto& [name, value] : request.query) call.query[name] = value;
    call.body = request.body;
    return call;
}

Task<Result<http::Response>> api_call(Razorpay& razorpay, Ctx, const http::Request& request) {
    auto call = call_of(request);
    auto key = call.idempotency_key;
    if (razorpay.api.is_in_flight(key)) co_return on_wire(Api::failure(409));
    razorpay.api.begin(key);
    auto work = [&] { return on_wire(razorpay.api.answer(call)); };
    auto error = [](int status) { return on_wire(Api::failure(status)); };
    auto at_end = [&] { razorpay.api.end(key); };
    auto task = run_call(razorpay, Api::name_of(call), work, error, at_end);
    co_return co_await std::move(task);
}

Task<Result<http::Response>> script(Razorpay&, Ctx) { co_return browser_script(); }

struct FilePath {
    std::string name;
};
SHAPE(FilePath, name)
Task<Result<http::Response>> file(Razorpay&, Ctx, http::Path<FilePath> path) { co_return browser_file(path->name); }

struct FrameQuery {
    std::string key, order_id;
};
SHAPE(FrameQuery, key, order_id)
Task<Result<http::Response>> frame(Razorpay& razorpay, Ctx, http::Query<FrameQuery> query) {
    auto order = Account::show(razorpay.account.orders, query->order_id);
    if (!order || query->key != razorpay.keys.id) co_return refuse(refusals::not_found);
    co_return frame_page(*order);
}

/// What the shopper's checkout asks for; only a public key and an order are needed, as with the real one.
Attempt attempt_of(const shape::Fields& form) {
    Attempt attempt{.order = field(form, "order_id"), .method = field(form, "method"), .detail = field(form, "detail"), .is_approved = field(form, "bank_says") != "no"};
    if (attempt.method == "upi" && attempt.detail == "failure@razorpay") attempt.is_approved = false;
    return attempt;
}

boost::json::object nested(const shape::Fields& answer) {
    boost::json::object out;
    for (const auto& [name, value] : answer) out[name] = value;
    return out;
}

Task<Result<http::Response>> pay_in_frame(Razorpay& razorpay, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    if (field(form, "key") != razorpay.keys.id) co_return on_wire(Outcome(invalid("The key is wrong", "key")));
    auto work = [&] {
        auto payment = razorpay.account.pay(attempt_of(form));
        return payment ? http::json_text(boost::json::serialize(nested(checkout_answer(razorpay, *payment)))) : on_wire(payment);
    };
    auto error = [](int status) { return on_wire(Api::failure(status)); };
    auto task = run_call(razorpay, "checkout.pay", work, error, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> show_hosted(Razorpay& razorpay, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto order = Account::show(razorpay.account.orders, field(form, "order_id"));
    if (!order || field(form, "key_id") != razorpay.keys.id) co_return refuse(refusals::not_found);
    co_return hosted_page(*order, form);
}

Task<Result<http::Response>> pay_hosted(Razorpay& razorpay, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto payment = razorpay.account.pay(attempt_of(form));
    if (!payment) co_return on_wire(payment);
    co_return back_page(field(form, "callback_url"), checkout_answer(razorpay, *payment));
}

struct IdPath {
    std::string id;
};
SHAPE(IdPath, id)
struct RefundEnd {
    std::string status;
};
SHAPE(RefundEnd, status)
Task<Result<http::Response>> end_refund(Razorpay& razorpay, Ctx, http::Path<IdPath> path, http::Body<RefundEnd> body) {
    co_return on_wire(razorpay.account.end_refund(path->id, body->status));
}
Task<Result<http::Response>> authorize_late(Razorpay& razorpay, Ctx, http::Path<IdPath> path) { co_return on_wire(razorpay.account.authorize_late(path->id)); }

struct DisputeOpened {
    std::optional<std::string> phase;   ///< absent: chargeback
};
SHAPE(DisputeOpened, phase)
Task<Result<http::Response>> open_dispute(Razorpay& razorpay, Ctx, http::Path<IdPath> path, http::Body<DisputeOpened> body) {
    co_return on_wire(razorpay.account.open_dispute(path->id, body->phase.value_or("chargeback")));
}
Task<Result<http::Response>> end_dispute(Razorpay& razorpay, Ctx, http::Path<IdPath> path, http::Body<RefundEnd> body) {
    co_return on_wire(razorpay.account.end_dispute(path->id, body->status));
}

}  // namespace

shape::Fields checkout_answer(const Razorpay& razorpay, const Object& payment) {
    auto text = [&](const char* name) { return text_of(payment, name); };
    auto id = text("id"), order = text("order_id");
    if (text("status") != "failed")
        return {{"razorpay_payment_id", id}, {"razorpay_order_id", order}, {"razorpay_signature", payment_signature(razorpay.keys.secret, order, id)}};
    auto metadata = boost::json::serialize(Object{{"payment_id", id}, {"order_id", order}});
    return {{"error[code]", text("error_code")}, {"error[description]", text("error_description")}, {"error[source]", text("error_source")},
            {"error[step]", text("error_step")}, {"error[reason]", text("error_reason")},           {"error[metadata]", metadata}};
}

Razorpay::Razorpay(Loop& loop, web::Client& web, std::uint64_t seed, Keys own_keys, WebhookOptions hooks)
    : Service(loop, web, "Razorpay", seed, std::move(hooks), &sign),
      keys(std::move(own_keys)),
      account(ids, &clock_now, faults, [this](const std::string& event, const Object& message) {
          Webhook webhook{event, boost::json::serialize(message)};
          if (heard) heard(webhook);
          webhooks.send(std::move(webhook));
      }),
      api(account, keys) {}

std::string Razorpay::state_json() const {
    Object out;
    auto add = [&](const char* kind, const Shelf& shelf) {
        boost::json::array all;
        for (const auto& id : shelf.order) all.emplace_back(shelf.by_id.at(id));
        out[kind] = std::move(all);
    };
    add("orders", account.orders);
    add("payments", account.payments);
    add("refunds", account.refunds);
    add("disputes", account.disputes);
    return boost::json::serialize(out);
}

std::vector<http::Route> routes() {
    http::Routes<Razorpay> routes;
    http::RouteOptions options{.access = http::Access::signature, .needs_store = false};  // a provider is where card numbers are typed: our edge would refuse them
    routes.get("/v1/checkout.js", &script, options);
    routes.post("/v1/checkout/embedded", &show_hosted, options);
    for (auto path : {"/v1/{a}", "/v1/{a}/{b}", "/v1/{a}/{b}/{c}", "/v1/{a}/{b}/{c}/{d}"}) {
        routes.get(path, &api_call, options);
        routes.post(path, &api_call, options);
        routes.patch(path, &api_call, options);
    }
    routes.get("/_browser/checkout", &frame, options);
    routes.post("/_browser/pay", &pay_in_frame, options);
    routes.post("/_browser/hosted", &pay_hosted, options);
    routes.get("/_browser/files/{name}", &file, options);
    routes.post("/_control/refunds/{id}", &end_refund, options);
    routes.post("/_control/payments/{id}/late-authorization", &authorize_late, options);
    routes.post("/_control/payments/{id}/dispute", &open_dispute, options);
    routes.post("/_control/disputes/{id}", &end_dispute, options);
    add_control_routes(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::razorpay
