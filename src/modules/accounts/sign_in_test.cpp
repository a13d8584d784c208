// Signing in: throttles that lock nobody else out, unusual sign-ins, links, second factors.
#include "io/crypto/digest.h"
#include "io/crypto/seal.h"
#include "io/pg/session.h"
#include "modules/accounts/tokens.h"
#include "modules/accounts/totp.h"
#include "modules/accounts/hashing/api.h"
#include "tests/shop/accounts_stand.h"

namespace vitrine::accounts {

using test::Accounts, test::good_password;

TEST_F(Accounts, a_flood_of_tries_locks_out_those_who_try_and_nobody_else) {
    auto opened = registered(ayesha);
    shop.app.limits = std::make_shared<http::RateLimiter>();
    std::string last;
    for (int i = 0; i < 6; ++i) last = refusal(sign_in(ayesha, "a guess", device("198.51.100.1")));
    EXPECT_EQ(last, "request.too_many");
    EXPECT_EQ(refusal(sign_in(ayesha, good_password, device("198.51.100.1"))), "request.too_many") << "the right password waits, too: else the wait would tell";
    EXPECT_EQ(refusal(sign_in(ayesha, good_password, device("203.0.113.9"))), "") << "another network";
    for (int i = 0; i < 400; ++i) sign_in(ayesha, "a guess", device("192.0." + std::to_string(i % 250) + "." + std::to_string(1 + i / 250)));
    EXPECT_EQ(refusal(sign_in(ayesha, good_password, device("203.0.113.200"))), "request.too_many") << "the account's own bucket is empty for strangers";
    auto own = device("203.0.113.200", &opened);
    EXPECT_TRUE(sign_in(ayesha, good_password, own)->opened) << "the owner's device never waits for others";
    own.proof = proof_of_device(shop.config, shop.ctx.store, Kind::customer, "other@example.com", own.device);
    EXPECT_EQ(refusal(sign_in(ayesha, good_password, own)), "request.too_many") << "a proof for another account proves nothing";
}

TEST_F(Accounts, a_new_device_is_told_to_the_owner_and_a_known_one_is_not) {
    auto opened = registered(ayesha);
    deliver();
    EXPECT_TRUE(post.mails(ayesha, "New sign-in").empty());
    ASSERT_TRUE(sign_in(ayesha, good_password, device("203.0.113.7", &opened)));
    deliver();
    EXPECT_TRUE(post.mails(ayesha, "New sign-in").empty());
    ASSERT_TRUE(sign_in(ayesha, good_password, device("198.51.100.9")));
    deliver();
    auto mails = post.mails(ayesha, "New sign-in");
    ASSERT_EQ(mails.size(), 1u);
    EXPECT_NE(mails[0].message.text.find("Firefox on Linux"), std::string::npos);
    EXPECT_NE(mails[0].message.text.find("198.51.100.0/24"), std::string::npos);
}

TEST_F(Accounts, after_a_burst_of_wrong_tries_a_new_device_goes_on_by_mail) {
    auto opened = registered(ayesha);
    for (int i = 0; i < 10; ++i) sign_in(ayesha, "a guess", device("198.51.100.1"));
    auto step = sign_in(ayesha, good_password, device("198.51.100.1"));
    ASSERT_TRUE(step);
    EXPECT_TRUE(step->by_mail);
    EXPECT_FALSE(step->opened);
    EXPECT_TRUE(sign_in(ayesha, good_password, device("203.0.113.7", &opened))->opened) << "her own device goes on as ever";
    auto token = token_in_mail(ayesha, "Your link to sign in");
    EXPECT_TRUE(shop.run(sign_in_by_link(shop.app, ctx(), token, device()))->opened);
    ahead = 61min;
    EXPECT_TRUE(sign_in(ayesha, good_password, device("198.51.100.1"))->opened) << "an hour later nothing is unusual";
}

/// What has read what it will judge, and hashes while `change` is committed.
template <class T>
Result<T> across(Accounts& stand, std::function<Task<Result<T>>()> work, std::string change) {
    auto held = std::make_optional<HashingHeld>();
    std::vector<Task<Result<T>>> both;
    both.push_back(work());
    auto changed = [](Accounts& stand, std::string change, std::optional<HashingHeld>& held) -> Task<Result<T>> {
        co_await sleep_for(200ms);
        pg::Session(stand.shop.database.owner()).run(change);
        held.reset();
        co_return T{};
    };
    both.push_back(changed(stand, std::move(change), held));
    return stand.shop.run(test::all_of(std::move(both)))[0];
}
Result<SignInStep> sign_in_across(Accounts& stand, std::string change) {
    auto work = [&] { return sign_in(stand.shop.app, stand.ctx(), Kind::customer, {Accounts::email(stand.ayesha), std::string(good_password)}, Accounts::device()); };
    return across<SignInStep>(stand, work, std::move(change));
}

TEST_F(Accounts, a_sign_in_that_spans_a_new_password_opens_nothing) {
    registered(ayesha);
    auto open = shop.count("select count(*) from accounts.sessions");
    EXPECT_EQ(refusal(sign_in_across(*this, "update accounts.people set password_hash = 'another'")), "accounts.credentials_wrong");
    EXPECT_EQ(shop.count("select count(*) from accounts.sessions"), open);
    EXPECT_EQ(shop.count("select count(*) from accounts.people where password_hash = 'another'"), 1) << "nor writes the old one back";
}

TEST_F(Accounts, a_sign_in_that_spans_a_second_factor_is_asked_for_it) {
    registered(ayesha);
    auto step = sign_in_across(*this, "update accounts.people set totp_sealed = 'x', totp_since = now()");
    ASSERT_EQ(refusal(step), "");
    EXPECT_FALSE(step->opened);
    EXPECT_TRUE(step->challenge);
}

TEST_F(Accounts, a_challenge_is_for_its_device_and_ends_with_the_password_it_was_made_for) {
    auto opened = registered(ayesha);
    pg::Session owner(shop.database.owner());
    auto sealed = crypto::seal(shop.config.master_key, "accounts.totp", "12345678901234567890");
    std::string hex;
    for (unsigned char byte : sealed) hex += "0123456789abcdef"[byte >> 4], hex += "0123456789abcdef"[byte & 15];
    owner.run("update accounts.people set totp_since = now(), totp_sealed = decode('" + hex + "', 'hex')");
    auto mine = device("203.0.113.7", &opened), theirs = device();
    theirs.device = new_device();
    auto code = [&] { return hotp("12345678901234567890", std::uint64_t(totp_step(ctx().now))); };
    auto enter = [&](const std::string& challenge, const Visitor& visitor) { return refusal(shop.run(second_factor(shop.app, ctx(), challenge, code(), visitor))); };
    auto challenge = sign_in(ayesha, good_password, mine)->challenge.value_or("");
    EXPECT_EQ(enter(challenge, theirs), "accounts.code_wrong") << "carried to another device";
    EXPECT_EQ(enter(challenge, mine), "");
    ahead += 31s;
    challenge = sign_in(ayesha, good_password, mine)->challenge.value_or("");
    owner.run("update accounts.people set password_hash = 'another'");
    EXPECT_EQ(enter(challenge, mine), "accounts.code_wrong") << "the password it was given for is none any more";
}

TEST_F(Accounts, a_stranger_who_asks_for_mails_keeps_no_mail_from_the_owner) {
    registered(ayesha);
    shop.app.limits = std::make_shared<http::RateLimiter>();
    auto ask = [&](std::string ip) { return refusal(shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::sign_in, email(ayesha), "", device(std::move(ip))))); };
    std::string last;
    for (int i = 0; i < 40; ++i) last = ask("198.51.100.1");
    EXPECT_EQ(last, "request.too_many");
    EXPECT_EQ(ask("203.0.113.50"), "") << "the owner, on a device that nobody knows";
    for (int i = 0; i < 10; ++i) sign_in(ayesha, "a guess", device("192.0.2." + std::to_string(i)));
    for (int i = 0; i < 4; ++i) ask("198.51.100." + std::to_string(10 + i));
    auto step = sign_in(ayesha, good_password, device("203.0.113.51"));
    ASSERT_EQ(refusal(step), "") << "a right password goes on by mail, however many mails were asked for";
    EXPECT_TRUE(step->by_mail);
}

