#pragma once
// Pure decisions about runs of feeds and about offers.
#include "core/transition.h"
#include "modules/suppliers/run.h"

namespace vitrine::suppliers::rules {

/// The life of a run.
inline constexpr TransitionTable<RunState, 17> run_life{
    "supplier feed run",
    RunState::queued,
    {{
        {RunState::queued, "fetch", RunState::fetching},
        {RunState::queued, "check", RunState::checking},       // its file is there
        {RunState::queued, "cancel", RunState::cancelled},
        {RunState::fetching, "check", RunState::checking},
        {RunState::fetching, "give_up", RunState::failed},     // the supplier does not answer, or not with a feed
        {RunState::fetching, "cancel", RunState::cancelled},
        {RunState::checking, "apply", RunState::applying},
        {RunState::checking, "hold", RunState::held},          // too much vanishes, too much is faulty, too many prices jump
        {RunState::checking, "give_up", RunState::failed},     // the file cannot be read at all
        {RunState::checking, "cancel", RunState::cancelled},
        {RunState::checking, "check", RunState::checking},     // the worker died
        {RunState::held, "let_through", RunState::applying},   // by a person, with a reason
        {RunState::held, "cancel", RunState::cancelled},
        {RunState::held, "supersede", RunState::cancelled},    // a later file of the same feed was taken
        {RunState::applying, "end", RunState::applied},
        {RunState::applying, "give_up", RunState::failed},     // what was committed stays; the next run goes on from there
        {RunState::applying, "cancel", RunState::cancelled},   // the same
    }},
};

/// Why a run must not go on by itself; empty: it may. One sentence a guard, for people.
struct Stop {
    std::string code;    ///< vanishing, faulty, jumps, empty
    std::string text;
};
std::vector<Stop> stops_of(const RunCounts& counts, const Guards& guards);

/// Whether a price moved so much that people are told. `was` > 0.
bool is_jump(std::int64_t was, std::int64_t is, const Guards& guards);

/// What is known of an offer when the best is chosen.
struct Bid {
    std::int64_t price_minor = 0, quantity = 0, priority = 0;   ///< priority of the supplier: lower is preferred
    std::string supplier, code;                                 ///< for a stable order
};
/// The offer that is sold: one that can be had before one that cannot, then the cheaper, then the preferred supplier, then the older names. `bids` not empty.
size_t best_of(const std::vector<Bid>& bids);

}  // namespace vitrine::suppliers::rules
