#include "modules/notices/settings.h"

#include <algorithm>
#include <set>

#include "modules/notices/language.h"
#include "modules/notices/sql.h"

namespace vitrine::notices {
namespace {

constexpr size_t most_staff = 20;

template <class T>
T stored(const RawJson& json) {
    auto value = read_json<T>(json.text);
    if (!value) throw std::runtime_error("what is stored of notices does not fit its shape");
    return std::move(*value);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool ClockTimeRule::accepts(std::string_view value) {
    if (value.size() != 5 || value[2] != ':' || !is_digit(value[0]) || !is_digit(value[1]) || !is_digit(value[3]) || !is_digit(value[4])) return false;
    return (value[0] - '0') * 10 + value[1] - '0' < 24 && value[3] < '6';
}

int minutes_of(const ClockTime& time) {
    const auto& text = time.str();
    return ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
}

std::vector<Fault> faults_of(const Settings& settings) {
    std::vector<Fault> faults;
    std::set<std::string> seen;
    if (settings.languages.empty()) faults.push_back({"/languages", "required", "name at least one language"});
    for (size_t i = 0; i < settings.languages.size(); ++i) {
        auto pointer = "/languages/" + std::to_string(i);
        if (!find_language(settings.languages[i])) faults.push_back({pointer, "unknown_choice", "choose of " + known_languages()});
        else if (!seen.insert(settings.languages[i]).second) faults.push_back({pointer, "twice", "name each language once"});
    }
    if (settings.quiet_hours) {
        const auto& quiet = *settings.quiet_hours;
        if (quiet.from == quiet.until) faults.push_back({"/quiet_hours/until", "never_ends", "the end must be another time than the beginning"});
        if (std::ranges::find(quiet.channels, Channel::in_app) != quiet.channels.end()) faults.push_back({"/quiet_hours/channels", "unknown_choice", "what stands in the shop wakes nobody"});
    }
    if (settings.staff && settings.staff->size() > most_staff) faults.push_back({"/staff", "too_many", "name at most 20 addresses"});
    return faults;
}

std::string preference_key(Channel channel, Topic topic) { return std::string(shape_name(channel)) + ":" + std::string(shape_name(topic)); }

std::vector<Fault> faults_of(const Preferences& preferences, const Settings& settings) {
    static const std::set<std::string> may_be_off{preference_key(Channel::mail, Topic::delivery), preference_key(Channel::mail, Topic::carts), preference_key(Channel::sms, Topic::orders), preference_key(Channel::sms, Topic::delivery)};
    std::vector<Fault> faults;
    for (size_t i = 0; i < preferences.off.size(); ++i)
        if (!may_be_off.contains(preferences.off[i])) faults.push_back({"/off/" + std::to_string(i), "unknown_choice", "choose of mail:delivery, sms:delivery, sms:orders"});
    if (preferences.language && std::ranges::find(settings.languages, *preferences.language) == settings.languages.end())
        faults.push_back({"/language", "unknown_choice", "the shop does not write in this language"});
    return faults;
}

Settings default_settings(const stores::Store& store) {
    auto own = store.language.substr(0, store.language.find('-'));
    Settings settings;
    settings.languages = {find_language(own) ? own : "en"};
    return settings;
}

Task<KeptSettings> load_settings(pg::Db& db, Ctx ctx, const stores::Store& store) {
    auto row = co_await db.read(ctx, sql::find_settings());
    if (!row) co_return KeptSettings{default_settings(store), 0};
    co_return KeptSettings{stored<Settings>(row->settings), row->version};
}

Task<Result<KeptSettings>> save_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, Settings settings) {
    if (auto faults = faults_of(settings); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto body = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        auto locked = co_await tx.ask(sql::lock_settings());
        auto seen = locked ? locked->version : 0;
        if (version && *version != seen) co_return refuse(refusals::stale_version);
        tx.send(sql::save_settings(RawJson{to_json(settings)}));
        co_return seen + 1;
    };
    auto saved = co_await app.db.transaction(ctx, body);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return KeptSettings{std::move(settings), *saved};
}

Task<Preferences> load_preferences(pg::Db& db, Ctx ctx, const std::string& address) {
    auto row = co_await db.read(ctx, sql::find_preferences(address));
    co_return row ? Preferences{row->language, row->switched_off} : Preferences{};
}

Task<Result<Preferences>> save_preferences(App& app, Ctx ctx, const std::string& address, Preferences preferences) {
    auto kept = co_await load_settings(app.db, ctx, *app.stores->known(ctx.store));
    if (auto faults = faults_of(preferences, kept.settings); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::save_preferences(address, preferences.language, preferences.off));
        co_return true;
    };
    auto saved = co_await app.db.transaction(ctx, body);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return preferences;
}

}  // namespace vitrine::notices
