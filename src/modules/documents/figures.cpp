#include "modules/documents/figures.h"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace vitrine::documents {
namespace {

std::string grouped(std::string digits, size_t further) {
    std::string out;
    size_t first = 3, left = digits.size();
    if (left <= first) return digits;
    auto head = digits.substr(0, left - first);
    auto lead = head.size() % further;
    if (lead) out = head.substr(0, lead);
    for (size_t i = lead; i < head.size(); i += further) out += (out.empty() ? "" : ",") + head.substr(i, further);
    return out + "," + digits.substr(left - first);
}

constexpr std::array ones{"",        "One",     "Two",       "Three",    "Four",     "Five",    "Six",     "Seven",     "Eight",    "Nine",
                          "Ten",     "Eleven",  "Twelve",    "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"};
constexpr std::array tens{"", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"};

void add_word(std::string& out, std::string_view word) {
    if (!out.empty()) out += ' ';
    out += word;
}

/// 1 to 999.
void add_small(std::string& out, std::uint64_t number) {
    if (number >= 100) {
        add_word(out, ones[number / 100]);
        add_word(out, "Hundred");
    }
    auto rest = number % 100;
    if (rest == 0) return;
    if (rest < 20) return add_word(out, ones[rest]);
    add_word(out, tens[rest / 10] + (rest % 10 ? std::string("-") + ones[rest % 10] : ""));
}

using Scale = std::vector<std::pair<std::uint64_t, std::string_view>>;
const Scale& scale_of(bool is_indian) {
    static const Scale indian{{10'000'000, "Crore"}, {100'000, "Lakh"}, {1'000, "Thousand"}};
    static const Scale western{{1'000'000'000'000'000, "Quadrillion"}, {1'000'000'000'000, "Trillion"}, {1'000'000'000, "Billion"}, {1'000'000, "Million"}, {1'000, "Thousand"}};
    return is_indian ? indian : western;
}

void add_number(std::string& out, std::uint64_t number, const Scale& scale) {
    for (const auto& [step, word] : scale) {
        if (number < step) continue;
        add_number(out, number / step, scale);  // crores of crores, where there are so many
        add_word(out, word);
        number %= step;
    }
    if (number) add_small(out, number);
}

struct Names {
    std::string_view major, minor;
    bool is_indian = false;
};
Names names_of(std::string_view code) {
    if (code == "INR") return {"Rupees", "Paise", true};
    if (code == "PKR") return {"Rupees", "Paisa", true};
    if (code == "USD") return {"US Dollars", "Cents"};
    return {code, "Hundredths"};
}

}  // namespace

std::string figures(const Money& amount) {
    auto plain = format_major(amount);
    bool is_negative = plain.starts_with('-');
    if (is_negative) plain.erase(0, 1);
    auto dot = plain.find('.');
    auto whole = plain.substr(0, dot), rest = dot == std::string::npos ? std::string() : plain.substr(dot);
    return (is_negative ? "-" : "") + grouped(whole, amount.currency.code() == "INR" ? 2 : 3) + rest;
}

std::string percent(std::int64_t ppm) {
    auto text = fmt::format("{}.{:04}", ppm / 10'000, ppm % 10'000);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text + "%";
}

std::string in_words(const Money& amount) {
    auto names = names_of(amount.currency.code());
    std::uint64_t unit = 1;
    for (int i = 0; i < amount.currency.decimals(); ++i) unit *= 10;
    auto size = amount.minor < 0 ? 0 - std::uint64_t(amount.minor) : std::uint64_t(amount.minor);
    std::string out = amount.minor < 0 ? "Minus " : "";
    out += names.major;
    if (size / unit == 0) add_word(out, "Zero");
    else add_number(out, size / unit, scale_of(names.is_indian));
    if (auto small = size % unit) {
        add_word(out, "and");
        if (amount.currency.decimals() == 2) {
            add_word(out, names.minor);
            add_number(out, small, scale_of(names.is_indian));
        } else {
            out += fmt::format(" {}/{}", small, unit);
        }
    }
    return out + " Only";
}

}  // namespace vitrine::documents
