#include "modules/accounts/rules.h"

#include <algorithm>
#include <unordered_set>

namespace vitrine::accounts::rules {
namespace {

constexpr std::string_view common_text =
#include "modules/accounts/data/common_passwords.inc"
    ;
constexpr size_t least_customer = 8, least_staff = 12, most_bytes = 256;

/// Without the digits and marks behind it, as people write them when a rule asks for some.
std::string_view root_of(std::string_view folded) {
    while (!folded.empty() && !(folded.back() >= 'a' && folded.back() <= 'z')) folded.remove_suffix(1);
    return folded;
}

struct Common {
    std::unordered_set<std::string_view> words, roots;
};

/// "basketball1" is in the list and "basketball" is not, for the list leaves out what is a plain word: so the roots of what is in it count, too.
const Common& common() {
    static const Common all = [] {
        Common out;
        for (auto left = common_text; !left.empty();) {
            auto end = std::min(left.find('\n'), left.size());
            auto word = left.substr(0, end), root = root_of(word);
            if (end > 0) out.words.insert(word);
            if (root.size() >= 6) out.roots.insert(root);
            left.remove_prefix(std::min(end + 1, left.size()));
        }
        return out;
    }();
    return all;
}

bool is_common(std::string_view password) {
    auto folded = lower_ascii(password);
    auto root = root_of(folded);
    return common().words.contains(folded) || (root.size() + 4 >= folded.size() && common().roots.contains(root));
}

bool is_made_of(std::string_view password, std::string_view word) {
    auto folded = lower_ascii(password), part = lower_ascii(word);
    return part.size() >= 4 && folded.find(part) != std::string::npos && folded.size() < part.size() + 4;
}

std::string first_of(std::string_view text, std::span<const std::pair<std::string_view, std::string_view>> names) {
    for (const auto& [mark, name] : names)
        if (text.find(mark) != std::string_view::npos) return std::string(name);
    return {};
}

}  // namespace

std::string email_key(const Email& email) { return lower_ascii(email.str()); }

std::optional<std::string> weakness_of(Kind kind, std::string_view password, const Email& email, std::string_view name) {
    auto least = kind == Kind::staff ? least_staff : least_customer;
    if (!is_utf8(password)) return "Write the password in plain text";
    if (count_code_points(password) < least) return "Use at least " + std::to_string(least) + " characters; a sentence is easy to keep in mind";
    if (password.size() > most_bytes) return "Use at most " + std::to_string(most_bytes) + " characters";
    if (std::ranges::all_of(password, [&](char c) { return c == password.front(); })) return "Use more than one character";
    if (is_common(password)) return "This password is among the first that are tried everywhere; choose another";
    std::string_view mailbox = email;
    if (is_made_of(password, mailbox) || is_made_of(password, mailbox.substr(0, mailbox.find('@'))) || is_made_of(password, name)) return "Do not make the password of your name or address";
    return {};
}

Duration life_of(Purpose purpose) {
    switch (purpose) {
        case Purpose::registration: return 24h;
        case Purpose::sign_in: return 15min;
        case Purpose::password: return 1h;
        case Purpose::email: return 24h;
        case Purpose::invitation: return 7 * 24h;
    }
    return {};
}

std::string network_of(std::string_view ip) {
    bool is_v6 = ip.find(':') != std::string_view::npos;
    char mark = is_v6 ? ':' : '.';
    size_t end = 0;
    for (int parts = 0; parts < 3 && end != std::string_view::npos; ++parts) end = ip.find(mark, parts == 0 ? 0 : end + 1);
    if (ip.empty() || end == std::string_view::npos) return std::string(ip.substr(0, 45));
    return std::string(ip.substr(0, end)) + (is_v6 ? "::/48" : ".0/24");
}

std::string agent_name(std::string_view user_agent) {
    using Names = std::pair<std::string_view, std::string_view>;
    static constexpr std::array browsers{Names{"Edg", "Edge"}, Names{"OPR/", "Opera"}, Names{"SamsungBrowser", "Samsung Internet"}, Names{"Firefox/", "Firefox"}, Names{"FxiOS", "Firefox"},
                                         Names{"CriOS", "Chrome"}, Names{"Chrome/", "Chrome"}, Names{"Safari/", "Safari"}};
    static constexpr std::array systems{Names{"Android", "Android"}, Names{"iPhone", "iPhone"}, Names{"iPad", "iPad"}, Names{"Windows", "Windows"}, Names{"Mac OS X", "Mac"},
                                        Names{"CrOS", "Chromebook"}, Names{"Linux", "Linux"}};
    auto browser = first_of(user_agent, browsers), system = first_of(user_agent, systems);
    if (browser.empty()) return system.empty() ? "An app" : "An app on " + system;
    return system.empty() ? browser : browser + " on " + system;
}

std::optional<std::string> local_path(std::string_view wanted) {
    bool is_ours = wanted.starts_with('/') && !wanted.starts_with("//") && wanted.size() < 1000;
    for (unsigned char byte : wanted) is_ours = is_ours && byte > 0x20 && byte != 0x7f && byte != '\\';
    return is_ours ? std::optional(std::string(wanted)) : std::nullopt;
}

std::vector<Bucket> sign_in_buckets(StoreId store, Kind kind, const std::string& email_key, const std::string& client, const std::string& known_device) {
    auto account = store.text() + "/" + std::string(shape_name(kind)) + "/" + email_key;
    if (!known_device.empty()) return {{{"sign-in-device", 10, 60}, account + "/" + known_device}, {{"sign-in-device-hour", 60, 3'600}, account + "/" + known_device}};
    auto both = account + "/" + client;
    return {{{"sign-in", 5, 60}, both},
            {{"sign-in-hour", 15, 3'600}, both},
            {{"sign-in-day", 40, 86'400}, both},
            {{"sign-in-network", 300, 3'600}, store.text() + "/" + client},
            {{"sign-in-account", 300, 86'400}, account}};
}

std::vector<Bucket> mail_buckets(StoreId store, const std::string& email_key, const std::string& client) {
    auto mailbox = store.text() + "/" + email_key, network = store.text() + "/" + client, both = mailbox + "/" + client;
    return {{{"account-mail-network", 30, 3'600}, network},
            {{"account-mail", 3, 300}, both},
            {{"account-mail-day", 10, 86'400}, both},
            {{"account-mail-mailbox", 60, 3'600}, mailbox},
            {{"account-mail-mailbox-day", 200, 86'400}, mailbox}};
}

Course course_of(bool has_second_factor, bool has_signed_in, bool knows_device, std::int64_t failures) {
    if (has_second_factor) return Course::second_factor;
    return has_signed_in && !knows_device && failures >= failures_are_many ? Course::by_mail : Course::open;
}

Verdict judge(const HeldToken& token, const TokenUse& use, bool is_same_device, Instant now) {
    if (token.ended_at || token.ends_at <= now) return Verdict::dead;
    if (!use.used_at) return Verdict::issue;
    bool may_be_lost = is_same_device && use.child && !use.child_used_at && now - *use.used_at <= refresh_grace;
    return may_be_lost ? Verdict::repeat : Verdict::stolen;
}

KeyPlan plan_keys(std::span<const KeyRow> keys, Instant now) {
    KeyPlan plan;
    const KeyRow *signer = nullptr, *newest = nullptr;
    for (const auto& key : keys) {
        if (key.signs_from <= now && (!signer || key.signs_from > signer->signs_from)) signer = &key;
        if (!newest || key.signs_from > newest->signs_from) newest = &key;
    }
    if (signer) plan.sign_with = signer->id;
    if (!signer) plan.make_for = now;
    else if (newest->signs_from + key_signs_for - key_shown_before <= now) plan.make_for = std::max(now + key_shown_before, newest->signs_from + key_signs_for);
    if (!signer || signer->signs_from + key_shown_after > now) return plan;
    for (const auto& key : keys)
        if (key.signs_from < signer->signs_from) plan.remove.push_back(key.id);
    return plan;
}

}  // namespace vitrine::accounts::rules
