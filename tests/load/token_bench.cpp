// What it costs to know who calls, and what it costs to sign in. By hand only: ninja token_bench.
#include <chrono>
#include <cstdio>
#include <string>

#include <boost/json/object.hpp>

#include "io/crypto/argon2.h"
#include "modules/accounts/identities.h"
#include "modules/accounts/jwt.h"
#include "modules/accounts/tokens.h"

namespace {

template <class Work>
void measure(const char* name, int calls, Work work) {
    auto begin = std::chrono::steady_clock::now();
    int good = 0;
    for (int n = 0; n < calls; ++n) good += work();
    auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin).count() / calls;
    std::printf("%-44s %10.2f us%s\n", name, double(ns) / 1'000, good == calls ? "" : "  (refused!)");
}

}  // namespace

int main() {
    using namespace vitrine;
    using namespace vitrine::accounts;
    Config config;
    config.master_key = std::string(64, 'a');
    auto now = clock_now();
    auto store = StoreId::next(now);
    Person person{Kind::customer, new_uuid(now)};
    auto pair = crypto::make_rsa_pair();
    crypto::RsaVerifier verifier(pair.open);
    auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    boost::json::object payload{{"iss", "https://shop.example"}, {"aud", store.text()}, {"sub", person.text()}, {"sid", SessionId::next(now).text()}, {"iat", seconds}, {"exp", seconds + 600}};
    auto token = signed_token(pair.secret, "kid_1", "at+jwt", payload);
    FindKey find = [&](std::string_view) { return &verifier; };
    Expected expected{.issuers = {}, .audience = store.text(), .type = "at+jwt", .now = now};

    http::Request request;
    request.headers = {{"host", "shop.example"}, {"cookie", "cart=cart_1.token; session=" + session_cookie(config, store, {SessionId::next(now), person, now + 1h}) + "; device=x"}};
    Identities identities;
    measure("cookie, as the gate looks at it", 200'000, [&] { return int(identities.by_cookie(config, store, request, now).has_value()); });
    measure("request without either, as the gate looks", 200'000, [&] {
        Ctx ctx{.now = now, .store = store};
        return int(admit(identities, config, {}, "", ctx).has_value());
    });
    measure("access token, the first time (RS256)", 20'000, [&] { return int(verified(token, find, expected).has_value()); });
    measure("access token made (RS256)", 500, [&] { return int(!signed_token(pair.secret, "kid_1", "at+jwt", payload).empty()); });
    auto hash = crypto::hash_password("seven green notebooks");
    measure("password compared (Argon2id, 19 MiB, 2)", 20, [&] { return int(crypto::is_password_of(hash, "seven green notebooks")); });
    return 0;
}
