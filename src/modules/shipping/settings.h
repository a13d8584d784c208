#pragma once
// What a courier wants to be told before it can work. Declared once: the configuration file, the environment and the admin's form follow from the declaration.
// (The gateways' settings stand above this module; couriers have no amounts among theirs.)
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modules/app.h"

namespace vitrine::shipping {

enum class SettingKind {
    text,
    secret,  ///< never shown again, never logged, never in a store's row
    url,     ///< http or https, without a slash at the end
    choice,  ///< one of `choices`
};
SHAPE_ENUM(SettingKind, text, secret, url, choice)

/// One setting of a courier. Its name starts with the courier's code.
struct Setting {
    std::string_view name;
    SettingKind kind = SettingKind::text;
    bool is_required = false;         ///< without it the courier cannot be asked
    std::string_view help;
    std::string_view otherwise = {};  ///< what holds when nothing is said
    std::string_view choices = {};    ///< "Surface,Air"
};

/// Whether a store's staff may set it. Secrets and addresses are the operator's: whoever may name the address is told the secrets.
bool may_be_of_store(const Setting& setting);

/// Pure. What is wrong with a value, in words for the person who typed it; nothing when it fits. An empty value says "not set" and always fits.
std::optional<std::string> setting_fault(const Setting& setting, std::string_view value);

/// The settings of one courier as they hold for one store: what the process was told for this store, else what the store's own shipping tables say (no secrets
/// there), else what the process was told for all stores, else what the courier declares.
class Values {
public:
    /// `slug` is the store's, empty for what holds for all stores. Nothing of `config` is kept.
    Values(const Config& config, std::string_view slug, const std::map<std::string, std::string>& of_store, std::span<const Setting> declared);

    const std::string& text(std::string_view name) const;  ///< empty when not set; std::logic_error for a name that is not declared
    bool has(std::string_view name) const { return !text(name).empty(); }
    /// The first required setting that has no value; null when all have one.
    const Setting* missing() const;

private:
    std::map<std::string, std::string, std::less<>> values_;
    std::span<const Setting> declared_;
};

}  // namespace vitrine::shipping
