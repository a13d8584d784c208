#include "modules/shipping/couriers/shiprocket_call.h"

#include <map>
#include <mutex>

#include <boost/json.hpp>

#include "io/crypto/digest.h"
#include "io/telemetry/log.h"

namespace vitrine::shipping::providers {
namespace {

constexpr Duration token_life = 24h * 9;   // of the ten days it is valid

/// Shared by all loops: a login is slow, and too many of them close the account for an hour.
struct Token {
    std::string text;
    Instant until{};
    bool is_being_asked = false;
};
struct Tokens {
    std::mutex mutex;
    std::map<std::string, Token> by_account;
};
Tokens& tokens() {
    static Tokens all;
    return all;
}
/// The password is part of it: who does not have it gets no token of another's account.
std::string key_of(const CourierAccount& account) {
    return account.values.text("shiprocket_api") + "\n" + account.values.text("shiprocket_email") + "\n" + crypto::hex(crypto::sha256(account.values.text("shiprocket_password")));
}

/// The token that holds; empty: the caller has to ask for one and then `keep` it. Nothing: somebody else is asking.
std::optional<std::string> take(const std::string& key, Instant now) {
    auto& all = tokens();
    std::lock_guard lock(all.mutex);
    auto& token = all.by_account[key];
    if (!token.text.empty() && now < token.until) return token.text;
    if (token.is_being_asked) return {};
    token.is_being_asked = true;
    return std::string();
}
void keep(const std::string& key, std::string text, Instant now) {
    auto& all = tokens();
    std::lock_guard lock(all.mutex);
    all.by_account[key] = {std::move(text), now + token_life, false};
}
/// Only the token that was refused: another caller may have a new one already.
void forget(const std::string& key, const std::string& refused) {
    auto& all = tokens();
    std::lock_guard lock(all.mutex);
    auto& token = all.by_account[key];
    if (token.text == refused) token.text.clear();
}

/// Ends the asking for a token whatever happens.
class Asking {
public:
    Asking(std::string key, Instant now) : key_(std::move(key)), now_(now) {}
    ~Asking() { keep(key_, std::move(text), now_); }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;
    std::string text;

private:
    std::string key_;
    Instant now_;
};

struct Login {
    std::string email, password;
};
SHAPE(Login, email, password)

Task<CourierAnswer<std::string>> log_in(App& app, Ctx ctx, const CourierAccount& account) {
    Asking asking(key_of(account), ctx.now);
    web::Request request{.method = "POST", .url = account.values.text("shiprocket_api") + "/auth/login"};
    request.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
    request.body = to_json(Login{account.values.text("shiprocket_email"), account.values.text("shiprocket_password")});
    auto answer = co_await ask_courier(app, ctx, std::move(request));
    auto said = heard("shiprocket", "auth.login", answer);
    if (!said) co_return std::unexpected(std::move(said.error()));
    auto token = text_at(said->body, "token");
    if (said->status == 200 && !token.empty()) {
        asking.text = token;
        co_return token;
    }
    bool is_wrong = said->status == 400 || said->status == 401 || said->status == 403 || said->status == 422;
    co_return courier_fault(is_wrong ? CourierFault::Kind::refused : CourierFault::Kind::unknown, "login_" + std::to_string(said->status), text_at(said->body, "message"));
}

Task<CourierAnswer<std::string>> token_of(App& app, Ctx ctx, const CourierAccount& account) {
    constexpr int most_looks = 500;
    for (int n = 0; n < most_looks; ++n) {
        auto known = take(key_of(account), ctx.now);
        if (known && !known->empty()) co_return std::move(*known);
        if (known) co_return co_await log_in(app, ctx, account);
        co_await sleep_for(20ms);
    }
    co_return courier_fault(CourierFault::Kind::unknown, "login_busy");
}

Task<CourierAnswer<Heard>> send(App& app, Ctx ctx, const CourierAccount& account, const ShiprocketCall& call, const std::string& token) {
    web::Request request{.method = call.method, .url = account.values.text("shiprocket_api") + call.path};
    request.headers = {{"Accept", "application/json"}, {"Authorization", "Bearer " + token}};
    if (!call.json.empty()) {
        request.headers.emplace_back("Content-Type", "application/json");
        request.body = call.json;
    }
    auto answer = co_await ask_courier(app, ctx, std::move(request));
    co_return heard("shiprocket", call.path.substr(0, call.path.find('?')), answer);
}

/// "message", and the first of the errors by field.
std::string words_of(const shape::json::value& body) {
    auto words = text_at(body, "message");
    const auto* errors = member_of(body, "errors");
    if (!errors || !errors->is_object()) return words;
    for (const auto& [field, texts] : errors->get_object()) {
        auto first = texts.is_array() && !texts.get_array().empty() && texts.get_array()[0].is_string() ? std::string(texts.get_array()[0].get_string()) : std::string();
        words += (words.empty() ? "" : " ") + std::string(field) + ": " + first;
        break;
    }
    return words;
}

}  // namespace

std::optional<CourierFault> shiprocket_fault(int status, const shape::json::value& body) {
    using enum CourierFault::Kind;
    auto said = whole_at(body, "status_code").value_or(0);
    if (status >= 200 && status < 300 && said >= 300) status = int(said);
    if (status >= 200 && status < 300) return {};
    auto code = "status_" + std::to_string(status);
    if (status == 404) return CourierFault{not_found, code, words_of(body)};
    bool is_clear = status == 400 || status == 403 || status == 405 || status == 422;
    return CourierFault{is_clear ? refused : unknown, code, words_of(body)};
}

void forget_shiprocket_tokens() {
    auto& all = tokens();
    std::lock_guard lock(all.mutex);
    all.by_account.clear();
}

Task<CourierAnswer<shape::json::value>> shiprocket_call(App& app, Ctx ctx, const CourierAccount& account, ShiprocketCall call) {
    for (int n = 0;; ++n) {
        auto token = co_await token_of(app, ctx, account);
        if (!token) co_return std::unexpected(std::move(token.error()));
        auto said = co_await send(app, ctx, account, call, *token);
        if (!said) co_return std::unexpected(std::move(said.error()));
        if (said->status == 401) forget(key_of(account), *token);
        if (said->status == 401 && n == 0) continue;
        auto fault = shiprocket_fault(said->status, said->body);
        if (!fault) co_return std::move(said->body);
        log::warn("shipping.courier_fault", {{"courier", "shiprocket"}, {"call", call.path.substr(0, call.path.find('?'))}, {"code", fault->code}});
        co_return std::unexpected(std::move(*fault));
    }
}

}  // namespace vitrine::shipping::providers
