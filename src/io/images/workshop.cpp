#include "io/images/workshop.h"

#include <algorithm>
#include <atomic>
#include <exception>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "io/loop.h"
#include "io/telemetry/metrics.h"

namespace vitrine::images {
namespace {

std::atomic<int> wanted_threads = 1;

boost::asio::thread_pool& threads() {
    static boost::asio::thread_pool pool{size_t(wanted_threads.load())};
    return pool;
}

metrics::Gauge& waiting() {
    static auto gauge = metrics::gauge("vitrine_media_pictures_waiting", "Pictures in work or waiting for a thread");
    return gauge;
}

}  // namespace

void set_workshop_threads(int count) { wanted_threads = std::clamp(count, 1, 64); }

Task<void> in_workshop(std::function<void()> work) {
    auto& loop = Loop::here();
    std::exception_ptr failure;
    waiting().add(1);
    auto wait = suspend<bool>([&](auto done) {
        boost::asio::post(threads(), [&loop, &failure, &work, done]() mutable {
            try {
                work();
            } catch (...) {
                failure = std::current_exception();
            }
            loop.post([done]() mutable { done(true); });
        });
    });
    co_await wait;
    waiting().add(-1);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace vitrine::images
