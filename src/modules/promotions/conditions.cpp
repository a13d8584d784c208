#include <algorithm>

#include <fmt/format.h>

#include "modules/promotions/table.h"

namespace vitrine::promotions {
namespace {

using namespace std::chrono;

std::string people(std::int64_t minor, Currency currency) { return format_for_people({minor, currency}); }

std::string worth_of(const Selector& goods) { return goods.label.empty() ? "" : " of " + goods.label; }
std::string items(std::int64_t count, const Selector& goods) {
    if (!goods.label.empty()) return fmt::format("{} more of {}", count, goods.label);
    return goods.is_everything ? fmt::format("{} more article{}", count, count == 1 ? "" : "s") : fmt::format("{} more of the goods it is for", count);
}

Miss wrong_goods(const Table& table, const Selector& goods) {
    return {Reason::wrong_goods, table.said([&] { return goods.label.empty() ? std::string("It is not for the goods in your cart.") : fmt::format("It is for {} only.", goods.label); })};
}

std::optional<Miss> value(const ValueCondition& wanted, const Test& test, const Table& table) {
    auto have = table.value_of(test.goods);
    if (wanted.at_least && have < wanted.at_least->minor)
        return Miss{Reason::needs_more_value, table.said([&] { return fmt::format("Add {} more{} to use it.", people(wanted.at_least->minor - have, table.basket.currency), worth_of(test.goods)); })};
    if (wanted.below && have >= wanted.below->minor)
        return Miss{Reason::too_much, table.said([&] { return fmt::format("It is for orders below {}{}.", people(wanted.below->minor, table.basket.currency), worth_of(test.goods)); })};
    return {};
}

std::optional<Miss> quantity(const QuantityCondition& wanted, const Test& test, const Table& table) {
    auto have = table.quantity_of(test.goods);
    if (wanted.at_least && have < *wanted.at_least) return Miss{Reason::needs_more_items, table.said([&] { return fmt::format("Add {} to use it.", items(*wanted.at_least - have, test.goods)); })};
    if (wanted.at_most && have > *wanted.at_most)
        return Miss{Reason::too_much, table.said([&] { return fmt::format("It is for at most {} {}.", std::int64_t(*wanted.at_most), test.goods.label.empty() ? "articles" : test.goods.label); })};
    return {};
}

/// The weekday that a moment within the hours belongs to; nothing outside the hours.
std::optional<weekday> day_of(const TimeCondition& when, WallTime wall) {
    auto day = floor<days>(wall);
    weekday today{local_days(day.time_since_epoch())};
    if (!when.from_clock) return today;
    auto from = minutes_of(*when.from_clock), until = minutes_of(*when.until_clock), at = floor<minutes>(wall - day);
    if (from <= until) return from <= at && at <= until ? std::optional(today) : std::nullopt;
    if (at >= from) return today;
    if (at <= until) return today - days(1);
    return {};
}

std::optional<Miss> time(const TimeCondition& when, const Test& test, const Table& table) {
    auto now = table.basket.now;
    if (test.from && now < *test.from) return Miss{Reason::not_yet, table.said("It is not valid yet.")};
    if (test.until && now >= *test.until) return Miss{Reason::expired, table.said("It has expired.")};
    auto day = day_of(when, table.wall);
    bool is_day = day && (!when.weekdays || std::ranges::find(*when.weekdays, Weekday(day->c_encoding())) != when.weekdays->end());
    return is_day ? std::nullopt : std::optional(Miss{Reason::not_now, table.said("It is not valid at this time of day or week.")});
}

template <class T>
bool is_among(const std::vector<T>& wanted, const std::optional<std::string>& have) {
    return have && std::ranges::any_of(wanted, [&](const auto& one) { return one.str() == *have; });
}

std::optional<Miss> first_order(bool wanted, const Table& table) {
    if (table.basket.email.empty()) return Miss{Reason::email_needed, table.said("Enter your e-mail address at checkout first: it depends on your earlier orders.")};
    if (table.basket.is_first_order == wanted) return {};
    return Miss{Reason::first_order_only, table.said(wanted ? "It is for first orders only." : "It is for returning customers.")};
}

std::optional<Miss> fails(const Test& test, const Table& table);

std::optional<Miss> first_failure(const Test& test, const Table& table) {
    for (const auto& part : test.parts)
        if (auto miss = fails(part, table)) return miss;
    return {};
}
std::optional<Miss> all_fail(const Test& test, const Table& table) {
    std::optional<Miss> first;
    for (const auto& part : test.parts) {
        auto miss = fails(part, table);
        if (!miss) return {};
        if (!first) first = std::move(miss);
    }
    return first;
}
std::optional<Miss> any_holds(const Test& test, const Table& table) {
    for (const auto& part : test.parts)
        if (!fails(part, table)) return Miss{Reason::not_for_this_cart, table.said("It does not go together with what is in your cart.")};
    return {};
}

std::optional<Miss> place(const Condition& is, const Table& table) {
    const auto& basket = table.basket;
    if (is.currency) return std::ranges::find(*is.currency, basket.currency) != is.currency->end() ? std::nullopt : std::optional(Miss{Reason::wrong_currency, table.said("It is not valid in this currency.")});
    bool fits = is.country ? is_among(*is.country, basket.country) : is_among(*is.shipping_zone, basket.shipping_zone);
    return fits ? std::nullopt : std::optional(Miss{Reason::not_there, table.said("It is not valid for this delivery address.")});
}

std::optional<Miss> fails(const Test& test, const Table& table) {
    const auto& is = *test.is;
    if (is.all) return first_failure(test, table);
    if (is.any) return all_fail(test, table);
    if (is.none) return any_holds(test, table);
    if (is.subtotal) return value(*is.subtotal, test, table);
    if (is.quantity) return quantity(*is.quantity, test, table);
    if (is.contains) return table.contains(test.goods) ? std::nullopt : std::optional(wrong_goods(table, test.goods));
    if (is.customer_group) return is_among(*is.customer_group, table.basket.customer_group) ? std::nullopt : std::optional(Miss{Reason::not_your_group, table.said("It is for certain customers only.")});
    if (is.first_order) return first_order(*is.first_order, table);
    if (is.time) return time(*is.time, test, table);
    return place(is, table);
}

}  // namespace

Miss used_up(Reason reason) { return {reason, reason == Reason::first_order_only ? "It is for first orders only." : "It has been used up."}; }

std::optional<Miss> misses(const Promotion& promotion, const Table& table) {
    auto now = table.basket.now;
    if (promotion.from && now < *promotion.from) return Miss{Reason::not_yet, table.said("It is not valid yet.")};
    if (promotion.until && now >= *promotion.until) return Miss{Reason::expired, table.said("It has expired.")};
    if (promotion.uses_left.value_or(1) <= 0 || promotion.budget_left.value_or(1) <= 0) return used_up();
    for (const auto& [declined, reason, coupon] : table.basket.declined)
        if (declined == promotion.id && !coupon) return Miss{reason, table.said(words_of(reason))};
    if (!promotion.currency.is_none() && promotion.currency != table.basket.currency) return Miss{Reason::wrong_currency, table.said("It is not valid in this currency.")};
    return promotion.test ? fails(*promotion.test, table) : std::nullopt;
}

}  // namespace vitrine::promotions
