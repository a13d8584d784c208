#pragma once
#include <expected>

#include "simulators/stripe/error.h"
#include "simulators/stripe/params.h"

namespace vitrine::simulators::stripe {

struct Amount {
    std::int64_t minor = 0;
    std::string currency;   ///< lower case
};

/// `amount` and `currency` as docs.stripe.com/currencies wants them: whole, 1 to 99999999, at least the currency's minimum, and of
/// three-decimal currencies the last digit 0.
std::expected<Amount, Error> read_amount(const Params& params);
/// A whole amount from 1 to `most` under `key`.
std::expected<std::int64_t, Error> read_part(const Params& params, const char* key, std::int64_t most, const std::string& too_much);

}  // namespace vitrine::simulators::stripe
