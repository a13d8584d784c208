// Which ways to pay a buyer is offered. Decided here and nowhere else: pages and programs show what comes out.
#include <algorithm>

#include "modules/payments/health.h"
#include "modules/payments/rules.h"

namespace vitrine::payments {
namespace {

Method method_of(const Gateway& gateway) {
    const auto& declared = gateway.declaration();
    return {.code = std::string(declared.code),
            .name = std::string(declared.name),
            .description = std::string(declared.description),
            .needs_script = declared.can.needs_script,
            .pays_later = declared.can.pays_later,
            .unavailable_reason = {}};
}

}  // namespace

std::vector<Method> methods(const Config& config, const stores::Store& store, const Money& amount, std::string_view country) {
    std::vector<rules::Candidate> candidates;
    for (const auto& code : store.payment_methods) {
        const auto* gateway = find_gateway(code);
        if (!gateway) continue;
        auto method = method_of(*gateway);
        if (auto fee = fee_of(config, store, code); fee && fee->price.currency == amount.currency) method.fee = fee->price;
        method.unavailable_reason = unfit_reason(config, *gateway, store, amount, country);
        method.questions = questions_of(config, store, code);
        candidates.push_back({std::move(method), circuit_of(store.id, code).state == Circuit::open});
    }
    return rules::route(std::move(candidates));
}

std::optional<Fee> fee_of(const Config& config, const stores::Store& store, std::string_view method) {
    const auto* gateway = find_gateway(method);
    if (!gateway) return {};
    auto price = gateway->fee({config, &store, gateway->declaration().settings});
    return price ? std::optional(Fee{std::string(gateway->declaration().name), *price}) : std::nullopt;
}

Result<Tender> Tender::of(std::string_view method, const Money& amount) {
    const auto* gateway = find_gateway(method);
    if (!gateway) return refuse(method_unavailable, "There is no such way to pay");
    if (!gateway->declaration().takes.speaks(amount.currency)) return refuse(method_unavailable, "This way to pay does not take the currency of the amount");
    return Tender(std::string(method), amount);
}

std::vector<Ask> asks_of(std::string_view method) {
    const auto* gateway = find_gateway(method);
    return gateway ? gateway->declaration().asks : std::vector<Ask>();
}

bool has_hosted_page(std::string_view method) {
    const auto* gateway = find_gateway(method);
    return gateway && gateway->can().hosted_page;
}

BrowserOrigins browser_origins(const Config& config, const stores::Store& store, std::string_view method) {
    const auto* gateway = find_gateway(method);
    if (!gateway) throw std::logic_error("a way to pay that no gateway stands for");
    return gateway->origins({config, &store, gateway->declaration().settings});
}

}  // namespace vitrine::payments
