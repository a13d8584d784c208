#include "modules/payments/gateway.h"

#include <algorithm>

namespace vitrine::payments {
namespace {

bool is_for_country(const Takes& takes, std::string_view country) { return takes.countries.empty() || std::ranges::find(takes.countries, country) != takes.countries.end(); }

}  // namespace

bool Takes::speaks(Currency currency) const { return !currency.is_none() && (currencies.empty() || std::ranges::find(currencies, currency) != currencies.end()); }

std::optional<std::string> Gateway::unfit(const Values&, const stores::Store&, const Money&, std::string_view) const { return {}; }

Task<Answer<Started>> Gateway::start_hosted(App&, Ctx, Charge) const { co_return gateway_fault(GatewayFault::Kind::impossible, "no_hosted_page"); }

Task<Answer<std::vector<Truth>>> Gateway::push(App&, Ctx, Charge, std::string) const { co_return gateway_fault(GatewayFault::Kind::impossible, "no_push"); }

std::optional<Next> Gateway::pass_on(const Values&, const shape::Fields&, std::string_view) const { return {}; }
Task<Answer<DisputeTruth>> Gateway::lookup_dispute(App&, Ctx, std::string) const { co_return gateway_fault(GatewayFault::Kind::impossible, "no_disputes"); }

Task<Answer<DisputeTruth>> Gateway::answer_dispute(App&, Ctx, Evidence) const { co_return gateway_fault(GatewayFault::Kind::impossible, "no_disputes"); }

Task<Answer<WarningTruth>> Gateway::lookup_warning(App&, Ctx, std::string) const { co_return gateway_fault(GatewayFault::Kind::impossible, "no_warnings"); }

Task<Answer<WarningTruth>> Gateway::approve_review(App&, Ctx, std::string) const { co_return gateway_fault(GatewayFault::Kind::impossible, "no_reviews"); }

Result<shape::Fields> Gateway::read_typed(const shape::Fields&) const { return refuse(asks_nothing); }

Task<Answer<Started>> Gateway::start_typed(App&, Ctx, Charge) const { co_return gateway_fault(GatewayFault::Kind::impossible, "asks_nothing"); }

Task<Answer<Truth>> Gateway::pay_with(App&, Ctx, Charge, shape::Fields) const { co_return gateway_fault(GatewayFault::Kind::impossible, "asks_nothing"); }

Result<WebhookEvent> Gateway::read_webhook(const Values&, const http::Request&, Instant) const { return refuse(signature_refused); }

http::Response Gateway::acknowledge(const Values&) const { return http::json_text("{\"received\":true}"); }

Result<ReturnHint> Gateway::read_return(const Values&, const shape::Fields&) const { return refuse(return_refused); }

BrowserOrigins Gateway::origins(const Values&) const { return {}; }

Values values_of(const App& app, StoreId store, const Gateway& gateway) {
    auto known = app.stores ? app.stores->by_id(store) : nullptr;
    return {app.config, known, gateway.declaration().settings};
}

std::optional<std::string> unfit_reason(const Config& config, const Gateway& gateway, const stores::Store& store, const Money& amount, std::string_view country) {
    const auto& declared = gateway.declaration();
    const auto& name = declared.name;
    const auto& takes = declared.takes;
    Values values(config, &store, declared.settings);
    if (values.missing()) return std::string(name) + " is not set up";
    if (!takes.speaks(amount.currency)) return std::string(name) + " does not take " + std::string(amount.currency.code());
    if (!is_for_country(takes, country)) return std::string(name) + " is not offered in this country";
    if (amount.minor <= 0) return "There is nothing to pay";
    if (amount.minor < takes.least_minor) return "The amount is too small for this way to pay";
    if (amount.minor > takes.most_minor) return "The amount is too large for this way to pay";
    return gateway.unfit(values, store, amount, country);
}

}  // namespace vitrine::payments
