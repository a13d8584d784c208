// Opening an account, and what strangers cannot learn or do by trying.
#include "io/pg/session.h"
#include "modules/accounts/hashing/api.h"
#include "modules/accounts/sql.h"
#include "modules/accounts/tokens.h"
#include "tests/shop/accounts_stand.h"

namespace vitrine::accounts {

using test::Accounts, test::good_password;

TEST_F(Accounts, the_link_and_the_password_together_make_an_account) {
    ASSERT_EQ(refusal(ask_to_register(ayesha)), "");
    EXPECT_EQ(shop.count("select count(*) from accounts.people"), 0) << "nothing is there before the mailbox is proved";
    auto token = token_in_mail(ayesha, "Confirm");
    ASSERT_FALSE(token.empty());
    auto opened = shop.run(confirm_registration(shop.app, ctx(), token, std::string(good_password), device()));
    ASSERT_EQ(refusal(opened), "");
    EXPECT_EQ(shop.run(profile(shop.app, ctx(), opened->person))->email, ayesha);
    EXPECT_EQ(refusal(shop.run(confirm_registration(shop.app, ctx(), token, std::string(good_password), device()))), "accounts.link_dead") << "once";
    EXPECT_TRUE(sign_in("Ayesha@Example.com")->opened) << "in any case of letters";
}

TEST_F(Accounts, a_mailbox_may_be_written_in_any_script) {
    for (std::string to : {"Ünal@example.com", "ÉLAN@example.com", "عائشہ@example.com"}) {
        auto mailbox = email(to);
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> { co_return co_await tx.ask(sql::add_person(new_uuid(clock_now()), Kind::customer, mailbox.str(), rules::email_key(mailbox), "N", {}, {})) == 1; };
        EXPECT_TRUE(shop.run(shop.app.db.transaction(ctx(), body)).value_or(false)) << to;
    }
    EXPECT_EQ(shop.count("select count(*) from accounts.people where email_key = lower(email collate \"C\")"), 3) << "the program and SQL fold them alike";
}

TEST_F(Accounts, a_strangers_words_are_not_sent_to_a_mailbox) {
    auto asked = shop.run(register_customer(shop.app, ctx(), {email(ayesha), *Text<1, 120>::parse("You won, see evil.example"), std::string(good_password)}, device()));
    ASSERT_EQ(refusal(asked), "");
    deliver();
    auto mails = post.mails(ayesha, "Confirm");
    ASSERT_EQ(mails.size(), 1u);
    EXPECT_EQ(mails[0].message.text.find("evil.example"), std::string::npos);
    EXPECT_EQ(mails[0].message.html.find("evil.example"), std::string::npos);
}

TEST_F(Accounts, who_opens_a_strangers_registration_gives_the_stranger_nothing) {
    ASSERT_EQ(refusal(ask_to_register(ayesha, "the thief knows this one")), "");
    auto token = token_in_mail(ayesha, "Confirm");
    EXPECT_EQ(refusal(shop.run(confirm_registration(shop.app, ctx(), token, std::string(good_password), device()))), "accounts.credentials_wrong");
    EXPECT_EQ(refusal(sign_in(ayesha, "the thief knows this one")), "accounts.credentials_wrong");
    // Her own registration stands beside it.
    auto mine = registered(ayesha);
    EXPECT_TRUE(sign_in(ayesha)->opened);
    EXPECT_EQ(refusal(sign_in(ayesha, "the thief knows this one")), "accounts.credentials_wrong");
    EXPECT_EQ(refusal(shop.run(confirm_registration(shop.app, ctx(), token, "the thief knows this one", device()))), "accounts.link_dead") << "there is an account by now";
}

TEST_F(Accounts, a_mailbox_with_an_account_gets_a_mail_without_a_link_and_the_asker_the_same_answer) {
    registered(ayesha);
    auto jobs = [&] { return shop.count("select count(*) from jobs.jobs"); };
    auto links = [&] { return shop.count("select count(*) from accounts.links"); };
    auto jobs_before = jobs(), links_before = links();
    EXPECT_EQ(refusal(ask_to_register("nobody@example.com")), "");
    auto of_stranger = std::pair(jobs() - jobs_before, links() - links_before);
    jobs_before = jobs(), links_before = links();
    EXPECT_EQ(refusal(ask_to_register(ayesha, "another password of hers")), "");
    EXPECT_EQ(std::pair(jobs() - jobs_before, links() - links_before), of_stranger) << "the same work";
    EXPECT_EQ(token_in_mail(ayesha, "You have an account"), "");
    EXPECT_EQ(post.mails(ayesha, "You have an account").size(), 1u);
    EXPECT_FALSE(sign_in(ayesha, "another password of hers"));
}

TEST_F(Accounts, links_are_sent_to_owners_only_though_all_askers_hear_the_same) {
    registered(ayesha);
    auto ask = [&](std::string_view to, Purpose purpose) { return shop.run(ask_for_link(shop.app, ctx(), Kind::customer, purpose, email(to), {}, device())); };
    for (auto purpose : {Purpose::sign_in, Purpose::password}) {
        EXPECT_EQ(refusal(ask(ayesha, purpose)), "");
        EXPECT_EQ(refusal(ask("nobody@example.com", purpose)), "");
    }
    deliver();
    EXPECT_EQ(post.mails(ayesha, "Your link to sign in").size(), 1u);
    EXPECT_EQ(post.mails(ayesha, "Set a new password").size(), 1u);
    EXPECT_TRUE(post.mails("nobody@example.com").empty());
}

TEST_F(Accounts, signing_in_says_and_does_the_same_for_unknown_blocked_and_wrong) {
    auto opened = registered(ayesha);
    registered("blocked@example.com");
    auto owner = pg::Session(shop.database.owner());
    owner.run("update accounts.people set is_blocked = true where email_key = 'blocked@example.com'");
    auto attempts = [&] { return shop.count("select count(*) from accounts.attempts where outcome = 'wrong'"); };
    std::vector<std::string> answers;
    for (auto to : {"nobody@example.com", "blocked@example.com", "ayesha@example.com"}) {
        auto before = attempts();
        auto tried = sign_in(to, to == ayesha ? "not her password" : good_password);
        ASSERT_FALSE(tried);
        EXPECT_EQ(attempts() - before, 1) << to;
        answers.push_back(std::to_string(tried.error().status) + tried.error().code + tried.error().title + tried.error().detail);
    }
    EXPECT_EQ(answers[0], answers[1]);
    EXPECT_EQ(answers[0], answers[2]);
}

TEST_F(Accounts, no_secret_of_a_link_stands_in_the_database) {
    ASSERT_EQ(refusal(ask_to_register(ayesha)), "");
    auto token = token_in_mail(ayesha, "Confirm");
    auto opened = shop.run(confirm_registration(shop.app, ctx(), token, std::string(good_password), device()));
    ASSERT_TRUE(opened);
    auto tokens = tokens_of(*opened);
    shop.run(ask_for_link(shop.app, ctx(), Kind::customer, Purpose::password, email(ayesha), {}, device()));
    auto reset = token_in_mail(ayesha, "Set a new password");
    ASSERT_FALSE(reset.empty());
    for (const auto& secret : {token, reset, tokens.refresh_token.substr(3), tokens.device_token, std::string(good_password)}) {
        auto part = secret.substr(secret.rfind('.') + 1);
        for (auto table : {"jobs.jobs", "jobs.events", "notices.notices", "accounts.links", "accounts.people", "accounts.sessions", "accounts.refresh_tokens"})
            EXPECT_EQ(shop.count("select count(*) from " + std::string(table) + " t where t::text like '%" + part + "%'"), 0) << table;
    }
    EXPECT_EQ(shop.count("select count(*) from accounts.links where password_hash is not null"), 0) << "a used link keeps no hash";
}

TEST_F(Accounts, weak_passwords_are_refused_before_anything_is_written) {
    EXPECT_EQ(refusal(ask_to_register(ayesha, "password1")), "accounts.password_weak");
    EXPECT_EQ(shop.count("select count(*) from accounts.links"), 0);
}

TEST_F(Accounts, a_full_line_of_hashing_is_said_honestly_and_moves_on) {
    auto held = std::make_optional<HashingHeld>();
    std::vector<Task<Result<bool>>> waiting;
    for (size_t i = 0; i < hashing_line + 8; ++i) waiting.push_back(fits("", "a password"));
    auto freed = [](std::optional<HashingHeld>& held) -> Task<Result<bool>> {
        co_await sleep_for(50ms);
        held.reset();
        co_return true;
    };
    waiting.push_back(freed(held));
    auto answers = shop.run(test::all_of(std::move(waiting)));
    int busy = 0;
    for (const auto& answer : answers)
        if (!answer) {
            ++busy;
            EXPECT_EQ(answer.error().status, 503);
            EXPECT_TRUE(answer.error().retry_after_s);
        }
    EXPECT_GE(busy, 8 - hashing_threads());
    EXPECT_LE(busy, 8);
    EXPECT_EQ(refusal(ask_to_register(ayesha)), "");
}

}  // namespace vitrine::accounts
