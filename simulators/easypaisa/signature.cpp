#include "simulators/easypaisa/signature.h"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "io/crypto/aes.h"
#include "io/crypto/digest.h"
#include "simulators/framework/base64.h"

namespace vitrine::simulators::easypaisa {
namespace {

constexpr Duration pakistan = std::chrono::hours(5);

std::optional<int> digits(std::string_view text, size_t at, size_t length) {
    int value = 0;
    auto [end, fault] = std::from_chars(text.data() + at, text.data() + at + length, value);
    return fault == std::errc() && end == text.data() + at + length ? std::optional(value) : std::nullopt;
}

}  // namespace

bool hash_fits(const Form& form, const std::string& hash_key) {
    auto sealed = form.find("merchantHashedReq");
    if (sealed == form.end()) return false;
    auto bytes = base64_decode(sealed->second);
    auto opened = bytes ? crypto::aes_ecb_decrypt(hash_key, *bytes) : std::nullopt;
    std::string expected;
    for (const auto& [name, value] : form) {  // a map is sorted by its keys
        if (value.empty() || name == "merchantHashedReq") continue;
        if (!expected.empty()) expected += '&';
        expected += name + "=" + value;
    }
    return opened && crypto::equal_in_constant_time(*opened, expected);
}

std::optional<Instant> read_time(std::string_view text) {
    if (text.size() != 15 || text[8] != ' ') return {};
    auto year = digits(text, 0, 4), month = digits(text, 4, 2), day = digits(text, 6, 2), hour = digits(text, 9, 2), minute = digits(text, 11, 2), second = digits(text, 13, 2);
    if (!year || !month || !day || !hour || !minute || !second) return {};
    std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
    if (!date.ok()) return {};
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second) - pakistan;
}

std::string write_time(Instant at) {
    auto there = at + pakistan;
    auto day = std::chrono::floor<std::chrono::days>(there);
    std::chrono::year_month_day date(day);
    auto minutes = std::chrono::floor<std::chrono::minutes>(there - day).count();
    auto hour = minutes / 60, shown = hour % 12 == 0 ? 12 : hour % 12;
    return fmt::format("{:02}/{:02}/{:04} {:02}:{:02} {}", unsigned(date.day()), unsigned(date.month()), int(date.year()), shown, minutes % 60, hour < 12 ? "AM" : "PM");
}

}  // namespace vitrine::simulators::easypaisa
