// From a request that is read (or refused) to an answer that is sent.
#include <algorithm>

#include "core/card_number.h"
#include "io/http/access_log.h"
#include "io/http/connection.h"
#include "io/http/server_state.h"
#include "io/http/shared_rates.h"
#include "io/http/trace.h"

namespace vitrine::http {
namespace {

using Clock = std::chrono::steady_clock;

/// The last address of X-Forwarded-For that is not one of our proxies.
std::string_view last_untrusted_hop(std::string_view forwarded, const std::vector<std::string>& proxies) {
    std::string_view found;
    while (!forwarded.empty()) {
        auto comma = forwarded.rfind(',');
        auto hop = comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1);
        forwarded = comma == std::string_view::npos ? std::string_view() : forwarded.substr(0, comma);
        while (hop.starts_with(' ')) hop.remove_prefix(1);
        while (hop.ends_with(' ')) hop.remove_suffix(1);
        if (hop.empty() || hop.size() > 45) break;
        found = hop;
        if (std::ranges::find(proxies, hop) == proxies.end()) break;
    }
    return found;
}

std::string allow_value(const std::vector<Method>& methods) {
    std::string value;
    for (auto method : methods) {
        std::string name = method == Method::del ? "delete" : boost::describe::enum_to_string(method, "?");
        for (char& c : name) c = char(c - 32);
        value += (value.empty() ? "" : ", ") + name;
    }
    return value + ", OPTIONS";
}

}  // namespace

void Connection::describe_request() {
    auto given = request_.header("x-request-id");
    if (is_acceptable_request_id(given) && !holds_card_number(given)) request_.request_id = given;
    else request_.request_id = uuid_base32(new_uuid(clock_now()));
    request_.trace_id.clear();
    if (auto trace = parse_traceparent(request_.header("traceparent"))) request_.trace_id = trace->trace_id;
    else append_new_trace_id(request_.trace_id);

    request_.is_tls = stream_.is_tls();
    request_.remote_ip = peer_ip_;
    const auto& proxies = server_->options.trusted_proxies;
    if (proxies.empty() || std::ranges::find(proxies, peer_ip_) == proxies.end()) return;
    if (auto hop = last_untrusted_hop(request_.header("x-forwarded-for"), proxies); !hop.empty()) request_.remote_ip = hop;
    if (request_.header("x-forwarded-proto") == "https") request_.is_tls = true;
}

/// The answer that can be given without a handler, if any.
std::optional<Response> Connection::judge(const Router::Match& match) {
    auto no = [this](const RefusalKind& kind, std::string detail = {}) { return problem(refuse(kind, std::move(detail)).error(), request_.request_id); };
    if (has_timed_out_) return no(refusals::too_slow);
    if (reader_->refusal()) return problem(*reader_->refusal(), request_.request_id);
    if (!reader_->is_method_known()) return no(refusals::method_unknown);
    if (request_.method == Method::options && (request_.path == "*" || match.path_known) && !match.route) {
        Response response{204, {}, std::string()};
        response.add("Allow", allow_value(match.allowed));
        return response;
    }
    if (!match.route && match.path_known) {
        auto response = no(refusals::method_not_allowed);
        response.add("Allow", allow_value(match.allowed));
        return response;
    }
    if (!match.route) return no(refusals::not_found);
    auto length = reader_->content_length();
    if (length && *length > match.route->options.body_limit_bytes) return no(refusals::too_large);
    if (server_->requests_in_work >= server_->options.requests_in_work_limit && !match.route->options.even_when_busy) return no(refusals::overloaded);
    return {};
}

/// Counts the call where its route is limited; refuses what comes too often.
Task<std::optional<Response>> Connection::count_call(const Route& route) {
    auto& limiter = *server_->options.rate_limiter;
    auto client = client_of(request_.remote_ip);
    rate_ = counts_together() ? co_await count_together(limiter, *route.options.rate, client, clock_now()) : limiter.take(*route.options.rate, client, clock_now());
    if (rate_->is_allowed) co_return std::nullopt;
    co_return problem(too_many_calls(*rate_), request_.request_id);
}

/// RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10).
void Connection::tell_rate(const RatePolicy& policy, Response& response) const {
    auto name = '"' + policy.name + '"';
    response.add("RateLimit-Policy", name + ";q=" + std::to_string(policy.quota) + ";w=" + std::to_string(policy.window_s));
    response.add("RateLimit", name + ";r=" + std::to_string(rate_->remaining) + ";t=" + std::to_string(rate_->reset_s));
}

Task<bool> Connection::answer_one() {
    started_ = Clock::now();
    store_ = {};
    bytes_sent_ = 0;
    describe_request();
    Router::Match match;
    if (!has_timed_out_ && !reader_->refusal() && reader_->is_method_known()) match = server_->router.find(request_);
    route_ = match.route;
    std::optional<Response> response = judge(match);
    rate_.reset();
    bool is_counted = !response && match.route->options.rate && server_->options.rate_limiter;
    if (is_counted) response = co_await count_call(*match.route);
    if (has_timed_out_) keeps_alive_ = false;
    else if (response) co_await skip_body();
    if (!response) {
        auto reading = reader_->has_body() ? co_await read_body(match.route->options.body_limit_bytes) : Reading::done;
        if (reading == Reading::refused || has_timed_out_) {
            keeps_alive_ = false;
            response = judge(match);
        } else if (reading == Reading::gone) {
            is_gone_ = true;
            co_return false;
        } else {
            enter(Phase::working);
            response.emplace(co_await take_response(*match.route));
        }
    }
    if (response->refused) {
        note_rejection(*response->refused);
        show_as_page(*server_, request_, *response);
    }
    if (rate_) tell_rate(*match.route->options.rate, *response);
    status_ = response->status;
    bool keeps = co_await send_response(*response);
    record(match.route, *response);
    co_return keeps && connection_header() != "close" && !is_gone_;
}

Task<Response> Connection::take_response(const Route& route) {
    struct InWork {
        ServerState& server;
        explicit InWork(ServerState& state) : server(state) { server.metrics.in_work(std::int64_t(++server.requests_in_work)); }
        ~InWork() { server.metrics.in_work(std::int64_t(--server.requests_in_work)); }
    } in_work(*server_);
    auto task = respond(*server_, request_, route, store_);
    co_return co_await std::move(task);
}

void Connection::note_rejection(const Refusal& refusal) {
    using Rejection = ServerMetrics::Rejection;
    if (refusal.code == refusals::overloaded.code) server_->metrics.rejected(Rejection::in_work);
    else if (refusal.code == refusals::too_many.code) server_->metrics.rejected(Rejection::too_many);
    else if (refusal.status == 413 || refusal.status == 431) server_->metrics.rejected(Rejection::too_large);
    else if (reader_->refusal()) server_->metrics.rejected(Rejection::malformed);
}

void Connection::record(const Route* route, const Response& response) {
    auto seconds = std::chrono::duration<double>(Clock::now() - started_).count();
    server_->metrics.answered(route, status_, seconds);
    if (!server_->options.access_log) return;
    AccessLine line{request_, route, store_, status_, bytes_sent_, std::int64_t(seconds * 1e6), response.refused ? std::string_view(response.refused->code) : std::string_view()};
    log_access(line, server_->options.access_log_sample);
}

}  // namespace vitrine::http
