#pragma once
#include <array>
#include <map>
#include <memory>
#include <string>

namespace vitrine::metrics {

/// A number that only rises. Cheap (one atomic add); keep the handle, look it up once.
class Counter {
public:
    void add(double amount = 1);
    void* handle = nullptr;
};
class Gauge {
public:
    void set(double value);
    void add(double amount);
    void* handle = nullptr;
};
/// Seconds, in buckets from 0.5 ms to 10 s.
class Timer {
public:
    static constexpr std::array bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
    void observe(double seconds);
    /// Adds what a loop gathered on its own: one number per bound and one for what is above the last.
    void observe_many(const std::array<double, bounds.size() + 1>& counts, double sum_seconds);
    void* handle = nullptr;
};

using Labels = std::map<std::string, std::string>;

/// Names as Prometheus advises: "vitrine_http_requests_total". Labels must be bounded: no ids, no paths with ids.
Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
Timer timer(const std::string& name, const std::string& help, const Labels& labels = {});

/// All of this process in the text format, version 0.0.4.
std::string exposition();

}  // namespace vitrine::metrics
