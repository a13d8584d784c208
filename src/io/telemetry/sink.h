#pragma once
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace vitrine::log {

/// Where lines go: each thread fills a buffer of its own (its lock is never contended but by the writer), one thread writes them out.
/// Lines of one thread keep their order; lines of different threads may swap places within 50 ms.
class Sink {
public:
    static Sink& global();  ///< started on first use, flushed at the end of the process

    void append(std::string_view line, bool is_urgent);
    void to_file(const std::string& path);
    void flush();

private:
    struct Buffer {
        std::mutex lock;
        std::string text;
        std::uint64_t dropped = 0;
    };

    Sink();
    ~Sink();
    Buffer& own_buffer();
    void run();
    void write_out();

    static constexpr size_t buffer_limit_bytes = 4 << 20;
    static constexpr size_t wake_at_bytes = 256 << 10;

    std::mutex lock_;  // of everything below
    std::condition_variable wake_, written_;
    std::vector<std::shared_ptr<Buffer>> buffers_;
    std::uint64_t rounds_wanted_ = 0, rounds_done_ = 0;
    bool is_ending_ = false;

    std::mutex descriptor_lock_;
    int descriptor_ = 2;
    std::thread writer_;
};

}  // namespace vitrine::log
