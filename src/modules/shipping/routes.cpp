#include "modules/shipping/routes.h"

#include "io/http/version_tag.h"
#include "modules/shipping/couriers/api.h"

namespace vitrine::shipping {
namespace {

constexpr size_t tables_limit_bytes = 2u << 20;


/// Parts that are given replace the stored ones whole; others stay.
struct EditTables {
    std::optional<std::vector<Zone>> zones;
    std::optional<Dispatch> dispatch;
};
SHAPE(EditTables, zones, dispatch)

struct SettingView {
    std::string name, help;
    SettingKind kind = SettingKind::text;
    bool is_required = false, is_secret = false, is_set = false;
    std::optional<std::string> value;   ///< never of a secret
};
SHAPE(SettingView, name, help, kind, is_required, is_secret, is_set, value)
struct CourierView {
    std::string code, name;
    bool is_chosen = false;
    std::optional<std::string> missing;   ///< the first required setting without a value
    std::optional<std::string> webhook_path;
    std::vector<std::string> countries;
    CourierCapabilities can;
    std::vector<SettingView> settings;
};
SHAPE(CourierView, code, name, is_chosen, missing, webhook_path, countries, can, settings)
struct CourierList {
    std::vector<CourierView> items;
};
SHAPE(CourierList, items)

Tables tables_of(const std::optional<StoredTables>& stored) {
    if (!stored) return {};
    auto tables = read_json<Tables>(stored->tables.text);
    if (!tables) throw std::runtime_error("stored shipping tables do not fit their shape");
    return std::move(*tables);
}

http::Response answer(const Tables& tables, std::int64_t version) {
    auto response = http::json_text(to_json(tables));
    response.set("ETag", http::version_tag(version));
    return response;
}

Task<Result<http::Response>> get_tables(App& app, Ctx ctx) {
    auto stored = co_await app.db.read(ctx, stored_tables());
    co_return answer(tables_of(stored), stored ? stored->version : 0);
}

/// Replaces parts of the store's document; every process follows within a second. Repeatable; with If-Match only on the version it was read at. Refuses
/// shipping.tables_invalid with a pointer to each fault, request.stale_version.
Task<Result<http::Response>> patch_tables(App& app, Ctx ctx, http::Headers<http::IfMatch> headers, http::Body<EditTables> in) {
    auto store = app.stores->known(ctx.store);
    std::int64_t version = 0;
    Tables after;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto stored = co_await tx.ask(stored_tables());
        auto before = stored ? stored->version : 0;
        if (headers->if_match && *headers->if_match != "*" && *headers->if_match != http::version_tag(before)) co_return refuse(refusals::stale_version);
        after = tables_of(stored);
        if (in->zones) after.zones = *in->zones;
        if (in->dispatch) after.dispatch = *in->dispatch;
        if (auto faults = faults_of(after, store->currency); !faults.empty()) co_return refuse(tables_invalid, {}, std::move(faults));
        auto saved = save_tables(tx, after);
        co_await tx.flush();
        version = *saved;
        if (version != before + 1) co_return refuse(refusals::stale_version);   // two edits at once: the second would undo the first unseen
        tx.after_commit([&app] { app.db.notify_soon(stores::rules_channel); });
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(done.error());
    co_return answer(after, version);
}

CourierView view_of(const App& app, StoreId store, const Tables& tables, const Courier& courier) {
    const auto& declared = courier.declaration();
    auto account = account_of(app, store, tables, courier);
    CourierView view{.code = std::string(declared.code), .name = std::string(declared.name), .can = declared.can};
    view.is_chosen = tables.dispatch && tables.dispatch->courier == declared.code;
    if (const auto* missing = account.values.missing()) view.missing = std::string(missing->name);
    if (!declared.webhook_name.empty()) view.webhook_path = "/webhooks/parcels/" + std::string(declared.webhook_name);
    for (auto country : declared.countries) view.countries.emplace_back(country);
    for (const auto& setting : declared.settings) {
        SettingView one{.name = std::string(setting.name), .help = std::string(setting.help), .kind = setting.kind, .is_required = setting.is_required, .is_secret = setting.kind == SettingKind::secret,
                        .is_set = account.values.has(setting.name)};
        if (!one.is_secret && one.is_set) one.value = account.values.text(setting.name);
        view.settings.push_back(std::move(one));
    }
    return view;
}

Task<Result<CourierList>> list_couriers(App& app, Ctx ctx) {
    auto tables = co_await load_tables(app.db, ctx);
    CourierList list;
    for (const auto* courier : couriers()) list.items.push_back(view_of(app, ctx.store, *tables, *courier));
    co_return list;
}

}  // namespace

void add_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/shipping-methods", get_tables,
               {.summary = "Zones and rates of delivery, and how parcels go out", .access = http::Access::staff, .permission = "shipping:read"});
    routes.patch("/api/v1/admin/shipping-methods", patch_tables,
                 {.summary = "Replace parts of that", .access = http::Access::staff, .permission = "shipping:write", .body_limit_bytes = tables_limit_bytes,
                  .refusals = {tables_invalid, refusals::stale_version}});
    routes.get("/api/v1/admin/couriers", list_couriers,
               {.summary = "The couriers, what they can do and their settings (secrets only as set or not)", .access = http::Access::staff, .permission = "shipping:read"});
}

}  // namespace vitrine::shipping
