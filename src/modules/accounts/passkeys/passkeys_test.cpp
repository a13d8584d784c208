// Passkeys of customers and staff, made and used by an authenticator in software; and what forgers, thieves and clones get.
#include <boost/json.hpp>

#include "io/crypto/base64url.h"
#include "io/pg/session.h"
#include "modules/accounts/passkeys/use.h"
#include "modules/accounts/staff.h"
#include "modules/accounts/totp.h"
#include "tests/shop/accounts_stand.h"
#include "tests/shop/authenticator.h"

namespace vitrine::accounts {

using test::Accounts, test::Authenticator, test::good_password;

struct Passkeys : Accounts {
    const PasskeyProof by_password{.password = std::string(good_password)};

    static Visitor on(const Opened& opened, std::string ip = "203.0.113.7") { return device(std::move(ip), &opened); }
    Result<PasskeyView> add(const Opened& opened, Authenticator& to, PasskeyProof proof, std::string name = "My phone") {
        auto asked = shop.run(begin_passkey(shop.app, ctx(), opened.person, std::move(proof), on(opened)));
        if (!asked) return refuse(std::move(asked.error()));
        return shop.run(add_passkey(shop.app, ctx(), opened.person, std::move(name), to.create(*asked), opened.session, on(opened)));
    }
    Result<PasskeyView> add(const Opened& opened, Authenticator& to) { return add(opened, to, by_password); }
    Result<Opened> enter(PasskeyAnswer answer, Visitor visitor) { return shop.run(sign_in_by_passkey(shop.app, ctx(), std::move(answer), std::move(visitor))); }
    PasskeyOptions asked(const Visitor& visitor) { return passkey_sign_in_options(shop.app, ctx(), visitor); }
    /// Signs in on a device that was never seen; what is refused.
    std::string tried(Authenticator& by) {
        auto visitor = device("198.51.100.7");
        return refusal(enter(by.get(asked(visitor)), visitor));
    }
    PasskeyProof proved_by(Authenticator& by, const Opened& opened) {
        auto options = shop.run(passkey_proof_options(shop.app, ctx(), opened.person, on(opened)));
        EXPECT_TRUE(options.has_value());
        return {.passkey = by.get(*options)};
    }
    Result<bool> remove(const Opened& opened, PasskeyId id, PasskeyProof proof) { return shop.run(remove_passkey(shop.app, ctx(), opened.person, id, std::move(proof), on(opened))); }
    std::int64_t sessions_by_passkey() { return shop.count("select count(*) from accounts.sessions where how = 'passkey'"); }

