#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <toml++/toml.h>

#include "app/preset.h"
#include "modules/payments/gateway.h"

namespace vitrine::app {
namespace {

[[noreturn]] void wrong(std::string_view key, std::string_view what) { throw std::runtime_error("store.toml: " + std::string(key) + " " + std::string(what)); }

/// One table of the file, by the keys it may have.
class Section {
public:
    Section(const toml::table& table, std::string name, std::initializer_list<std::string_view> known) : table_(table), prefix_(name.empty() ? "" : name + ".") {
        for (const auto& [key, value] : table_)
            if (std::ranges::find(known, key.str()) == known.end()) wrong(prefix_ + std::string(key.str()), "is not known here");
    }
    std::string text(std::string_view key, std::optional<std::string> otherwise = {}) const {
        if (!table_.contains(key) && otherwise) return *otherwise;
        auto value = table_[key].value_exact<std::string>();
        return value ? *value : (wrong(prefix_ + std::string(key), "must be a text"), std::string());
    }
    std::int64_t whole(std::string_view key, std::int64_t otherwise) const {
        if (!table_.contains(key)) return otherwise;
        auto value = table_[key].value_exact<std::int64_t>();
        if (!value || *value < 0 || *value > 1'000'000) wrong(prefix_ + std::string(key), "must be a whole number from 0");
        return *value;
    }
    std::vector<std::string> texts(std::string_view key) const {
        std::vector<std::string> out;
        const auto* list = table_[key].as_array();
        if (!list) wrong(prefix_ + std::string(key), "must be a list of texts");
        for (const auto& item : *list) {
            auto value = item.value_exact<std::string>();
            if (!value) wrong(prefix_ + std::string(key), "must be a list of texts");
            out.push_back(*value);
        }
        return out;
    }
    Money money(std::string_view key, Currency currency) const {
        auto parsed = parse_major(text(key), currency);
        if (!parsed || parsed->is_negative()) wrong(prefix_ + std::string(key), "must be an amount such as \"200.00\"");
        return *parsed;
    }
    bool has(std::string_view key) const { return table_.contains(key); }
    const toml::table& table(std::string_view key) const {
        const auto* found = table_[key].as_table();
        if (!found) wrong(prefix_ + std::string(key), "must be a table");
        return *found;
    }

private:
    const toml::table& table_;
    std::string prefix_;
};

stores::ShippingSettings read_shipping(const toml::table& table, Currency currency) {
    Section in(table, "shipping", {"flat_fee", "free_from", "estimated_days_least", "estimated_days_most", "countries"});
    stores::ShippingSettings out;
    out.flat_fee = in.money("flat_fee", currency);
    if (in.has("free_from")) out.free_from = in.money("free_from", currency);
    out.estimated_days_least = int(in.whole("estimated_days_least", 2));
    out.estimated_days_most = int(in.whole("estimated_days_most", 5));
    out.countries = in.texts("countries");
    for (const auto& country : out.countries)
        if (!CountryCode::parse(country)) wrong("shipping.countries", "names an unknown country: " + country);
    return out;
}

/// What the gateways declare. Secrets do not stand in presets.
std::map<std::string, std::string> read_payments(const toml::table& table) {
    std::map<std::string, std::string> out;
    for (const auto& [key, node] : table) {
        auto name = std::string(key.str()), where = "payments." + name;
        auto value = node.value_exact<std::string>();
        if (!value) wrong(where, "must be a text");
        const payments::Setting* declared = nullptr;
        for (const auto* gateway : payments::gateways())
            for (const auto& setting : gateway->declaration().settings)
                if (setting.name == name) declared = &setting;
        if (!declared || declared->kind == payments::SettingKind::secret) wrong(where, "is not a setting that a store's file may hold");
        if (auto fault = payments::setting_fault(*declared, *value)) wrong(where, "does not fit: " + *fault);
        out[name] = *value;
    }
    return out;
}

/// The other currencies of `currencies`, each with its table exchange.<code>: rate in major units, and the step that converted prices are rounded to.
std::vector<stores::SoldCurrency> read_currencies(const Section& in, const toml::table& all, Currency own) {
    std::vector<stores::SoldCurrency> out;
    for (const auto& code : in.texts("currencies")) {
        auto currency = Currency::parse(code);
        if (!currency) wrong("currencies", "names an unknown currency: " + code);
        if (*currency == own) continue;
        const auto* table = all["exchange"][code].as_table();
        if (!table) wrong("exchange." + code, "must tell the rate");
        Section exchange(*table, "exchange." + code, {"rate", "round_to"});
        auto millionths = parse_major(exchange.text("rate"), *Currency::parse("CLF"));  // four decimals, exactly
        if (!millionths || millionths->minor <= 0) wrong("exchange." + code + ".rate", "must be a rate such as \"83.20\", with at most four decimals");
        auto step = exchange.has("round_to") ? exchange.money("round_to", *currency).minor : 1;
        if (step < 1) wrong("exchange." + code + ".round_to", "must be above zero");
        out.push_back({*currency, millionths->minor * 100, step});
    }
    return out;
}

taxes::Tables read_taxes(std::string_view json) {
    auto tables = read_json<taxes::Tables>(json);
    if (!tables) throw std::runtime_error("taxes.json: " + (tables.error().errors.empty() ? tables.error().detail : tables.error().errors[0].pointer + " " + tables.error().errors[0].detail));
    if (auto faults = taxes::faults_of(*tables); !faults.empty()) throw std::runtime_error("taxes.json: " + faults[0].pointer + " " + faults[0].detail);
    return std::move(*tables);
}

shipping::Tables read_shipping_file(std::string_view json, Currency currency) {
    auto tables = read_json<shipping::Tables>(json);
    if (!tables) throw std::runtime_error("shipping.json: " + (tables.error().errors.empty() ? tables.error().detail : tables.error().errors[0].pointer + " " + tables.error().errors[0].detail));
    if (auto faults = shipping::faults_of(*tables, currency); !faults.empty()) throw std::runtime_error("shipping.json: " + faults[0].pointer + " " + faults[0].detail);
    return std::move(*tables);
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

RawJson json_of(const toml::table& table) {
    std::ostringstream out;
    out << toml::json_formatter(table);
    auto parsed = read_json<RawJson>(out.str());  // once more, for the short form
    if (!parsed) wrong("theme", "cannot be said in JSON");
    return *parsed;
}

}  // namespace

stores::Store read_store_file(std::string_view toml_text) {
    toml::table all;
    try {
        all = toml::parse(toml_text);
    } catch (const toml::parse_error& error) {
        std::ostringstream where;
        where << error.source().begin;
        throw std::runtime_error("store.toml: " + std::string(error.description()) + " (" + where.str() + ")");
    }
    Section in(all, "", {"slug", "name", "host", "country", "language", "languages", "time_zone", "currency", "currencies", "contact_email", "payment_methods", "low_stock",
                         "announcement", "shipping", "bank", "payments", "theme", "exchange"});
    stores::Store store;
    store.slug = in.text("slug");
    if (!Slug::parse(store.slug)) wrong("slug", "must be lower-case letters, digits and single hyphens");
    store.name = in.text("name");
    store.host = lower_ascii(in.text("host"));
    auto currency = Currency::parse(in.text("currency"));
    if (!currency) wrong("currency", "must be an ISO 4217 code");
    store.currency = *currency;
    if (in.has("currencies")) store.other_currencies = read_currencies(in, all, *currency);
    store.country = in.text("country");
    if (!CountryCode::parse(store.country)) wrong("country", "must be a two-letter code");
    store.language = in.text("language");
    store.time_zone = in.text("time_zone");
    store.contact_email = in.text("contact_email");
    if (!Email::parse(store.contact_email)) wrong("contact_email", "must be an address");
    store.announcement = in.text("announcement", "");
    store.shipping = read_shipping(in.table("shipping"), store.currency);
    if (in.has("bank")) {
        Section bank(in.table("bank"), "bank", {"bank", "title", "account", "iban"});
        store.bank = {bank.text("bank"), bank.text("title"), bank.text("account"), bank.text("iban", "")};
    }
    store.payment_methods = in.texts("payment_methods");
    if (in.has("payments")) store.payment_settings = read_payments(in.table("payments"));
    store.low_stock = in.whole("low_stock", 5);
    store.theme = in.has("theme") ? json_of(in.table("theme")) : RawJson{"{}"};
    return store;
}

Preset read_preset(const std::filesystem::path& folder) {
    Preset preset{.store = read_store_file(read_file(folder / "store.toml")), .recipe = {}, .taxes = {}, .promotions = {}};
    if (std::filesystem::exists(folder / "taxes.json")) preset.taxes = read_taxes(read_file(folder / "taxes.json"));
    if (std::filesystem::exists(folder / "recipe.toml")) preset.recipe = imports::read_sample_recipe(read_file(folder / "recipe.toml"));
    if (std::filesystem::exists(folder / "risk.json")) preset.risk = read_file(folder / "risk.json");
    if (std::filesystem::exists(folder / "returns.json")) preset.returns = read_file(folder / "returns.json");
    if (std::filesystem::exists(folder / "documents.json")) preset.documents = read_file(folder / "documents.json");
    if (std::filesystem::exists(folder / "shipping.json")) preset.shipping = read_shipping_file(read_file(folder / "shipping.json"), preset.store.currency);
    if (std::filesystem::exists(folder / "notices.json")) preset.notices = read_file(folder / "notices.json");
    if (std::filesystem::exists(folder / "promotions.json")) preset.promotions = read_promotions_file(read_file(folder / "promotions.json"));
    return preset;
}

}  // namespace vitrine::app
