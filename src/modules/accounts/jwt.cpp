#include "modules/accounts/jwt.h"

#include <algorithm>

#include <boost/json.hpp>

#include "io/crypto/base64url.h"

namespace vitrine::accounts {
namespace {

namespace json = boost::json;

constexpr size_t longest = 8 * 1024;
constexpr std::int64_t slack_s = 60;

std::optional<json::object> object_of(std::string_view encoded) {
    auto text = crypto::base64url_decode(encoded);
    if (!text) return {};
    boost::system::error_code fault;
    json::parse_options strict;
    strict.max_depth = 8;
    auto value = json::parse(*text, fault, {}, strict);
    return fault || !value.is_object() ? std::nullopt : std::optional(std::move(value.get_object()));
}

std::string text_of(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(text->data(), text->size()) : std::string();
}

std::optional<std::int64_t> time_of(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    if (!found || !found->is_number()) return {};
    boost::system::error_code fault;
    auto seconds = found->to_number<std::int64_t>(fault);
    return fault ? std::nullopt : std::optional(seconds);
}

bool is_for(const json::object& payload, std::string_view audience) {
    const auto* found = payload.if_contains("aud");
    if (!found) return false;
    if (const auto* one = found->if_string()) return std::string_view(one->data(), one->size()) == audience;
    const auto* several = found->if_array();
    return several && std::ranges::any_of(*several, [&](const auto& each) { return each.is_string() && std::string_view(each.get_string().data(), each.get_string().size()) == audience; });
}

bool is_timely(const json::object& payload, Instant now) {
    auto second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    auto ends = time_of(payload, "exp"), begins = time_of(payload, "nbf"), made = time_of(payload, "iat");
    return ends && *ends > second && (!begins || *begins <= second + slack_s) && (!made || *made <= second + slack_s);
}

struct Parts {
    std::string_view header, payload, signature, signed_text;
};
std::optional<Parts> parts_of(std::string_view token) {
    auto first = token.find('.'), second = first == token.npos ? first : token.find('.', first + 1);
    if (token.size() > longest || second == token.npos || token.find('.', second + 1) != token.npos) return {};
    return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1), token.substr(0, second)};
}

}  // namespace

std::optional<json::object> verified(std::string_view token, const FindKey& find_key, const Expected& expected) {
    auto parts = parts_of(token);
    if (!parts) return {};
    auto header = object_of(parts->header);
    if (!header || text_of(*header, "alg") != "RS256" || header->contains("crit")) return {};
    if (!expected.type.empty() && text_of(*header, "typ") != expected.type) return {};
    const auto* key = find_key(text_of(*header, "kid"));
    auto signature = crypto::base64url_decode(parts->signature);
    if (!key || !signature || !key->accepts(parts->signed_text, *signature)) return {};
    auto payload = object_of(parts->payload);
    if (!payload || !is_timely(*payload, expected.now) || !is_for(*payload, expected.audience)) return {};
    bool is_known_issuer = expected.issuers.empty() || std::ranges::find(expected.issuers, text_of(*payload, "iss")) != expected.issuers.end();
    bool has_nonce = !expected.nonce || text_of(*payload, "nonce") == *expected.nonce;
    return is_known_issuer && has_nonce ? std::move(payload) : std::nullopt;
}

std::string claimed_kid(std::string_view token) {
    auto parts = parts_of(token);
    auto header = parts ? object_of(parts->header) : std::nullopt;
    return header ? text_of(*header, "kid") : std::string();
}

std::optional<SessionId> claimed_session(std::string_view token) {
    auto parts = parts_of(token);
    auto payload = parts ? object_of(parts->payload) : std::nullopt;
    return payload ? SessionId::parse(text_of(*payload, "sid")) : std::nullopt;
}

std::string signed_token(std::string_view secret, std::string_view kid, std::string_view type, const json::object& payload) {
    json::object header{{"alg", "RS256"}, {"typ", type}, {"kid", kid}};
    auto text = crypto::base64url(json::serialize(header)) + "." + crypto::base64url(json::serialize(payload));
    return text + "." + crypto::base64url(crypto::rsa_sign(secret, text));
}

}  // namespace vitrine::accounts