TEST_F(Accounts, a_magic_link_signs_in_once) {
    registered(ayesha);
    shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::sign_in, email(ayesha), "//evil.example/x", device()));
    auto token = token_in_mail(ayesha, "Your link to sign in");
    auto step = shop.run(sign_in_by_link(shop.app, ctx(), token, device()));
    ASSERT_TRUE(step);
    ASSERT_TRUE(step->opened);
    EXPECT_EQ(step->opened->return_to, "") << "no way out of the shop";
    EXPECT_EQ(refusal(shop.run(sign_in_by_link(shop.app, ctx(), token, device()))), "accounts.link_dead") << "replayed";
    EXPECT_EQ(shop.count("select count(*) from accounts.sessions where how = 'link'"), 1);
}

TEST_F(Accounts, a_link_pressed_twice_at_once_signs_in_once) {
    registered(ayesha);
    shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::sign_in, email(ayesha), "/orders", device()));
    auto token = token_in_mail(ayesha, "Your link to sign in");
    std::vector<Task<Result<SignInStep>>> presses;
    for (int i = 0; i < 5; ++i) presses.push_back(sign_in_by_link(shop.app, ctx(), token, device()));
    int opened = 0;
    for (const auto& press : shop.run(test::all_of(std::move(presses)))) opened += press.has_value();
    EXPECT_EQ(opened, 1);
}

