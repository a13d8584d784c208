#include <algorithm>

#include <fmt/format.h>

#include "modules/promotions/sql.h"

namespace vitrine::promotions {
namespace {

const RefusalKind& kind_of(Reason reason) {
    switch (reason) {
        case Reason::unknown: return coupon_unknown;
        case Reason::expired: return coupon_expired;
        case Reason::not_yet: return coupon_not_yet;
        case Reason::wrong_goods: return coupon_wrong_goods;
        case Reason::needs_more_value:
        case Reason::needs_more_items: return coupon_needs_more;
        case Reason::used_up: return coupon_used_up;
        case Reason::used_by_you: return coupon_used_by_you;
        case Reason::not_combinable:
        case Reason::already_applied: return coupon_not_combinable;
        default: return coupon_not_valid;
    }
}

bool is_code_character(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

}  // namespace

std::string CouponCodeRule::normalize(std::string value) {
    std::erase(value, ' ');
    for (char& c : value)
        if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
    return value;
}

bool CouponCodeRule::accepts(std::string_view value) {
    return value.size() >= 3 && value.size() <= 40 && value[0] != '-' && value[0] != '_' && std::ranges::all_of(value, is_code_character);
}

std::string customer_key(std::string_view email) {
    auto parsed = Email::parse(email);
    if (!parsed) return {};
    auto text = normalized_email(*parsed);
    auto at = text.rfind('@');
    auto name = text.substr(0, at), domain = text.substr(at + 1);
    if (domain != "gmail.com" && domain != "googlemail.com") return text;
    std::erase(name, '.');
    return name + "@gmail.com";
}

pg::Query<std::optional<FoundCoupon>> find_coupon(const CouponCode& code, const std::string& customer) { return sql::find_coupon(code.str(), customer); }
pg::Query<bool> has_ordered(const std::string& customer) { return sql::has_ordered(customer); }

std::optional<Reason> closed_reason(const std::optional<FoundCoupon>& found, Instant now) {
    if (!found) return Reason::unknown;
    if (found->is_void || found->state == State::draft || found->state == State::paused) return Reason::inactive;
    if (found->state == State::ended || (found->expires_at && now >= *found->expires_at)) return Reason::expired;
    if (found->is_used_up) return Reason::used_up;
    if (found->is_used_by_customer) return Reason::used_by_you;
    return {};
}

std::string_view words_of(Reason reason) {
    switch (reason) {
        case Reason::unknown: return "We do not know it.";
        case Reason::inactive: return "It is not valid at the moment.";
        case Reason::not_yet: return "It is not valid yet.";
        case Reason::expired: return "It has expired.";
        case Reason::used_by_you: return "You have used it before.";
        case Reason::first_order_only: return "It is for first orders only.";
        default: return "It has been used up.";
    }
}

Refusal refusal_of(const CouponRefusal& refused) {
    const auto& kind = kind_of(refused.reason);
    auto detail = refused.text.empty() ? std::string(kind.title) + "." : fmt::format("{}: {}", refused.code, refused.text);
    return refuse(kind, detail, {{"/code", std::string(shape_name(refused.reason)), detail}}).error();
}

}  // namespace vitrine::promotions
