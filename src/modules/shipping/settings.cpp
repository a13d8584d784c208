#include "modules/shipping/settings.h"

#include <algorithm>
#include <stdexcept>

#include "core/text.h"

namespace vitrine::shipping {
namespace {

bool is_url(std::string_view value) {
    auto start = value.starts_with("https://") ? 8u : value.starts_with("http://") ? 7u : 0u;
    return start && value.size() > start && !value.ends_with('/') && value.find(' ') == std::string_view::npos;
}

bool is_among(std::string_view choices, std::string_view value) {
    while (!choices.empty()) {
        auto comma = std::min(choices.find(','), choices.size());
        if (trim(choices.substr(0, comma)) == value) return true;
        choices.remove_prefix(std::min(comma + 1, choices.size()));
    }
    return false;
}

std::string value_of(const Config& config, std::string_view slug, const std::map<std::string, std::string>& of_store, const Setting& setting) {
    auto name = std::string(setting.name);
    if (!slug.empty())
        if (auto own = config.gateway_settings.find(std::string(slug) + "/" + name); own != config.gateway_settings.end()) return own->second;
    if (may_be_of_store(setting))
        if (auto kept = of_store.find(name); kept != of_store.end() && !kept->second.empty()) return kept->second;
    if (auto common = config.gateway_settings.find(name); common != config.gateway_settings.end()) return common->second;
    return std::string(setting.otherwise);
}

}  // namespace

bool may_be_of_store(const Setting& setting) { return setting.kind != SettingKind::secret && setting.kind != SettingKind::url; }

std::optional<std::string> setting_fault(const Setting& setting, std::string_view value) {
    if (value.empty()) return {};
    if (setting.kind == SettingKind::url && !is_url(value)) return "an address that starts with https:// belongs here";
    if (setting.kind == SettingKind::choice && !is_among(setting.choices, value)) return "one of " + std::string(setting.choices) + " belongs here";
    return {};
}

Values::Values(const Config& config, std::string_view slug, const std::map<std::string, std::string>& of_store, std::span<const Setting> declared) : declared_(declared) {
    for (const auto& setting : declared) values_.emplace(setting.name, value_of(config, slug, of_store, setting));
}

const std::string& Values::text(std::string_view name) const {
    auto found = values_.find(name);
    if (found == values_.end()) throw std::logic_error("the setting " + std::string(name) + " is not declared");
    return found->second;
}

const Setting* Values::missing() const {
    auto found = std::ranges::find_if(declared_, [&](const Setting& setting) { return setting.is_required && !has(setting.name); });
    return found == declared_.end() ? nullptr : &*found;
}

}  // namespace vitrine::shipping
