#include "simulators/stripe/amounts.h"

#include "core/money.h"
#include "core/text.h"

namespace vitrine::simulators::stripe {
namespace {

constexpr std::int64_t largest = 99'999'999;

std::int64_t minimum_of(std::string_view currency) {
    for (auto [code, least] : {std::pair{"usd", 50}, {"eur", 50}, {"inr", 50}, {"gbp", 30}, {"aed", 200}, {"hkd", 400}, {"jpy", 50}, {"pkr", 15'000}})
        if (currency == code) return least;
    return 1;
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = char(c - 32);
    return text;
}

}  // namespace

std::expected<std::int64_t, Error> read_part(const Params& params, const char* key, std::int64_t most, const std::string& too_much) {
    auto text = params.get(key);
    if (!text || text->empty()) return invalid("parameter_missing", std::string("Missing required param: ") + key + ".", key);
    auto value = Params::whole(*text);
    if (!value) return invalid("parameter_invalid_integer", "Invalid integer: " + *text, key);
    if (*value < 1) return invalid("parameter_invalid_integer", "This value must be greater than or equal to 1.", key);
    if (*value > most) return invalid("amount_too_large", too_much, key);
    return *value;
}

std::expected<Amount, Error> read_amount(const Params& params) {
    auto minor = read_part(params, "amount", largest, "Amount must be no more than 99999999");
    if (!minor) return std::unexpected(minor.error());
    auto currency = params.get("currency");
    if (!currency || currency->empty()) return invalid("parameter_missing", "Missing required param: currency.", "currency");
    auto known = Currency::parse(upper(*currency));
    if (!known || *currency != lower_ascii(*currency)) return invalid("", "Invalid currency: " + *currency, "currency");
    if (*minor < minimum_of(*currency)) return invalid("amount_too_small", "Amount must be at least " + std::to_string(minimum_of(*currency)) + " " + *currency, "amount");
    if (known->stripe_decimals() == 3 && *minor % 10 != 0) return invalid("", "Invalid amount: the last digit of amounts in " + *currency + " must be 0.", "amount");
    return Amount{*minor, *currency};
}

}  // namespace vitrine::simulators::stripe
