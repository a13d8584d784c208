#pragma once
// What buyers and staff are told, when, and by which way: e-mail, SMS, and in the shop itself.
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/shape.h"
#include "core/task.h"
#include "modules/app.h"
#include "modules/stores/api.h"

namespace vitrine::notices {

using NoticeId = Id<"ntc">;

enum class Channel { mail, sms, in_app };
SHAPE_ENUM(Channel, mail, sms, in_app)
enum class Audience { buyer, staff };
SHAPE_ENUM(Audience, buyer, staff)
/// What a reader may switch off. E-mail about the order itself and about the account always goes out.
enum class Topic { orders, delivery, work, carts, account };
SHAPE_ENUM(Topic, orders, delivery, work, carts, account)

/// What the process is told for all stores, or for one ("ghee/mail_from"), in vitrine.toml, the environment or by a flag. Kept among
/// Config::gateway_settings.
struct ProcessSetting {
    enum class Kind { text, url, yes_or_no };
    std::string_view name, help;
    Kind kind = Kind::text;
    bool is_secret = false;
    std::string_view otherwise = {};      ///< what holds when nothing is said
    std::string_view schemes = {};        ///< of a url: "smtp,smtps"
};
/// Pure. What this module wants to be told: where mail and SMS are handed over, and in whose name.
std::span<const ProcessSetting> process_settings();
/// Pure. What is wrong with a value, in words for the person who typed it; nothing when it fits. An empty value always fits.
std::optional<std::string> setting_fault(const ProcessSetting& setting, std::string_view value);
/// Pure. The value that holds for a store: its own, else the one for all, else what the setting says.
std::string setting_of(const Config& config, const stores::Store& store, const ProcessSetting& setting);

/// Pure. Scheme and authority of a store's own pages, as its mails link them.
std::string store_base(const Config& config, const stores::Store& store);

/// Writes a preset's settings and texts (the text of its notices.json) where the store has never had settings of its own: staff may have changed theirs.
/// Gives how many texts. std::runtime_error says what is wrong with the text.
Task<std::int64_t> seed(pg::Db& db, Ctx ctx, std::string text);

}  // namespace vitrine::notices
