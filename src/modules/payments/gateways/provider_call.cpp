#include "modules/payments/gateways/provider_call.h"

#include <algorithm>

#include <boost/json.hpp>

#include "core/random.h"
#include "core/text.h"
#include "io/crypto/digest.h"

namespace vitrine::payments::providers {
namespace {

constexpr Duration left_for_us = 500ms;  // to write down what we learned before the request's own deadline

Duration time_left(const Ctx& ctx) {
    constexpr Duration no_limit = 1h;
    return ctx.deadline == Instant{} ? no_limit : ctx.deadline - clock_now() - left_for_us;
}

}  // namespace

Task<Asked> ask_provider(App& app, Ctx ctx, web::Request request, Patience patience) {
    for (int n = 1;; ++n) {
        auto left = time_left(ctx);
        if (left <= Duration::zero()) co_return Asked{{}, false};
        request.timeout_ms = int(std::min<std::int64_t>(patience.longest_try_ms, left.count() / 1'000 + 1));
        auto answer = co_await app.web.send(request);
        auto wait = patience.wait(n, random_below(500'000));
        if (n == patience.most_tries || !patience.is_worth_retrying(answer) || wait > time_left(ctx)) co_return Asked{std::move(answer)};
        co_await sleep_for(wait);
    }
}

Duration doubled_wait(int n, std::uint64_t dice, Duration longest) {
    constexpr Duration first = 500ms;
    auto wait = std::min<Duration>(longest, first * (1 << std::min(n - 1, 10)));
    return wait / 2 + Duration(wait.count() / 2 * std::int64_t(dice) / 500'000);
}

const shape::json::value* member_of(const shape::json::value& from, std::string_view member) {
    return from.is_object() ? from.get_object().if_contains(member) : nullptr;
}

std::string text_at(const shape::json::value& from, std::string_view member) {
    const auto* value = member_of(from, member);
    bool is_text = value && value->is_string() && value->get_string().find('\0') == shape::json::string::npos;
    return is_text ? std::string(value->get_string()) : std::string();
}

std::optional<std::int64_t> whole_at(const shape::json::value& from, std::string_view member) {
    const auto* value = member_of(from, member);
    return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

bool is_true_at(const shape::json::value& from, std::string_view member) {
    const auto* value = member_of(from, member);
    return value && value->is_bool() && value->get_bool();
}

std::string origin_of_url(std::string_view url) {
    auto start = url.find("://");
    if (start == std::string_view::npos) return {};
    return std::string(url.substr(0, std::min(url.find('/', start + 3), url.size())));
}

std::string field_of(const shape::Fields& fields, std::string_view name) {
    auto found = std::ranges::find(fields, name, [](const auto& field) { return std::string_view(field.first); });
    bool is_text = found != fields.end() && is_utf8(found->second) && found->second.find('\0') == std::string::npos;
    return is_text ? found->second : std::string();
}

bool signature_fits(std::string_view given, std::string_view message, std::string_view secrets) {
    bool fits = false;
    for (const auto& secret : split_list(secrets)) {
        auto expected = crypto::hex(crypto::hmac_sha256(secret, message));
        fits |= crypto::equal_in_constant_time(expected, given);
    }
    return fits;
}

std::optional<std::string> if_any(std::string text) { return text.empty() ? std::nullopt : std::optional(std::move(text)); }

}  // namespace vitrine::payments::providers
