#include "io/telemetry/sink.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

#include "core/time.h"

namespace vitrine::log {
namespace {

constexpr auto pace = std::chrono::milliseconds(50);

/// A full pipe or disk ends the attempt: the log must not hold the program.
void write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        text.remove_prefix(size_t(written));
    }
}

}  // namespace

Sink& Sink::global() {
    static Sink sink;
    return sink;
}

Sink::Sink() : writer_([this] { run(); }) {}

Sink::~Sink() {
    {
        std::lock_guard hold(lock_);
        is_ending_ = true;
    }
    wake_.notify_one();
    writer_.join();
    write_out();
}

Sink::Buffer& Sink::own_buffer() {
    // Shared with the sink, so that what a thread wrote just before it ended is still written out.
    thread_local std::shared_ptr<Buffer> own = [this] {
        auto fresh = std::make_shared<Buffer>();
        std::lock_guard hold(lock_);
        buffers_.push_back(fresh);
        return fresh;
    }();
    return *own;
}

void Sink::append(std::string_view line, bool is_urgent) {
    auto& buffer = own_buffer();
    bool is_filling = false;
    {
        std::lock_guard hold(buffer.lock);
        if (buffer.text.size() + line.size() > buffer_limit_bytes) {
            ++buffer.dropped;
            return;
        }
        is_filling = buffer.text.size() < wake_at_bytes && buffer.text.size() + line.size() >= wake_at_bytes;
        buffer.text += line;
    }
    if (!is_urgent && !is_filling) return;
    std::lock_guard hold(lock_);
    ++rounds_wanted_;
    wake_.notify_one();
}

void Sink::to_file(const std::string& path) {
    int opened = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (opened < 0) throw std::runtime_error("cannot open the log file " + path + ": " + std::strerror(errno));
    flush();
    std::lock_guard hold(descriptor_lock_);
    if (descriptor_ != 2) ::close(descriptor_);
    descriptor_ = opened;
}

void Sink::flush() {
    std::unique_lock hold(lock_);
    auto mine = ++rounds_wanted_;
    wake_.notify_one();
    written_.wait(hold, [&] { return rounds_done_ >= mine || is_ending_; });
}

void Sink::run() {
    std::unique_lock hold(lock_);
    while (!is_ending_) {
        wake_.wait_for(hold, pace, [this] { return is_ending_ || rounds_wanted_ > rounds_done_; });
        auto round = rounds_wanted_;
        hold.unlock();
        write_out();
        hold.lock();
        rounds_done_ = round;
        written_.notify_all();
    }
}

void Sink::write_out() {
    std::vector<std::shared_ptr<Buffer>> buffers;
    {
        std::lock_guard hold(lock_);
        std::erase_if(buffers_, [](const auto& buffer) {  // its thread ended and nothing is left in it
            if (buffer.use_count() > 1) return false;
            std::lock_guard inside(buffer->lock);
            return buffer->text.empty();
        });
        buffers = buffers_;
    }
    std::lock_guard hold(descriptor_lock_);
    for (auto& buffer : buffers) {
        std::string text;
        std::uint64_t dropped = 0;
        {
            std::lock_guard inside(buffer->lock);
            text.swap(buffer->text);
            std::swap(dropped, buffer->dropped);
        }
        if (dropped)
            text += "{\"time\":\"" + format_rfc3339(clock_now()) + "\",\"level\":\"warn\",\"event\":\"log.dropped\",\"lines\":" + std::to_string(dropped) + "}\n";
        write_all(descriptor_, text);
    }
}

}  // namespace vitrine::log