    Ctx chief() {
        auto now = ctx();
        now.role = Role::staff;
        now.actor = "key_1";
        now.permissions = {"*"};
        return now;
    }
    Opened hired() {
        EXPECT_EQ(refusal(shop.run(save_role(shop.app, chief(), *RoleName::parse("packer"), {"orders:read"}, {}))), "");
        EXPECT_EQ(refusal(shop.run(invite(shop.app, chief(), email("bilal@example.com"), *Text<1, 120>::parse("Bilal"), {"packer"}))), "");
        auto opened = shop.run(accept_invitation(shop.app, ctx(), token_in_mail("bilal@example.com", "invited"), std::string(good_password), device()));
        EXPECT_EQ(refusal(opened), "");
        return opened.value_or(Opened{});
    }
};

TEST_F(Passkeys, sign_in_without_a_password_by_each_algorithm) {
    auto opened = registered(ayesha);
    int count = 0;
    for (auto algorithm : {crypto::CoseAlgorithm::es256, crypto::CoseAlgorithm::eddsa, crypto::CoseAlgorithm::rs256}) {
        Authenticator phone(algorithm);
        auto added = add(opened, phone);
        ASSERT_EQ(refusal(added), "") << int(algorithm);
        EXPECT_EQ(added->name, "My phone");
        auto visitor = device("198.51.100.7");
        auto in = enter(phone.get(asked(visitor)), visitor);
        ASSERT_EQ(refusal(in), "") << int(algorithm);
        EXPECT_EQ(in->person, opened.person);
        EXPECT_EQ(sessions_by_passkey(), ++count);
    }
    deliver();
    EXPECT_EQ(post.mails(ayesha, "passkey was added").size(), 3u);
    EXPECT_EQ(post.mails(ayesha, "New sign-in").size(), 3u) << "on devices that nobody knew";
    auto listed = shop.run(passkeys(shop.app, ctx(), opened.person));
    ASSERT_EQ(listed.size(), 3u);
    EXPECT_TRUE(listed[0].used_at);
}

TEST_F(Passkeys, are_added_by_whoever_proves_who_they_are_and_asked_only) {
    auto opened = registered(ayesha);
    Authenticator phone;
    EXPECT_EQ(refusal(add(opened, phone, {.password = "a guess"})), "accounts.credentials_wrong");
    EXPECT_EQ(refusal(add(opened, phone, {})), "accounts.credentials_wrong");
    auto asked = shop.run(begin_passkey(shop.app, ctx(), opened.person, by_password, on(opened)));
    ASSERT_TRUE(asked);
    auto keep = [&](NewPasskey made, Person person, Visitor visitor) { return refusal(shop.run(add_passkey(shop.app, ctx(), person, "x", std::move(made), {}, std::move(visitor)))); };
    auto other = registered("other@example.com");
    EXPECT_EQ(keep(phone.create(*asked), other.person, on(opened)), "accounts.passkey_refused") << "asked for by somebody else";
    EXPECT_EQ(keep(phone.create(*asked), opened.person, on(other)), "accounts.passkey_refused") << "on another device";
    phone.other_challenge = std::string(boost::json::parse(passkey_sign_in_options(shop.app, ctx(), on(opened)).public_key.text).at("challenge").as_string());
    EXPECT_EQ(keep(phone.create(*asked), opened.person, on(opened)), "accounts.passkey_refused") << "a challenge for something else";
    phone.other_challenge = {};
    EXPECT_EQ(keep(phone.create(*asked), opened.person, on(opened)), "");
    EXPECT_EQ(keep(phone.create(*asked), opened.person, on(opened)), "accounts.passkey_refused") << "answered before";
    EXPECT_EQ(refusal(add(opened, phone)), "accounts.passkey_known");
    EXPECT_EQ(refusal(add(other, phone)), "accounts.passkey_known") << "nobody else takes it over";
    EXPECT_EQ(shop.count("select count(*) from accounts.passkeys"), 1);
}

TEST_F(Passkeys, are_not_added_once_the_password_is_another_or_the_time_is_over) {
    auto opened = registered(ayesha);
    Authenticator phone;
    auto begin = [&] { return *shop.run(begin_passkey(shop.app, ctx(), opened.person, by_password, on(opened))); };
    auto keep = [&](const PasskeyOptions& asked) { return refusal(shop.run(add_passkey(shop.app, ctx(), opened.person, "", phone.create(asked), {}, on(opened)))); };
    auto late = begin();
    ahead += 10min + 1s;
    EXPECT_EQ(keep(late), "accounts.passkey_refused");
    auto asked = begin();
    pg::Session(shop.database.owner()).run("update accounts.people set password_hash = 'another'");
    EXPECT_EQ(keep(asked), "accounts.passkey_refused");
    EXPECT_EQ(shop.count("select count(*) from accounts.passkeys"), 0);
}

TEST_F(Passkeys, open_nothing_by_answers_that_do_not_fit) {
    auto opened = registered(ayesha);
    Authenticator phone, thief;
    ASSERT_EQ(refusal(add(opened, phone)), "");
    auto visitor = device("198.51.100.7");
    auto forged = phone.get(asked(visitor));
    forged.signature = thief.get(asked(visitor)).signature;
    EXPECT_EQ(refusal(enter(forged, visitor)), "accounts.passkey_refused") << "signed by another key";
    thief.user_handle = phone.user_handle;
    EXPECT_EQ(tried(thief), "accounts.passkey_refused") << "a key that nobody registered";
    for (auto lie : std::initializer_list<void (*)(Authenticator&)>{
             [](Authenticator& it) { it.origin = "http://test.localhost.evil.example"; },
             [](Authenticator& it) { it.origin = "http://other.localhost:8080"; },
             [](Authenticator& it) { it.other_rp = "other.localhost"; },
             [](Authenticator& it) { it.other_type = "webauthn.create"; },
             [](Authenticator& it) { it.is_cross_origin = true; },
             [](Authenticator& it) { it.is_present = false; },
             [](Authenticator& it) { it.is_verified = false; },
             [](Authenticator& it) { it.user_handle.clear(); },
             [](Authenticator& it) { it.user_handle = "somebody else"; }}) {
        auto origin = phone.origin, handle = phone.user_handle;
        lie(phone);
        EXPECT_EQ(tried(phone), "accounts.passkey_refused");
        phone.origin = origin, phone.user_handle = handle;
        phone.other_rp = phone.other_type = {};
        phone.is_cross_origin = false, phone.is_present = phone.is_verified = true;
    }
    EXPECT_EQ(refusal(enter({}, visitor)), "accounts.passkey_refused");
    EXPECT_EQ(refusal(enter({"====", "====", "====", "===="}, visitor)), "accounts.passkey_refused");
    EXPECT_EQ(sessions_by_passkey(), 0);
    EXPECT_EQ(tried(phone), "") << "the owner was not locked out by all this";
}

TEST_F(Passkeys, answer_a_challenge_once_on_its_device_and_in_its_time) {
    auto opened = registered(ayesha);
    Authenticator phone;
    ASSERT_EQ(refusal(add(opened, phone)), "");
    auto visitor = on(opened, "198.51.100.7");
    auto answer = phone.get(asked(visitor));
    EXPECT_EQ(refusal(enter(answer, device())), "accounts.passkey_refused") << "carried to another device";
    EXPECT_EQ(refusal(enter(answer, visitor)), "");
    EXPECT_EQ(refusal(enter(answer, visitor)), "accounts.passkey_refused") << "replayed";
    phone.has_counter = false;
    auto options = asked(visitor);
    phone.counter += 1;
    auto twice = std::vector{phone.get(options), phone.get(options)};
    EXPECT_EQ(refusal(enter(twice[0], visitor)), "");
    EXPECT_EQ(refusal(enter(twice[1], visitor)), "accounts.passkey_refused") << "one challenge, two answers";
    auto late = phone.get(asked(visitor));
    ahead += 10min + 1s;
    EXPECT_EQ(refusal(enter(late, visitor)), "accounts.passkey_refused");
    auto elsewhere = phone.get(asked(visitor));
    auto other_store = ctx();
    other_store.store = StoreId::next(clock_now());
    EXPECT_EQ(refusal(shop.run(sign_in_by_passkey(shop.app, other_store, elsewhere, visitor))), "accounts.passkey_refused") << "another store's";
    phone.other_challenge = crypto::base64url(std::string(56, 'x'));
    EXPECT_EQ(tried(phone), "accounts.passkey_refused") << "a challenge of the thief's own";
}

TEST_F(Passkeys, open_one_session_for_one_answer_sent_five_times_at_once) {
    auto opened = registered(ayesha);
    Authenticator synced;
    synced.has_counter = false;
    ASSERT_EQ(refusal(add(opened, synced)), "");
    auto visitor = on(opened);
    auto answer = synced.get(asked(visitor));
    std::vector<Task<Result<Opened>>> tries;
    for (int i = 0; i < 5; ++i) tries.push_back(sign_in_by_passkey(shop.app, ctx(), answer, visitor));
    int in = 0;
    for (const auto& each : shop.run(test::all_of(std::move(tries)))) in += each.has_value();
    EXPECT_EQ(in, 1);
    EXPECT_EQ(sessions_by_passkey(), 1);
}

TEST_F(Passkeys, that_were_copied_open_nothing_and_the_owner_is_told) {
    auto opened = registered(ayesha);
    Authenticator phone;
    ASSERT_EQ(refusal(add(opened, phone)), "");
    phone.counter = 40;
    ASSERT_EQ(tried(phone), "");
    phone.counter = 20;   // the copy was made long ago
    EXPECT_EQ(tried(phone), "accounts.passkey_suspect");
    phone.counter = 40;   // and now says 41, as the true one did
    EXPECT_EQ(tried(phone), "accounts.passkey_suspect");
    phone.counter = 0, phone.has_counter = false;
    EXPECT_EQ(tried(phone), "accounts.passkey_suspect") << "it counted before";
    EXPECT_EQ(sessions_by_passkey(), 1);
    deliver();
    EXPECT_EQ(post.mails(ayesha, "refused a passkey").size(), 3u);
    phone.counter = 50, phone.has_counter = true;
    EXPECT_EQ(tried(phone), "") << "the true one goes on";
}

TEST_F(Passkeys, of_a_blocked_account_open_nothing) {
    auto opened = registered(ayesha);
    Authenticator phone;
    ASSERT_EQ(refusal(add(opened, phone)), "");
    pg::Session(shop.database.owner()).run("update accounts.people set is_blocked = true");
    EXPECT_EQ(tried(phone), "accounts.passkey_refused");
}

TEST_F(Passkeys, stand_in_for_the_code_after_the_password) {
    auto opened = registered(ayesha);
    Authenticator key, other;
    ASSERT_EQ(refusal(add(opened, key)), "");
    EXPECT_TRUE(sign_in(ayesha, good_password, on(opened))->opened) << "a customer's passkey is another way in, it asks for nothing";
    pg::Session(shop.database.owner()).run("update accounts.people set totp_sealed = 'x', totp_since = now()");
    auto step = sign_in(ayesha, good_password, on(opened));
    ASSERT_TRUE(step && step->challenge);
    auto options = shop.run(passkey_factor_options(shop.app, ctx(), *step->challenge, on(opened)));
    ASSERT_TRUE(options);
    EXPECT_FALSE(shop.run(passkey_factor_options(shop.app, ctx(), *step->challenge, device()))) << "another device learns nothing";
    auto go_on = [&](Authenticator& by) { return refusal(shop.run(second_factor_by_passkey(shop.app, ctx(), *step->challenge, by.get(*options), on(opened)))); };
    other.user_handle = key.user_handle;
    EXPECT_EQ(go_on(other), "accounts.passkey_refused");
    EXPECT_EQ(refusal(enter(key.get(*options), on(opened))), "accounts.passkey_refused") << "a challenge of a second factor signs nobody in by itself";
    auto alone = key.get(asked(on(opened)));
    EXPECT_EQ(refusal(shop.run(second_factor_by_passkey(shop.app, ctx(), *step->challenge, alone, on(opened)))), "accounts.passkey_refused") << "nor the other way round";
    key.is_verified = false;
    EXPECT_EQ(go_on(key), "") << "presence is enough";
    EXPECT_EQ(go_on(key), "accounts.passkey_refused") << "once";
    pg::Session(shop.database.owner()).run("update accounts.people set password_hash = 'another'");
    key.is_verified = true;
    EXPECT_EQ(tried(key), "") << "alone it has verified the person: both factors";
}

TEST_F(Passkeys, of_somebody_else_do_not_end_my_sign_in) {
    auto opened = registered(ayesha), other = registered("other@example.com");
    Authenticator mine, theirs;
    ASSERT_EQ(refusal(add(opened, mine)), "");
    ASSERT_EQ(refusal(add(other, theirs)), "");
    pg::Session(shop.database.owner()).run("update accounts.people set totp_sealed = 'x', totp_since = now()");
    auto step = sign_in(ayesha, good_password, on(opened));
    auto options = shop.run(passkey_factor_options(shop.app, ctx(), *step->challenge, on(opened)));
    EXPECT_EQ(refusal(shop.run(second_factor_by_passkey(shop.app, ctx(), *step->challenge, theirs.get(*options), on(opened)))), "accounts.passkey_refused");
    theirs.user_handle = mine.user_handle;
    EXPECT_EQ(tried(theirs), "accounts.passkey_refused") << "my handle, their key";
}

TEST_F(Passkeys, are_named_and_removed_by_their_owner_who_proves_it) {
    auto opened = registered(ayesha), other = registered("other@example.com");
    Authenticator phone, key;
    auto added = add(opened, phone, by_password, "");
    ASSERT_TRUE(added);
    EXPECT_EQ(added->name, "Firefox on Linux") << "what the browser is called";
    auto second = add(opened, key, proved_by(phone, opened), "Key");
    ASSERT_EQ(refusal(second), "") << "a passkey proves it, too";
    auto name = *Text<1, 60>::parse("Phone");
    EXPECT_EQ(refusal(shop.run(rename_passkey(shop.app, ctx(), other.person, added->id, name))), "accounts.passkey_unknown");
    EXPECT_EQ(shop.run(rename_passkey(shop.app, ctx(), opened.person, added->id, name))->name, "Phone");
    EXPECT_EQ(refusal(remove(opened, added->id, {.password = "a guess"})), "accounts.credentials_wrong");
    EXPECT_EQ(refusal(remove(other, added->id, by_password)), "accounts.passkey_unknown");
    auto stale = proved_by(key, opened);
    key.is_verified = false;
    EXPECT_EQ(refusal(remove(opened, added->id, proved_by(key, opened))), "accounts.passkey_refused") << "who proves oneself is verified";
    EXPECT_EQ(refusal(remove(opened, added->id, stale)), "");
    EXPECT_EQ(refusal(remove(opened, second->id, stale)), "accounts.passkey_refused") << "proved before";
    EXPECT_EQ(tried(phone), "accounts.passkey_refused") << "removed";
    EXPECT_EQ(refusal(remove(opened, second->id, by_password)), "");
    deliver();
    EXPECT_EQ(post.mails(ayesha, "passkey was removed").size(), 2u);
}

TEST_F(Passkeys, of_an_account_with_an_app_are_added_by_password_and_code) {
    auto opened = registered(ayesha);
    auto begun = shop.run(begin_second_factor(shop.app, ctx(), opened.person, std::string(good_password), device()));
    ASSERT_TRUE(begun);
    pg::Session(shop.database.owner()).run("update accounts.people set totp_since = now()");
    Authenticator phone;
    EXPECT_EQ(refusal(add(opened, phone)), "accounts.code_wrong") << "the password alone is what the app is there against";
    EXPECT_EQ(refusal(add(opened, phone, {.password = std::string(good_password), .code = "000000"})), "accounts.code_wrong");
    EXPECT_EQ(shop.count("select count(*) from accounts.passkeys"), 0);
}

TEST_F(Passkeys, stop_where_there_are_as_many_as_can_be_kept) {
    auto opened = registered(ayesha);
    shop.app.limits = nullptr;
    for (size_t i = 0; i < most_passkeys; ++i) {
        Authenticator one;
        ASSERT_EQ(refusal(add(opened, one)), "");
    }
    Authenticator late;
    EXPECT_EQ(refusal(add(opened, late)), "accounts.too_many_passkeys");
}

TEST_F(Passkeys, that_the_password_alone_has_added_go_with_a_reset) {
    auto opened = registered(ayesha);
    Authenticator intruders;
    ASSERT_EQ(refusal(add(opened, intruders)), "");
    auto reset = [&] {
        shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::password, email(ayesha), "", device()));
        return refusal(shop.run(reset_password(shop.app, ctx(), token_in_mail(ayesha, "Set a new password"), "eleven blue umbrellas", device())));
    };
    ASSERT_EQ(reset(), "");
    EXPECT_EQ(tried(intruders), "accounts.passkey_refused");
}

