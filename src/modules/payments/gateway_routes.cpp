// What the admin's form of a gateway is made from.
#include <algorithm>

#include "io/http/routes.h"
#include "modules/payments/health.h"
#include "modules/payments/routes.h"

namespace vitrine::payments {
namespace {

struct SettingView {
    std::string name, help;
    SettingKind kind = SettingKind::text;
    bool is_required = false, is_secret = false, is_set = false;
    std::optional<std::string> value;   ///< never of a secret
    std::vector<std::string> choices;
};
SHAPE(SettingView, name, help, kind, is_required, is_secret, is_set, value, choices)
struct GatewayView {
    std::string code, name, description;
    bool is_chosen = false;             ///< the store offers it
    std::optional<std::string> missing; ///< the first required setting without a value
    Circuit circuit = Circuit::closed;
    std::vector<std::string> currencies, countries;   ///< empty: all
    Capabilities can;
    std::vector<SettingView> settings;
    std::vector<Question> questions;              ///< what buyers have to say
};
SHAPE(GatewayView, code, name, description, is_chosen, missing, circuit, currencies, countries, can, settings, questions)
struct GatewayList {
    std::vector<GatewayView> items;
};
SHAPE(GatewayList, items)

SettingView view_of(const Setting& setting, const Values& values) {
    SettingView view{.name = std::string(setting.name), .help = std::string(setting.help), .kind = setting.kind, .is_required = setting.is_required,
                     .is_secret = setting.kind == SettingKind::secret, .is_set = values.has(setting.name)};
    if (!view.is_secret && view.is_set) view.value = values.text(setting.name);
    view.choices = split_list(setting.choices);
    return view;
}

GatewayView view_of(const App& app, const stores::Store& store, const Gateway& gateway) {
    const auto& declared = gateway.declaration();
    auto values = values_of(app, store.id, gateway);
    GatewayView view{.code = std::string(declared.code), .name = std::string(declared.name), .description = std::string(declared.description)};
    view.is_chosen = std::ranges::find(store.payment_methods, declared.code) != store.payment_methods.end();
    if (const auto* missing = values.missing()) view.missing = std::string(missing->name);
    view.circuit = circuit_of(store.id, declared.code).state;
    for (auto currency : declared.takes.currencies) view.currencies.emplace_back(currency.code());
    for (auto country : declared.takes.countries) view.countries.emplace_back(country);
    view.can = declared.can;
    view.questions = gateway.questions(values);
    for (const auto& setting : declared.settings) view.settings.push_back(view_of(setting, values));
    return view;
}

Task<Result<GatewayList>> list_gateways(App& app, Ctx ctx) {
    auto store = app.stores->known(ctx.store);
    GatewayList list;
    for (const auto* gateway : gateways()) list.items.push_back(view_of(app, *store, *gateway));
    co_return list;
}

}  // namespace

void gateway_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/payment-gateways", list_gateways,
               {.summary = "The payment gateways, what they can do, their settings (secrets only as set or not) and how they are doing",
                .access = http::Access::staff,
                .permission = "payments:read"});
}

}  // namespace vitrine::payments
