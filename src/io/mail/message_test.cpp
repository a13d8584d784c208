#include "io/mail/message.h"

#include <gtest/gtest.h>

namespace vitrine::mail {
namespace {

Message hello() {
    return {.from_name = "Gokul & Daughters",
            .from = *Email::parse("shop@ghee.example"),
            .to = *Email::parse("ayesha@example.com"),
            .subject = "Your order S-1001",
            .id = "ntc_1-1@ghee.example",
            .date = *parse_rfc3339("2026-11-30T14:05:00Z"),
            .text = "Thank you.\n",
            .html = "<p>Thank you.</p>"};
}

size_t count(std::string_view text, std::string_view what) {
    size_t found = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++found;
    return found;
}
std::string head(const std::string& message) { return message.substr(0, message.find("\r\n\r\n")); }

TEST(mail_message, has_both_forms_and_the_headers_that_matter) {
    auto wire = compose(hello());
    EXPECT_NE(wire.find("Date: Mon, 30 Nov 2026 14:05:00 +0000\r\n"), std::string::npos) << wire;
    EXPECT_NE(wire.find("From: \"Gokul & Daughters\" <shop@ghee.example>\r\n"), std::string::npos);
    EXPECT_NE(wire.find("To: <ayesha@example.com>\r\n"), std::string::npos);
    EXPECT_NE(wire.find("Subject: Your order S-1001\r\n"), std::string::npos);
    EXPECT_NE(wire.find("Message-ID: <ntc_1-1@ghee.example>\r\n"), std::string::npos);
    EXPECT_NE(wire.find("Content-Type: text/plain; charset=utf-8"), std::string::npos);
    EXPECT_NE(wire.find("Content-Type: text/html; charset=utf-8"), std::string::npos);
    EXPECT_NE(wire.find("VGhhbmsgeW91Lgo="), std::string::npos);
    EXPECT_EQ(wire.find("List-Unsubscribe"), std::string::npos);
    EXPECT_EQ(wire, compose(hello()));
}

TEST(mail_message, offers_to_unsubscribe_with_one_click) {
    auto message = hello();
    message.unsubscribe_url = "https://ghee.example/unsubscribe?token=abc";
    auto wire = compose(message);
    EXPECT_NE(wire.find("List-Unsubscribe: <https://ghee.example/unsubscribe?token=abc>\r\n"), std::string::npos);
    EXPECT_NE(wire.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), std::string::npos);
}

TEST(mail_message, lets_nothing_in_the_texts_become_a_header) {
    auto message = hello();
    message.subject = "Hello\r\nBcc: everybody@example.com\r\n\r\nbody";
    message.from_name = "Shop\"\nBcc: x@example.com";
    auto lines = head(compose(message));
    EXPECT_EQ(count(lines, "\r\nBcc:"), 0u) << lines;
    EXPECT_NE(lines.find("Subject: Hello Bcc: everybody@example.com body"), std::string::npos) << lines;
    EXPECT_NE(lines.find("From: \"Shop\\\" Bcc: x@example.com\" <shop@ghee.example>"), std::string::npos) << lines;
    message = hello();
    message.id = "a>\r\nBcc: x@example.com";
    EXPECT_THROW(compose(message), std::logic_error);
    message = hello();
    message.unsubscribe_url = "https://ghee.example/?a>\r\nBcc: x@example.com";
    EXPECT_THROW(compose(message), std::logic_error);
}

TEST(mail_message, writes_urdu_and_hindi_as_encoded_words_that_fit_a_line) {
    std::string urdu;
    for (int i = 0; i < 20; ++i) urdu += "آپ کا آرڈر ";
    auto words = encoded_words(urdu);
    EXPECT_TRUE(words.starts_with("=?UTF-8?B?"));
    for (size_t from = 0; from < words.size();) {
        auto end = std::min(words.find("\r\n", from), words.size());
        EXPECT_LE(end - from, 76u);
        from = end + 2;
    }
    EXPECT_EQ(encoded_words("plain"), "plain");
    EXPECT_EQ(encoded_words("धन्यवाद"), "=?UTF-8?B?4KSn4KSo4KWN4KSv4KS14KS+4KSm?=");
}

TEST(mail_message, keeps_lines_short_and_leaves_no_dot_at_the_start_of_one) {
    auto message = hello();
    message.text = std::string(5'000, '.') + "\n.\n" + std::string(5'000, 'x');
    auto wire = compose(message);
    for (size_t from = 0; from < wire.size();) {
        auto end = wire.find("\r\n", from);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - from, 200u);
        EXPECT_NE(wire[from], '.');
        from = end + 2;
    }
}

}  // namespace
}  // namespace vitrine::mail
