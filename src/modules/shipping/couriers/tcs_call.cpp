#include "modules/shipping/couriers/tcs_call.h"

#include <map>
#include <mutex>

#include <boost/json.hpp>

#include "io/crypto/digest.h"
#include "io/telemetry/log.h"
#include "modules/shipping/couriers/tcs_read.h"

namespace vitrine::shipping::providers {
namespace {

using enum CourierFault::Kind;

constexpr Duration token_life = 25min;   // not documented; what adapters use

struct TokenPair {
    std::string bearer, access;
    Instant until{};
};
struct Tokens {
    std::mutex mutex;
    std::map<std::string, TokenPair> by_account;
};
Tokens& tokens() {
    static Tokens all;
    return all;
}
/// The secrets are part of it: who does not have them gets no token of another's account.
std::string key_of(const CourierAccount& account) {
    const auto& values = account.values;
    return values.text("tcs_api") + "\n" + values.text("tcs_client_id") + "\n" + values.text("tcs_username") + "\n" +
           crypto::hex(crypto::sha256(values.text("tcs_client_secret") + "\n" + values.text("tcs_password")));
}

std::optional<TokenPair> kept(const std::string& key, Instant now) {
    auto& all = tokens();
    std::lock_guard lock(all.mutex);
    auto found = all.by_account.find(key);
    return found == all.by_account.end() || found->second.until <= now ? std::nullopt : std::optional(found->second);
}
void keep(const std::string& key, const TokenPair& pair) {
    auto& all = tokens();
    std::lock_guard lock(all.mutex);
    all.by_account[key] = pair;
}
void forget(const std::string& key, const std::string& bearer) {
    auto& all = tokens();
    std::lock_guard lock(all.mutex);
    auto found = all.by_account.find(key);
    if (found != all.by_account.end() && found->second.bearer == bearer) all.by_account.erase(found);
}

struct Credentials {
    std::string clientid, clientsecret;
};
SHAPE(Credentials, clientid, clientsecret)

CourierAnswer<std::string> token_in(std::string_view call, const web::Answer& answer, std::string_view member, std::string_view inside) {
    auto said = heard("tcs", call, answer);
    if (!said) return std::unexpected(std::move(said.error()));
    const auto* from = inside.empty() ? &said->body : member_of(said->body, inside);
    auto token = from ? text_at(*from, member) : std::string();
    if (said->status == 200 && !token.empty()) return token;
    bool is_wrong = said->status == 400 || said->status == 401 || said->status == 403;
    return courier_fault(is_wrong ? refused : unknown, "login_" + std::to_string(said->status), tcs_error(said->body));
}

Task<CourierAnswer<TokenPair>> log_in(App& app, Ctx ctx, const CourierAccount& account) {
    const auto& values = account.values;
    web::Request first{.method = "POST", .url = values.text("tcs_api") + "/auth/api/auth", .headers = {{"Content-Type", "application/json"}}};
    first.body = to_json(Credentials{values.text("tcs_client_id"), values.text("tcs_client_secret")});
    auto bearer_answer = co_await ask_courier(app, ctx, std::move(first));
    auto bearer = token_in("auth", bearer_answer, "accessToken", "result");
    if (!bearer) co_return std::unexpected(std::move(bearer.error()));
    web::Request second{.url = values.text("tcs_api") + "/ecom/api/authentication/token?username=" + http::percent_encode(values.text("tcs_username")) + "&password=" + http::percent_encode(values.text("tcs_password"))};
    second.headers = {{"Authorization", "Bearer " + *bearer}};
    auto access_answer = co_await ask_courier(app, ctx, std::move(second));
    auto access = token_in("authentication", access_answer, "accesstoken", {});
    if (!access) co_return std::unexpected(std::move(access.error()));
    TokenPair pair{*bearer, *access, ctx.now + token_life};
    keep(key_of(account), pair);
    co_return pair;
}

web::Request request_of(const CourierAccount& account, const TcsCall& call, const TokenPair& pair) {
    web::Request request{.method = call.method, .url = account.values.text("tcs_api") + call.path, .headers = {{"Authorization", "Bearer " + pair.bearer}}};
    if (call.method == "GET") {
        if (call.wants_second_token) request.url += (call.path.find('?') == std::string::npos ? "?accesstoken=" : "&accesstoken=") + http::percent_encode(pair.access);
        return request;
    }
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = "{\"accesstoken\":";
    shape::write_string(request.body, pair.access);
    request.body += (call.body.empty() ? "" : ",") + call.body + "}";
    return request;
}

/// What is no success: with a text about what was sent it is a refusal.
std::optional<CourierFault> fault_of(int status, const shape::json::value& body) {
    bool has_errors = !list_at(body, "error").empty() || !list_at(body, "errorList").empty();
    if (status >= 200 && status < 300 && !has_errors) return {};
    auto code = status >= 200 && status < 300 ? std::string("error_with_200") : "status_" + std::to_string(status);
    if (status == 404) return CourierFault{not_found, code, tcs_error(body)};
    bool is_clear = has_errors ? status < 500 : status == 400 || status == 422;
    return CourierFault{is_clear ? refused : unknown, code, tcs_error(body)};
}

}  // namespace

void forget_tcs_tokens() {
    auto& all = tokens();
    std::lock_guard lock(all.mutex);
    all.by_account.clear();
}

Task<CourierAnswer<TcsReply>> tcs_call(App& app, Ctx ctx, const CourierAccount& account, TcsCall call) {
    auto name = call.path.substr(0, call.path.find('?'));
    for (int n = 0;; ++n) {
        auto pair = kept(key_of(account), ctx.now);
        if (!pair) {
            auto fresh = co_await log_in(app, ctx, account);
            if (!fresh) co_return std::unexpected(std::move(fresh.error()));
            pair = std::move(*fresh);
        }
        TcsReply reply;
        reply.raw = co_await ask_courier(app, ctx, request_of(account, call, *pair));
        bool is_paper = reply.raw.outcome == web::Outcome::answered && reply.raw.status == 200 && reply.raw.body.starts_with("%PDF");
        if (is_paper) co_return reply;
        auto said = heard("tcs", name, reply.raw);
        if (!said) co_return std::unexpected(std::move(said.error()));
        if (said->status == 401) forget(key_of(account), pair->bearer);
        if (said->status == 401 && n == 0) continue;
        auto fault = fault_of(said->status, said->body);
        if (fault) {
            log::warn("shipping.courier_fault", {{"courier", "tcs"}, {"call", name}, {"code", fault->code}});
            co_return std::unexpected(std::move(*fault));
        }
        reply.body = std::move(said->body);
        co_return reply;
    }
}

}  // namespace vitrine::shipping::providers
