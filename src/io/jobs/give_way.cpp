#include "io/jobs/give_way.h"

#include <map>
#include <mutex>

namespace vitrine::jobs {
namespace {

std::mutex guard;
std::map<const Loop*, std::function<bool()>>& all() {
    static std::map<const Loop*, std::function<bool()>> busy;
    return busy;
}

}  // namespace

void give_way(const Loop& loop, std::function<bool()> is_busy) {
    std::scoped_lock hold(guard);
    if (is_busy) all()[&loop] = std::move(is_busy);
    else all().erase(&loop);
}

bool gives_way(const Loop& loop) {
    std::function<bool()> is_busy;
    {
        std::scoped_lock hold(guard);
        auto found = all().find(&loop);
        if (found == all().end()) return false;
        is_busy = found->second;
    }
    return is_busy();
}

}  // namespace vitrine::jobs
