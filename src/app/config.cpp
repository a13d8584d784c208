#include "app/config.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <stdexcept>

#include <toml++/toml.h>

#include "core/text.h"
#include "modules/accounts/api.h"
#include "modules/media/api.h"
#include "modules/notices/api.h"
#include "modules/outgoing/api.h"
#include "modules/suppliers/api.h"
#include "modules/payments/gateway.h"
#include "modules/shipping/couriers/api.h"

namespace vitrine::app {
namespace {

template <class T>
T read_value(const std::string& text) {
    if constexpr (std::is_same_v<T, std::string>) {
        return text;
    } else if constexpr (std::is_same_v<T, bool>) {
        if (text == "true" || text == "1" || text == "on") return true;
        if (text == "false" || text == "0" || text == "off") return false;
        throw std::runtime_error("true or false belongs here");
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        std::vector<std::string> items;
        for (std::string_view left = text; !left.empty();) {
            auto comma = std::min(left.find(','), left.size());
            if (auto item = trim(left.substr(0, comma)); !item.empty()) items.push_back(item);
            left.remove_prefix(std::min(comma + 1, left.size()));
        }
        return items;
    } else {
        T value{};
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || value < T{}) throw std::runtime_error("a whole number from 0 on that fits belongs here");
        return value;
    }
}

template <class T>
std::string show_value(const T& value) {
    if constexpr (std::is_same_v<T, std::string>) return value;
    else if constexpr (std::is_same_v<T, bool>) return value ? "true" : "false";
    else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        std::string out;
        for (const auto& item : value) out += (out.empty() ? "" : ",") + item;
        return out;
    } else return std::to_string(value);
}

/// `place` gives the member of a Settings that a setting stands for.
template <class Place>
SettingDoc setting(std::string name, Place place, std::string help, bool is_secret = false) {
    using T = std::remove_cvref_t<decltype(place(std::declval<Settings&>()))>;
    return {std::move(name), std::move(help), is_secret, [place](Settings& settings, const std::string& text) { place(settings) = read_value<T>(text); },
            [place](const Settings& settings) { return show_value<T>(place(const_cast<Settings&>(settings))); }};
}
template <class Place>
SettingDoc secret(std::string name, Place place, std::string help) {
    return setting(std::move(name), place, std::move(help), true);
}

std::vector<SettingDoc> network_settings() {
    return {
        setting("address", [](Settings& s) -> auto& { return s.http.address; }, "Address to listen on"),
        setting("port", [](Settings& s) -> auto& { return s.http.port; }, "Port to listen on; 0 takes a free one"),
        setting("public_url", [](Settings& s) -> auto& { return s.shop.public_url; }, "Scheme and authority that shoppers use"),
        setting("tls_certificate", [](Settings& s) -> auto& { return s.http.tls_certificate_file; }, "Certificate chain in PEM; with it the server speaks TLS 1.3 only"),
        setting("tls_key", [](Settings& s) -> auto& { return s.http.tls_key_file; }, "The certificate's key in PEM"),
        setting("trusted_proxies", [](Settings& s) -> auto& { return s.http.trusted_proxies; }, "Addresses whose X-Forwarded-For is believed, comma separated"),
        setting("threads", [](Settings& s) -> auto& { return s.threads; }, "Event loops; 0: one per core"),
        setting("workers", [](Settings& s) -> auto& { return s.workers; }, "Loops that also run jobs; 0: all"),
        setting("drain_ms", [](Settings& s) -> auto& { return s.drain_ms; }, "How long requests in work may take after SIGTERM"),
        setting("connection_limit", [](Settings& s) -> auto& { return s.http.connection_limit; }, "Open connections per loop"),
        setting("requests_in_work_limit", [](Settings& s) -> auto& { return s.http.requests_in_work_limit; }, "Requests in work per loop; more are answered 503"),
        setting("header_timeout_ms", [](Settings& s) -> auto& { return s.http.header_timeout_ms; }, "First byte of a request to the end of its header"),
        setting("body_timeout_ms", [](Settings& s) -> auto& { return s.http.body_timeout_ms; }, "End of header to the end of the body"),
        setting("rate_limit_factor", [](Settings& s) -> auto& { return s.rate_limit_factor; }, "Multiplies how often one client may call limited routes; 0: unlimited"),
        setting("idle_timeout_ms", [](Settings& s) -> auto& { return s.http.idle_timeout_ms; }, "Silence between requests of a connection"),
        setting("write_timeout_ms", [](Settings& s) -> auto& { return s.http.write_timeout_ms; }, "How long a client may take to accept an answer"),
    };
}

