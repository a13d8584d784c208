#include "modules/notices/rules.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitrine::notices::rules {
namespace {

Instant at(std::string_view text) { return *parse_rfc3339(text); }
QuietHours night() { return {*ClockTime::parse("21:30"), *ClockTime::parse("09:00"), {Channel::sms}}; }
const auto karachi = TimeZone::find("Asia/Karachi"), new_york = TimeZone::find("America/New_York");

TEST(notice_rules, wait_for_the_end_of_the_night_in_the_stores_zone) {
    EXPECT_EQ(not_before(night(), Channel::sms, *karachi, at("2026-11-30T18:00:00Z")), at("2026-12-01T04:00:00Z"));  // 23:00 there
    EXPECT_EQ(not_before(night(), Channel::sms, *karachi, at("2026-11-30T21:00:00Z")), at("2026-12-01T04:00:00Z"));  // 02:00 there
    EXPECT_EQ(not_before(night(), Channel::sms, *karachi, at("2026-12-01T04:00:00Z")), at("2026-12-01T04:00:00Z"));  // 09:00: over
    EXPECT_EQ(not_before(night(), Channel::sms, *karachi, at("2026-11-30T16:29:00Z")), at("2026-11-30T16:29:00Z"));  // 21:29: not yet
    EXPECT_EQ(not_before(night(), Channel::mail, *karachi, at("2026-11-30T18:00:00Z")), at("2026-11-30T18:00:00Z"));
    EXPECT_EQ(not_before({}, Channel::sms, *karachi, at("2026-11-30T18:00:00Z")), at("2026-11-30T18:00:00Z"));
}

TEST(notice_rules, let_mails_about_accounts_go_in_the_night) {
    auto quiet = night();
    quiet.channels = {Channel::mail};
    auto late = at("2026-11-30T18:00:00Z");
    EXPECT_EQ(due_of(*find_stage("account_sign_in"), quiet, Channel::mail, *karachi, late), late);
    EXPECT_EQ(due_of(*find_stage("order_placed"), quiet, Channel::mail, *karachi, late), at("2026-12-01T04:00:00Z"));
}

TEST(notice_rules, wait_over_the_change_of_clocks) {
    // trap 59: on 2026-11-01 clocks in New York go back at 02:00; nine o'clock is an hour later in UTC than the day before
    EXPECT_EQ(not_before(night(), Channel::sms, *new_york, at("2026-11-01T03:00:00Z")), at("2026-11-01T14:00:00Z"));
    EXPECT_EQ(not_before(night(), Channel::sms, *new_york, at("2026-10-31T03:00:00Z")), at("2026-10-31T13:00:00Z"));
}

TEST(notice_rules, know_quiet_hours_within_a_day) {
    QuietHours noon{*ClockTime::parse("12:00"), *ClockTime::parse("14:00"), {Channel::sms}};
    EXPECT_EQ(not_before(noon, Channel::sms, *TimeZone::utc(), at("2026-11-30T13:00:00Z")), at("2026-11-30T14:00:00Z"));
    EXPECT_EQ(not_before(noon, Channel::sms, *TimeZone::utc(), at("2026-11-30T14:00:00Z")), at("2026-11-30T14:00:00Z"));
    EXPECT_EQ(not_before(noon, Channel::sms, *TimeZone::utc(), at("2026-11-30T11:59:00Z")), at("2026-11-30T11:59:00Z"));
}

Reader ayesha() { return {.email = Email::parse("Ayesha+shop@Example.com"), .phone = Phone::parse("+923001234567")}; }
Settings both() { return {.languages = {"en", "ur"}, .sends_sms = true}; }
std::vector<Draft> plan_of(std::string_view stage, const Reader& reader, const Settings& settings, Ways ways = {true, true}) {
    return plan(*find_stage(stage), "ord_1", reader, settings, ways, *karachi, at("2026-11-30T10:00:00Z"));
}

TEST(notice_rules, make_one_draft_a_way_under_a_key_that_happens_once) {
    auto drafts = plan_of("order_shipped", ayesha(), both());
    ASSERT_EQ(drafts.size(), 3u);
    EXPECT_EQ(drafts[0].dedup_key, "order_shipped|ord_1|mail|ayesha+shop@example.com");
    EXPECT_EQ(drafts[0].recipient, "Ayesha+shop@example.com");
    EXPECT_EQ(drafts[1].dedup_key, "order_shipped|ord_1|sms|+923001234567");
    EXPECT_EQ(drafts[1].preferences_of, "ayesha+shop@example.com");  // what he wants stands under his mailbox
    EXPECT_EQ(drafts[2].state, State::sent);  // in the shop it stands at once
    EXPECT_EQ(plan_of("order_placed", ayesha(), both()).size(), 2u);  // no SMS for that
    EXPECT_EQ(plan_of("order_shipped", {.phone = ayesha().phone}, both()).size(), 1u);
    EXPECT_TRUE(plan_of("order_shipped", {}, both()).empty());
}

TEST(notice_rules, say_why_nothing_is_sent) {
    auto reader = ayesha();
    reader.preferences.off = {"mail:delivery"};
    EXPECT_EQ(plan_of("order_shipped", reader, both())[0].state, State::suppressed);
    EXPECT_EQ(plan_of("order_shipped", reader, both())[1].state, State::queued);
    reader.preferences.off = {"mail:orders"};
    EXPECT_EQ(plan_of("order_placed", reader, both())[0].state, State::queued);  // the law wants it
    reader.suppressed = {{Channel::mail, "ayesha+shop@example.com", SuppressionReason::bounced, "", "", {}}};
    EXPECT_EQ(plan_of("order_placed", reader, both())[0].why, "nothing is sent to this address");
    EXPECT_EQ(plan_of("order_placed", ayesha(), both(), {false, false})[0].why, "the process knows nobody to hand it to");
    auto silent = both();
    silent.sends_mail = false;
    EXPECT_EQ(plan_of("order_placed", ayesha(), silent)[0].why, "the store does not send this");
}

TEST(notice_rules, write_in_a_language_of_the_store) {
    auto reader = ayesha();
    reader.preferences.language = "ur";
    EXPECT_EQ(plan_of("order_placed", reader, both())[0].language, "ur");
    reader.preferences.language = "hi";
    EXPECT_EQ(plan_of("order_placed", reader, both())[0].language, "en");
}

TEST(notice_rules, tell_a_dead_mailbox_from_a_refusal) {
    for (auto dead : {"550 5.1.1 No such user", "550-5.1.1 No such user", "550 5.1.2", "553 5.1.3 Not an address", "551 5.1.6 Moved", "550 5.2.1 Mailbox disabled"}) {
        EXPECT_TRUE(is_dead_address(550, dead, true)) << dead;
        EXPECT_FALSE(is_dead_address(550, dead, false)) << "of the sender or the message: " << dead;
    }
    for (auto alive : {"553 5.1.7 Bad sender", "550 5.1.8 Sender's domain is not there", "550 5.1.10 No mail there", "550 5.7.1 We do not like your address", "550 5.2.2 Full", "550 blocked", "553"})
        EXPECT_FALSE(is_dead_address(550, alive, true)) << alive;
    EXPECT_FALSE(is_dead_address(450, "450 5.1.1 later", true));
    EXPECT_FALSE(is_dead_address(0, "", true));
}

TEST(notice_rules, take_two_tags_for_two_readers) {
    EXPECT_EQ(address_key(Channel::mail, "Ayesha+Shop@Example.com"), "ayesha+shop@example.com");
    EXPECT_NE(address_key(Channel::mail, "ayesha+shop@example.com"), address_key(Channel::mail, "ayesha@example.com"));
}

TEST(notice_rules, have_a_sound_life) {
    constexpr std::array all{State::queued, State::sending, State::sent, State::failed, State::bounced, State::suppressed};
    EXPECT_TRUE(life.unreachable(all).empty());
    for (auto from : all)
        for (auto verb : {"start", "suppress", "succeed", "try_later", "fail", "bounce", "resend"}) {
            bool is_known = life.find(from, verb) != nullptr;
            bool is_wanted = (from == State::queued && (verb == std::string_view("start") || verb == std::string_view("suppress"))) ||
                             (from == State::sending && verb != std::string_view("resend")) ||
                             ((from == State::sent || from == State::failed || from == State::bounced || from == State::suppressed) && verb == std::string_view("resend"));
            EXPECT_EQ(is_known, is_wanted) << shape_name(from) << " " << verb;
        }
}

TEST(notice_settings, are_refused_where_they_make_no_sense) {
    EXPECT_TRUE(faults_of(both()).empty());
    Settings wrong{.languages = {"en", "xx", "en"}};
    wrong.quiet_hours = QuietHours{*ClockTime::parse("10:00"), *ClockTime::parse("10:00"), {Channel::in_app}};
    EXPECT_EQ(faults_of(wrong).size(), 4u);
    EXPECT_FALSE(ClockTime::parse("24:00"));
    EXPECT_FALSE(ClockTime::parse("9:00"));
    EXPECT_FALSE(ClockTime::parse("09:60"));
    EXPECT_EQ(minutes_of(*ClockTime::parse("23:59")), 1439);
}

TEST(process_settings, are_checked_before_they_hold) {
    auto find = [](std::string_view name) { return *std::ranges::find(process_settings(), name, &ProcessSetting::name); };
    EXPECT_FALSE(setting_fault(find("smtp_url"), "smtp://mail.example:587"));
    EXPECT_FALSE(setting_fault(find("smtp_url"), "smtps://mail.example"));
    EXPECT_TRUE(setting_fault(find("smtp_url"), "http://mail.example"));
    EXPECT_TRUE(setting_fault(find("smtp_url"), "smtp://"));
    EXPECT_TRUE(setting_fault(find("smtp_url"), "smtp://mail.example\r\nX"));
    EXPECT_TRUE(setting_fault(find("mail_from"), "nobody"));
    EXPECT_TRUE(setting_fault(find("smtp_requires_tls"), "perhaps"));
    EXPECT_FALSE(setting_fault(find("sms_url"), ""));
}

}  // namespace
}  // namespace vitrine::notices::rules