TEST_F(Accounts, links_end_and_serve_their_own_purpose_and_store_only) {
    registered(ayesha);
    shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::sign_in, email(ayesha), "", device()));
    auto token = token_in_mail(ayesha, "Your link to sign in");
    EXPECT_EQ(refusal(shop.run(reset_password(shop.app, ctx(), token, "another good password", device()))), "accounts.link_dead") << "a link to sign in sets no password";
    auto elsewhere = ctx();
    elsewhere.store = StoreId::next(clock_now());
    EXPECT_EQ(refusal(shop.run(sign_in_by_link(shop.app, elsewhere, token, device()))), "accounts.link_dead") << "another store's";
    auto forged = token;
    forged.back() = forged.back() == '0' ? '1' : '0';
    EXPECT_EQ(refusal(shop.run(sign_in_by_link(shop.app, ctx(), forged, device()))), "accounts.link_dead");
    ahead = 16min;
    EXPECT_EQ(refusal(shop.run(sign_in_by_link(shop.app, ctx(), token, device()))), "accounts.link_dead") << "too old";
}

TEST_F(Accounts, a_new_password_ends_all_sessions_and_spends_all_links) {
    auto opened = registered(ayesha);
    shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::sign_in, email(ayesha), "", device()));
    auto magic = token_in_mail(ayesha, "Your link to sign in");
    shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::password, email(ayesha), "", device()));
    auto token = token_in_mail(ayesha, "Set a new password");
    EXPECT_EQ(refusal(shop.run(reset_password(shop.app, ctx(), token, "password1", device()))), "accounts.password_weak");
    ASSERT_EQ(refusal(shop.run(reset_password(shop.app, ctx(), token, "eleven blue umbrellas", device()))), "") << "a weak one has not spent the link";
    EXPECT_EQ(refusal(shop.run(reset_password(shop.app, ctx(), token, "eleven blue umbrellas", device()))), "accounts.link_dead");
    EXPECT_EQ(shop.count("select count(*) from accounts.sessions where ended_at is null"), 0);
    EXPECT_EQ(refusal(shop.run(sign_in_by_link(shop.app, ctx(), magic, device()))), "accounts.link_dead");
    EXPECT_FALSE(sign_in(ayesha));
    EXPECT_TRUE(sign_in(ayesha, "eleven blue umbrellas")->opened);
    deliver();
    EXPECT_EQ(post.mails(ayesha, "was changed").size(), 1u);
}

