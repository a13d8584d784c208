#pragma once
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace vitrine {

/// One allowed move of a state machine: the verb is what a person or a job does to make it.
template <class State>
struct Move {
    State from;
    std::string_view verb;
    State to;
};

/// The allowed moves of one kind of thing. Everything not in the table is refused; SQL executes moves as compare-and-set.
template <class State, size_t N>
struct TransitionTable {
    std::string_view name;
    State initial;
    std::array<Move<State>, N> moves;

    constexpr bool allows(State from, State to) const {
        return std::ranges::any_of(moves, [&](const auto& m) { return m.from == from && m.to == to; });
    }
    constexpr const Move<State>* find(State from, std::string_view verb) const {
        for (const auto& m : moves)
            if (m.from == from && m.verb == verb) return &m;
        return nullptr;
    }
    constexpr bool is_final(State state) const {
        return std::ranges::none_of(moves, [&](const auto& m) { return m.from == state; });
    }
    std::vector<Move<State>> from(State state) const {
        std::vector<Move<State>> out;
        std::ranges::copy_if(moves, std::back_inserter(out), [&](const auto& m) { return m.from == state; });
        return out;
    }
    /// A Mermaid state diagram for the documentation.
    std::string diagram() const {
        auto text = [](State s) { return std::string(boost::describe::enum_to_string(s, "?")); };
        std::string out = "stateDiagram-v2\n    [*] --> " + text(initial) + "\n";
        for (const auto& m : moves) out += "    " + text(m.from) + " --> " + text(m.to) + ": " + std::string(m.verb) + "\n";
        return out;
    }
    /// States that cannot be reached from the first one: always empty in a sound table.
    std::vector<State> unreachable(std::span<const State> all) const {
        std::vector<State> reached{initial}, missing;
        for (size_t i = 0; i < reached.size(); ++i)
            for (const auto& m : moves)
                if (m.from == reached[i] && std::ranges::find(reached, m.to) == reached.end()) reached.push_back(m.to);
        for (auto state : all)
            if (std::ranges::find(reached, state) == reached.end()) missing.push_back(state);
        return missing;
    }
};

}  // namespace vitrine
