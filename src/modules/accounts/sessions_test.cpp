// Tokens: what they open, how long, and what happens when somebody else has them.
#include "io/crypto/digest.h"
#include "modules/accounts/keys.h"
#include "modules/accounts/tokens.h"
#include "tests/shop/accounts_stand.h"

namespace vitrine::accounts {

using test::Accounts, test::good_password;

TEST_F(Accounts, an_access_token_speaks_for_its_person_in_its_store_until_it_ends) {
    auto opened = registered(ayesha);
    auto tokens = tokens_of(opened);
    hear();
    auto store = shop.ctx.store;
    for (int i = 0; i < 2; ++i) {  // verified, then found again
        auto caller = identities.by_token(store, tokens.access_token, clock_now());
        ASSERT_TRUE(caller);
        EXPECT_EQ(caller->person, opened.person);
        EXPECT_EQ(caller->session, opened.session);
        EXPECT_FALSE(identities.by_token(StoreId::next(clock_now()), tokens.access_token, clock_now())) << "another store";
        EXPECT_FALSE(identities.by_token(store, tokens.access_token, clock_now() + 10min)) << "ended";
    }
    auto changed = tokens.access_token;
    changed[changed.find('.') + 5] ^= 1;
    EXPECT_FALSE(identities.by_token(store, changed, clock_now()));
    EXPECT_FALSE(identities.by_token(store, tokens.refresh_token, clock_now()));
}

TEST_F(Accounts, a_session_that_is_ended_opens_nothing_more) {
    auto opened = registered(ayesha);
    auto tokens = tokens_of(opened);
    auto cookie = session_cookie(shop.config, shop.ctx.store, {opened.session, opened.person, opened.ends_at});
    http::Request request;
    request.headers = {{"cookie", "session=" + cookie}};
    hear();
    ASSERT_TRUE(identities.by_token(shop.ctx.store, tokens.access_token, clock_now()));
    ASSERT_TRUE(identities.by_cookie(shop.config, shop.ctx.store, request, clock_now()));
    EXPECT_EQ(shop.run(sessions(shop.app, ctx(), opened.person, opened.session)).size(), 1u);
    registered("other@example.com");
    auto other = sign_in("other@example.com")->opened;
    EXPECT_EQ(refusal(shop.run(end_session(shop.app, ctx(), other->person, opened.session, "x"))), "accounts.session_unknown") << "only one's own";
    ASSERT_EQ(refusal(shop.run(end_session(shop.app, ctx(), opened.person, opened.session, "by its owner"))), "");
    hear();
    EXPECT_FALSE(identities.by_token(shop.ctx.store, tokens.access_token, clock_now())) << "though it was verified a moment ago";
    EXPECT_FALSE(identities.by_cookie(shop.config, shop.ctx.store, request, clock_now()));
    EXPECT_EQ(refusal(refresh(tokens.refresh_token, device())), "accounts.token_invalid");
    EXPECT_TRUE(shop.run(sessions(shop.app, ctx(), opened.person, {})).empty());
    Identities restarted;
    shop.run(restarted.refresh(shop.floor.worker_db));
    EXPECT_FALSE(restarted.by_cookie(shop.config, shop.ctx.store, request, clock_now())) << "a process that starts later knows it, too";
}

TEST_F(Accounts, a_refresh_token_gives_the_next_two) {
    auto opened = registered(ayesha);
    auto first = tokens_of(opened);
    ahead = 1s;
    auto second = refresh(first.refresh_token, device("203.0.113.7", &opened));
    ASSERT_TRUE(second);
    EXPECT_NE(second->refresh_token, first.refresh_token);
    EXPECT_NE(second->access_token, first.access_token);
    EXPECT_EQ(second->session, first.session);
    ahead = 2s;
    EXPECT_TRUE(refresh(second->refresh_token, device("203.0.113.7", &opened)));
    ahead = 31 * 24h;
    EXPECT_EQ(refusal(refresh(second->refresh_token, device("203.0.113.7", &opened))), "accounts.token_invalid") << "sessions end";
}

TEST_F(Accounts, a_lost_answer_is_given_again_to_the_same_device) {
    auto opened = registered(ayesha);
    auto first = tokens_of(opened);
    auto mine = device("203.0.113.7", &opened);
    auto second = refresh(first.refresh_token, mine);
    ahead = 5s;
    auto again = refresh(first.refresh_token, mine);
    ASSERT_TRUE(second && again);
    EXPECT_EQ(again->refresh_token, second->refresh_token) << "the same child, not a second branch";
    EXPECT_TRUE(refresh(second->refresh_token, mine));
    EXPECT_EQ(shop.count("select count(*) from accounts.refresh_tokens"), 3);
}

TEST_F(Accounts, two_tabs_that_refresh_at_once_get_the_same_token) {
    auto opened = registered(ayesha);
    auto first = tokens_of(opened);
    std::vector<Task<Result<Tokens>>> tabs;
    for (int i = 0; i < 4; ++i) tabs.push_back(accounts::refresh(shop.app, ctx(), first.refresh_token, device("203.0.113.7", &opened)));
    auto answers = shop.run(test::all_of(std::move(tabs)));
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->refresh_token, answers[0]->refresh_token);
    }
}