TEST_F(Accounts, an_account_moves_to_a_mailbox_that_answers_and_the_old_one_is_told) {
    auto opened = registered(ayesha);
    auto ask = [&](std::string_view to, std::string_view password) { return shop.run(ask_to_change_email(shop.app, ctx(), opened.person, email(to), std::string(password), device())); };
    EXPECT_EQ(refusal(ask("new@example.com", "a guess")), "accounts.credentials_wrong");
    ASSERT_EQ(refusal(ask("new@example.com", good_password)), "");
    auto token = token_in_mail("new@example.com", "Confirm your new address");
    auto elsewhere = sign_in(ayesha)->opened;
    ASSERT_EQ(refusal(shop.run(change_email(shop.app, ctx(), token, opened.session))), "");
    EXPECT_EQ(refusal(shop.run(change_email(shop.app, ctx(), token, opened.session))), "accounts.link_dead");
    EXPECT_EQ(shop.run(profile(shop.app, ctx(), opened.person))->email, "new@example.com");
    auto left = shop.run(sessions(shop.app, ctx(), opened.person, {}));
    ASSERT_EQ(left.size(), 1u) << "other devices are signed out";
    EXPECT_EQ(left[0].id, opened.session);
    EXPECT_NE(left[0].id, elsewhere->session);
    EXPECT_FALSE(sign_in(ayesha));
    EXPECT_TRUE(sign_in("new@example.com")->opened);
    deliver();
    EXPECT_EQ(post.mails(ayesha, "Your address at").size(), 1u);
    registered("taken@example.com");
    EXPECT_EQ(refusal(ask("taken@example.com", good_password)), "") << "the asker learns nothing";
    EXPECT_EQ(token_in_mail("taken@example.com", "You have an account"), "");
}

TEST_F(Accounts, an_address_is_not_changed_by_a_password_that_changed_meanwhile) {
    auto opened = registered(ayesha);
    auto ask = [&] { return ask_to_change_email(shop.app, ctx(), opened.person, email("new@example.com"), std::string(good_password), device()); };
    EXPECT_EQ(refusal(across<bool>(*this, ask, "update accounts.people set password_hash = 'another'")), "accounts.credentials_wrong");
    EXPECT_EQ(shop.count("select count(*) from accounts.links where purpose = 'email'"), 0);
}

TEST_F(Accounts, a_link_that_went_to_the_old_mailbox_opens_nothing_after_a_move) {
    registered(ayesha);
    auto link_for = [&](Purpose purpose, std::string_view subject) {
        shop.run(ask_for_link(shop.app, ctx(), Kind::customer, purpose, email(ayesha), "", device()));
        return token_in_mail(ayesha, subject);
    };
    auto magic = link_for(Purpose::sign_in, "Your link to sign in"), reset = link_for(Purpose::password, "Set a new password");
    // As when the account moves while the link is on its way: what spends links has not seen it.
    pg::Session(shop.database.owner()).run("update accounts.people set email = 'new@example.com', email_key = 'new@example.com'");
    EXPECT_EQ(refusal(shop.run(sign_in_by_link(shop.app, ctx(), magic, device()))), "accounts.link_dead");
    EXPECT_EQ(refusal(shop.run(reset_password(shop.app, ctx(), reset, "eleven blue umbrellas", device()))), "accounts.link_dead");
}

