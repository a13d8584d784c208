#include "io/telemetry/metrics.h"


#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace vitrine::metrics {
namespace {

prometheus::Registry& registry() {
    // Merged: asking twice for one name gives the same family, so modules need not know of each other's handles.
    static prometheus::Registry all(prometheus::Registry::InsertBehavior::Merge);
    return all;
}

}  // namespace

void Counter::add(double amount) { static_cast<prometheus::Counter*>(handle)->Increment(amount); }
void Gauge::set(double value) { static_cast<prometheus::Gauge*>(handle)->Set(value); }
void Gauge::add(double amount) { static_cast<prometheus::Gauge*>(handle)->Increment(amount); }
void Timer::observe(double seconds) { static_cast<prometheus::Histogram*>(handle)->Observe(seconds); }

void Timer::observe_many(const std::array<double, bounds.size() + 1>& counts, double sum_seconds) {
    static_cast<prometheus::Histogram*>(handle)->ObserveMultiple({counts.begin(), counts.end()}, sum_seconds);
}

Counter counter(const std::string& name, const std::string& help, const Labels& labels) {
    return {&prometheus::BuildCounter().Name(name).Help(help).Register(registry()).Add(labels)};
}

Gauge gauge(const std::string& name, const std::string& help, const Labels& labels) {
    return {&prometheus::BuildGauge().Name(name).Help(help).Register(registry()).Add(labels)};
}

Timer timer(const std::string& name, const std::string& help, const Labels& labels) {
    prometheus::Histogram::BucketBoundaries bounds(Timer::bounds.begin(), Timer::bounds.end());
    return {&prometheus::BuildHistogram().Name(name).Help(help).Register(registry()).Add(labels, bounds)};
}

std::string exposition() { return prometheus::TextSerializer().Serialize(registry().Collect()); }

}  // namespace vitrine::metrics
