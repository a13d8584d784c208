#include "io/http/server_metrics.h"

#include <algorithm>

namespace vitrine::http {
namespace {

constexpr std::array<const char*, 5> class_names{"1xx", "2xx", "3xx", "4xx", "5xx"};
constexpr std::array<const char*, 6> rejection_names{"connections", "in_work", "timeout", "malformed", "too_large", "too_many"};

std::string upper_name(Method method) {
    std::string name = method == Method::del ? "delete" : boost::describe::enum_to_string(method, "?");
    for (char& c : name) c = char(c - 32);
    return name;
}

}  // namespace

ServerMetrics::ServerMetrics(const std::vector<Route>& routes) : routes_(routes.size() + 1) {
    for (size_t i = 0; i < routes.size(); ++i) {
        index_[&routes[i]] = i;
        routes_[i].method = upper_name(routes[i].method);
        routes_[i].pattern = routes[i].pattern;
    }
    routes_.back().method = "any";
    routes_.back().pattern = "none";
    for (size_t i = 0; i < rejection_names.size(); ++i)
        rejection_counters_[i] = metrics::counter("vitrine_http_rejected_total", "Requests and connections turned away before a handler", {{"reason", rejection_names[i]}});
    connection_gauge_ = metrics::gauge("vitrine_http_connections", "Open connections");
    in_work_gauge_ = metrics::gauge("vitrine_http_requests_in_work", "Requests whose handlers run");
}

void ServerMetrics::answered(const Route* route, int status, double seconds) {
    auto& into = routes_[route ? index_.at(route) : routes_.size() - 1];
    ++into.by_class[size_t(std::clamp(status / 100, 1, 5) - 1)];
    ++into.buckets[size_t(std::ranges::lower_bound(metrics::Timer::bounds, seconds) - metrics::Timer::bounds.begin())];
    into.seconds += seconds;
    into.is_dirty = true;
}

void ServerMetrics::rejected(Rejection why) { ++rejections_[size_t(why)]; }

void ServerMetrics::publish(PerRoute& route) {
    if (!std::exchange(route.is_dirty, false)) return;
    metrics::Labels labels{{"method", route.method}, {"route", route.pattern}};
    if (!route.timer.handle) route.timer = metrics::timer("vitrine_http_request_seconds", "From the end of the header to the end of the answer", labels);
    route.timer.observe_many(route.buckets, route.seconds);
    route.buckets = {};
    route.seconds = 0;
    for (size_t i = 0; i < class_names.size(); ++i) {
        if (!route.by_class[i]) continue;
        labels["status"] = class_names[i];
        if (!route.counters[i].handle) route.counters[i] = metrics::counter("vitrine_http_requests_total", "Answers by route and class of status", labels);
        route.counters[i].add(double(std::exchange(route.by_class[i], 0)));
    }
}

void ServerMetrics::publish() {
    for (auto& route : routes_) publish(route);
    for (size_t i = 0; i < rejections_.size(); ++i)
        if (rejections_[i]) rejection_counters_[i].add(double(std::exchange(rejections_[i], 0)));
    connection_gauge_.add(double(connections_ - std::exchange(connections_told_, connections_)));
    in_work_gauge_.add(double(in_work_ - std::exchange(in_work_told_, in_work_)));
}

}  // namespace vitrine::http
