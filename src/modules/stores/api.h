#pragma once
#include <memory>
#include <optional>
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
    std::int64_t low_stock = 5;                ///< at or below, pages say "Only n left"
    RawJson theme;                             ///< colours and home shelves, as the preset wrote them
    bool is_default = false;
};
SHAPE(Store, id, slug, name, host, currency, country, language, time_zone, contact_email, announcement, shipping, bank, payment_methods, low_stock, theme, is_default)

/// Who an API key speaks for.
struct KeyHolder {
    ApiKeyId id;
    StoreId store;
    std::string name;
    std::vector<std::string> permissions;  ///< "orders:write"; "*" allows all
    bool may(std::string_view permission) const;
};

/// All stores of this process, immutable per version; shared by the loops.
class Directory {
public:
    std::shared_ptr<const Store> by_host(std::string_view host_header) const;  ///< port ignored; the default store for unknown hosts; null without stores
    std::shared_ptr<const Store> by_slug(std::string_view slug) const;
    std::shared_ptr<const Store> by_id(StoreId id) const;
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
