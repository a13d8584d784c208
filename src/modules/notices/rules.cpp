#include "modules/notices/rules.h"

#include <algorithm>

#include "core/card_number.h"

namespace vitrine::notices {

std::string without_card_number(std::string text) { return holds_card_number(text) ? std::string() : text; }

namespace rules {
namespace {

constexpr std::array channels{Channel::mail, Channel::sms, Channel::in_app};
constexpr std::array<std::string_view, 5> dead_codes{"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.2.1"};  // RFC 3463: the others of 5.1 are about the sender

std::optional<std::string> address_of(const Reader& reader, Channel channel) {
    if (channel == Channel::sms) return reader.phone ? std::optional(reader.phone->str()) : std::nullopt;
    return reader.email ? std::optional(reader.email->str()) : std::nullopt;
}

bool is_closed(const Reader& reader, Channel channel) {
    auto address = address_of(reader, channel);
    auto key = address ? address_key(channel, *address) : std::string();
    return std::ranges::any_of(reader.suppressed, [&](const auto& row) { return row.channel == channel && row.address == key; });
}

std::string language_of(const Reader& reader, const Settings& settings) {
    const auto& wanted = reader.preferences.language;
    bool is_written = wanted && std::ranges::find(settings.languages, *wanted) != settings.languages.end();
    return is_written ? *wanted : settings.languages.front();
}

}  // namespace

Instant not_before(const std::optional<QuietHours>& quiet, Channel channel, const TimeZone& zone, Instant now) {
    if (!quiet || std::ranges::find(quiet->channels, channel) == quiet->channels.end()) return now;
    auto wall = zone.wall(now);
    auto day = std::chrono::floor<std::chrono::days>(wall);
    auto minute = std::chrono::floor<std::chrono::minutes>(wall - day);
    std::chrono::minutes from(minutes_of(quiet->from)), until(minutes_of(quiet->until));
    bool passes_midnight = until < from;
    bool is_quiet = passes_midnight ? minute >= from || minute < until : minute >= from && minute < until;
    if (!is_quiet) return now;
    bool ends_tomorrow = passes_midnight && minute >= from;
    return std::max(now, zone.earliest(WallTime(day + std::chrono::days(ends_tomorrow ? 1 : 0) + until)));
}

Instant due_of(const Stage& stage, const std::optional<QuietHours>& quiet, Channel channel, const TimeZone& zone, Instant now) {
    bool is_awaited = stage.topic == Topic::account;  // somebody sits in front of a form, and the link in the mail does not last the night
    return is_awaited ? now : not_before(quiet, channel, zone, now);
}

std::string why_not(const Stage& stage, Channel channel, const Reader& reader, const Settings& settings, Ways ways) {
    if (channel == Channel::in_app) return {};
    bool is_mail = channel == Channel::mail;
    if (is_mail ? !settings.sends_mail : !settings.sends_sms) return "the store does not send this";
    if (is_mail ? !ways.has_mail : !ways.has_sms) return "the process knows nobody to hand it to";
    if (is_closed(reader, channel)) return "nothing is sent to this address";
    bool is_always_sent = stage.audience == Audience::staff || (is_mail && (stage.topic == Topic::orders || stage.topic == Topic::account));
    const auto& off = reader.preferences.off;
    if (!is_always_sent && std::ranges::find(off, preference_key(channel, stage.topic)) != off.end()) return "the reader does not want it";
    return {};
}

std::vector<Draft> plan(const Stage& stage, std::string_view event, const Reader& reader, const Settings& settings, Ways ways, const TimeZone& zone, Instant now) {
    std::vector<Draft> drafts;
    for (auto channel : channels) {
        auto address = address_of(reader, channel);
        if (!stage.goes_by(channel) || !address) continue;
        if (channel == Channel::sms && !settings.sends_sms) continue;  // most stores send none: no trace of what nobody has asked for
        auto why = why_not(stage, channel, reader, settings, ways);
        Draft draft{.channel = channel, .recipient = *address, .preferences_of = reader.email ? address_key(Channel::mail, *reader.email) : std::string(), .language = language_of(reader, settings), .why = std::move(why)};
        draft.dedup_key = std::string(stage.code) + "|" + std::string(event) + "|" + std::string(shape_name(channel)) + "|" + address_key(channel, *address);
        draft.state = channel == Channel::in_app ? State::sent : draft.why.empty() ? State::queued : State::suppressed;
        draft.due = due_of(stage, settings.quiet_hours, channel, zone, now);
        drafts.push_back(std::move(draft));
    }
    return drafts;
}

bool is_dead_address(int code, std::string_view said, bool is_about_recipient) {
    if (code < 500 || !is_about_recipient || said.size() < 5) return false;
    auto words = said.substr(4);
    return std::ranges::find(dead_codes, words.substr(0, words.find(' '))) != dead_codes.end();
}

std::string address_key(Channel channel, std::string_view address) {
    if (channel == Channel::sms) return PhoneRule::normalize(std::string(address));
    return lower_ascii(address);
}

}  // namespace rules
}  // namespace vitrine::notices
