#pragma once
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
    void observe(double seconds);
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