std::vector<SettingDoc> operation_settings() {
    return {
        secret("database_url", [](Settings& s) -> auto& { return s.database_url; }, "PostgreSQL, as its owner; empty: a private one in <var>/pg"),
        setting("database_connections", [](Settings& s) -> auto& { return s.database_connections; }, "Database connections of each loop"),
        secret("redis_url", [](Settings& s) -> auto& { return s.redis_url; }, "Redis, where several processes serve one shop: redis://[:password@]host[:port]; empty: none"),
        setting("migrate", [](Settings& s) -> auto& { return s.migrates; }, "Bring the database up to date at start; always done for a private one"),
        setting("var", [](Settings& s) -> auto& { return s.var_folder; }, "Folder for what the program keeps"),
        setting("metrics_port", [](Settings& s) -> auto& { return s.metrics_port; }, "Port of its own for /metrics, on the loopback address"),
        secret("metrics_token", [](Settings& s) -> auto& { return s.metrics_token; }, "Bearer token that opens /metrics on the main port"),
        setting("log_file", [](Settings& s) -> auto& { return s.log_file; }, "Where the log goes; empty: standard error"),
        setting("log_level", [](Settings& s) -> auto& { return s.log_level; }, "debug, info, warn or error"),
        setting("access_log", [](Settings& s) -> auto& { return s.http.access_log; }, "A line for each request"),
        setting("access_log_sample", [](Settings& s) -> auto& { return s.http.access_log_sample; }, "One line in so many requests; failures always"),
    };
}

std::vector<SettingDoc> shop_settings() {
    return {
        setting("web_folder", [](Settings& s) -> auto& { return s.shop.web_folder; }, "Built assets of the storefront"),
        setting("template_folder", [](Settings& s) -> auto& { return s.shop.template_folder; }, "Templates of the storefront"),
        setting("preset_folder", [](Settings& s) -> auto& { return s.shop.preset_folder; }, "Presets of stores"),
        setting("cart_ttl_days", [](Settings& s) -> auto& { return s.shop.cart_ttl_days; }, "How long a cart is kept"),
        secret("master_key", [](Settings& s) -> auto& { return s.shop.master_key; }, "32 bytes in hex that seal and sign; empty: made once in <var>/master.key"),
    };
}

/// What payment gateways and couriers declare. `prefix` is empty, or "slug/" for one store alone.
template <class Declared>
SettingDoc declared_setting(const Declared& declared, const std::string& prefix = {}) {
    auto key = prefix + std::string(declared.name);
    auto set = [declared, key](Settings& settings, const std::string& text) {
        if (auto fault = setting_fault(declared, text)) throw std::runtime_error(*fault);
        settings.shop.gateway_settings[key] = text;
    };
    auto get = [declared, key](const Settings& settings) {
        auto found = settings.shop.gateway_settings.find(key);
        return found == settings.shop.gateway_settings.end() ? std::string(declared.otherwise) : found->second;
    };
    return {std::string(declared.name), std::string(declared.help), declared.kind == decltype(declared.kind)::secret, set, get};
}

/// All of them, in order.
std::vector<SettingDoc> declared_settings(const std::string& prefix = {}) {
    std::vector<SettingDoc> out;
    for (const auto* gateway : payments::gateways())
        for (const auto& declared : gateway->declaration().settings) out.push_back(declared_setting(declared, prefix));
    for (const auto* courier : shipping::couriers())
        for (const auto& declared : courier->declaration().settings) out.push_back(declared_setting(declared, prefix));
    return out;
}

/// What notices and outgoing events declare; kept where the gateways' are.
SettingDoc process_setting(const notices::ProcessSetting& declared, const std::string& prefix = {}) {
    auto key = prefix + std::string(declared.name);
    auto set = [declared, key](Settings& settings, const std::string& text) {
        if (auto fault = notices::setting_fault(declared, text)) throw std::runtime_error(*fault);
        settings.shop.gateway_settings[key] = text;
    };
    auto get = [declared, key](const Settings& settings) {
        auto found = settings.shop.gateway_settings.find(key);
        return found == settings.shop.gateway_settings.end() ? std::string(declared.otherwise) : found->second;
    };
    return {std::string(declared.name), std::string(declared.help), declared.is_secret, set, get};
}

std::vector<notices::ProcessSetting> process_settings() {
    std::vector<notices::ProcessSetting> all;
    for (const auto& declared : accounts::provider_settings()) all.push_back({.name = declared.name, .help = declared.help, .is_secret = declared.is_secret, .otherwise = declared.otherwise});
    for (const auto& declared : media::process_settings()) all.push_back({.name = declared.name, .help = declared.help, .is_secret = declared.is_secret, .otherwise = declared.otherwise});
    for (auto declared : {notices::process_settings(), suppliers::process_settings(), outgoing::process_settings()}) all.insert(all.end(), declared.begin(), declared.end());
    return all;
}

