#pragma once
// What a store has decided about its notices, and what one reader has.
#include "core/text.h"
#include "core/whole.h"
#include "modules/notices/api.h"

namespace vitrine::notices {

struct ClockTimeRule {
    static constexpr std::string_view format = "clock-time";
    static constexpr std::string_view code = "clock_time.malformed";
    static constexpr std::string_view advice = "write a time of day such as 21:30";
    static std::string normalize(std::string value) { return value; }
    static bool accepts(std::string_view value);
};
using ClockTime = Word<ClockTimeRule>;
/// Pure. Minutes since midnight.
int minutes_of(const ClockTime& time);

/// When nobody wants to be woken: from one time of day to another in the store's zone, past midnight where `until` is the earlier one.
struct QuietHours {
    ClockTime from, until;
    std::vector<Channel> channels;      ///< that keep quiet then; what would go out waits for the end
};
SHAPE(QuietHours, from, until, channels)

struct Settings {
    std::vector<std::string> languages; ///< that the store writes in, "en", "ur", "hi"; the first where a reader has not said
    bool sends_mail = true, sends_sms = false;
    std::optional<Text<1, 80>> from_name;    ///< shown beside the address; absent: the store's name
    std::optional<QuietHours> quiet_hours;
    std::optional<std::vector<Email>> staff; ///< who is told of work; absent or empty: the store's contact address
};
SHAPE(Settings, languages, sends_mail, sends_sms, from_name, quiet_hours, staff)

/// Pure. Languages that have no texts, quiet hours that never end, channels that make no noise.
std::vector<Fault> faults_of(const Settings& settings);

/// What a reader does not want, and in which language.
struct Preferences {
    std::optional<std::string> language;
    std::vector<std::string> off;       ///< "mail:delivery", "sms:orders"
};
SHAPE(Preferences, language, off)
/// Pure. "mail:delivery".
std::string preference_key(Channel channel, Topic topic);
/// Pure. What of these cannot be switched off, or is no channel and topic.
std::vector<Fault> faults_of(const Preferences& preferences, const Settings& settings);

/// Settings with their version; 0 where the store has none of its own.
struct KeptSettings {
    Settings settings;
    std::int64_t version = 0;
};
/// Of the ctx's store; what holds where it has said nothing.
Task<KeptSettings> load_settings(pg::Db& db, Ctx ctx, const stores::Store& store);
/// Repeatable. Refuses request.stale_version, request.invalid.
Task<Result<KeptSettings>> save_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, Settings settings);
/// Pure. Where the store has said nothing: its own language where there are texts in it, mail on, SMS off.
Settings default_settings(const stores::Store& store);

/// Of one mailbox (rules::address_key); nothing switched off where it has said nothing.
Task<Preferences> load_preferences(pg::Db& db, Ctx ctx, const std::string& address);
Task<Result<Preferences>> save_preferences(App& app, Ctx ctx, const std::string& address, Preferences preferences);

}  // namespace vitrine::notices
