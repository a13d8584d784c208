#include "io/web/client.h"

#include "core/check.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "io/web/exchange.h"

namespace vitrine::web {
namespace {

std::string_view outcome_name(Outcome outcome) {
    switch (outcome) {
        case Outcome::answered: return "answered";
        case Outcome::not_sent: return "not_sent";
        case Outcome::unknown: return "unknown";
    }
    check(false, "an outcome without a name");
    return {};
}

void report(const Exchange& exchange) {
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - exchange.began;
    auto host = exchange.metrics_host.empty() ? exchange.host() : exchange.metrics_host;  // whom others have named is named nowhere: suppliers stay unknown
    std::string outcome(outcome_name(exchange.answer.outcome));
    auto timer = metrics::timer("vitrine_web_call_seconds", "Calls to other services", {{"host", host}, {"outcome", outcome}});
    timer.observe(took.count());
    log::info("web.call", {{"method", exchange.request.method},
                           {"host", host},
                           {"outcome", outcome},
                           {"status", std::to_string(exchange.answer.status)},
                           {"took_ms", std::to_string(int(took.count() * 1000))},
                           {"error", exchange.answer.error}});
}

}  // namespace

std::string_view Answer::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_case_name) return value;
    return {};
}

Task<Answer> run(CurlLoop& curl, std::shared_ptr<Exchange> exchange) {
    if (exchange->is_refused) co_return std::move(exchange->answer);
    auto wait = suspend<CURLcode>([&](auto done) { curl.start(exchange->easy, [exchange, done](CURLcode code) mutable { done(code); }); });
    auto code = co_await wait;
    exchange->conclude(code);
    report(*exchange);
    co_return std::move(exchange->answer);
}

struct Client::Inner {
    explicit Inner(Loop& loop) : curl(loop) {}
    CurlLoop curl;
};

Client::Client(Loop& loop) : inner_(std::make_unique<Inner>(loop)) {}
Client::~Client() = default;

Task<Answer> Client::send(Request request) {
    auto exchange = std::make_shared<Exchange>(std::move(request));
    auto call = run(inner_->curl, std::move(exchange));
    co_return co_await std::move(call);
}

}  // namespace vitrine::web