const SettingDoc& find_setting(const std::string& name, const std::string& source) {
    const auto& all = setting_docs();
    auto found = std::ranges::find(all, name, &SettingDoc::name);
    if (found == all.end()) throw std::runtime_error(source + ": there is no setting '" + name + "'");
    return *found;
}

void apply(Settings& settings, const SettingDoc& doc, const std::string& value, const std::string& source) {
    try {
        doc.set(settings, value);
    } catch (const std::exception& why) {
        throw std::runtime_error(source + ": " + doc.name + ": " + why.what());
    }
}

std::string text_of(const toml::node& node, const std::string& where) {
    if (auto text = node.as_string()) return text->get();
    if (auto number = node.as_integer()) return std::to_string(number->get());
    if (auto yes = node.as_boolean()) return yes->get() ? "true" : "false";
    if (auto list = node.as_array()) {
        std::string out;
        for (const auto& item : *list) out += (out.empty() ? "" : ",") + text_of(item, where);
        return out;
    }
    throw std::runtime_error(where + ": a text, a whole number, true, false or a list of them belongs here");
}

/// [stores.ghee]: what holds for that store alone.
void apply_store(Settings& settings, const std::string& slug, const toml::table& table, const std::string& where) {
    for (const auto& [key, node] : table) {
        auto docs = declared_settings(slug + "/");
        for (const auto& declared : process_settings()) docs.push_back(process_setting(declared, slug + "/"));
        auto doc = std::ranges::find(docs, key.str(), &SettingDoc::name);
        if (doc != docs.end()) apply(settings, *doc, text_of(node, where), where);
        else throw std::runtime_error(where + ": there is no setting '" + std::string(key.str()) + "' of a store");
    }
}

void apply_file(Settings& settings, const std::string& file) {
    try {
        auto table = toml::parse_file(file);
        for (const auto& [key, node] : table) {
            std::string name(key.str());
            if (name == "stores" && node.is_table()) {
                for (const auto& [slug, of_store] : *node.as_table()) {
                    auto where = file + ": stores." + std::string(slug.str());
                    if (!of_store.is_table()) throw std::runtime_error(where + ": a table belongs here");
                    apply_store(settings, std::string(slug.str()), *of_store.as_table(), where);
                }
                continue;
            }
            apply(settings, find_setting(name, file), text_of(node, file + ": " + name), file);
        }
    } catch (const toml::parse_error& fault) {
        throw std::runtime_error(file + ":" + std::to_string(fault.source().begin.line) + ": " + std::string(fault.description()));
    }
}

void apply_environment(Settings& settings, const std::function<const char*(const char*)>& environment) {
    if (const char* url = environment("DATABASE_URL"); url && *url) settings.database_url = url;
    for (const auto& doc : setting_docs()) {
        std::string variable = "VITRINE_" + doc.name;
        for (char& c : variable)
            if (c >= 'a' && c <= 'z') c = char(c - 32);
        if (const char* value = environment(variable.c_str()); value && *value) apply(settings, doc, value, variable);
    }
}

}  // namespace

const std::vector<SettingDoc>& setting_docs() {
    static const auto all = [] {
        auto docs = network_settings();
        for (auto& doc : operation_settings()) docs.push_back(std::move(doc));
        for (auto& doc : shop_settings()) docs.push_back(std::move(doc));
        for (auto& doc : declared_settings()) docs.push_back(std::move(doc));
        for (const auto& declared : process_settings()) docs.push_back(process_setting(declared));
        return docs;
    }();
    return all;
}

Settings load_settings(const std::string& file, const std::function<const char*(const char*)>& environment, const std::vector<FlagValue>& flags) {
    Settings settings;
    settings.shop.public_url.clear();
    if (!file.empty()) apply_file(settings, file);
    else if (std::filesystem::exists("vitrine.toml")) apply_file(settings, "vitrine.toml");
    apply_environment(settings, environment);
    for (const auto& flag : flags) apply(settings, find_setting(flag.name, "command line"), flag.value, "command line");
    auto& folder = settings.shop.gateway_settings["media_folder"];
    if (folder.empty()) folder = settings.var_folder + "/media";
    if (settings.shop.public_url.empty())
        settings.shop.public_url = (settings.http.tls_certificate_file.empty() ? "http://localhost:" : "https://localhost:") + std::to_string(settings.http.port);
    return settings;
}

}  // namespace vitrine::app