TEST_F(Accounts, a_stolen_refresh_token_ends_the_session_of_thief_and_owner) {
    auto opened = registered(ayesha);
    auto first = tokens_of(opened);
    auto thief = refresh(first.refresh_token, device("198.51.100.66"));
    ASSERT_TRUE(thief) << "the thief is first";
    ahead = 60s;
    EXPECT_EQ(refusal(refresh(first.refresh_token, device("203.0.113.7", &opened))), "accounts.token_invalid") << "the owner comes with a used token";
    EXPECT_EQ(refusal(refresh(thief->refresh_token, device("198.51.100.66"))), "accounts.token_invalid") << "and the thief's family is dead";
    hear();
    EXPECT_FALSE(identities.by_token(shop.ctx.store, thief->access_token, clock_now()));
    deliver();
    EXPECT_EQ(post.mails(ayesha, "We ended a session").size(), 1u);
    EXPECT_TRUE(sign_in(ayesha)->opened) << "the account itself goes on";
}

TEST_F(Accounts, a_thief_who_comes_second_within_seconds_from_another_device_ends_it_too) {
    auto opened = registered(ayesha);
    auto first = tokens_of(opened);
    auto mine = refresh(first.refresh_token, device("203.0.113.7", &opened));
    ASSERT_TRUE(mine);
    EXPECT_EQ(refusal(refresh(first.refresh_token, device("198.51.100.66"))), "accounts.token_invalid");
    EXPECT_EQ(refusal(refresh(mine->refresh_token, device("203.0.113.7", &opened))), "accounts.token_invalid");
}

TEST_F(Accounts, tokens_of_ours_cannot_be_made_or_moved) {
    auto opened = registered(ayesha);
    auto tokens = tokens_of(opened);
    auto elsewhere = ctx();
    elsewhere.store = StoreId::next(clock_now());
    EXPECT_EQ(refusal(shop.run(accounts::refresh(shop.app, elsewhere, tokens.refresh_token, device()))), "accounts.token_invalid");
    for (auto bad : {std::string(), std::string("rt_"), std::string("rt_x.y"), tokens.refresh_token + "0", tokens.refresh_token.substr(0, tokens.refresh_token.size() - 1)})
        EXPECT_EQ(refusal(refresh(bad, device())), "accounts.token_invalid");
    auto cookie = session_cookie(shop.config, shop.ctx.store, {opened.session, opened.person, opened.ends_at});
    EXPECT_TRUE(read_session_cookie(shop.config, shop.ctx.store, cookie, clock_now()));
    EXPECT_FALSE(read_session_cookie(shop.config, elsewhere.store, cookie, clock_now())) << "another store";
    EXPECT_FALSE(read_session_cookie(shop.config, shop.ctx.store, cookie, opened.ends_at));
    for (size_t at : {size_t(5), cookie.size() / 2, cookie.size() - 1}) {
        auto changed = cookie;
        changed[at] = changed[at] == 'a' ? 'b' : 'a';
        EXPECT_FALSE(read_session_cookie(shop.config, shop.ctx.store, changed, clock_now())) << at;
    }
}

