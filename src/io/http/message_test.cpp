#include "io/http/message.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

TEST(cookies, are_found_by_exact_name) {
    Request request;
    request.headers = {{"cookie", "cart=a; cart_token=b;flash=; x=1=2"}};
    EXPECT_EQ(request.cookie("cart"), "a");
    EXPECT_EQ(request.cookie("cart_token"), "b");
    EXPECT_EQ(request.cookie("flash"), "");
    EXPECT_EQ(request.cookie("x"), "1=2");
    EXPECT_EQ(request.cookie("token"), "");
}

TEST(cookies, are_set_for_the_whole_site_and_secure_on_tls) {
    EXPECT_EQ(set_cookie({"cart", "abc", 60}, true), "cart=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(set_cookie({"cart", "", -1}, false), "cart=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    EXPECT_THROW(set_cookie({"cart", "a; Domain=evil"}, false), std::logic_error);
}

TEST(problem, says_everything_rfc_9457_and_the_refusal_know) {
    Refusal refusal{"stock.short", 409, "Not enough in stock", "2 left", {{"/lines/0/quantity", "out_of_range", "at most 2"}}, {}};
    auto response = problem(refusal, "req1");
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(std::get<std::string>(response.body),
              R"({"type":"/api/docs#stock.short","title":"Not enough in stock","status":409,"detail":"2 left","instance":"req1","code":"stock.short",)"
              R"("errors":[{"pointer":"/lines/0/quantity","code":"out_of_range","detail":"at most 2"}]})");
}

TEST(problem, tells_when_to_come_back) {
    auto retry_after = [](Refusal refusal) {
        for (const auto& [name, value] : problem(refusal, "").headers)
            if (name == "Retry-After") return value;
        return std::string();
    };
    EXPECT_EQ(retry_after({"x", 503}), "1");
    EXPECT_EQ(retry_after({"x", 429, "", "", {}, 30}), "30");
    EXPECT_EQ(retry_after({"x", 404}), "");
}

TEST(form, decodes_what_browsers_send) {
    auto fields = parse_form("a=1&b=x+y&c=%C3%A9%26&empty=&novalue&&=nameless");
    ASSERT_TRUE(fields);
    shape::Fields expected{{"a", "1"}, {"b", "x y"}, {"c", "é&"}, {"empty", ""}, {"novalue", ""}, {"", "nameless"}};
    EXPECT_EQ(*fields, expected);
}

TEST(form, refuses_broken_escapes) {
    for (auto broken : {"a=%", "a=%4", "a=%zz", "%G1=1"}) EXPECT_FALSE(parse_form(broken)) << broken;
}

TEST(form, comes_back_as_it_went) {
    shape::Fields fields{{"q", "50% off & more=+\n"}, {"é", "~-._"}};
    EXPECT_EQ(*parse_form(encode_form(fields)), fields);
}

}  // namespace
}  // namespace vitrine::http
