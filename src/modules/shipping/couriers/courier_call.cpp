#include "modules/shipping/couriers/courier_call.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"

namespace vitrine::shipping::providers {
namespace {

constexpr int longest_try_ms = 15'000;
constexpr Duration left_for_us = 500ms;

void count(std::string_view courier, std::string_view outcome) {
    auto counter = metrics::counter("vitrine_courier_calls_total", "Calls to couriers by whether they answered", {{"courier", std::string(courier)}, {"outcome", std::string(outcome)}});
    counter.add();
}

/// "8.55E1" and "85.5" as digits with the place of the point; nothing when it is no number.
struct Decimal {
    std::string digits;
    int point = 0;   ///< digits before it
};
std::optional<Decimal> read_decimal(std::string_view text) {
    Decimal out;
    bool has_point = false;
    size_t i = 0;
    for (; i < text.size() && text[i] != 'E' && text[i] != 'e'; ++i) {
        if (text[i] == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9') return {};
        out.digits += text[i];
        if (!has_point) ++out.point;
    }
    if (out.digits.empty()) return {};
    if (i < text.size()) {
        int exponent = 0;
        auto from = text.substr(i + 1);
        if (from.starts_with('+')) from.remove_prefix(1);
        auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), exponent);
        if (error != std::errc{} || end != from.data() + from.size() || exponent > 12 || exponent < -12) return {};
        out.point += exponent;
    }
    return out;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

}  // namespace

Task<web::Answer> ask_courier(App& app, Ctx ctx, web::Request request) {
    auto left = ctx.deadline == Instant{} ? Duration(1h) : ctx.deadline - clock_now() - left_for_us;
    if (left <= Duration::zero()) co_return web::Answer{.error = "no time left"};
    request.timeout_ms = int(std::min<std::int64_t>(std::min(longest_try_ms, request.timeout_ms), left.count() / 1'000 + 1));
    auto answer = co_await app.web.send(std::move(request));
    co_return answer;
}

CourierAnswer<Heard> heard(std::string_view courier, std::string_view call, const web::Answer& answer) {
    if (answer.outcome != web::Outcome::answered) {
        count(courier, "no_answer");
        log::warn("shipping.courier_fault", {{"courier", std::string(courier)}, {"call", std::string(call)}, {"code", "no_answer"}, {"error", answer.error}});
        return courier_fault(CourierFault::Kind::unknown, "no_answer");
    }
    Heard out{answer.status, {}};
    bool is_empty = answer.body.empty() && (answer.status == 204 || answer.status == 202);
    if (!is_empty && shape::parse_json(answer.body, out.body)) {
        count(courier, "unreadable");
        log::warn("shipping.courier_fault", {{"courier", std::string(courier)}, {"call", std::string(call)}, {"code", "unreadable"}, {"status", std::to_string(answer.status)}});
        return courier_fault(CourierFault::Kind::unknown, "unreadable");
    }
    count(courier, "answered");
    return out;
}

const shape::json::value* member_of(const shape::json::value& from, std::string_view member) { return from.is_object() ? from.get_object().if_contains(member) : nullptr; }

std::string text_at(const shape::json::value& from, std::string_view member) {
    const auto* value = member_of(from, member);
    if (!value) return {};
    if (value->is_string()) return value->get_string().find('\0') == shape::json::string::npos ? std::string(value->get_string()) : std::string();
    if (value->is_int64()) return std::to_string(value->get_int64());
    if (value->is_uint64()) return std::to_string(value->get_uint64());
    return {};
}

std::vector<const shape::json::value*> list_at(const shape::json::value& from, std::string_view member) {
    std::vector<const shape::json::value*> out;
    const auto* value = member_of(from, member);
    if (value && value->is_array())
        for (const auto& item : value->get_array()) out.push_back(&item);
    return out;
}

std::optional<std::int64_t> whole_at(const shape::json::value& from, std::string_view member) {
    auto text = text_at(from, member);
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

std::optional<Money> amount_of(const shape::json::value& value, Currency currency) {
    if (!value.is_number() && !value.is_string()) return {};
    auto text = value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
    auto decimal = read_decimal(text);
    if (!decimal) return {};
    auto wanted = decimal->point + currency.decimals();   // digits of the minor unit
    std::int64_t minor = 0;
    bool is_cut = false;
    for (int i = 0; i < std::max<int>(wanted, int(decimal->digits.size())); ++i) {
        int digit = i < int(decimal->digits.size()) ? decimal->digits[size_t(i)] - '0' : 0;
        if (i >= wanted) is_cut = is_cut || digit != 0;
        else if (minor > 100'000'000'000'000) return {};
        else minor = minor * 10 + digit;
    }
    return Money{minor + (is_cut ? 1 : 0), currency};
}

RawJson kilograms(std::int64_t grams) {
    auto rest = std::to_string(1'000 + grams % 1'000);
    return {std::to_string(grams / 1'000) + "." + rest.substr(1)};
}

RawJson centimetres(std::int64_t millimetres) { return {std::to_string(millimetres / 10) + "." + std::to_string(millimetres % 10)}; }

std::optional<Instant> local_time(std::string_view text, int minutes_ahead) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return {};
    auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
    if (!year || !month || !day) return {};
    std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
    if (!date.ok()) return {};
    Instant at = std::chrono::sys_days(date) - std::chrono::minutes(minutes_ahead);
    if (text.size() == 10) return at;
    if (text.size() < 16 || text[13] != ':') return {};
    auto hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2));
    auto second = text.size() >= 19 ? number(text.substr(17, 2)) : std::optional(0);
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return {};
    return at + std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

void sort_by_time(std::vector<Scan>& scans) {
    std::vector<std::pair<Instant, size_t>> order;
    for (size_t i = 0; i < scans.size(); ++i) order.emplace_back(scans[i].at, i);
    std::ranges::sort(order);
    std::vector<Scan> sorted;
    for (const auto& [at, i] : order) sorted.push_back(std::move(scans[i]));
    scans = std::move(sorted);
}

std::string shortened(std::string_view text, size_t code_points) {
    size_t seen = 0, i = 0;
    for (; i < text.size(); ++i) {
        bool is_start = (text[i] & 0xC0) != 0x80;
        if (is_start && seen++ == code_points) break;
    }
    return std::string(text.substr(0, i));
}

}  // namespace vitrine::shipping::providers
