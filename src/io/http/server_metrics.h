#pragma once
#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "io/http/routes.h"
#include "io/telemetry/metrics.h"

namespace vitrine::http {

/// Counts of one loop, gathered without locks and handed to the process's metrics at each tick.
class ServerMetrics {
public:
    explicit ServerMetrics(const std::vector<Route>& routes);

    void answered(const Route* route, int status, double seconds);  ///< null: no route fitted
    enum class Rejection { connections, in_work, timeout, malformed, too_large, too_many };
    void rejected(Rejection why);
    void connection_opened() { ++connections_; }
    void connection_closed() { --connections_; }
    void in_work(std::int64_t now) { in_work_ = now; }
    void publish();

private:
    struct PerRoute {
        std::array<std::uint64_t, 5> by_class{};  // 1xx to 5xx
        std::array<double, metrics::Timer::bounds.size() + 1> buckets{};
        double seconds = 0;
        bool is_dirty = false;
        std::array<metrics::Counter, 5> counters{};
        metrics::Timer timer;
        std::string method, pattern;
    };
    void publish(PerRoute& route);

    std::vector<PerRoute> routes_;  // the last is "no route"
    std::unordered_map<const Route*, size_t> index_;
    std::array<std::uint64_t, 6> rejections_{};
    std::array<metrics::Counter, 6> rejection_counters_{};
    metrics::Gauge connection_gauge_, in_work_gauge_;
    std::int64_t connections_ = 0, connections_told_ = 0, in_work_ = 0, in_work_told_ = 0;
};

}  // namespace vitrine::http
