#include "modules/shipping/couriers/list.h"

#include <algorithm>
#include <array>

namespace vitrine::shipping {

std::span<const Courier* const> couriers() {
    static const std::array<const Courier*, 3> all{&providers::shiprocket(), &providers::leopards(), &providers::tcs()};
    return all;
}

const Courier* find_courier(std::string_view code) {
    auto all = couriers();
    auto found = std::ranges::find(all, code, [](const Courier* courier) { return courier->code(); });
    return found == all.end() ? nullptr : *found;
}

}  // namespace vitrine::shipping
