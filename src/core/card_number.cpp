#include "core/card_number.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace vitrine {
namespace {

constexpr size_t shortest_run = 15, shortest = 14, longest = 19;

/// The first digits of an issuer's numbers, and how long these are.
struct Issuer {
    int first, last;           ///< both of the same number of digits
    size_t least, most;
};
constexpr std::array issuers{
    Issuer{4, 4, 16, 16},       Issuer{4, 4, 19, 19},        // Visa
    Issuer{51, 55, 16, 16},     Issuer{2221, 2720, 16, 16},  // Mastercard
    Issuer{34, 34, 15, 15},     Issuer{37, 37, 15, 15},      // American Express
    Issuer{300, 305, 14, 16},   Issuer{36, 36, 14, 16},      Issuer{38, 39, 14, 16},  // Diners Club
    Issuer{3528, 3589, 16, 19},                              // JCB
    Issuer{6011, 6011, 16, 19}, Issuer{644, 659, 16, 19},    // Discover
    Issuer{62, 62, 16, 19},                                  // UnionPay
    Issuer{60, 60, 16, 16},     Issuer{81, 82, 16, 16},      Issuer{508, 508, 16, 16},  // RuPay
    Issuer{2200, 2205, 16, 19},                              // Mir, PayPak
    Issuer{5018, 5018, 16, 19}, Issuer{5020, 5020, 16, 19},  Issuer{5038, 5038, 16, 19}, Issuer{5893, 5893, 16, 19},
    Issuer{6304, 6304, 16, 19}, Issuer{6759, 6763, 16, 19},  // Maestro
};
/// As the groups are embossed.
const std::array<std::vector<size_t>, 4> groupings{{{4, 4, 4, 4}, {4, 4, 4, 4, 3}, {4, 6, 5}, {4, 6, 4}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_of_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_between_groups(char c) { return c == ' ' || c == '-' || c == '.'; }

bool has_check_digit(std::string_view digits) {
    int sum = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

bool is_issued(std::string_view digits) {
    return std::ranges::any_of(issuers, [&](const Issuer& issuer) {
        auto width = std::to_string(issuer.first).size();
        int begin = 0;
        for (char c : digits.substr(0, width)) begin = begin * 10 + (c - '0');
        return digits.size() >= issuer.least && digits.size() <= issuer.most && begin >= issuer.first && begin <= issuer.last;
    });
}

bool is_card(std::string_view digits) { return digits.size() >= shortest && digits.size() <= longest && is_issued(digits) && has_check_digit(digits); }

size_t end_of_digits(std::string_view text, size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

/// The digits that stand at `at` in these groups, with nothing of a word behind them; empty when they do not.
std::string grouped(std::string_view text, size_t at, const std::vector<size_t>& sizes) {
    std::string digits;
    for (size_t group = 0; group < sizes.size(); ++group) {
        if (group > 0) {
            if (at >= text.size() || !is_between_groups(text[at])) return {};
            ++at;
        }
        auto end = end_of_digits(text, at);
        if (end - at != sizes[group]) return {};
        digits += text.substr(at, sizes[group]);
        at = end;
    }
    return at < text.size() && is_of_word(text[at]) ? std::string() : digits;
}

bool begins_card(std::string_view text, size_t at) {
    auto end = end_of_digits(text, at);
    bool is_alone = end == text.size() || !is_of_word(text[end]);
    if (is_alone && end - at >= shortest_run && is_card(text.substr(at, end - at))) return true;
    return end - at == 4 && std::ranges::any_of(groupings, [&](const auto& sizes) { return is_card(grouped(text, at, sizes)); });
}

}  // namespace

bool holds_card_number(std::string_view text) {
    for (size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at])) continue;
        bool begins = at == 0 || (!is_of_word(text[at - 1]) && text[at - 1] != '+');
        if (begins && begins_card(text, at)) return true;
        at = end_of_digits(text, at) - 1;
    }
    return false;
}

}  // namespace vitrine
