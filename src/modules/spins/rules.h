#pragma once
// The life of a turntable, its tokens and its manifest. Pure.
#include <vector>

#include "core/transition.h"
#include "modules/spins/api.h"

namespace vitrine::spins::rules {

inline constexpr TransitionTable<State, 11> life{
    "turntable",
    State::pending,
    {{
        {State::pending, "mirror", State::mirroring},
        {State::mirroring, "miss", State::incomplete},      // some frames cannot be had, or are at fault
        {State::mirroring, "complete", State::complete},
        {State::mirroring, "mirror", State::mirroring},     // the worker died
        {State::incomplete, "mirror", State::mirroring},    // asked for again
        {State::complete, "publish", State::published},
        {State::complete, "mirror", State::mirroring},
        {State::published, "withdraw", State::complete},    // by a person
        {State::published, "miss", State::incomplete},      // a frame was found to be wrong
        {State::published, "mirror", State::mirroring},
        {State::complete, "miss", State::incomplete},
    }},
};

/// What a token opens.
struct Ticket {
    ProductId product;
    std::string edition;
};
/// "<product>.<edition>.<hours since 1970>.<signature>" by our key, for one store.
std::string token_of(const Config& config, StoreId store, const Ticket& ticket, Instant until);
/// Nothing for one that is not ours, altered, over, or another store's.
std::optional<Ticket> ticket_of(const Config& config, StoreId store, std::string_view token, Instant now);
/// The end of the day after the next, in UTC.
Instant token_until(Instant now);

/// Names a turntable by the hashes of its frames, in order.
std::string edition_of(const std::vector<std::string>& digests);
/// What the viewer reads first: the frames by levels, each half the step of the one before, so that eight frames suffice to begin with.
std::string manifest_of(std::int64_t frames, std::int64_t width, std::int64_t height);
/// The key of a frame in the store of files.
std::string key_of(std::string_view digest_hex);
/// Where the supplier has a frame: `{n}` in the template is its number from `first` on, `{nnn}` the same with leading zeros to that many digits.
std::string source_of(std::string_view pattern, std::int64_t number, std::int64_t first);

}  // namespace vitrine::spins::rules
