#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace load {

using Clock = std::chrono::steady_clock;

/// Latencies in buckets 3 % wide, from 1 µs to over a minute; exact enough for percentiles, cheap enough for every request.
class Histogram {
public:
    void add(Clock::duration took) {
        auto us = std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::microseconds>(took).count());
        ++buckets_[std::min(index_of(std::uint64_t(us)), buckets_.size() - 1)];
        ++count_;
    }
    void merge(const Histogram& other) {
        for (size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
        count_ += other.count_;
    }
    /// The upper edge of the bucket in which the given share (per mille) of all latencies is reached, in µs.
    std::int64_t percentile_us(int per_mille) const {
        std::uint64_t wanted = (count_ * std::uint64_t(per_mille) + 999) / 1000, seen = 0;
        for (size_t i = 0; i < buckets_.size(); ++i)
            if ((seen += buckets_[i]) >= wanted && seen) return std::int64_t(edge_of(i + 1));
        return 0;
    }
    std::uint64_t count() const { return count_; }

private:
    // 32 steps between one power of two and the next.
    static size_t index_of(std::uint64_t us) {
        int power = std::bit_width(us) - 1;
        std::uint64_t step = power >= 5 ? (us >> (power - 5)) & 31 : (us << (5 - power)) & 31;
        return size_t(power) * 32 + size_t(step);
    }
    static std::uint64_t edge_of(size_t index) {
        auto power = index / 32, step = index % 32;
        return power >= 5 ? (32 + step) << (power - 5) : (32 + step) >> (5 - power);
    }
    std::array<std::uint64_t, 27 * 32> buckets_{};
    std::uint64_t count_ = 0;
};

/// What a story came to.
struct Report {
    Histogram latency;
    std::map<int, std::uint64_t> statuses;  ///< 0: the connection broke
    Clock::duration took{};

    void add(int status, Clock::duration latency_of_it) {
        ++statuses[status];
        latency.add(latency_of_it);
    }
    void merge(const Report& other) {
        latency.merge(other.latency);
        for (auto [status, count] : other.statuses) statuses[status] += count;
    }
    std::string to_json(const std::string& story) const;
};

}  // namespace load
