#pragma once
// For tests: rules and facts in few words.
#include <stdexcept>

#include "modules/risk/rule.h"

namespace vitrine::risk::testing {

inline Definition definition(const std::string& text) {
    auto read = read_json<Definition>(text);
    if (!read) throw std::runtime_error(text + ": " + (read.error().errors.empty() ? read.error().detail : read.error().errors[0].pointer + " " + read.error().errors[0].detail));
    return std::move(*read);
}

/// {"name": "a rule", "outcome": …, "when": …} with a priority.
inline Definition rule(const std::string& outcome, const std::string& when, int priority = 100) {
    return definition(R"({"name":"a rule","priority":)" + std::to_string(priority) + R"(,"outcome":")" + outcome + R"(","when":)" + when + "}");
}

inline Rules rules(std::vector<Definition> definitions) {
    std::vector<Rule> out;
    for (auto& one : definitions) {
        RuleId id;
        id.value.bytes[15] = std::uint8_t(out.size() + 1);
        out.push_back({id, 1, std::move(one)});
    }
    return Rules(std::move(out), {}, 7);
}

inline Money usd(std::int64_t whole) { return {whole * 100, *Currency::parse("USD")}; }

/// A plain order from New York, paid by card.
inline Facts plain() {
    return {.total = usd(900),
            .payment_method = "stripe",
            .email = "ada@example.com",
            .ship_country = "US",
            .bill_country = "US",
            .ship_address = address_key({"1 Main Street", "", "New York", "10001", "US"}),
            .ip = "203.0.113.9"};
}

}  // namespace vitrine::risk::testing
