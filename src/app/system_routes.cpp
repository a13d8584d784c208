#include "app/system_routes.h"

#include "app/docs_page.h"
#include "io/crypto/digest.h"
#include "io/http/server.h"
#include "io/telemetry/metrics.h"

namespace vitrine::app {
namespace {

using ProcessPointer = std::shared_ptr<const ProcessState>;
using Answer = http::Response (*)(const ProcessState&, const http::Request&);

Task<http::Response> give(http::Response response) { co_return response; }

http::Route route(std::string pattern, ProcessPointer process, Answer answer, std::string summary = {}) {
    http::Route route;
    route.method = http::Method::get;
    route.pattern = std::move(pattern);
    route.options.summary = std::move(summary);
    route.options.needs_store = false;
    route.options.even_when_busy = true;
    route.run = [process = std::move(process), answer](void*, Ctx, const http::Request& request) { return give(answer(*process, request)); };
    route.describe = [](shape::SchemaBook&, std::vector<http::ParameterDoc>&, shape::json::object&, shape::json::object& responses) {
        responses["200"] = {{"description", "See the summary"}};
    };
    return route;
}

http::Response status_text(std::string_view status, int code) {
    auto response = http::json_text("{\"status\":\"" + std::string(status) + "\"}", code);
    response.add("Cache-Control", "no-store");
    if (code == 503) response.add("Retry-After", "1");
    return response;
}

http::Response live(const ProcessState&, const http::Request&) { return status_text("live", 200); }

http::Response ready(const ProcessState& process, const http::Request&) {
    if (process.is_ready()) return status_text("ready", 200);
    return status_text(process.is_draining ? "draining" : "starting", 503);
}

http::Response metrics_text(const ProcessState&, const http::Request&) {
    http::Response response;
    response.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8").add("Cache-Control", "no-store");
    response.body = metrics::exposition();
    return response;
}

http::Response guarded_metrics(const ProcessState& process, const http::Request& request) {
    const auto& token = process.settings.metrics_token;
    if (token.empty()) return http::problem(refuse(refusals::not_found).error(), request.request_id);
    bool is_allowed = crypto::equal_in_constant_time(request.header("authorization"), "Bearer " + token);
    if (!is_allowed) return http::problem(refuse(refusals::unauthenticated).error(), request.request_id);
    return metrics_text(process, request);
}

http::Response cached(std::shared_ptr<const http::CachedAnswer> answer) {
    http::Response response;
    response.body = std::move(answer);
    return response;
}
http::Response openapi(const ProcessState& process, const http::Request&) { return cached(process.openapi); }
http::Response docs(const ProcessState& process, const http::Request&) { return cached(process.docs_page); }

}  // namespace

std::vector<http::Route> system_routes(ProcessPointer process) {
    return {
        route("/health/live", process, live),
        route("/health/ready", process, ready),
        route("/metrics", process, guarded_metrics),
        route("/api/v1/openapi.json", process, openapi, "This document"),
        route("/api/docs", process, docs, "The routes of this document as a page"),
    };
}

std::vector<http::Route> metrics_routes(ProcessPointer process) {
    return {route("/health/live", process, live), route("/health/ready", process, ready), route("/metrics", process, metrics_text)};
}

void describe_routes(ProcessState& process, const std::vector<http::Route>& routes) {
    auto document = http::openapi_document(routes, "Vitrine", "1");
    process.docs_page = make_docs_page(document);
    process.openapi = http::make_cached_answer("application/json", std::move(document), "public, max-age=60");
}

}  // namespace vitrine::app
