#pragma once
#include <list>
#include <map>
#include <string>

#include "core/time.h"

namespace vitrine::stock {

/// How long a place is kept for a buyer who does not ask again, and a token for one who was let through and is not heard of.
inline constexpr Duration patience = 30s;
/// When a buyer in the queue should ask again.
inline constexpr int ask_again_s = 2;

/// What a buyer is told at the door.
struct Door {
    enum class Kind { open, queued, sold_out };
    Kind kind = Kind::open;
    std::int64_t position = 0;   ///< queued: 1 is the next
};

/// The buyers of one article before the database: tokens for what there is, then a queue for what may still come back (orders under way and orders that are not paid),
/// then the truth. First come, first served; who asks again keeps his place. Pure: time comes in. `lane_redis.cpp` says the same in Lua.
class Queue {
public:
    /// Asks for `quantity`. Repeatable: a holder has one token or one place.
    Door enter(const std::string& holder, std::int64_t quantity, Instant now);
    /// The holder's order was decided: what it did not take is free again.
    void leave(const std::string& holder, bool bought);

    /// Reconciling with the database: take a mark, ask, then tell what was found with that mark. Orders that ended in between may or may not be in what was found:
    /// they are counted as taken until the next look.
    std::int64_t mark() const { return bought_; }
    void learn(std::int64_t mark, std::int64_t available, std::int64_t held, Instant now);
    bool is_known() const { return is_known_; }
    Instant learned_at() const { return learned_at_; }

    std::int64_t left() const { return left_; }
    std::int64_t under_way() const { return under_way_; }
    std::size_t waiting() const { return waiting_.size(); }

private:
    struct Token {
        std::int64_t quantity = 0;
        Instant until{};
    };
    struct Place {
        std::string holder;
        std::int64_t quantity = 0;
        Instant until{};
    };
    void forget_the_late(Instant now);

    bool is_known_ = false;
    std::int64_t left_ = 0, under_way_ = 0, held_ = 0, bought_ = 0;
    Instant learned_at_{};
    std::map<std::string, Token> tokens_;
    std::list<Place> waiting_;
};

}  // namespace vitrine::stock
