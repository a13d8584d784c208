#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <unordered_set>

namespace vitrine {

/// Lets one of several threads that need the same thing make it while the others wait for that: making must be short and must not wait for anything itself.
class SingleFlight {
public:
    /// Held by the thread that makes.
    class Turn {
    public:
        Turn(SingleFlight& flight, const std::string& key) : flight_(flight), key_(key), is_mine_(flight.begin(key)) {}
        ~Turn() {
            if (is_mine_) flight_.end(key_);
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        /// True: make it. False: somebody else has just ended making it, well or not, or two seconds are over: look again, then make it.
        bool is_mine() const { return is_mine_; }

    private:
        SingleFlight& flight_;
        const std::string& key_;
        bool is_mine_;
    };

private:
    bool begin(const std::string& key) {
        std::unique_lock hold(mutex_);
        if (making_.insert(key).second) return true;
        ended_.wait_for(hold, std::chrono::seconds(2), [&] { return !making_.contains(key); });
        return false;
    }
    void end(const std::string& key) {
        {
            std::lock_guard hold(mutex_);
            making_.erase(key);
        }
        ended_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable ended_;
    std::unordered_set<std::string> making_;
};

}  // namespace vitrine
