#pragma once
// A shop with people who sign in: reads their mails, holds their tokens, lets their requests in as the gate does.
#include <gtest/gtest.h>

#include "modules/accounts/identities.h"
#include "modules/accounts/refresh.h"
#include "modules/accounts/staff.h"
#include "tests/shop/postbox_stand.h"

namespace vitrine::test {

inline constexpr std::string_view good_password = "seven green notebooks";

struct Accounts : testing::Test {
    Shop shop;
    PostboxStand post{shop};
    accounts::Identities identities;
    const std::string ayesha = "ayesha@example.com";
    Duration ahead{};                    ///< how far the clock of all calls is ahead

    Ctx ctx() {
        auto now = shop.ctx;
        now.now = clock_now() + ahead;
        now.role = Role::guest;
        return now;
    }
    static Email email(std::string_view text) { return *Email::parse(text); }
    /// A browser or program, by the secrets it kept.
    static accounts::Visitor device(std::string ip = "203.0.113.7", const accounts::Opened* kept = nullptr) {
        return {std::move(ip), "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", kept ? kept->device : "", kept ? kept->proof : ""};
    }

    Result<bool> ask_to_register(std::string_view to, std::string_view password = good_password) {
        return shop.run(accounts::register_customer(shop.app, ctx(), {email(to), *Text<1, 120>::parse("Ayesha Khan"), std::string(password)}, device()));
    }
    void deliver() { shop.run_due_jobs(clock_now() + ahead); }
    /// The token in the last mail to this mailbox; empty when there is no mail, or no link in it.
    std::string token_in_mail(std::string_view to, std::string_view in_subject = {}) {
        deliver();
        auto mails = post.mails(to, in_subject);
        if (mails.empty()) return {};
        const auto& text = mails.back().message.text;
        auto at = text.find("token=");
        return at == std::string::npos ? std::string() : text.substr(at + 6, text.find_first_of(" \r\n", at) - at - 6);
    }
    accounts::Opened registered(std::string_view to, std::string_view password = good_password) {
        auto asked = ask_to_register(to, password);
        EXPECT_TRUE(asked.has_value()) << asked.error().code;
        auto opened = shop.run(accounts::confirm_registration(shop.app, ctx(), token_in_mail(to, "Confirm"), std::string(password), device()));
        EXPECT_TRUE(opened.has_value()) << opened.error().code;
        return opened.value_or(accounts::Opened{});
    }
    Result<accounts::SignInStep> sign_in(std::string_view to, std::string_view password = good_password, accounts::Visitor visitor = device()) {
        return shop.run(accounts::sign_in(shop.app, ctx(), accounts::Kind::customer, {email(to), std::string(password)}, std::move(visitor)));
    }
    accounts::Tokens tokens_of(accounts::Opened opened) { return shop.run(accounts::tokens_of(shop.app, ctx(), std::move(opened))); }
    Result<accounts::Tokens> refresh(const std::string& token, accounts::Visitor visitor) { return shop.run(accounts::refresh(shop.app, ctx(), token, std::move(visitor))); }
    /// What every process does soon after a change.
    void hear() { shop.run(identities.refresh(shop.floor.worker_db)); }
    template <class T>
    static std::string refusal(const Result<T>& result) {
        return result ? "" : result.error().code;
    }
};

}  // namespace vitrine::test
