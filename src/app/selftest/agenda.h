#pragma once
#include <functional>
#include <map>
#include <random>

#include "core/time.h"

namespace vitrine::selftest {

/// Draws what happens, from a seed: the same on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : words_(seed) {}
    std::int64_t below(std::int64_t bound) { return std::int64_t(words_() % std::uint64_t(bound)); }   // the bias of 2^64 by small numbers is nothing
    std::int64_t between(std::int64_t least, std::int64_t most) { return least + below(most - least + 1); }
    bool percent(int chance) { return below(100) < chance; }
    Duration seconds(std::int64_t least, std::int64_t most) { return std::chrono::seconds(between(least, most)); }

private:
    std::mt19937_64 words_;
};

/// What is going to happen, by its time; of two at the same time the one that was planned first.
class Agenda {
public:
    void plan(Instant at, std::function<void()> what) { planned_.emplace(at, std::move(what)); }
    bool is_empty() const { return planned_.empty(); }
    Instant next() const { return planned_.begin()->first; }
    std::function<void()> take() {
        auto what = std::move(planned_.begin()->second);
        planned_.erase(planned_.begin());
        return what;
    }

private:
    std::multimap<Instant, std::function<void()>> planned_;
};

}  // namespace vitrine::selftest