TEST_F(Accounts, a_second_factor_is_asked_for_and_each_code_works_once) {
    auto opened = registered(ayesha);
    EXPECT_EQ(refusal(shop.run(begin_second_factor(shop.app, ctx(), opened.person, "a guess", device()))), "accounts.credentials_wrong");
    auto begun = shop.run(begin_second_factor(shop.app, ctx(), opened.person, std::string(good_password), device()));
    ASSERT_TRUE(begun);
    // As the app computes it: base 32 back to bytes.
    std::string secret;
    std::uint32_t bits = 0, held = 0;
    for (char c : begun->secret) {
        held = held << 5 | std::uint32_t(c >= 'A' ? c - 'A' : c - '2' + 26);
        if ((bits += 5) >= 8) secret += char(held >> (bits -= 8) & 255);
    }
    auto code = [&] { return hotp(secret, std::uint64_t(totp_step(ctx().now))); };
    EXPECT_TRUE(sign_in(ayesha)->opened) << "it counts when it was proved, not before";
    EXPECT_EQ(refusal(shop.run(confirm_second_factor(shop.app, ctx(), opened.person, "000000x", opened.session))), "accounts.code_wrong");
    auto given = shop.run(confirm_second_factor(shop.app, ctx(), opened.person, code(), opened.session));
    ASSERT_TRUE(given);
    ASSERT_EQ(given->codes.size(), 10u);

    auto enter = [&](std::string typed) {
        auto step = sign_in(ayesha);
        EXPECT_TRUE(step && step->challenge && !step->opened);
        return refusal(shop.run(second_factor(shop.app, ctx(), step->challenge.value_or(""), std::move(typed), device())));
    };
    EXPECT_EQ(enter(code()), "accounts.code_wrong") << "this step was used to prove the app";
    ahead += 31s;
    auto good = code();
    EXPECT_EQ(enter(good), "");
    EXPECT_EQ(enter(good), "accounts.code_wrong") << "replayed";
    auto paper = given->codes[0];
    for (auto& c : paper) c = char(toupper(c));
    EXPECT_EQ(enter(paper.substr(0, 4) + " " + paper.substr(4)), "") << "typed as people type";
    EXPECT_EQ(enter(given->codes[0]), "accounts.code_wrong") << "once";
    auto step = sign_in(ayesha);
    ahead += 5min;
    EXPECT_EQ(refusal(shop.run(second_factor(shop.app, ctx(), *step->challenge, code(), device()))), "accounts.code_wrong") << "the challenge is over";
    auto renewed = shop.run(renew_recovery_codes(shop.app, ctx(), opened.person, std::string(good_password), given->codes[1], device()));
    ASSERT_EQ(refusal(renewed), "");
    EXPECT_EQ(enter(given->codes[2]), "accounts.code_wrong") << "codes of before";
    EXPECT_EQ(enter(renewed->codes[0]), "");
    EXPECT_EQ(refusal(shop.run(remove_second_factor(shop.app, ctx(), opened.person, std::string(good_password), "123456", {}, device()))), "accounts.code_wrong");
    EXPECT_EQ(refusal(shop.run(remove_second_factor(shop.app, ctx(), opened.person, std::string(good_password), renewed->codes[1], {}, device()))), "");
    EXPECT_EQ(shop.count("select count(*) from accounts.sessions where ended_at is null"), 0) << "who was signed in by it is out";
    EXPECT_TRUE(sign_in(ayesha)->opened);
    deliver();
    EXPECT_EQ(post.mails(ayesha, "second factor").size(), 2u) << "on, and off";
}

TEST_F(Accounts, codes_that_switch_the_second_factor_off_are_not_guessed) {
    auto opened = registered(ayesha);
    auto begun = shop.run(begin_second_factor(shop.app, ctx(), opened.person, std::string(good_password), device()));
    ASSERT_TRUE(begun);
    pg::Session(shop.database.owner()).run("update accounts.people set totp_since = now()");
    shop.app.limits = std::make_shared<http::RateLimiter>();
    std::string last;
    for (int i = 0; i < 6; ++i)
        last = refusal(shop.run(remove_second_factor(shop.app, ctx(), opened.person, std::string(good_password), "000000", {}, device("198.51.100." + std::to_string(i)))));
    EXPECT_EQ(last, "request.too_many") << "from as many networks as one likes";
}

TEST_F(Accounts, a_stolen_session_that_guesses_the_password_from_many_networks_comes_to_an_end) {
    auto opened = registered(ayesha);
    shop.app.limits = std::make_shared<http::RateLimiter>();
    auto guess = [&](int i) {
        auto thief = device("198.51." + std::to_string(i) + ".1");
        thief.session = opened.session.text();
        return refusal(shop.run(change_password(shop.app, ctx(), opened.person, opened.session, "a guess", "eleven blue umbrellas", thief)));
    };
    std::string last;
    for (int i = 0; i < 21; ++i) last = guess(i);
    EXPECT_EQ(last, "request.too_many");
    EXPECT_EQ(refusal(shop.run(change_password(shop.app, ctx(), opened.person, opened.session, std::string(good_password), "eleven blue umbrellas", device()))), "") << "the owner, in another session";
    http::Request request;
    request.headers = {{"cookie", "session=" + session_cookie(shop.config, shop.ctx.store, {opened.session, opened.person, opened.ends_at})}};
    EXPECT_EQ(visitor_of(request).session, opened.session.text());
    request.headers.emplace_back("authorization", "Bearer " + tokens_of(opened).access_token);
    EXPECT_EQ(visitor_of(request).session, opened.session.text());
}

}  // namespace vitrine::accounts
