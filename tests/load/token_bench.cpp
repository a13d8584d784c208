// What it costs to know who calls, and what it costs to sign in. By hand: ninja token_bench; `--json` for bin/bench accounts.
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "io/crypto/argon2.h"
#include "io/crypto/digest.h"
#include "modules/accounts/hashing/api.h"
#include "modules/accounts/identities.h"
#include "modules/accounts/jwt.h"
#include "modules/accounts/tokens.h"

namespace {

using Clock = std::chrono::steady_clock;

double us_since(Clock::time_point begin) { return double(std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin).count()) / 1'000; }

boost::json::object figures;

template <class Work>
void measure(const char* key, const char* name, int calls, Work work) {
    auto begin = Clock::now();
    int good = 0;
    for (int n = 0; n < calls; ++n) good += work();
    auto us = us_since(begin) / calls;
    figures[key] = us;
    std::fprintf(stderr, "%-44s %10.2f us%s\n", name, us, good == calls ? "" : "  (refused!)");
}

/// Passwords compared a second by so many threads that do nothing else.
int compared_per_second(const std::string& hash, int threads) {
    constexpr int each = 30;
    auto begin = Clock::now();
    std::vector<std::thread> at_work;
    for (int n = 0; n < threads; ++n)
        at_work.emplace_back([&] {
            for (int i = 0; i < each; ++i) vitrine::crypto::is_password_of(hash, "seven green notebooks");
        });
    for (auto& thread : at_work) thread.join();
    return int(threads * each * 1'000'000 / us_since(begin));
}

}  // namespace

int main(int argc, char** argv) {
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
    measure("cookie_us", "cookie, as the gate looks at it", 200'000, [&] { return int(identities.by_cookie(config, store, request, now).has_value()); });
    measure("neither_us", "request without either, as the gate looks", 200'000, [&] {
        Ctx ctx{.now = now, .store = store};
        return int(admit(identities, config, {}, "", ctx).has_value());
    });
    measure("token_first_us", "access token, the first time (RS256)", 20'000, [&] { return int(verified(token, find, expected).has_value()); });
    std::string seen = crypto::hex(crypto::sha256(token));
    measure("token_again_us", "access token seen before: its SHA-256", 200'000, [&] { return int(crypto::hex(crypto::sha256(token)) == seen); });
    measure("token_made_us", "access token made (RS256)", 500, [&] { return int(!signed_token(pair.secret, "kid_1", "at+jwt", payload).empty()); });
    auto hash = crypto::hash_password("seven green notebooks");
    measure("password_us", "password compared (Argon2id, 19 MiB, 2)", 20, [&] { return int(crypto::is_password_of(hash, "seven green notebooks")); });
    if (argc < 2 || std::string_view(argv[1]) != "--json") return 0;
    figures["hash"] = hash;
    figures["hashing_threads"] = hashing_threads();
    figures["argon2id_per_second"] = compared_per_second(hash, hashing_threads());
    figures["argon2id_all_cores_per_second"] = compared_per_second(hash, int(std::max(1u, std::thread::hardware_concurrency())));
    std::printf("%s\n", boost::json::serialize(figures).c_str());
    return 0;
}
