#include "modules/payments/settings.h"

#include <algorithm>
#include <stdexcept>

#include "core/text.h"

namespace vitrine::payments {
namespace {

bool is_amount(std::string_view text) {
    auto digits = [](std::string_view part) { return !part.empty() && part.size() <= 12 && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; }); };
    auto point = text.find('.');
    return digits(text.substr(0, point)) && (point == std::string_view::npos || digits(text.substr(point + 1)));
}

bool is_url(std::string_view text) {
    bool has_scheme = text.starts_with("https://") || text.starts_with("http://");
    return has_scheme && std::ranges::none_of(text, [](char c) { return c <= ' ' || c == '"' || c == '\'' || c == ';' || c == ','; });
}

bool are_countries(std::string_view text) {
    return std::ranges::all_of(split_list(text), [](const auto& code) { return CountryCode::parse(code).has_value(); });
}

const std::string* find(const auto& map, std::string_view name) {
    auto found = map.find(std::string(name));
    return found == map.end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto comma = std::min(text.find(','), text.size());
        auto item = trim(text.substr(0, comma));
        if (!item.empty()) out.emplace_back(item);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return out;
}

std::optional<std::string> setting_fault(const Setting& setting, std::string_view value) {
    if (value.empty()) return {};
    switch (setting.kind) {
        case SettingKind::text:
        case SettingKind::secret: return {};
        case SettingKind::url: return is_url(value) ? std::nullopt : std::optional<std::string>("an address that starts with https:// belongs here");
        case SettingKind::money: return is_amount(value) ? std::nullopt : std::optional<std::string>("an amount such as 49.00 belongs here");
        case SettingKind::countries: return are_countries(value) ? std::nullopt : std::optional<std::string>("two-letter country codes belong here, separated by commas");
        case SettingKind::choice: {
            auto choices = split_list(setting.choices);
            if (std::ranges::find(choices, value) != choices.end()) return {};
            return "one of " + std::string(setting.choices) + " belongs here";
        }
    }
    return {};
}

std::string Values::text(std::string_view name) const {
    auto declared = std::ranges::find(declared_, name, &Setting::name);
    if (declared == declared_.end()) throw std::logic_error("the setting " + std::string(name) + " is not declared");
    if (store_) {
        if (const auto* own = find(config_.gateway_settings, store_->slug + "/" + std::string(name))) return *own;
        bool may_be_public = declared->kind != SettingKind::secret && declared->kind != SettingKind::url;   // who may name the address is told the secrets
        if (may_be_public && store_->payment_settings)
            if (const auto* kept = find(*store_->payment_settings, name)) return *kept;
    }
    if (const auto* common = find(config_.gateway_settings, name)) return *common;
    return std::string(declared->otherwise);
}

std::optional<Money> Values::money(std::string_view name) const {
    auto said = text(name);
    return said.empty() || !store_ ? std::nullopt : parse_major(said, store_->currency);
}

std::vector<std::string> Values::list(std::string_view name) const { return split_list(text(name)); }

const Setting* Values::missing() const {
    auto found = std::ranges::find_if(declared_, [&](const Setting& setting) { return setting.is_required && !has(setting.name); });
    return found == declared_.end() ? nullptr : &*found;
}

}  // namespace vitrine::payments
