#include <algorithm>
#include <exception>

#include "core/text.h"
#include "io/http/answer_head.h"
#include "io/http/card_guard.h"
#include "io/http/connection.h"
#include "io/http/server_state.h"
#include "io/pg/db.h"
#include "io/telemetry/log.h"

namespace vitrine::http {
namespace {

/// What is answered to somebody who has signed in, or to a key, is for nobody else: kept by no cache, unless the handler said otherwise.
void keep_private(Response& response) {
    bool is_own_kind = std::holds_alternative<std::shared_ptr<const CachedAnswer>>(response.body) || std::holds_alternative<EventStream>(response.body) || std::holds_alternative<Upgrade>(response.body);
    bool is_said = std::ranges::any_of(response.headers, [](const auto& header) { return lower_ascii(header.first) == "cache-control"; });
    if (!is_own_kind && !is_said) response.add("Cache-Control", "private, no-store");
}

Task<Response> run_route(ServerState& server, const Request& request, const Route& route, StoreId& store) {
    // What a gateway signed goes to its own reader: its messages hold no card numbers, but long numbers of theirs.
    if (route.options.access != Access::signature && carries_card_number(request)) co_return problem(refuse(card_number_refused).error(), request.request_id);
    auto asked = server.gate(server.env, request, route);
    auto passed = co_await std::move(asked);
    if (!passed) co_return problem(passed.error(), request.request_id);
    auto ctx = std::move(*passed);
    store = ctx.store;
    if (ctx.now == Instant{}) ctx.now = clock_now();
    ctx.deadline = ctx.now + std::chrono::milliseconds(route.options.deadline_ms);
    ctx.request_id = request.request_id;
    ctx.trace_id = request.trace_id;
    bool is_for_somebody = !ctx.actor.empty();
    auto task = route.run(server.env, std::move(ctx), request);
    auto response = co_await std::move(task);
    if (is_for_somebody) keep_private(response);
    check_headers(response);
    co_return response;
}

Response busy(const Request& request, const Route& route, const std::exception& why) {
    log::warn("http.unavailable", {{"request_id", request.request_id}, {"route", route.pattern}, {"error", why.what()}});
    return problem(refuse(refusals::overloaded).error(), request.request_id);
}

Response broken(const Request& request, const Route& route, const char* why) {
    log::error("http.failed", {{"request_id", request.request_id}, {"trace_id", request.trace_id}, {"route", route.pattern}, {"error", why}});
    return problem(refuse(refusals::broken).error(), request.request_id);
}

/// Whether a person looks at the answer in a browser.
bool is_for_a_person(const Request& request) {
    return !request.path.starts_with("/api/") && request.header("accept").find("text/html") != std::string_view::npos;
}

std::string plain_page(const Request& request, const Refusal& refusal) {
    auto title = escape_html(refusal.title);
    return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + title + "</title><main><h1>" + title +
           "</h1><p>" + escape_html(refusal.detail) + "</p><p><a href=\"/\">Back to the shop</a></p><p><small>" + escape_html(request.request_id) + "</small></p></main></html>";
}

}  // namespace

Task<Response> respond(ServerState& server, const Request& request, const Route& route, StoreId& store) {
    try {
        auto task = run_route(server, request, route, store);
        co_return co_await std::move(task);
    } catch (const pg::Unavailable& why) {  // and pg::DeadlinePassed
        co_return busy(request, route, why);
    } catch (const std::exception& why) {
        co_return broken(request, route, why.what());
    } catch (...) {
        co_return broken(request, route, "something that is no std::exception was thrown");
    }
}

void show_as_page(ServerState& server, const Request& request, Response& response) {
    if (!is_for_a_person(request)) return;
    std::optional<Response> page;
    try {
        if (server.options.error_page) page = server.options.error_page(server.env, request, *response.refused);
    } catch (const std::exception& why) {
        log::error("http.error_page_failed", {{"request_id", request.request_id}, {"error", why.what()}});
    }
    if (!page) page = html(plain_page(request, *response.refused), response.status);
    for (auto& [name, value] : response.headers)  // Allow, Retry-After and the like stay
        if (name != "Content-Type") page->headers.emplace_back(std::move(name), std::move(value));
    page->status = response.status;
    page->refused = std::move(response.refused);
    response = std::move(*page);
}

}  // namespace vitrine::http
