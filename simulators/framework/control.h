#pragma once
#include "io/http/routes.h"
#include "simulators/framework/service.h"

namespace vitrine::simulators {

/// Where this service sends its webhooks.
struct WebhookAim {
    std::string url, secret;
};
SHAPE(WebhookAim, url, secret)

http::Response show_faults(const Service& service);
http::Response show_sent(const Service& service);
http::Response control_page(const Service& service);
Result<http::Response> add_fault_from_form(Service& service, const http::Request& request);

namespace control {

template <class Env>
Task<Result<http::Response>> list(Env& env, Ctx) {
    co_return show_faults(env);
}
template <class Env>
Task<Result<http::Response>> add(Env& env, Ctx, http::Body<FaultRule> rule) {
    env.faults.add(std::move(rule.value));
    co_return show_faults(env);
}
template <class Env>
Task<Result<http::Response>> clear(Env& env, Ctx) {
    env.faults.clear();
    co_return show_faults(env);
}
template <class Env>
Task<Result<http::Response>> state(Env& env, Ctx) {
    co_return http::json_text(env.state_json());
}
template <class Env>
Task<Result<http::Response>> sent(Env& env, Ctx) {
    co_return show_sent(env);
}
template <class Env>
Task<Result<http::Response>> aim(Env& env, Ctx, http::Body<WebhookAim> aim) {
    env.webhooks.aim(std::move(aim.value.url), std::move(aim.value.secret));
    co_return http::Response{204, {}, std::string()};
}
template <class Env>
Task<Result<http::Response>> page(Env& env, Ctx) {
    co_return control_page(env);
}
template <class Env>
Task<Result<http::Response>> add_from_page(Env& env, Ctx, const http::Request& request) {
    co_return add_fault_from_form(env, request);
}

}  // namespace control

/// The control API of one service: `/_control/faults` (GET, POST a FaultRule, DELETE), `/_control/state`, `/_control/webhooks` (GET what was sent,
/// PUT where to), and the page `/_control`.
template <class Env>
void add_control_routes(http::Routes<Env>& routes) {
    http::RouteOptions options{.needs_store = false};
    routes.get("/_control", &control::page<Env>, options);
    routes.post("/_control", &control::add_from_page<Env>, options);
    routes.get("/_control/faults", &control::list<Env>, options);
    routes.post("/_control/faults", &control::add<Env>, options);
    routes.del("/_control/faults", &control::clear<Env>, options);
    routes.get("/_control/state", &control::state<Env>, options);
    routes.get("/_control/webhooks", &control::sent<Env>, options);
    routes.put("/_control/webhooks", &control::aim<Env>, options);
}

}  // namespace vitrine::simulators
