#include <algorithm>

#include "modules/accounts/identities.h"
#include "modules/accounts/jwt.h"
#include "modules/accounts/tokens.h"

namespace vitrine::accounts {
namespace {

constexpr int device_life_s = 400 * 24 * 60 * 60;   // the longest browsers keep a cookie

/// Over TLS the name itself forbids that another host or path sets the cookie.
std::string name_of(const http::Request& request, std::string_view name) { return (request.is_tls ? "__Host-" : "") + std::string(name); }

void put(const http::Request& request, http::Response& response, std::string_view name, std::string value, int max_age_s) {
    response.add("Set-Cookie", http::set_cookie({.name = name_of(request, name), .value = std::move(value), .max_age_s = max_age_s}, request.is_tls));
}

std::string first_of(std::string_view header, std::string_view cookie) { return std::string(header.empty() ? cookie : header).substr(0, 200); }

/// Of the access token, else of the cookie, as the gate prefers them.
std::string session_named(const http::Request& request) {
    auto bearer = request.header("authorization");
    if (bearer.size() > 7 && looks_like_token(bearer.substr(7))) {
        auto session = claimed_session(bearer.substr(7));
        return session ? session->text() : std::string();
    }
    auto cookie = request.cookie(name_of(request, "session"));
    return std::string(cookie.substr(0, std::min(cookie.find('.'), size_t(60))));
}

}  // namespace

std::optional<CookieSession> session_of(const Config& config, StoreId store, const http::Request& request, Instant now) {
    auto value = request.cookie(name_of(request, "session"));
    return value.empty() ? std::nullopt : read_session_cookie(config, store, value, now);
}

Visitor visitor_of(const http::Request& request) {
    return {request.remote_ip, std::string(request.header("user-agent")).substr(0, 400), first_of(request.header("x-device-token"), request.cookie(name_of(request, "device"))),
            first_of(request.header("x-device-proof"), request.cookie(name_of(request, "device_proof"))), session_named(request)};
}

void remember_session(const Config& config, StoreId store, const http::Request& request, http::Response& response, const Opened& opened, Instant now) {
    auto left_s = int(std::chrono::duration_cast<std::chrono::seconds>(opened.ends_at - now).count());
    put(request, response, "session", session_cookie(config, store, {opened.session, opened.person, opened.ends_at}), left_s);
    put(request, response, "device", opened.device, device_life_s);
    put(request, response, "device_proof", opened.proof, device_life_s);
}

std::string remember_device(const http::Request& request, http::Response& response) {
    auto device = visitor_of(request).device;
    if (is_device(device)) return device;
    device = new_device();
    put(request, response, "device", device, device_life_s);
    return device;
}

void remember_departure(const http::Request& request, http::Response& response, const ProviderDeparture& departure) { put(request, response, "openid", departure.cookie, 600); }
std::string departure_of(const http::Request& request) { return std::string(request.cookie(name_of(request, "openid"))); }
void forget_departure(const http::Request& request, http::Response& response) { put(request, response, "openid", "", -1); }

void forget_session(const http::Request& request, http::Response& response) { put(request, response, "session", "", -1); }

bool comes_from_ourselves(const http::Request& request) {
    auto site = request.header("sec-fetch-site");
    if (!site.empty()) return site == "same-origin" || site == "none";
    auto origin = request.header("origin");
    auto scheme = origin.find("://");
    return scheme != std::string_view::npos && origin.substr(scheme + 3) == request.header("host") && !request.header("host").empty();
}

}  // namespace vitrine::accounts
