#pragma once
// The tables of all state machines as they are printed, and what tries them.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/modules.h"

namespace vitrine::test {

struct Arrow {
    std::string from, verb, to;
};
/// A table as it is printed.
struct Machine {
    std::string initial;
    std::vector<Arrow> arrows;
    std::set<std::string> states, verbs;

    explicit Machine(const std::string& diagram) {
        for (size_t at = 0; at < diagram.size();) {
            auto end = diagram.find('\n', at);
            auto line = diagram.substr(at, end - at);
            at = end == std::string::npos ? diagram.size() : end + 1;
            auto arrow = line.find(" --> ");
            if (arrow == std::string::npos) continue;
            auto from = line.substr(line.find_first_not_of(' '), arrow - line.find_first_not_of(' '));
            auto colon = line.find(": ", arrow);
            auto to = line.substr(arrow + 5, colon == std::string::npos ? std::string::npos : colon - arrow - 5);
            states.insert(to);
            if (from == "[*]") {
                initial = to;
                continue;
            }
            states.insert(from);
            verbs.insert(line.substr(colon + 2));
            arrows.push_back({from, line.substr(colon + 2), to});
        }
    }
    /// Where a verb leads; nothing where it is in no table.
    std::optional<std::string> target(const std::string& from, const std::string& verb) const {
        auto arrow = std::ranges::find_if(arrows, [&](const auto& each) { return each.from == from && each.verb == verb; });
        return arrow == arrows.end() ? std::nullopt : std::optional(arrow->to);
    }
    /// Whether a thing may have gone from one state to another by any of these verbs, one after the other, or stayed.
    bool leads(const std::string& from, const std::string& to, const std::set<std::string>& by) const {
        std::set<std::string> reached{from};
        for (size_t before = 0; before != reached.size();) {
            before = reached.size();
            for (const auto& arrow : arrows)
                if (by.contains(arrow.verb) && reached.contains(arrow.from)) reached.insert(arrow.to);
        }
        return reached.contains(to);
    }
    bool allows(const std::string& from, const std::string& verb) const {
        return std::ranges::any_of(arrows, [&](const auto& arrow) { return arrow.from == from && arrow.verb == verb; });
    }
};

inline std::map<std::string, Machine> machines() {
    std::map<std::string, Machine> all;
    for (const auto& module : app::modules())
        for (const auto& machine : module.states) all.emplace(machine.name, Machine(machine.diagram));
    return all;
}

/// Tries a verb on a thing that is in a state. Gives whether it was done; what was refused must leave the state.
using Door = std::function<bool(const std::string& state, const std::string& verb)>;

/// Whether a verb that the table allows may still be refused at this door, because something else is missing.
using Excuse = std::function<bool(const std::string& state, const std::string& verb)>;

inline void try_all(const std::string& name, const Machine& machine, const Door& door, const Excuse& excused = {}) {
    int refused = 0, done = 0;
    for (const auto& state : machine.states)
        for (const auto& verb : machine.verbs) {
            bool is_done = door(state, verb), may = machine.allows(state, verb);
            if (!may) EXPECT_FALSE(is_done) << name << ": " << verb << " from " << state << " is in no table";
            else if (!excused || !excused(state, verb)) EXPECT_TRUE(is_done) << name << ": " << verb << " from " << state << " is in the table";
            ++(is_done ? done : refused);
        }
    EXPECT_GT(refused, 0) << name;
    EXPECT_GT(done, 0) << name << ": a door that refuses everything shows nothing";
}

}  // namespace vitrine::test
