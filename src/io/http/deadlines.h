#pragma once
#include <array>
#include <cstdint>

namespace vitrine::http {

/// Something that must not take for ever. Linked into the wheel while it has a deadline; unlinks itself when destroyed.
class Timed {
public:
    Timed() = default;
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;
    virtual void expire() = 0;  ///< its time is up; it is unlinked already

protected:
    ~Timed() { unlink(); }

private:
    friend class Deadlines;
    void unlink() {
        next_->previous_ = previous_;
        previous_->next_ = next_;
        next_ = previous_ = this;
    }
    Timed *next_ = this, *previous_ = this;
    std::uint64_t due_ = 0;
};

/// A timer wheel: setting and clearing a deadline moves four pointers, and only the slots that come round are looked at. One tick of the
/// server's only timer serves all its connections; a deadline is met up to one tick late.
class Deadlines {
public:
    explicit Deadlines(int tick_ms) : tick_ms_(tick_ms) {}
    void set(Timed& entry, int after_ms);
    void clear(Timed& entry) { entry.unlink(); }
    void tick();
    int tick_ms() const { return tick_ms_; }

private:
    struct Head final : Timed {
        void expire() override {}
    };
    static constexpr std::uint64_t slot_count = 512;
    void file(Timed& entry);

    int tick_ms_;
    std::uint64_t now_ = 0;  // in ticks
    std::array<Head, slot_count> slots_;
};

}  // namespace vitrine::http
