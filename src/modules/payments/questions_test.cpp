#include <gtest/gtest.h>

#include "modules/payments/api.h"

namespace vitrine::payments {
namespace {

const std::vector<Question> questions{{.name = "way", .kind = QuestionKind::choice, .choices = {{"page", "Page"}, {"phone", "Phone"}}},
                            {.name = "mobile", .kind = QuestionKind::mobile, .only_with = "way", .only_for = {"phone"}},
                            {.name = "last6", .kind = QuestionKind::digits, .length = 6, .only_with = "way", .only_for = {"phone"}}};

TEST(answers, are_read_into_the_form_gateways_take) {
    for (const auto* written : {"03001234567", "0300 1234567", "+92 300 1234567", "0092-300-1234567", "923001234567", "(0300) 123.45.67"}) {
        auto read = read_answers(questions, {{"way", "phone"}, {"mobile", written}, {"last6", "12 34 56"}});
        ASSERT_TRUE(read) << written;
        EXPECT_EQ(*read, (Answers{{"way", "phone"}, {"mobile", "03001234567"}, {"last6", "123456"}}));
    }
}

TEST(answers, that_are_malformed_are_refused_with_a_pointer_each) {
    for (const auto* written : {"0300123456", "030012345678", "04001234567", "0300123456x", "+93 300 1234567", "<b>", "03001234567;"}) {
        auto read = read_answers(questions, {{"way", "phone"}, {"mobile", written}, {"last6", "1234567"}});
        ASSERT_FALSE(read) << written;
        EXPECT_EQ(read.error().code, "request.invalid");
        ASSERT_EQ(read.error().errors.size(), 2u) << written;
        EXPECT_EQ(read.error().errors[0].pointer, "/answers/mobile");
        EXPECT_EQ(read.error().errors[0].code, "malformed");
        EXPECT_EQ(read.error().errors[1].pointer, "/answers/last6");
    }
}

TEST(answers, are_needed_only_where_the_choice_asks_for_them) {
    EXPECT_EQ(read_answers(questions, {}), (Answers{{"way", "page"}})) << "the first choice holds when nothing is said";
    EXPECT_EQ(read_answers(questions, {{"way", "page"}, {"mobile", "nonsense"}}), (Answers{{"way", "page"}})) << "what is not needed and not readable is left out";
    EXPECT_EQ(read_answers(questions, {{"way", "page"}, {"mobile", "03001234567"}})->at("mobile"), "03001234567");
    auto missing = read_answers(questions, {{"way", "phone"}, {"last6", "123456"}});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().errors.at(0).code, "required");
    EXPECT_FALSE(read_answers(questions, {{"way", "carrier pigeon"}}));
    EXPECT_EQ(read_answers(questions, {{"colour", "green"}})->count("colour"), 0u);
    EXPECT_EQ(read_answers({}, {{"way", "phone"}}), Answers{});
}

TEST(payment_window, is_what_the_gateway_says_to_these_answers) {
    EXPECT_EQ(payment_window("stripe"), Duration(30min));
    EXPECT_EQ(payment_window("bank_transfer"), Duration(72h));
    EXPECT_EQ(payment_window("easypaisa"), Duration(30min));
    EXPECT_EQ(payment_window("easypaisa", {{"way", "account"}}), Duration(30min));
    EXPECT_EQ(payment_window("easypaisa", {{"way", "shop"}}), Duration(48h));
}

}  // namespace
}  // namespace vitrine::payments