TEST_F(Passkeys, are_a_second_factor_of_staff) {
    auto opened = hired();
    auto token = tokens_of(opened).access_token;
    auto elsewhere = shop.run(accounts::sign_in(shop.app, ctx(), Kind::staff, {email("bilal@example.com"), std::string(good_password)}, device()));
    ASSERT_TRUE(elsewhere && elsewhere->opened);
    auto old_token = tokens_of(*elsewhere->opened).access_token;
    Authenticator key, spare;
    auto added = add(opened, key);
    ASSERT_EQ(refusal(added), "");
    hear();
    auto caller = identities.by_token(shop.ctx.store, token, clock_now());
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->permissions, std::vector<std::string>{"orders:read"});
    EXPECT_FALSE(identities.by_token(shop.ctx.store, old_token, clock_now())) << "opened by the password alone: over";
    EXPECT_TRUE(shop.run(staff(shop.app, chief()))[0].has_second_factor);

    auto step = shop.run(accounts::sign_in(shop.app, ctx(), Kind::staff, {email("bilal@example.com"), std::string(good_password)}, on(opened)));
    ASSERT_TRUE(step);
    EXPECT_FALSE(step->opened) << "the password alone is not enough any more";
    ASSERT_TRUE(step->challenge);
    EXPECT_EQ(refusal(shop.run(second_factor(shop.app, ctx(), *step->challenge, "123456", on(opened)))), "accounts.code_wrong") << "there is no app";
    auto options = shop.run(passkey_factor_options(shop.app, ctx(), *step->challenge, on(opened)));
    ASSERT_TRUE(options);
    EXPECT_EQ(refusal(shop.run(second_factor_by_passkey(shop.app, ctx(), *step->challenge, key.get(*options), on(opened)))), "");
    EXPECT_EQ(tried(key), "") << "or alone";

    EXPECT_EQ(refusal(add(opened, spare)), "accounts.passkey_refused") << "the password alone adds no other factor";
    ASSERT_EQ(refusal(add(opened, spare, proved_by(key, opened))), "");
    EXPECT_EQ(refusal(remove(opened, added->id, proved_by(spare, opened))), "");
    auto last = shop.run(passkeys(shop.app, ctx(), opened.person));
    ASSERT_EQ(last.size(), 1u);
    EXPECT_EQ(refusal(remove(opened, last[0].id, proved_by(spare, opened))), "accounts.second_factor_required");
    EXPECT_EQ(refusal(shop.run(reset_second_factor(shop.app, chief(), StaffId{opened.person.id}))), "");
    EXPECT_EQ(tried(spare), "accounts.passkey_refused") << "a lost factor is gone altogether";
}

