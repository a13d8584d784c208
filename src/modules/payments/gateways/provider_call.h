#pragma once
// What calls to all providers have in common: time limits, patience, and reading what came back.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// How a provider wants to be asked again.
struct Patience {
    bool (*is_worth_retrying)(const web::Answer& answer);
    Duration (*wait)(int tries_so_far, std::uint64_t dice);   ///< `dice` below 500,000
    int most_tries = 3;
    int longest_try_ms = 8'000;                               ///< before an answer is given up
};

/// Sends until there is an answer to act on, the tries are used up or the time is: never past ctx.deadline, half a second of which is left for our
/// own writing. `is_in_time` is false when the call could not even be made.
struct Asked {
    web::Answer answer;
    bool is_in_time = true;
};
Task<Asked> ask_provider(App& app, Ctx ctx, web::Request request, Patience patience);

/// Half a second doubled for each try, at most `longest`, times a factor between 0.5 and 1.
Duration doubled_wait(int tries_so_far, std::uint64_t dice, Duration longest);

/// A text member of an object, empty when it is missing, null, or holds the character U+0000, which no database keeps.
std::string text_at(const shape::json::value& from, std::string_view member);
const shape::json::value* member_of(const shape::json::value& from, std::string_view member);
/// An integer member; nothing when it is missing or no integer.
std::optional<std::int64_t> whole_at(const shape::json::value& from, std::string_view member);
bool is_true_at(const shape::json::value& from, std::string_view member);

/// Scheme and authority of an address: "https://js.stripe.com". Empty when it has none.
std::string origin_of_url(std::string_view url);
/// The first value of a name; empty when there is none, or when it is no text that a database keeps.
std::string field_of(const shape::Fields& fields, std::string_view name);
/// Whether `given` is the hex HMAC-SHA256 of `message` under one of `secrets` (comma separated, so that one may be rolled). In constant time.
bool signature_fits(std::string_view given, std::string_view message, std::string_view secrets);
std::optional<std::string> if_any(std::string text);

}  // namespace vitrine::payments::providers
