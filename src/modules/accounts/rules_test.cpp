#include "modules/accounts/rules.h"

#include <gtest/gtest.h>

namespace vitrine::accounts::rules {
namespace {

const Instant now = *parse_rfc3339("2026-11-30T10:00:00Z");
const Email mailbox = *Email::parse("Ayesha.Khan@Example.com");

bool is_fit(std::string_view password, Kind kind = Kind::customer) { return !weakness_of(kind, password, mailbox, "Ayesha Khan"); }

TEST(account_rules, a_password_is_long_enough_and_not_among_the_first_that_are_tried) {
    EXPECT_TRUE(is_fit("seven green notebooks"));
    EXPECT_TRUE(is_fit("گھوڑا بیٹری سیڑھی"));
    EXPECT_FALSE(is_fit("sev3n!x")) << "seven characters";
    EXPECT_TRUE(is_fit("sev3n!xy"));
    EXPECT_FALSE(is_fit("sev3n!xy", Kind::staff)) << "staff need twelve";
    EXPECT_FALSE(is_fit("Password1"));
    EXPECT_FALSE(is_fit("basketball99!")) << "a common word with marks behind it";
    EXPECT_FALSE(is_fit("aaaaaaaaaaaa"));
    EXPECT_FALSE(is_fit("ayesha.khan1")) << "the mailbox";
    EXPECT_FALSE(is_fit("Ayesha Khan!"));
    EXPECT_FALSE(is_fit(std::string(257, 'a') + "b"));
    EXPECT_FALSE(is_fit("\xff\xfe\xff\xfe\xff\xfe\xff\xfe"));
}

TEST(account_rules, two_spellings_of_a_mailbox_are_one_account_trap_51) {
    EXPECT_EQ(email_key(mailbox), email_key(*Email::parse("ayesha.khan@example.COM")));
    EXPECT_NE(email_key(mailbox), email_key(*Email::parse("ayesha.khan+work@example.com"))) << "two tags may be two people";
}

TEST(account_rules, only_paths_of_this_shop_are_led_back_to) {
    EXPECT_EQ(local_path("/orders/ord_1?x=1"), "/orders/ord_1?x=1");
    for (auto bad : {"", "orders", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\r\nSet-Cookie: x", "/a\tb"}) EXPECT_FALSE(local_path(bad)) << bad;
}

TEST(account_rules, networks_and_devices_are_told_coarsely) {
    EXPECT_EQ(network_of("203.0.113.7"), "203.0.113.0/24");
    EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1::/48");
    EXPECT_EQ(network_of(""), "");
    EXPECT_EQ(agent_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0"), "Edge on Windows");
    EXPECT_EQ(agent_name("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1"), "Safari on iPhone");
    EXPECT_EQ(agent_name("<script>alert(1)</script>"), "An app");
}

TEST(account_rules, waits_grow_for_strangers_and_a_known_device_has_a_bucket_of_its_own) {
    StoreId store{};
    auto stranger = sign_in_buckets(store, Kind::customer, "a@example.com", "203.0.113.7", "");
    auto known = sign_in_buckets(store, Kind::customer, "a@example.com", "203.0.113.7", "device");
    ASSERT_GE(stranger.size(), 3u);
    // The time until one more try passes, when a bucket is empty: 12 s, 240 s, 2,160 s.
    for (size_t i = 1; i < 3; ++i) EXPECT_GT(stranger[i].policy.window_s / stranger[i].policy.quota, stranger[i - 1].policy.window_s / stranger[i - 1].policy.quota);
    for (const auto& mine : known)
        for (const auto& theirs : stranger) EXPECT_NE(mine.policy.name + mine.key, theirs.policy.name + theirs.key) << "a stranger's tries cannot use up the owner's";
}

TEST(account_rules, one_network_does_not_use_up_the_mails_of_a_mailbox) {
    auto asked = mail_buckets(StoreId{}, "a@example.com", "198.51.100.1"), elsewhere = mail_buckets(StoreId{}, "a@example.com", "203.0.113.7");
    EXPECT_EQ(asked.front().policy.name, "account-mail-network") << "who is held back as a network counts for nothing else";
    for (const auto& theirs : asked)
        for (const auto& mine : elsewhere)
            if (theirs.key == mine.key) EXPECT_GE(mine.policy.quota, 60) << "only the wide ones are shared";
}

TEST(account_rules, a_sign_in_is_unusual_from_a_new_device_after_many_wrong_tries) {
    EXPECT_EQ(course_of(false, true, false, failures_are_many), Course::by_mail);
    EXPECT_EQ(course_of(false, true, true, failures_are_many), Course::open) << "the owner's own device is let in whatever others try";
    EXPECT_EQ(course_of(false, true, false, failures_are_many - 1), Course::open);
    EXPECT_EQ(course_of(false, false, false, failures_are_many), Course::open) << "the first sign-in has no device to compare with";
    EXPECT_EQ(course_of(true, true, true, 0), Course::second_factor);
}

TEST(account_rules, a_refresh_token_is_used_once_but_for_a_lost_answer) {
    HeldToken token{.ends_at = now + 24h};
    TokenUse fresh{.issued_at = now}, used{.issued_at = now, .used_at = now, .child = Uuid{}};
    EXPECT_EQ(judge(token, fresh, false, now), Verdict::issue);
    EXPECT_EQ(judge(token, used, true, now + 9s), Verdict::repeat);
    EXPECT_EQ(judge(token, used, false, now + 9s), Verdict::stolen) << "another device";
    EXPECT_EQ(judge(token, used, true, now + 11s), Verdict::stolen) << "too late";
    used.child_used_at = now + 1s;
    EXPECT_EQ(judge(token, used, true, now + 2s), Verdict::stolen) << "the answer has arrived: its token was used";
    EXPECT_EQ(judge({.ends_at = now}, fresh, true, now), Verdict::dead);
    EXPECT_EQ(judge({.ends_at = now + 1h, .ended_at = now}, fresh, true, now), Verdict::dead);
}

TEST(account_rules, the_next_key_is_published_before_it_signs_and_the_last_one_stays_a_while) {
    auto key = [](int n, Instant from) {
        KeyRow row{.signs_from = from};
        row.id.bytes[15] = std::uint8_t(n);
        return row;
    };
    std::vector<KeyRow> keys;
    auto first = plan_keys(keys, now);
    EXPECT_FALSE(first.sign_with);
    EXPECT_EQ(first.make_for, now);
    keys = {key(1, now)};
    EXPECT_FALSE(plan_keys(keys, now + key_signs_for - 2h).make_for);
    auto due = plan_keys(keys, now + key_signs_for - 30min);
    EXPECT_EQ(due.sign_with, keys[0].id);
    EXPECT_GE(*due.make_for, now + key_signs_for - 30min + key_shown_before);
    keys.push_back(key(2, *due.make_for));
    EXPECT_EQ(plan_keys(keys, *due.make_for - 1s).sign_with, keys[0].id);
    auto after = plan_keys(keys, *due.make_for + 1s);
    EXPECT_EQ(after.sign_with, keys[1].id);
    EXPECT_TRUE(after.remove.empty()) << "tokens signed a moment ago are still good";
    EXPECT_EQ(plan_keys(keys, *due.make_for + key_shown_after).remove, std::vector{keys[0].id});
    EXPECT_EQ(plan_keys(keys, *due.make_for + 1s).make_for, std::nullopt) << "one at a time";
}

}  // namespace
}  // namespace vitrine::accounts::rules
