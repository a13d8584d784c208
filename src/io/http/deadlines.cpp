#include "io/http/deadlines.h"

namespace vitrine::http {

void Deadlines::set(Timed& entry, int after_ms) {
    entry.unlink();
    // One more than the quotient: part of the current tick has passed already, and nobody is cut off early.
    entry.due_ = now_ + std::uint64_t(after_ms / tick_ms_) + 1;
    file(entry);
}

void Deadlines::file(Timed& entry) {
    Timed& head = slots_[entry.due_ % slot_count];
    entry.previous_ = head.previous_;
    entry.next_ = &head;
    head.previous_->next_ = &entry;
    head.previous_ = &entry;
}

void Deadlines::tick() {
    Timed& head = slots_[++now_ % slot_count];
    Head due;  // taken out first: an entry that expires may set deadlines again, even into this slot
    if (head.next_ == &head) return;
    due.next_ = head.next_;
    due.previous_ = head.previous_;
    due.next_->previous_ = due.previous_->next_ = &due;
    head.next_ = head.previous_ = &head;
    while (due.next_ != &due) {
        auto& entry = *due.next_;
        entry.unlink();
        if (entry.due_ <= now_) entry.expire();
        else file(entry);  // another round of the wheel
    }
}

}  // namespace vitrine::http
