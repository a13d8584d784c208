#include "modules/stock/queue.h"

#include <algorithm>

namespace vitrine::stock {

Door Queue::enter(const std::string& holder, std::int64_t quantity, Instant now) {
    forget_the_late(now);
    if (auto token = tokens_.find(holder); token != tokens_.end()) {
        token->second.until = now + patience;
        return {Door::Kind::open, 0};
    }
    std::int64_t ahead = 0, position = 1;
    auto place = waiting_.begin();
    for (; place != waiting_.end() && place->holder != holder; ++place, ++position) ahead += place->quantity;

    if (left_ - ahead >= quantity) {
        if (place != waiting_.end()) waiting_.erase(place);
        tokens_[holder] = {quantity, now + patience};
        left_ -= quantity;
        under_way_ += quantity;
        return {Door::Kind::open, 0};
    }
    if (ahead + quantity > left_ + under_way_ + held_) {  // not even if everything came back
        if (place != waiting_.end()) waiting_.erase(place);
        return {Door::Kind::sold_out, 0};
    }
    if (place == waiting_.end()) waiting_.push_back({holder, quantity, now + patience});
    else place->until = now + patience;
    return {Door::Kind::queued, position};
}

void Queue::leave(const std::string& holder, bool bought) {
    auto token = tokens_.find(holder);
    if (token == tokens_.end()) return;
    under_way_ -= token->second.quantity;
    if (bought) bought_ += token->second.quantity, held_ += token->second.quantity;
    else left_ += token->second.quantity;
    tokens_.erase(token);
}

void Queue::learn(std::int64_t mark, std::int64_t available, std::int64_t held, Instant now) {
    forget_the_late(now);
    auto in_doubt = bought_ - mark;
    left_ = std::max<std::int64_t>(available - under_way_ - in_doubt, 0);
    held_ = held + in_doubt;
    is_known_ = true;
    learned_at_ = now;
}

/// Whoever was let through and never came back may have bought or not: the next look at the database says it.
void Queue::forget_the_late(Instant now) {
    std::erase_if(waiting_, [&](const Place& place) { return place.until < now; });
    for (auto token = tokens_.begin(); token != tokens_.end();) {
        if (token->second.until >= now) {
            ++token;
            continue;
        }
        under_way_ -= token->second.quantity;
        token = tokens_.erase(token);
    }
}

}  // namespace vitrine::stock
