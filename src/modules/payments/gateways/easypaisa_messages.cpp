#include "modules/payments/gateways/easypaisa_messages.h"

#include <algorithm>
#include <array>

#include "modules/payments/gateways/easypaisa_request.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

constexpr std::array<std::string_view, 2> known_origins{"https://easypay.easypaisa.com.pk", "https://easypaystg.easypaisa.com.pk"};

/// Exactly this origin: "https://easypay.easypaisa.com.pk.evil.example" and "…pk@evil.example" are not.
bool lies_on(std::string_view url, std::string_view origin) { return !origin.empty() && url.starts_with(origin) && url.substr(origin.size()).starts_with('/'); }

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "+/=_-.";
    return !text.empty() && text.size() <= 400 &&
           std::ranges::all_of(text, [&](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || marks.find(c) != std::string_view::npos; });
}

}  // namespace

std::optional<std::string> easypaisa_ipn_reference(const shape::Fields& query, std::string_view base) {
    auto url = field_of(query, "url");
    bool is_known = lies_on(url, origin_of_url(base)) || std::ranges::any_of(known_origins, [&](auto origin) { return lies_on(url, origin); });
    if (!is_known) return {};
    auto path = std::string_view(url).substr(0, url.find_first_of("?#"));
    auto last = path.substr(path.rfind('/') + 1);
    return is_easypaisa_reference(last) ? std::optional(std::string(last)) : std::nullopt;
}

Result<WebhookEvent> read_easypaisa_ipn(const http::Request& request, std::string_view base, Instant now) {
    auto reference = easypaisa_ipn_reference(request.query, base);
    if (!reference) return refuse(signature_refused);
    auto minute = std::chrono::floor<std::chrono::minutes>(now).time_since_epoch().count();
    return WebhookEvent{.id = *reference + ":" + std::to_string(minute), .kind = "ipn", .reference = reference, .is_wanted = true, .is_signed = false};
}

Result<ReturnHint> read_easypaisa_return(const shape::Fields& fields) {
    auto reference = field_of(fields, "orderRefNumber");
    if (!is_easypaisa_reference(reference)) return refuse(return_refused);
    auto status = field_of(fields, "status");
    return ReturnHint{std::move(reference), false, status == "0000" ? std::nullopt : if_any(field_of(fields, "desc"))};
}

std::optional<Next> easypaisa_confirmation(const shape::Fields& fields, std::string_view easypaisa_base, std::string_view our_base) {
    auto token = field_of(fields, "auth_token");
    if (!is_token(token)) return {};
    Next next{.kind = "redirect", .url = std::string(easypaisa_base) + "/easypay/Confirm.jsf"};
    next.fields = std::vector<FormField>{{"auth_token", std::move(token)}, {"postBackURL", std::string(our_base) + std::string(return_path) + "easypaisa"}};
    return next;
}

}  // namespace vitrine::payments::providers
