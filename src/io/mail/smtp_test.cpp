#include "io/mail/smtp.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace vitrine::mail {
namespace {

TEST(mail_reply, is_text_wherever_it_is_cut) {
    std::string urdu;
    for (int i = 0; i < 200; ++i) urdu += "\u0622";
    for (std::string start : {"550 ", "550  ", "550   "}) {
        auto text = text_of_reply(start + urdu);
        EXPECT_TRUE(is_utf8(text));
        EXPECT_LE(text.size(), 300u);
        EXPECT_GE(text.size(), 297u);
        EXPECT_EQ(text.find('?'), std::string::npos);
    }
}

TEST(mail_reply, holds_nothing_a_database_refuses) {
    EXPECT_EQ(text_of_reply("550 5.1.1 Bo\xEEte inconnue\r\n"), "550 5.1.1 Bo?te inconnue");
    EXPECT_EQ(text_of_reply(std::string_view("550 a\0b\tc\x7F" "d", 11)), "550 a b c d");
    EXPECT_EQ(text_of_reply("550 5.1.1 \u0646\u06C1\u06CC\u06BA\r\n"), "550 5.1.1 \u0646\u06C1\u06CC\u06BA");
    EXPECT_EQ(text_of_reply(""), "");
}

}  // namespace
}  // namespace vitrine::mail