TEST_F(Accounts, keys_turn_over_while_tokens_go_on) {
    auto opened = registered(ayesha);
    auto old = tokens_of(opened);
    auto session = opened;
    ahead = accounts::rules::key_signs_for - 30min;
    tokens_of(session);   // finds that it is time, and makes the next key
    EXPECT_EQ(shop.count("select count(*) from accounts.signing_keys"), 2);
    auto still_old = tokens_of(session).access_token;
    ahead = accounts::rules::key_signs_for + 2h;
    auto fresh = tokens_of(session).access_token;
    EXPECT_NE(still_old.substr(0, still_old.find('.')), fresh.substr(0, fresh.find('.'))) << "another kid";
    hear();
    EXPECT_TRUE(identities.by_token(shop.ctx.store, fresh, ctx().now));
    auto set = shop.run(key_set(shop.app, ctx()));
    EXPECT_NE(set.find("\"kty\":\"RSA\""), std::string::npos);
    EXPECT_EQ(set.find("\"d\""), std::string::npos) << "public halves only";
    EXPECT_EQ(shop.count("select count(*) from accounts.signing_keys"), 2) << "tokens of the old one may be about";
    ahead = accounts::rules::key_signs_for + 26h;
    tokens_of(session);
    EXPECT_EQ(shop.count("select count(*) from accounts.signing_keys"), 1) << "a day later it is gone, not a month";
}

TEST_F(Accounts, cookies_count_for_unsafe_requests_of_our_own_pages_only) {
    auto opened = registered(ayesha);
    hear();
    auto let_in = [&](http::Method method, shape::Fields headers) {
        http::Request request;
        request.method = method;
        request.headers = std::move(headers);
        request.headers.emplace_back("host", "test.localhost");
        request.headers.emplace_back("cookie", "session=" + session_cookie(shop.config, shop.ctx.store, {opened.session, opened.person, opened.ends_at}));
        auto now = ctx();
        EXPECT_TRUE(admit(identities, shop.config, request, "", now));
        return now.role == Role::customer;
    };
    EXPECT_TRUE(let_in(http::Method::get, {}));
    EXPECT_TRUE(let_in(http::Method::get, {{"sec-fetch-site", "cross-site"}})) << "a link from elsewhere is followed signed in";
    EXPECT_TRUE(let_in(http::Method::post, {{"sec-fetch-site", "same-origin"}}));
    EXPECT_TRUE(let_in(http::Method::post, {{"origin", "http://test.localhost"}}));
    EXPECT_FALSE(let_in(http::Method::post, {{"sec-fetch-site", "cross-site"}})) << "a gateway's way back arrives as a guest, and acts by its own token";
    EXPECT_FALSE(let_in(http::Method::post, {{"sec-fetch-site", "same-site"}}));
    EXPECT_FALSE(let_in(http::Method::del, {{"origin", "http://evil.example"}}));
    EXPECT_FALSE(let_in(http::Method::post, {{"origin", "null"}}));
    EXPECT_FALSE(let_in(http::Method::post, {})) << "no browser";
}

TEST_F(Accounts, a_bearer_that_is_no_longer_good_is_told_so_and_one_that_is_not_ours_is_left_alone) {
    auto tokens = tokens_of(registered(ayesha));
    hear();
    http::Request request;
    auto now = ctx();
    EXPECT_TRUE(admit(identities, shop.config, request, tokens.access_token, now));
    EXPECT_EQ(now.role, Role::customer);
    EXPECT_EQ(now.actor, tokens.person);
    now = ctx();
    now.now += 11min;
    EXPECT_EQ(refusal(admit(identities, shop.config, request, tokens.access_token, now)), "accounts.token_invalid");
    now = ctx();
    EXPECT_TRUE(admit(identities, shop.config, request, "vk_an_api_key", now));
    EXPECT_EQ(now.role, Role::guest);
}

}  // namespace vitrine::accounts
