#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "modules/stores/api.h"

namespace vitrine::shipping {

inline constexpr RefusalKind option_unknown{"shipping.option_unknown", 422, "Choose one of the offered ways of delivery"};
inline constexpr RefusalKind not_served{"shipping.address_not_served", 422, "We do not deliver there"};

struct EstimatedDays {
    int least = 0, most = 0;
};
SHAPE(EstimatedDays, least, most)

struct Option {
    std::string id;                ///< "standard"
    std::string name;
    Money price;
    EstimatedDays estimated_days;
    std::optional<Money> free_from;  ///< the threshold, when the price is not yet zero
};
SHAPE(Option, id, name, price, estimated_days, free_from)

/// Pure. The ways this store delivers goods worth `subtotal` to `country` (ISO 3166 alpha-2). Empty: not served.
std::vector<Option> options(const stores::Store& store, const Money& subtotal, std::string_view country);
std::optional<Option> find_option(const stores::Store& store, const Money& subtotal, std::string_view country, std::string_view id);

}  // namespace vitrine::shipping
