#include <algorithm>
#include <array>

#include "core/text.h"
#include "modules/notices/means.h"

namespace vitrine::notices {
namespace {

using Kind = ProcessSetting::Kind;

constexpr std::array declared{
    ProcessSetting{smtp_url, "Where mail is handed over: smtp://host:587 or smtps://host; empty: no mail is sent", Kind::url, false, {}, "smtp,smtps"},
    ProcessSetting{smtp_user, "Who signs in at the mail server; empty: nobody"},
    ProcessSetting{smtp_password, "Password at the mail server", Kind::text, true},
    ProcessSetting{smtp_requires_tls, "Whether mail is handed over encrypted or not at all; otherwise encrypted where the server offers it", Kind::yes_or_no, false, "false"},
    ProcessSetting{mail_from, "Address that mail comes from; empty: the store's contact address"},
    ProcessSetting{sms_url, "Where SMS are handed over; empty: none are sent", Kind::url, false, {}, "http,https"},
    ProcessSetting{sms_token, "Bearer token at the SMS provider", Kind::text, true},
    ProcessSetting{sms_from, "Name or number that SMS come from; empty: the store's name"},
};

bool is_url(std::string_view text, std::string_view schemes) {
    auto end = text.find("://");
    if (end == std::string_view::npos || text.size() <= end + 3) return false;
    auto listed = "," + std::string(schemes) + ",";
    bool is_known = listed.find("," + std::string(text.substr(0, end)) + ",") != std::string::npos;
    return is_known && std::ranges::none_of(text, [](char c) { return (unsigned char)c <= ' ' || (unsigned char)c >= 0x7F || c == '"' || c == '<' || c == '>'; });
}

}  // namespace

std::span<const ProcessSetting> process_settings() { return declared; }

std::optional<std::string> setting_fault(const ProcessSetting& setting, std::string_view value) {
    if (value.empty()) return {};
    if (setting.kind == Kind::url && !is_url(value, setting.schemes)) return "an address that starts with one of " + std::string(setting.schemes) + ":// belongs here";
    if (setting.kind == Kind::yes_or_no && value != "true" && value != "false") return "true or false belongs here";
    if (setting.name == mail_from && !Email::parse(value)) return std::string(EmailRule::advice);
    if (has_control_characters(value) || value.find('\n') != std::string_view::npos) return "one line of plain text belongs here";
    return {};
}

std::string setting_of(const Config& config, const stores::Store& store, const ProcessSetting& setting) {
    for (const auto& name : {store.slug + "/" + std::string(setting.name), std::string(setting.name)}) {
        auto found = config.gateway_settings.find(name);
        if (found != config.gateway_settings.end() && !found->second.empty()) return found->second;
    }
    return std::string(setting.otherwise);
}

std::string store_base(const Config& config, const stores::Store& store) {
    const auto& ours = config.public_url;
    auto authority = ours.find("://");
    if (authority == std::string::npos) return ours;
    auto port = ours.find(':', authority + 3);
    return ours.substr(0, authority + 3) + store.host + (port == std::string::npos ? "" : ours.substr(port));
}

Means means_of(const Config& config, const stores::Store& store) {
    auto value = [&](std::string_view name) { return setting_of(config, store, *std::ranges::find(declared, name, &ProcessSetting::name)); };
    Means means;
    means.mail = {value(smtp_url), value(smtp_user), value(smtp_password), value(smtp_requires_tls) == "true", 30'000};
    auto from = Email::parse(value(mail_from));
    if (!from) from = Email::parse(store.contact_email);
    means.from = from;
    means.sms = {value(sms_url), value(sms_token), value(sms_from).empty() ? store.name : value(sms_from)};
    return means;
}

}  // namespace vitrine::notices
