#include "modules/payments/gateways/list.h"

#include <algorithm>
#include <array>

namespace vitrine::payments {

std::span<const Gateway* const> gateways() {
    static const std::array<const Gateway*, 2> all{&providers::stripe(), &providers::bank_transfer()};
    return all;
}

const Gateway* find_gateway(std::string_view code) {
    auto all = gateways();
    auto found = std::ranges::find(all, code, [](const Gateway* gateway) { return gateway->code(); });
    return found == all.end() ? nullptr : *found;
}

std::vector<Method> methods(const Config& config, const stores::Store& store, const Money& amount, std::string_view country) {
    std::vector<Method> out;
    for (const auto& code : store.payment_methods) {
        const auto* gateway = find_gateway(code);
        if (!gateway) continue;
        auto method = gateway->describe();
        method.unavailable_reason = gateway->unfit(config, store, amount, country);
        out.push_back(std::move(method));
    }
    return out;
}

}  // namespace vitrine::payments
