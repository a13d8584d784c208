#include <algorithm>

#include <boost/json.hpp>

#include "simulators/framework/control.h"
#include "simulators/postbox/service.h"

namespace vitrine::simulators::postbox {
namespace {

struct MailPath {
    std::int64_t number = 0;
};
SHAPE(MailPath, number)
struct SmsOrder {
    std::string reference, from, to, text;
};
SHAPE(SmsOrder, reference, from, to, text)

http::Response json_answer(int status, boost::json::object body) { return http::json_text(boost::json::serialize(body), status); }

Task<Result<http::Response>> list(Postbox& box, Ctx) { co_return list_page(box); }

const Mail* find(const Postbox& box, std::int64_t number) {
    auto found = std::ranges::find(box.mails, number, &Mail::number);
    return found == box.mails.end() ? nullptr : &*found;
}
Task<Result<http::Response>> show(Postbox& box, Ctx, http::Path<MailPath> path) {
    const auto* mail = find(box, path->number);
    if (!mail) co_return refuse(refusals::not_found);
    co_return mail_page(*mail);
}
Task<Result<http::Response>> show_html(Postbox& box, Ctx, http::Path<MailPath> path) {
    const auto* mail = find(box, path->number);
    if (!mail) co_return refuse(refusals::not_found);
    auto response = http::html(mail->message.html);
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    co_return response;
}

http::Response take_sms(Postbox& box, const http::Request& request) {
    if (!box.sms_token.empty() && request.header("authorization") != "Bearer " + box.sms_token) return json_answer(401, {{"error", "who are you?"}});
    auto order = read_json<SmsOrder>(request.body);
    if (!order) return json_answer(400, {{"error", "this is no message"}});
    if (order->to.ends_with("0000")) return json_answer(422, {{"error", "there is no such number"}});
    return json_answer(201, {{"id", box.keep_short(order->reference, order->from, order->to, order->text)}, {"status", "accepted"}});
}

Task<Result<http::Response>> send_sms(Postbox& box, Ctx, const http::Request& request) {
    auto work = [&box, &request] { return take_sms(box, request); };
    auto error = [](int status) { return json_answer(status, {{"error", "not now"}}); };
    auto task = run_call(box, "sms.send", std::move(work), error, [] {});
    co_return co_await std::move(task);
}

}  // namespace

std::vector<http::Route> routes() {
    http::Routes<Postbox> routes;
    http::RouteOptions options{.access = http::Access::signature, .needs_store = false};
    routes.get("/", &list, options);
    routes.get("/mails/{number}", &show, options);
    routes.get("/mails/{number}/html", &show_html, options);
    routes.post("/v1/messages", &send_sms, options);
    add_control_routes(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::postbox
