#pragma once
// The decision. Pure.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "core/whole.h"
#include "modules/flags/api.h"

namespace vitrine::flags {

inline constexpr int whole_share = 10'000;
inline constexpr size_t most_rules = 20;

/// Who gets it: whoever is of the audience, is in the share, at a moment between the two.
struct Rule {
    Audience audience = Audience::everyone;
    std::optional<Whole<0, whole_share>> share;   ///< hundredths of a percent; none: all of them
    std::optional<Instant> from, until;           ///< until: no longer at that moment
};
SHAPE(Rule, audience, share, from, until)

/// What a store says of a feature. Off: for nobody, whatever the rules. On without rules: for everybody. Else for whom one of the rules fits.
struct Setting {
    bool is_on = true;
    std::optional<std::vector<Rule>> rules;
};
SHAPE(Setting, is_on, rules)

/// Why a viewer has a feature or not.
enum class Reason { by_default, off, everybody, rule, no_rule };
SHAPE_ENUM(Reason, by_default, off, everybody, rule, no_rule)
struct Decision {
    bool is_on = false;
    Reason reason = Reason::by_default;
    std::optional<std::int64_t> rule;             ///< the first that fits, counted from 0
    std::optional<std::int64_t> bucket;           ///< of the viewer, from 0 to 9,999: a share above it holds them
};
SHAPE(Decision, is_on, reason, rule, bucket)

/// Where the subject stands in the feature's line, from 0 to 9,999: the same on every machine, spread evenly, in another place for another feature or store.
int bucket_of(StoreId store, std::string_view flag, std::string_view subject);
/// `setting`: null where the store has said nothing.
Decision decide(const Flag& flag, const Setting* setting, const std::set<std::string>& testers, StoreId store, const Viewer& viewer, Instant now);
/// What is wrong with a setting; pointers into it.
std::vector<Fault> faults_of(const Setting& setting);

}  // namespace vitrine::flags
