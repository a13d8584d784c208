#include "modules/accounts/hashing/api.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "io/crypto/argon2.h"
#include "io/loop.h"
#include "io/telemetry/metrics.h"

namespace vitrine::accounts {
namespace {

class Line {
public:
    /// False: the line is full.
    bool add(std::function<void()> work) {
        std::lock_guard hold(mutex_);
        if (waiting_.size() >= hashing_line) return false;
        waiting_.push_back(std::move(work));
        start_threads();
        arrived_.notify_one();
        return true;
    }
    void hold_back(bool is_held) {
        std::lock_guard hold(mutex_);
        is_held_ = is_held;
        arrived_.notify_all();
    }
    ~Line() {
        {
            std::lock_guard hold(mutex_);
            is_over_ = true;
        }
        arrived_.notify_all();
        for (auto& thread : threads_) thread.join();
    }

private:
    void start_threads() {
        while (threads_.size() < size_t(hashing_threads())) threads_.emplace_back([this] { work(); });
    }
    void work() {
        std::unique_lock hold(mutex_);
        while (true) {
            arrived_.wait(hold, [&] { return is_over_ || (!is_held_ && !waiting_.empty()); });
            if (is_over_) return;
            auto next = std::move(waiting_.front());
            waiting_.pop_front();
            hold.unlock();
            next();
            hold.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::function<void()>> waiting_;
    std::vector<std::thread> threads_;
    bool is_over_ = false, is_held_ = false;
};

Line& line() {
    static Line all;
    return all;
}

/// False: nobody did it, the line was full.
Task<bool> done_elsewhere(std::function<void()> work) {
    static auto refused = metrics::counter("vitrine_hashing_refused_total", "Passwords that were not hashed because too many waited");
    auto& loop = Loop::here();
    std::exception_ptr failure;
    auto wait = suspend<bool>([&](auto done) {
        bool is_taken = line().add([&loop, &failure, &work, done]() mutable {
            try {
                work();
            } catch (...) {
                failure = std::current_exception();
            }
            loop.post([done]() mutable { done(true); });
        });
        if (!is_taken) loop.post([done]() mutable { done(false); });
    });
    bool is_done = co_await wait;
    if (failure) std::rethrow_exception(failure);
    if (!is_done) refused.add();
    co_return is_done;
}

std::unexpected<Refusal> busy() {
    auto refusal = refuse(refusals::overloaded, "many people sign in right now");
    refusal.error().retry_after_s = 2;
    return refusal;
}

}  // namespace

int hashing_threads() { return std::max(1, int(std::thread::hardware_concurrency()) / 2); }

Task<Result<std::string>> hash_of(std::string password) {
    std::string hash;
    std::function<void()> work = [&] { hash = crypto::hash_password(password); };
    if (!co_await done_elsewhere(std::move(work))) co_return busy();
    co_return std::move(hash);
}

Task<Result<bool>> fits(std::string hash, std::string password) {
    bool does_fit = false;
    std::function<void()> work = [&] {
        static const std::string nobody = crypto::hash_password("a password nobody has");
        bool is_somebody = !hash.empty();
        does_fit = crypto::is_password_of(is_somebody ? hash : nobody, password) && is_somebody;
    };
    if (!co_await done_elsewhere(std::move(work))) co_return busy();
    co_return does_fit;
}

HashingHeld::HashingHeld() { line().hold_back(true); }
HashingHeld::~HashingHeld() { line().hold_back(false); }

}  // namespace vitrine::accounts
