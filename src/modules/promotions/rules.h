#pragma once
#include "core/transition.h"
#include "modules/promotions/api.h"

namespace vitrine::promotions {

/// The life of a promotion. Only active ones apply; ended ones never again.
inline constexpr TransitionTable<State, 5> life{
    "promotion",
    State::draft,
    {{
        {State::draft, "activate", State::active},
        {State::active, "pause", State::paused},
        {State::paused, "activate", State::active},
        {State::active, "end", State::ended},
        {State::paused, "end", State::ended},
    }},
};

}  // namespace vitrine::promotions
