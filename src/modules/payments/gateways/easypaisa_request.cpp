#include "modules/payments/gateways/easypaisa_request.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "core/base32.h"
#include "core/check.h"
#include "core/time_zone.h"
#include "io/crypto/aes.h"
#include "io/crypto/base64.h"
#include "io/crypto/digest.h"

namespace vitrine::payments::providers {
namespace {

constexpr size_t reference_length = 20;

const TimeZone& pakistan() {
    static const auto zone = TimeZone::find("Asia/Karachi");
    check(zone != nullptr, "the time zone database knows Karachi");
    return *zone;
}

/// A number at `at` in `text`, of exactly `length` digits.
std::optional<int> number_at(std::string_view text, size_t at, size_t length) {
    if (text.size() < at + length) return {};
    int value = 0;
    auto [end, fault] = std::from_chars(text.data() + at, text.data() + at + length, value);
    return fault == std::errc() && end == text.data() + at + length && value >= 0 ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string easypaisa_reference(PaymentId payment, int n) {
    auto digest = crypto::sha256(payment.text() + ":" + std::to_string(n));
    return base32_encode({digest.data(), digest.size()}).substr(0, reference_length);
}

bool is_easypaisa_reference(std::string_view text) {
    return text.size() == reference_length && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

std::string easypaisa_amount(const Money& amount) { return format_major(amount); }

std::string easypaisa_page_amount(const Money& amount) {
    auto text = format_major(amount);
    while (text.ends_with('0') && !text.ends_with(".0")) text.pop_back();
    return text;
}

std::optional<Money> read_easypaisa_amount(std::string_view text, Currency currency) {
    auto point = text.find('.');
    if (point != std::string_view::npos)
        while (text.size() > point + 1 && text.ends_with('0')) text.remove_suffix(1);
    if (text.ends_with('.')) text.remove_suffix(1);
    return parse_major(text, currency);
}

std::string easypaisa_time(Instant at) {
    auto wall = std::chrono::floor<std::chrono::seconds>(pakistan().wall(at));
    auto day = std::chrono::floor<std::chrono::days>(wall);
    std::chrono::year_month_day date(day);
    std::chrono::hh_mm_ss clock(wall - day);
    return fmt::format("{:04}{:02}{:02} {:02}{:02}{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<Instant> read_easypaisa_time(std::string_view text) {
    constexpr std::string_view pattern = "dd/mm/yyyy hh:mm AM";
    if (text.size() != pattern.size() || text[2] != '/' || text[5] != '/' || text[10] != ' ' || text[13] != ':' || text[16] != ' ') return {};
    auto day = number_at(text, 0, 2), month = number_at(text, 3, 2), year = number_at(text, 6, 4), hour = number_at(text, 11, 2), minute = number_at(text, 14, 2);
    bool is_pm = text.ends_with("PM"), is_am = text.ends_with("AM");
    if (!day || !month || !year || !hour || !minute || *hour < 1 || *hour > 12 || *minute > 59 || (!is_am && !is_pm)) return {};
    std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
    if (!date.ok()) return {};
    WallTime wall = std::chrono::local_days(date) + std::chrono::hours(*hour % 12 + (is_pm ? 12 : 0)) + std::chrono::minutes(*minute);
    return pakistan().earliest(wall);
}

std::string easypaisa_plaintext(const std::vector<FormField>& fields) {
    std::vector<FormField> filled;
    for (const auto& field : fields)
        if (!field.value.empty() && field.name != "merchantHashedReq") filled.push_back(field);
    std::ranges::sort(filled, {}, &FormField::name);
    std::string text;
    for (const auto& [name, value] : filled) text += (text.empty() ? "" : "&") + name + "=" + value;
    return text;
}

std::optional<std::string> easypaisa_hash(const std::vector<FormField>& fields, std::string_view hash_key) {
    auto sealed = crypto::aes_ecb_encrypt(hash_key, easypaisa_plaintext(fields));
    return sealed ? std::optional(crypto::base64(*sealed)) : std::nullopt;
}

std::string easypaisa_credentials(std::string_view user, std::string_view password) { return crypto::base64(std::string(user) + ":" + std::string(password)); }

}  // namespace vitrine::payments::providers
