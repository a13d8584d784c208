#include "modules/payments/gateways/list.h"

#include <algorithm>
#include <array>

namespace vitrine::payments {

std::span<const Gateway* const> gateways() {
    static const std::array<const Gateway*, 6> all{&providers::stripe(), &providers::razorpay(), &providers::jazzcash(), &providers::easypaisa(), &providers::bank_transfer(), &providers::cash_on_delivery()};
    return all;
}

const Gateway* find_gateway(std::string_view code) {
    auto all = gateways();
    auto found = std::ranges::find(all, code, [](const Gateway* gateway) { return gateway->code(); });
    return found == all.end() ? nullptr : *found;
}

}  // namespace vitrine::payments
