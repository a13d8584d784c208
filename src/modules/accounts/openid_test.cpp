// Signing in by a provider, played by the simulated one over the wire; and what a thief, a liar or a stranger gets.
#include <algorithm>

#include "io/http/server.h"
#include "simulators/google/service.h"
#include "tests/shop/accounts_stand.h"

namespace vitrine::accounts {

using test::Accounts, test::good_password;

struct OpenId : Accounts {
    simulators::google::Google google{shop.floor.loop, shop.web, 1, {}};
    http::Router router{simulators::google::routes()};
    http::Server server{shop.floor.loop, router, &google, [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; },
                        http::ServerOptions{.port = 0, .access_log = false}};

    OpenId() {
        server.listen();
        google.base = "http://127.0.0.1:" + std::to_string(server.port());
        shop.config.gateway_settings["google_issuer"] = google.base;
        shop.config.gateway_settings["google_client_id"] = google.keys.client_id;
        shop.config.gateway_settings["google_client_secret"] = google.keys.client_secret;
    }
    ~OpenId() override {
        shop.run([](http::Server& one) -> Task<bool> {
            co_await one.drain(2s);
            co_return true;
        }(server));
    }

    struct Trip {
        std::string cookie, state, code;
    };
    static std::string asked(const std::string& url, std::string_view name) {
        auto fields = http::parse_form(std::string_view(url).substr(url.find('?') + 1)).value_or(shape::Fields{});
        for (const auto& [key, value] : fields)
            if (key == name) return value;
        return {};
    }
    /// To the provider, where this person consents.
    Trip away(simulators::google::Person person, std::optional<Person> connecting = {}, std::string return_to = "/cart") {
        auto departure = connecting ? shop.run(depart_to_connect(shop.app, ctx(), *connecting, "google", std::string(good_password), device()))
                                    : shop.run(depart_to_provider(shop.app, ctx(), "google", return_to));
        EXPECT_EQ(refusal(departure), "");
        auto url = departure->url;
        EXPECT_EQ(asked(url, "redirect_uri"), "http://test.localhost:8080/account/with/google/return");
        auto code = google.consent({asked(url, "client_id"), asked(url, "redirect_uri"), asked(url, "nonce"), asked(url, "code_challenge"), std::move(person)});
        return {departure->cookie, asked(url, "state"), code};
    }
    Result<SignInStep> back(const Trip& trip, std::optional<Ctx> as = {}) {
        return shop.run(return_from_provider(shop.app, as.value_or(ctx()), "google", trip.cookie, trip.state, trip.code, device()));
    }
    simulators::google::Person buyer(std::string email = "ayesha@example.com", std::string subject = "1001") { return {std::move(subject), std::move(email), "Ayesha Khan", true}; }
};

TEST_F(OpenId, a_mailbox_without_an_account_gets_one_and_the_subject_is_its_key) {
    auto step = back(away(buyer()));
    ASSERT_EQ(refusal(step), "");
    ASSERT_TRUE(step->opened);
    EXPECT_EQ(step->opened->return_to, "/cart");
    auto again = back(away(buyer("new@example.com")));
    ASSERT_TRUE(again && again->opened);
    EXPECT_EQ(again->opened->person, step->opened->person) << "the address changed there; the person is the same";
    EXPECT_EQ(shop.count("select count(*) from accounts.people"), 1);
}

TEST_F(OpenId, an_account_is_not_handed_over_on_the_providers_word) {
    auto opened = registered(ayesha);
    EXPECT_EQ(refusal(back(away(buyer()))), "accounts.provider_unproved");
    auto mine = ctx();
    mine.role = Role::customer;
    mine.actor = opened.person.text();
    auto step = back(away(buyer(), opened.person), mine);
    ASSERT_EQ(refusal(step), "");
    EXPECT_FALSE(step->opened || step->challenge) << "connected";
    EXPECT_EQ(back(away(buyer()))->opened->person, opened.person);
    auto other = registered("other@example.com");
    mine.actor = other.person.text();
    EXPECT_EQ(refusal(back(away(buyer(), other.person), mine)), "accounts.provider_refused") << "an identity has one account";
    EXPECT_EQ(refusal(back(away(buyer("x@example.com", "2002"), opened.person), mine)), "accounts.provider_refused") << "somebody else is signed in on the way back";
    EXPECT_EQ(refusal(shop.run(disconnect_provider(shop.app, ctx(), opened.person, "google", std::string(good_password), device()))), "");
    EXPECT_EQ(refusal(back(away(buyer()))), "accounts.provider_unproved");
}

TEST_F(OpenId, connecting_takes_the_password_is_told_and_ends_with_it) {
    auto opened = registered(ayesha);
    auto mine = ctx();
    mine.role = Role::customer;
    mine.actor = opened.person.text();
    EXPECT_EQ(refusal(shop.run(depart_to_connect(shop.app, mine, opened.person, "google", "a guess", device()))), "accounts.credentials_wrong");
    ASSERT_EQ(refusal(back(away(buyer(), opened.person), mine)), "");
    deliver();
    EXPECT_EQ(post.mails(ayesha, "Google can sign in").size(), 1u);
    EXPECT_EQ(refusal(back(away(buyer("second@example.com", "3003"), opened.person), mine)), "accounts.provider_refused") << "not said to be connected where another one is";
    EXPECT_TRUE(back(away(buyer()))->opened);
    auto late = away(buyer(), opened.person);
    shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::password, email(ayesha), "", device()));
    ASSERT_EQ(refusal(shop.run(reset_password(shop.app, ctx(), token_in_mail(ayesha, "Set a new password"), "eleven blue umbrellas", device()))), "");
    EXPECT_EQ(refusal(back(away(buyer()))), "accounts.provider_unproved") << "a reset leaves no way in to whoever had one";
    EXPECT_EQ(refusal(back(late, mine)), "accounts.provider_refused") << "nor one that was on its way";
}

