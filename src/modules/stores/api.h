#pragma once
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/ctx.h"
#include "core/shape.h"
#include "core/task.h"
#include "modules/app.h"

namespace vitrine::stores {

using ApiKeyId = Id<"key">;

/// How a store ships: one flat fee, free from a threshold on. Amounts in the store's currency.
struct ShippingSettings {
    Money flat_fee;
    std::optional<Money> free_from;
    int estimated_days_least = 2;
    int estimated_days_most = 5;
    std::vector<std::string> countries;  ///< ISO 3166 alpha-2; where the store delivers
};
SHAPE(ShippingSettings, flat_fee, free_from, estimated_days_least, estimated_days_most, countries)

/// A currency the store sells in beside its own.
struct SoldCurrency {
    Currency currency;
    std::int64_t rate_ppm = 0;             ///< one major unit of the store's currency in major units of this one, in millionths
    std::int64_t round_to_minor = 1;       ///< converted amounts are rounded half up to a multiple of this
};
SHAPE(SoldCurrency, currency, rate_ppm, round_to_minor)

struct BankAccount {
    std::string bank, title, account, iban;
};
SHAPE(BankAccount, bank, title, account, iban)

/// Everything about a store that requests need, read into memory once and refreshed when it changes.
struct Store {
    StoreId id;
    std::string slug;          ///< "stationery"; also the preset's name
    std::string name;
    std::string host;          ///< "stationery.localhost"; the default store answers any other host too
    Currency currency;
    std::string country;
    std::string language;      ///< BCP 47, "en-PK"
    std::string time_zone;     ///< IANA
    std::string contact_email;
    std::string announcement;
    ShippingSettings shipping;
    BankAccount bank;
    std::vector<std::string> payment_methods;  ///< codes in the order shown: "stripe", "bank_transfer"
    std::optional<std::map<std::string, std::string>> payment_settings;  ///< what gateways declare and is no secret: "cash_on_delivery_fee": "49.00"
    std::int64_t low_stock = 5;                ///< at or below, pages say "Only n left"
    RawJson theme;                             ///< colours and home shelves, as the preset wrote them
    bool is_default = false;
    std::optional<std::vector<SoldCurrency>> other_currencies;

    bool sells_in(Currency wanted) const;
    /// An amount of the store's currency in another one it sells in, by the set rate. std::logic_error for a currency it does not sell in.
    Money converted(const Money& amount, Currency into) const;
};
SHAPE(Store, id, slug, name, host, currency, country, language, time_zone, contact_email, announcement, shipping, bank, payment_methods, payment_settings, low_stock, theme, is_default,
      other_currencies)

/// Who an API key speaks for.
struct KeyHolder {
    ApiKeyId id;
    StoreId store;
    std::string name;
    std::vector<std::string> permissions;  ///< "orders:write"; "*" allows all
    bool may(std::string_view permission) const;
};

/// The channel that tells followers of rules to look at once; they poll as well.
inline constexpr auto rules_channel = "vitrine_rules";
/// Queues "these rules of the store are different now": `part` is "prices", "taxes" or "promotions". Raises the part's version, which every process
/// compares with what it holds in memory. Edits of one part of one store wait for each other from here on: queue it last. After the commit:
/// db.notify_soon(stores::rules_channel).
void rules_changed(pg::Tx& tx, std::string_view part);

struct RuleVersion {
    StoreId store;
    std::string part;
    std::int64_t version = 0;
};
SHAPE(RuleVersion, store, part, version)
/// The versions of all parts of all stores; worker role.
pg::Query<std::vector<RuleVersion>> rule_versions();
/// Those of the running transaction's store.
pg::Query<std::vector<RuleVersion>> own_rule_versions();

/// Work for a store that this process has not read yet: another process opened it a moment ago.
struct UnknownStore : std::runtime_error {
    UnknownStore() : std::runtime_error("the store is not known here yet") {}
};

/// All stores of this process, immutable per version; shared by the loops.
class Directory {
public:
    std::shared_ptr<const Store> by_host(std::string_view host_header) const;  ///< port ignored; the default store for unknown hosts; null without stores
    std::shared_ptr<const Store> by_slug(std::string_view slug) const;
    std::shared_ptr<const Store> by_id(StoreId id) const;
    /// The same for work that cannot be done without it. Throws UnknownStore while this process has not heard of the store: a job is then tried again later.
    std::shared_ptr<const Store> known(StoreId id) const;
    std::vector<std::shared_ptr<const Store>> all() const;
    /// Looks a presented key up by its SHA-256 in memory. Nothing when it is unknown or revoked.
    std::optional<KeyHolder> key(std::string_view presented) const;

    /// Reads everything again through the worker role's connection. Called at start and when a store changes (NOTIFY vitrine_stores).
    Task<void> refresh(pg::Db& worker);

    Directory();
    ~Directory();

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

/// Creates a store or brings its settings up to date (found by slug). Gives its id. Repeatable. For the command line.
/// `db` runs as vitrine_app, `worker` as vitrine_worker.
Task<StoreId> save_store(pg::Db& db, pg::Db& worker, Store settings);

/// Makes an API key and gives its secret ("vk_…"), shown this once; only its hash is stored.
Task<std::string> make_api_key(pg::Db& db, StoreId store, std::string name, std::vector<std::string> permissions);

}  // namespace vitrine::stores