TEST_F(Passkeys, belong_to_the_stores_own_host) {
    auto store = shop.app.stores->by_id(shop.ctx.store);
    auto offered = [&](std::string host) {
        http::Request request;
        request.headers = {{"host", std::move(host)}};
        return offers_passkeys(shop.config, *store, request);
    };
    EXPECT_TRUE(offered("test.localhost:8080"));
    EXPECT_TRUE(offered("TEST.localhost:8080"));
    EXPECT_FALSE(offered("test.localhost"));
    EXPECT_FALSE(offered("localhost:8080"));
    EXPECT_FALSE(offered("evil.example"));
    auto options = boost::json::parse(asked(device()).public_key.text);
    EXPECT_EQ(options.at("rpId").as_string(), "test.localhost");
    EXPECT_EQ(options.at("userVerification").as_string(), "required");
    EXPECT_TRUE(options.at("allowCredentials").as_array().empty()) << "whoever asks learns of no account";
}

TEST_F(Passkeys, leave_no_spent_challenges_behind) {
    auto opened = registered(ayesha);
    Authenticator phone;
    ASSERT_EQ(refusal(add(opened, phone)), "");
    ASSERT_EQ(tried(phone), "");
    EXPECT_EQ(shop.count("select count(*) from accounts.spent_challenges"), 2);
    ahead += 2h;
    ASSERT_EQ(tried(phone), "");
    EXPECT_EQ(shop.count("select count(*) from accounts.spent_challenges"), 1);
}

}  // namespace vitrine::accounts
