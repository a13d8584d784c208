#pragma once
// What a gateway wants to be told before it can work. Declared once: the command line, the configuration file, the admin's form and the
// validation of what is typed there all follow from the declaration.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modules/app.h"
#include "modules/stores/api.h"

namespace vitrine::payments {

enum class SettingKind {
    text,
    secret,     ///< never shown again, never logged, never in a store's row
    url,        ///< http or https, without a slash at the end
    money,      ///< major units of the store's currency: "49.00"
    countries,  ///< ISO 3166 alpha-2, comma separated
    choice,     ///< one of `choices`
};
SHAPE_ENUM(SettingKind, text, secret, url, money, countries, choice)

/// One setting of a gateway. Its name starts with the gateway's code.
struct Setting {
    std::string_view name;
    SettingKind kind = SettingKind::text;
    bool is_required = false;        ///< without it the gateway is not offered
    std::string_view help;
    std::string_view otherwise = {}; ///< what holds when nothing is said
    std::string_view choices = {};   ///< "automatic,manual"
};

/// Pure. What is wrong with a value, in words for the person who typed it; nothing when it fits. An empty value says "not set" and always fits.
std::optional<std::string> setting_fault(const Setting& setting, std::string_view value);

/// The settings of one gateway as they hold for one store: what the process was told for this store, else what the store's own row says (no
/// secrets there), else what the process was told for all stores, else what the gateway declares. Must not outlive the config.
class Values {
public:
    /// `store` may be null: then only what holds for all stores.
    Values(const Config& config, std::shared_ptr<const stores::Store> store, std::span<const Setting> declared)
        : config_(config), kept_(std::move(store)), store_(kept_.get()), declared_(declared) {}
    Values(const Config& config, const stores::Store* store, std::span<const Setting> declared) : config_(config), store_(store), declared_(declared) {}

    std::string text(std::string_view name) const;   ///< empty when not set; std::logic_error for a name that is not declared
    bool has(std::string_view name) const { return !text(name).empty(); }
    std::optional<Money> money(std::string_view name) const;   ///< in the store's currency; nothing when it is not set or cannot be read
    std::vector<std::string> list(std::string_view name) const;  ///< of a comma separated value
    /// The first required setting that has no value; null when all have one.
    const Setting* missing() const;

private:
    const Config& config_;
    std::shared_ptr<const stores::Store> kept_;
    const stores::Store* store_;
    std::span<const Setting> declared_;
};

/// The parts of a comma separated text, trimmed, without empty ones.
std::vector<std::string> split_list(std::string_view text);

}  // namespace vitrine::payments
