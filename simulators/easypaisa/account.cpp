#include "simulators/easypaisa/account.h"

#include <algorithm>

namespace vitrine::simulators::easypaisa {
namespace {

constexpr std::int64_t added_by_fault = 100;

Currency rupee() { return *Currency::parse("PKR"); }

}  // namespace

std::optional<std::int64_t> read_amount(const std::string& text) {
    auto amount = parse_major(text, rupee());
    return amount && amount->minor > 0 ? std::optional(amount->minor) : std::nullopt;
}

std::string write_amount(std::int64_t minor) { return format_major({minor, rupee()}); }

Order& Account::add(Order order) {
    order.at = clock_();
    order.transaction = std::to_string(10'000'000 + sequence.size());
    sequence.push_back(order.id);
    return orders[order.id] = std::move(order);
}

void Account::pay(Order& order, bool is_approved) {
    bool is_declined = !is_approved || faults_.take("payments.pay", FaultKind::decline);
    if (!is_declined && faults_.take("payments.pay", FaultKind::wrong_amount)) order.minor += added_by_fault;
    order.status = is_declined ? "FAILED" : "PAID";
    order.code = is_declined ? "0001" : "0000";
    order.words = is_declined ? "The customer declined" : "SUCCESS";
    order.at = clock_();
    tell_(order);
}

std::string Account::ask_phone(const std::string& id, std::int64_t minor, const std::string& mobile, const std::string& email) {
    if (find(id)) return "0001";
    if (mobile.ends_with("14")) return "0014";
    auto& order = add({.id = id, .mode = "MA", .status = "PENDING", .minor = minor, .mobile = mobile, .email = email});
    if (mobile.ends_with("13")) {
        pay(order, false);
        order.code = "0013";
        order.words = "LOW BALANCE";
    } else if (!mobile.ends_with('9') && !faults_.take("payments.pay", FaultKind::pending)) {
        pay(order, true);
    }
    return order.code.empty() ? "0000" : order.code;
}

std::string Account::make_token(const std::string& id, std::int64_t minor, const std::string& mobile, const std::string& email, Instant until) {
    if (find(id)) return "0001";
    auto& order = add({.id = id, .mode = "OTC", .status = "PENDING", .minor = minor, .mobile = mobile, .email = email, .token_until = until});
    order.token = std::to_string(50'000'000 + 7 * std::int64_t(sequence.size()));
    return "0000";
}

std::string Account::open_visit(Visit visit) {
    auto token = ids_.next("", 32);
    visits[token] = std::move(visit);
    return token;
}

const Order* Account::decide(const std::string& auth_token, bool is_approved) {
    auto visit = visits.find(auth_token);
    if (visit == visits.end() || !visit->second.is_confirmed) return nullptr;
    if (auto* known = find(visit->second.order)) return known;
    auto& order = add({.id = visit->second.order, .mode = "CC", .status = "PENDING", .minor = visit->second.minor, .email = visit->second.email});
    pay(order, is_approved);
    return &order;
}

bool Account::answer_phone(const std::string& id, bool is_approved) {
    auto* order = find(id);
    if (!order || order->mode != "MA" || order->status != "PENDING") return false;
    pay(*order, is_approved);
    return true;
}

void Account::give_up_waiting(const std::string& id) {
    auto* order = find(id);
    if (!order || order->status != "PENDING") return;
    order->status = "FAILED";
    order->code = "0001";
    order->words = "The customer did not answer";
    tell_(*order);
}

bool Account::pay_token(const std::string& token) {
    auto found = std::ranges::find_if(orders, [&](const auto& entry) { return !token.empty() && entry.second.token == token; });
    if (found == orders.end() || find(found->first)->status != "PENDING") return false;
    pay(found->second, true);
    return true;
}

bool Account::reverse(const std::string& id) {
    auto* order = find(id);
    if (!order || order->status != "PAID") return false;
    order->status = "REVERSED";
    return true;
}

Order* Account::find(const std::string& id) {
    auto found = orders.find(id);
    if (found == orders.end()) return nullptr;
    auto& order = found->second;
    if (order.mode == "OTC" && order.status == "PENDING" && order.token_until <= clock_()) order.status = "EXPIRED";
    return &order;
}

}  // namespace vitrine::simulators::easypaisa