TEST_F(OpenId, a_first_password_leaves_the_provider_that_made_the_account) {
    ASSERT_TRUE(back(away(buyer()))->opened);
    shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::password, email(ayesha), "", device()));
    ASSERT_EQ(refusal(shop.run(reset_password(shop.app, ctx(), token_in_mail(ayesha, "Set a new password"), "eleven blue umbrellas", device()))), "");
    EXPECT_TRUE(back(away(buyer()))->opened);
}

TEST_F(OpenId, an_address_nobody_has_verified_opens_nothing) {
    auto liar = buyer();
    liar.is_email_verified = false;
    EXPECT_EQ(refusal(back(away(liar))), "accounts.provider_refused");
    EXPECT_EQ(shop.count("select count(*) from accounts.people"), 0);
}

TEST_F(OpenId, the_way_back_belongs_to_the_browser_that_left) {
    auto mine = away(buyer()), theirs = away(buyer("thief@example.com", "666"));
    EXPECT_EQ(refusal(back({"", mine.state, mine.code})), "accounts.provider_refused") << "no cookie";
    EXPECT_EQ(refusal(back({mine.cookie, theirs.state, theirs.code})), "accounts.provider_refused") << "another state";
    EXPECT_EQ(refusal(back({mine.cookie, mine.state, theirs.code})), "accounts.provider_refused") << "a code slipped in: PKCE";
    auto fresh = away(buyer());
    EXPECT_TRUE(back(fresh));
    EXPECT_EQ(refusal(back(fresh)), "accounts.provider_refused") << "a code works once";
    auto late = away(buyer());
    ahead = 11min;
    EXPECT_EQ(refusal(back(late)), "accounts.provider_refused");
}

TEST_F(OpenId, a_token_that_does_not_fit_is_refused_whatever_it_says) {
    using boost::json::object;
    auto refused = [&](std::function<void(object&)> change) {
        google.tamper = std::move(change);
        return refusal(back(away(buyer())));
    };
    EXPECT_EQ(refused([](object& claims) { claims["aud"] = "another.apps.example"; }), "accounts.provider_refused");
    EXPECT_EQ(refused([](object& claims) { claims["iss"] = "https://evil.example"; }), "accounts.provider_refused");
    EXPECT_EQ(refused([](object& claims) { claims["nonce"] = "replayed"; }), "accounts.provider_refused");
    EXPECT_EQ(refused([](object& claims) { claims["exp"] = 1; }), "accounts.provider_refused");
    EXPECT_EQ(refused([](object& claims) { claims["sub"] = ""; }), "accounts.provider_refused");
    EXPECT_EQ(refused({}), "");
}

TEST_F(OpenId, keys_turn_over_and_a_silent_provider_is_said_to_be_away) {
    ASSERT_EQ(refusal(back(away(buyer()))), "");
    google.turn_key_over();
    auto soon = away(buyer());
    EXPECT_EQ(refusal(back(soon)), "accounts.provider_refused") << "not asked again within a minute";
    ahead = 2min;
    EXPECT_EQ(refusal(back(away(buyer()))), "");
    google.faults.add({"token", simulators::FaultKind::error, 1, {}, 503, {}});
    EXPECT_EQ(refusal(back(away(buyer()))), "accounts.provider_away");
    EXPECT_EQ(refusal(shop.run(depart_to_provider(shop.app, ctx(), "elsewhere", "/"))), "accounts.provider_unknown");
    shop.config.gateway_settings.erase("google_client_id");
    EXPECT_EQ(refusal(shop.run(depart_to_provider(shop.app, ctx(), "google", "/"))), "accounts.provider_unknown");
}

}  // namespace vitrine::accounts
