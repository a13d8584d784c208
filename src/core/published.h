#pragma once
#include <memory>
#include <mutex>

namespace vitrine {

/// One immutable value that many threads read and one replaces. Readers keep what they got for as long as they hold the pointer.
template <class T>
class Published {
public:
    explicit Published(std::shared_ptr<const T> first = std::make_shared<const T>()) : value_(std::move(first)) {}
    std::shared_ptr<const T> get() const {
        std::lock_guard hold(mutex_);
        return value_;
    }
    void set(std::shared_ptr<const T> next) {
        std::lock_guard hold(mutex_);
        value_.swap(next);  // the old value is freed after the lock is let go
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const T> value_;
};

}  // namespace vitrine
