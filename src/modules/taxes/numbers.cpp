#include <algorithm>

#include "modules/taxes/api.h"

namespace vitrine::taxes {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
int value_of(char c) { return is_digit(c) ? c - '0' : c - 'A' + 10; }

/// `pattern`: 9 a digit, A a letter, X either, anything else itself.
bool has_form(std::string_view text, std::string_view pattern) {
    return text.size() == pattern.size() && std::ranges::equal(text, pattern, [](char c, char p) {
               if (p == '9') return is_digit(c);
               if (p == 'A') return is_letter(c);
               if (p == 'X') return is_digit(c) || is_letter(c);
               return c == p;
           });
}

}  // namespace

bool is_gstin(std::string_view text) {
    // State code, PAN, entity, Z, check character over the first 14: weights 1, 2, 1, 2 …, quotient and remainder of 36 added up.
    constexpr int base = 36;
    if (!has_form(text, "99AAAAA9999AXZX") || text[12] == '0') return false;
    int sum = 0;
    for (size_t i = 0; i < 14; ++i) {
        int product = value_of(text[i]) * (i % 2 ? 2 : 1);
        sum += product / base + product % base;
    }
    return value_of(text[14]) == (base - sum % base) % base;
}

bool is_ntn(std::string_view text) { return has_form(text, "9999999") || has_form(text, "9999999-9"); }
bool is_strn(std::string_view text) { return has_form(text, "9999999999999"); }
bool is_cnic(std::string_view text) { return has_form(text, "9999999999999") || has_form(text, "99999-9999999-9"); }

bool is_tax_number(std::string_view country, std::string_view text) {
    if (country == "IN") return is_gstin(text);
    if (country == "PK") return is_ntn(text) || is_strn(text) || is_cnic(text);
    return text.size() >= 4 && text.size() <= 20 && std::ranges::all_of(text, [](char c) { return is_digit(c) || is_letter(c) || c == '-'; });
}

}  // namespace vitrine::taxes
