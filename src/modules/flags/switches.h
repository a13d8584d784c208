#pragma once
// Features as staff switch them.
#include "core/text.h"
#include "modules/flags/rules.h"

namespace vitrine::flags {

using CustomerId = Id<"cus">;

inline constexpr std::int64_t most_testers = 1'000;
inline constexpr RefusalKind too_many_testers{"flags.too_many_testers", 422, "A feature has a thousand testers at most"};

struct FlagView {
    std::string key, text;
    bool is_on_by_default = true, is_public = true;
    std::int64_t version = 0;                    ///< 0: the store has said nothing, the default holds
    Setting setting;                             ///< what holds
    std::optional<Instant> updated_at;
    std::optional<std::string> actor;
    std::vector<CustomerId> testers;
};
SHAPE(FlagView, key, text, is_on_by_default, is_public, version, setting, updated_at, actor, testers)
struct FlagList {
    std::vector<FlagView> items;
};
SHAPE(FlagList, items)

/// All features the program has, with what the store says of them.
Task<FlagList> list_flags(App& app, Ctx ctx);
/// Refuses flags.unknown.
Task<Result<FlagView>> find_flag(App& app, Ctx ctx, std::string key);
/// Says for whom a feature is on; every process follows at once. With `version` only where nobody has said something else since. Repeatable.
/// Refuses flags.unknown, request.invalid, request.stale_version.
Task<Result<FlagView>> switch_flag(App& app, Ctx ctx, std::string key, std::optional<std::int64_t> version, Setting in);
/// Back to the default; testers stay listed. Repeatable. Refuses flags.unknown, request.stale_version.
Task<Result<FlagView>> reset_flag(App& app, Ctx ctx, std::string key, std::optional<std::int64_t> version);
/// Repeatable. Refuses flags.unknown, flags.too_many_testers.
Task<Result<FlagView>> add_tester(App& app, Ctx ctx, std::string key, CustomerId customer);
Task<Result<FlagView>> remove_tester(App& app, Ctx ctx, std::string key, CustomerId customer);

struct Question {
    std::optional<CustomerId> customer;
    std::optional<Text<1, 64>> cart;             ///< of a guest
    std::optional<bool> is_staff;
    std::optional<Instant> at;                   ///< none: now
};
SHAPE(Question, customer, cart, is_staff, at)
/// What this process would answer, and why. Refuses flags.unknown.
Result<Decision> explain(const Ctx& ctx, const std::string& key, const Question& question);

struct OwnFeatures {
    std::vector<std::string> on;                 ///< keys, in order
};
SHAPE(OwnFeatures, on)
/// The features that shoppers may ask for and this caller has.
OwnFeatures own_features(const Ctx& ctx, std::string_view cart);

}  // namespace vitrine::flags
