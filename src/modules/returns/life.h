#pragma once
#include "core/transition.h"
#include "modules/returns/api.h"

namespace vitrine::returns {

/// The life of a return. What is not in the table is refused with returns.illegal_move.
inline constexpr TransitionTable<State, 13> life{
    "return",
    State::asked,
    {{
        {State::asked, "approve", State::approved},
        {State::asked, "reject", State::rejected},
        {State::asked, "cancel", State::cancelled},
        {State::approved, "send", State::in_transit},
        {State::approved, "receive", State::received},     // brought to the counter, or sent without a word
        {State::approved, "cancel", State::cancelled},
        {State::in_transit, "receive", State::received},
        {State::in_transit, "lose", State::closed},        // never arrived
        {State::received, "inspect", State::inspected},
        {State::inspected, "refund", State::refunded},
        {State::inspected, "exchange", State::exchanged},
        {State::inspected, "close", State::closed},        // nothing is owed for what came
        {State::received, "close", State::closed},         // staff settled it otherwise
    }},
};

}  // namespace vitrine::returns
