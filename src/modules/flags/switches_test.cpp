#include "modules/flags/switches.h"

#include <gtest/gtest.h>

#include "io/pg/session.h"
#include "modules/carts/features/api.h"
#include "tests/shop/accounts_stand.h"
#include "tests/shop/browser.h"

namespace vitrine::flags {
namespace {

const std::string live{carts::live_cart.key};

struct Flags : test::Accounts {
    Ctx staff() {
        auto now = ctx();
        now.role = Role::staff;
        now.actor = "usr_test";
        return now;
    }
    Ctx customer(CustomerId id) {
        auto now = ctx();
        now.role = Role::customer;
        now.actor = id.text();
        return now;
    }
    Result<FlagView> set(Setting setting, std::optional<std::int64_t> version = {}) { return shop.run(switch_flag(shop.app, staff(), live, version, std::move(setting))); }
    bool is_live(const Ctx& of) { return is_on(carts::live_cart, of); }
    void read_again() { shop.run(flags::refresh(shop.floor.worker_db)); }
    ~Flags() override { shop.run(reset_flag(shop.app, staff(), live, {})); }
};

TEST_F(Flags, are_those_that_modules_declare) {
    auto list = shop.run(list_flags(shop.app, staff()));
    std::vector<std::string> keys;
    for (const auto& flag : list.items) keys.push_back(flag.key);
    EXPECT_EQ(keys, (std::vector<std::string>{"live-cart", "passkeys"}));
    EXPECT_EQ(refusal(shop.run(find_flag(shop.app, staff(), "no-such-thing"))), "flags.unknown");
    EXPECT_EQ(refusal(shop.run(switch_flag(shop.app, staff(), "no-such-thing", {}, {}))), "flags.unknown");
    EXPECT_THROW(declare(carts::live_cart), std::logic_error);
}

TEST_F(Flags, change_here_at_once_and_elsewhere_when_it_is_read) {
    EXPECT_TRUE(is_live(ctx()));
    ASSERT_TRUE(set({.is_on = false, .rules = {}}));
    EXPECT_FALSE(is_live(ctx()));
    read_again();
    EXPECT_FALSE(is_live(ctx())) << "so does a process that reads it";
    auto elsewhere = ctx();
    elsewhere.store = StoreId::next(clock_now());
    EXPECT_TRUE(is_live(elsewhere)) << "another store says for itself";
    ASSERT_TRUE(shop.run(reset_flag(shop.app, staff(), live, {})));
    EXPECT_TRUE(is_live(ctx()));
    read_again();
    EXPECT_TRUE(is_live(ctx()));
}

TEST_F(Flags, are_changed_over_the_version_that_was_read) {
    EXPECT_EQ(set({.is_on = false, .rules = {}}, 0)->version, 1);
    EXPECT_EQ(refusal(set({.is_on = true, .rules = {}}, 0)), "request.stale_version");
    EXPECT_FALSE(is_live(ctx())) << "what was refused changed nothing";
    EXPECT_EQ(set({.is_on = true, .rules = {}}, 1)->version, 2);
    EXPECT_EQ(refusal(set({.is_on = true, .rules = std::vector<Rule>(most_rules + 1)})), "request.invalid");
    EXPECT_EQ(refusal(shop.run(reset_flag(shop.app, staff(), live, 1))), "request.stale_version");
}

TEST_F(Flags, know_testers_and_say_why) {
    auto tester = CustomerId::next(clock_now()), other = CustomerId::next(clock_now());
    ASSERT_TRUE(set({.is_on = true, .rules = std::vector<Rule>{{.audience = Audience::testers, .share = {}, .from = {}, .until = {}}}}));
    EXPECT_FALSE(is_live(customer(tester)));
    ASSERT_TRUE(shop.run(add_tester(shop.app, staff(), live, tester)));
    EXPECT_EQ(shop.run(add_tester(shop.app, staff(), live, tester))->testers.size(), 1u) << "twice is once";
    EXPECT_TRUE(is_live(customer(tester)));
    EXPECT_FALSE(is_live(customer(other)));
    read_again();
    EXPECT_TRUE(is_live(customer(tester)));
    auto why = explain(staff(), live, {.customer = tester, .cart = {}, .is_staff = {}, .at = {}});
    EXPECT_EQ(why->reason, Reason::rule);
    EXPECT_EQ(why->rule, 0);
    EXPECT_EQ(explain(staff(), live, {.customer = other, .cart = {}, .is_staff = {}, .at = {}})->reason, Reason::no_rule);
    EXPECT_EQ(own_features(customer(tester), "").on, (std::vector<std::string>{"live-cart", "passkeys"}));
    EXPECT_EQ(own_features(customer(other), "").on, std::vector<std::string>{"passkeys"});
    EXPECT_TRUE(shop.run(remove_tester(shop.app, staff(), live, tester))->testers.empty());
    EXPECT_FALSE(is_live(customer(tester)));
}

TEST_F(Flags, leave_the_cart_working_by_its_forms) {
    auto pen = shop.article("PEN-1", test::Shop::rupees(250), 10);
    test::Browser browser(shop);
    browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "2"}, {"return_to", "/cart"}});
    EXPECT_TRUE(test::has(browser.get("/cart"), "data-live=\"/cart/live\""));
    ASSERT_TRUE(set({.is_on = false, .rules = {}}));
    auto page = browser.get("/cart");
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(test::has(page, "data-live"));
    EXPECT_TRUE(test::has(page, "PEN-1"));
    EXPECT_EQ(browser.get("/cart/live").status, 503);
}

TEST_F(Flags, keep_passkeys_from_being_added_not_from_signing_in) {
    auto opened = registered(ayesha);
    test::Browser browser(shop);
    browser.admit = [&](const http::Request& request, Ctx& now) {
        hear();
        EXPECT_TRUE(accounts::admit(identities, shop.config, request, "", now));
    };
    auto token = test::hidden(test::text(browser.get("/account/sign-in")), "csrf");
    browser.post("/account/sign-in", {{"csrf", token}, {"email", ayesha}, {"password", std::string(test::good_password)}});
    EXPECT_EQ(browser.get("/account/security/passkeys/new").status, 200);
    ASSERT_TRUE(shop.run(switch_flag(shop.app, staff(), "passkeys", {}, {.is_on = false, .rules = {}})));
    EXPECT_EQ(test::header(browser.get("/account/security/passkeys/new"), "Location"), "/account/security");
    EXPECT_FALSE(test::has(browser.get("/account/security"), "Add a passkey"));
    ASSERT_TRUE(shop.run(reset_flag(shop.app, staff(), "passkeys", {})));
    EXPECT_EQ(browser.get("/account/security/passkeys/new").status, 200);
}

TEST_F(Flags, are_in_the_audit_log) {
    ASSERT_TRUE(set({.is_on = false, .rules = {}}));
    ASSERT_TRUE(shop.run(add_tester(shop.app, staff(), live, CustomerId::next(clock_now()))));
    EXPECT_EQ(shop.count("select count(*) from audit.entries where subject like '%flags.settings%' or action like '%flags.settings%'"), 1);
    EXPECT_EQ(shop.count("select count(*) from audit.entries where (subject like '%flags.testers%' or action like '%flags.testers%') and actor = 'usr_test'"), 1);
}

}  // namespace
}  // namespace vitrine::flags
