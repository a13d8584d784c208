#include "modules/taxes/routes.h"

#include "io/http/version_tag.h"
#include "modules/stores/api.h"
#include "modules/taxes/api.h"

namespace vitrine::taxes {
namespace {

constexpr size_t tables_limit_bytes = 8u << 20;


/// Parts that are given replace the stored ones whole; others stay.
struct EditTables {
    std::optional<Settings> settings;
    std::optional<std::vector<Region>> regions;
    std::optional<std::vector<Zone>> zones;
    std::optional<std::vector<Class>> classes;
    std::optional<std::vector<TaxRate>> rates;
    std::optional<std::vector<Assignment>> assignments;
    std::optional<std::vector<Exemption>> exemptions;
};
SHAPE(EditTables, settings, regions, zones, classes, rates, assignments, exemptions)

struct AppliedQuery {
    CountryCode country;
    std::optional<std::string> state, postal_code, tax_class, email, customer_group;
    std::optional<Instant> at;
};
SHAPE(AppliedQuery, country, state, postal_code, tax_class, email, customer_group, at)
struct AppliedRate {
    std::string name, zone;
    std::int64_t ppm = 0;
};
SHAPE(AppliedRate, name, zone, ppm)
struct Applied {
    std::string tax_class;
    std::optional<std::string> state;
    std::vector<AppliedRate> components;
    std::optional<std::string> reason;
};
SHAPE(Applied, tax_class, state, components, reason)


Tables tables_of(const std::optional<StoredTables>& stored) {
    if (!stored) return {};
    auto tables = read_json<Tables>(stored->tables.text);
    if (!tables) throw std::runtime_error("stored tax tables do not fit their shape");
    return std::move(*tables);
}

http::Response answer(const Tables& tables, std::int64_t version) {
    auto response = http::json_text(to_json(tables));
    response.set("ETag", http::version_tag(version));
    return response;
}

template <class T>
void take(T& into, std::optional<T>& given) {
    if (given) into = std::move(*given);
}

Task<Result<http::Response>> get_tables(App& app, Ctx ctx) {
    auto stored = co_await app.db.read(ctx, stored_tables());
    co_return answer(tables_of(stored), stored ? stored->version : 0);
}

/// Replaces parts of the store's tax tables; quotes of every process follow within a second. Repeatable; with If-Match only on the version it was
/// read at. Refuses taxes.tables_invalid with a pointer to each fault, request.stale_version.
Task<Result<http::Response>> patch_tables(App& app, Ctx ctx, http::Headers<http::IfMatch> headers, http::Body<EditTables> in) {
    std::int64_t version = 0;
    Tables after;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto stored = co_await tx.ask(stored_tables());
        auto before = stored ? stored->version : 0;
        if (headers->if_match && *headers->if_match != "*" && *headers->if_match != http::version_tag(before)) co_return refuse(refusals::stale_version);
        auto given = in.value;
        after = tables_of(stored);
        take(after.settings, given.settings);
        take(after.regions, given.regions);
        take(after.zones, given.zones);
        take(after.classes, given.classes);
        take(after.rates, given.rates);
        take(after.assignments, given.assignments);
        take(after.exemptions, given.exemptions);
        if (auto faults = faults_of(after); !faults.empty()) co_return refuse(tables_invalid, {}, std::move(faults));
        auto saved = save_tables(tx, after);
        co_await tx.flush();
        version = *saved;
        // Two edits at once: the second waited for the first one's row and would undo it unseen.
        if (version != before + 1) co_return refuse(refusals::stale_version);
        tx.after_commit([&app] { app.db.notify_soon(stores::rules_channel); });
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(done.error());
    co_return answer(after, version);
}

Task<Result<Applied>> get_applied(App& app, Ctx ctx, http::Query<AppliedQuery> in) {
    auto store = app.stores->known(ctx.store);
    auto tables = co_await load_tables(app.db, ctx, store->time_zone);
    auto place = tables->place_of_supply({in->country.str(), in->state, in->postal_code});
    auto tax_class = in->tax_class.value_or(tables->settings().default_class);
    auto rates = tables->rates(place, tax_class, {in->email.value_or(""), in->customer_group}, in->at.value_or(ctx.now));
    Applied out{tax_class, place.state, {}, {}};
    for (const auto& component : rates.components) out.components.push_back({component.name, component.zone, component.ppm});
    if (!rates.reason.empty()) out.reason = rates.reason;
    co_return out;
}

}  // namespace

void routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/tax-rates", get_tables,
               {.summary = "The tax tables: settings, zones, classes, rates with their validity", .access = http::Access::staff, .permission = "taxes:read"});
    routes.patch("/api/v1/admin/tax-rates", patch_tables,
                 {.summary = "Replace parts of the tax tables", .access = http::Access::staff, .permission = "taxes:write", .body_limit_bytes = tables_limit_bytes,
                  .refusals = {tables_invalid, refusals::stale_version}});
    routes.get("/api/v1/admin/tax-rates/applied", get_applied,
               {.summary = "Which taxes apply to a class of goods at a place and time", .access = http::Access::staff, .permission = "taxes:read"});
}

}  // namespace vitrine::taxes
