#pragma once
#include "io/http/message.h"
#include "io/loop.h"
#include "io/web/client.h"
#include "simulators/framework/faults.h"
#include "simulators/framework/ids.h"
#include "simulators/framework/webhooks.h"

namespace vitrine::simulators {

/// What every simulated provider has: faults, ids and webhooks. One loop's.
struct Service {
    Service(Loop& loop, web::Client& web, std::string name, std::uint64_t seed, WebhookOptions hooks, WebhookSender::Sign sign, WebhookSender::Seal seal = nullptr)
        : loop(loop), web(web), name(std::move(name)), ids(seed), webhooks(loop, web, faults, std::move(hooks), std::move(sign), seal) {}
    virtual ~Service() = default;
    virtual std::string state_json() const = 0;   ///< for the control API
    virtual std::string control_html() const { return {}; }   ///< what else a person may do on the control page

    Loop& loop;
    web::Client& web;
    std::string name;
    FaultBook faults;
    Ids ids;
    WebhookSender webhooks;
    int hold_ms = 60'000;   ///< how long a caller waits who gets no answer
    std::function<void(const std::string& call)> on_call;   ///< told of each call before it is worked, and may add faults; may be empty
};

/// Runs `work` as one call of the service, with the faults that are asked for. `error` makes the provider's own error answer; `at_end` runs when
/// the service is through with the call, which may be long before the caller notices.
template <class Work, class Error, class AtEnd>
Task<http::Response> run_call(Service& service, std::string call, Work work, Error error, AtEnd at_end) {
    if (service.on_call) service.on_call(call);
    if (auto rule = service.faults.take(call, FaultKind::delay)) co_await sleep_for(std::chrono::milliseconds(rule->delay_ms.value_or(1'000)));
    std::optional<http::Response> response;
    auto broken = service.faults.take(call, FaultKind::error);
    bool is_dropped = !broken && service.faults.take(call, FaultKind::drop).has_value();
    bool is_lost = !broken && !is_dropped && service.faults.take(call, FaultKind::lost_answer).has_value();
    if (broken) response = error(int(broken->status.value_or(500)));
    else if (!is_dropped) response = work();
    at_end();
    if (is_dropped || is_lost) {
        co_await sleep_for(std::chrono::milliseconds(service.hold_ms));
        response = error(504);
    }
    co_return std::move(*response);
}

}  // namespace vitrine::simulators
