#include "io/jobs/wake.h"

#include <map>
#include <mutex>

#include "io/jobs/jobs.h"

namespace vitrine::jobs {
namespace {

struct Ears {
    std::function<void()> wake;
    std::function<bool()> is_busy;
    pg::Db* announce_through = nullptr;
};
std::mutex guard;
std::map<const Loop*, Ears>& all_ears() {
    static std::map<const Loop*, Ears> ears;
    return ears;
}

template <class Change>
void change_ears(const Loop& loop, Change change) {
    std::scoped_lock hold(guard);
    auto& ears = all_ears()[&loop];
    change(ears);
    if (!ears.wake && !ears.is_busy && !ears.announce_through) all_ears().erase(&loop);
}

Ears ears_of(const Loop& loop) {
    std::scoped_lock hold(guard);
    auto found = all_ears().find(&loop);
    return found == all_ears().end() ? Ears{} : found->second;
}

void announce() {
    auto ears = ears_of(Loop::here());
    if (ears.wake) ears.wake();
    if (ears.announce_through) ears.announce_through->notify_soon(channel);
}

}  // namespace

void announce_after_commit(pg::Tx& tx) { tx.after_commit(&announce); }

void set_wake(Loop& loop, std::function<void()> wake) {
    change_ears(loop, [&](Ears& ears) { ears.wake = std::move(wake); });
}

void give_way(const Loop& loop, std::function<bool()> is_busy) {
    change_ears(loop, [&](Ears& ears) { ears.is_busy = std::move(is_busy); });
}

bool gives_way(const Loop& loop) {
    auto ears = ears_of(loop);
    return ears.is_busy && ears.is_busy();
}

Announcer::Announcer(Loop& loop, pg::Db& db) : loop_(loop) {
    change_ears(loop_, [&](Ears& ears) { ears.announce_through = &db; });
}
Announcer::~Announcer() {
    change_ears(loop_, [](Ears& ears) { ears.announce_through = nullptr; });
}

}  // namespace vitrine::jobs
