#include "simulators/postbox/smtp.h"

#include <gtest/gtest.h>

#include "io/mail/message.h"
#include "io/mail/smtp.h"
#include "tests/support/run.h"

namespace vitrine::simulators::postbox {
namespace {

struct postbox_smtp : testing::Test {
    ~postbox_smtp() override {
        server.reset();
        test::run(loop, sleep_for(5ms));
    }
    Loop loop;
    web::Client web{loop};
    Postbox box{loop, web, 1, "token"};
    std::unique_ptr<SmtpServer> server = std::make_unique<SmtpServer>(box, "127.0.0.1", 0);

    mail::Message letter(std::string to = "ayesha@example.com") {
        return {.from_name = "گوکل", .from = *Email::parse("shop@ghee.example"), .to = *Email::parse(to), .subject = "آپ کا آرڈر S-1", .id = "ntc_1-1@ghee.example", .date = *parse_rfc3339("2026-11-30T14:05:00Z"), .text = ".\n..\nline\n", .html = "<p>ہیلو</p>"};
    }
    mail::Delivery send(std::string to = "ayesha@example.com", int timeout_ms = 2'000) {
        auto message = letter(to);
        return test::run(loop, mail::send(loop, {.url = "smtp://127.0.0.1:" + std::to_string(server->port()), .timeout_ms = timeout_ms}, "shop@ghee.example", to, mail::compose(message)));
    }
    void fault(std::string call, FaultKind kind, std::optional<std::int64_t> status = {}, std::optional<std::int64_t> delay_ms = {}) { box.faults.add({std::move(call), kind, 1, delay_ms, status, {}}); }
};

TEST_F(postbox_smtp, takes_a_mail_as_it_was_composed) {
    auto delivery = send();
    ASSERT_EQ(delivery.fate, mail::Fate::accepted) << delivery.said;
    ASSERT_EQ(box.mails.size(), 1u);
    const auto& mail = box.mails[0];
    EXPECT_EQ(mail.raw, mail::compose(letter()).substr(0, mail.raw.size()));
    EXPECT_EQ(mail.message.subject, "آپ کا آرڈر S-1");
    EXPECT_EQ(mail.message.text, ".\n..\nline\n");
    EXPECT_EQ(mail.message.html, "<p>ہیلو</p>");
    EXPECT_EQ(mail.message.id, "<ntc_1-1@ghee.example>");
    EXPECT_EQ(mail.envelope_to, "ayesha@example.com");
    EXPECT_FALSE(mail.is_repeat);
    send();
    EXPECT_TRUE(box.mails[1].is_repeat);
}

TEST_F(postbox_smtp, lets_the_sender_know_how_a_hand_over_ended) {
    EXPECT_EQ(send("gone@example.com").fate, mail::Fate::refused);
    EXPECT_NE(send("gone@example.com").said.find("5.1.1"), std::string::npos);
    EXPECT_EQ(send("full@example.com").fate, mail::Fate::later);
    fault("smtp.mail", FaultKind::error, 451);
    EXPECT_EQ(send().fate, mail::Fate::later);
    fault("smtp.data", FaultKind::error, 554);
    EXPECT_EQ(send().fate, mail::Fate::refused);
    fault("smtp.data", FaultKind::error, 451);
    EXPECT_EQ(send().fate, mail::Fate::later);
    fault("smtp.connect", FaultKind::drop);
    EXPECT_EQ(send().fate, mail::Fate::later);
    fault("smtp.rcpt", FaultKind::drop);
    EXPECT_EQ(send().fate, mail::Fate::later);
    EXPECT_TRUE(box.mails.empty());
    fault("smtp.data", FaultKind::lost_answer);
    EXPECT_EQ(send().fate, mail::Fate::unknown);
    EXPECT_EQ(box.mails.size(), 1u);
}

TEST_F(postbox_smtp, may_be_too_slow) {
    fault("smtp.connect", FaultKind::delay, {}, 2'000);
    EXPECT_EQ(send("ayesha@example.com", 200).fate, mail::Fate::later);
    fault("smtp.data", FaultKind::delay, {}, 2'000);
    EXPECT_EQ(send("ayesha@example.com", 400).fate, mail::Fate::unknown);
}

TEST_F(postbox_smtp, is_not_there_at_all) {
    auto port = server->port();
    server.reset();
    test::run(loop, sleep_for(5ms));
    auto message = letter();
    auto delivery = test::run(loop, mail::send(loop, {.url = "smtp://127.0.0.1:" + std::to_string(port), .timeout_ms = 500}, "a@b.example", "c@d.example", mail::compose(message)));
    EXPECT_EQ(delivery.fate, mail::Fate::later);
    EXPECT_EQ(delivery.code, 0);
}

}  // namespace
}  // namespace vitrine::simulators::postbox
