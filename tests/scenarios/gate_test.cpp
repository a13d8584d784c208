// Who is let in where: every kind of caller at every kind of door.
#include "app/gate.h"

#include <gtest/gtest.h>

#include "io/pg/session.h"
#include "modules/accounts/tokens.h"
#include "tests/shop/accounts_stand.h"

namespace vitrine::test {
namespace {

struct gate_matrix : Accounts {
    std::shared_ptr<app::ProcessState> process = std::make_shared<app::ProcessState>();
    http::Gate gate;

    gate_matrix() {
        process->settings.shop = shop.config;
        process->stores = shop.directory;
        process->has_stores = true;
        process->identities = std::make_shared<accounts::Identities>();
        gate = app::make_gate(process);
        hear_all();
    }
    void hear_all() { shop.run(process->identities->refresh(shop.floor.worker_db)); }
    Ctx chief() {
        auto now = ctx();
        now.role = Role::staff;
        now.permissions = {"*"};
        return now;
    }
    /// A member of staff with a second factor and this role; their access token.
    std::string member(const std::string& mailbox, std::vector<std::string> permissions) {
        auto role = *accounts::RoleName::parse("role-" + mailbox.substr(0, mailbox.find('@')));
        EXPECT_TRUE(shop.run(accounts::save_role(shop.app, chief(), role, std::move(permissions), {})));
        EXPECT_TRUE(shop.run(accounts::invite(shop.app, chief(), email(mailbox), *Text<1, 120>::parse("B"), {role.str()})));
        auto opened = shop.run(accounts::accept_invitation(shop.app, ctx(), token_in_mail(mailbox, "invited"), "twelve tall giraffes", device()));
        EXPECT_TRUE(opened);
        pg::Session(shop.database.owner()).run("update accounts.people set totp_sealed = 'x', totp_since = now() where kind = 'staff'");
        return tokens_of(*opened).access_token;
    }
    Result<Ctx> pass(http::Access access, const std::string& bearer, http::Method method = http::Method::get, shape::Fields headers = {}, std::string pattern = {}) {
        http::Route route;
        route.pattern = std::move(pattern);
        route.options.access = access;
        route.options.permission = access == http::Access::staff ? "orders:write" : "";
        http::Request request;
        request.method = method;
        request.headers = std::move(headers);
        request.headers.emplace_back("host", "test.localhost");
        if (!bearer.empty()) request.headers.emplace_back("authorization", "Bearer " + bearer);
        return shop.run(gate(&shop.app, request, route));
    }
    std::string at_staff_door(const std::string& bearer) { return refusal(pass(http::Access::staff, bearer)); }
};

TEST_F(gate_matrix, a_staff_route_opens_to_its_permission_alone) {
    auto customer = registered(ayesha);
    auto of_customer = tokens_of(customer).access_token;
    auto allowed = member("bilal@example.com", {"orders:*"}), lacking = member("chand@example.com", {"orders:read"});
    auto key = shop.run(stores::make_api_key(shop.floor.db, shop.ctx.store, "till", {"orders:write"}));
    shop.run(shop.directory->refresh(shop.floor.worker_db));
    hear_all();
    EXPECT_EQ(at_staff_door(""), "request.unauthenticated");
    EXPECT_EQ(at_staff_door("vk_no_key"), "request.unauthenticated");
    EXPECT_EQ(at_staff_door(of_customer), "request.forbidden");
    EXPECT_EQ(at_staff_door(lacking), "request.forbidden");
    EXPECT_EQ(at_staff_door(key), "");
    auto passed = pass(http::Access::staff, allowed);
    ASSERT_TRUE(passed);
    EXPECT_EQ(passed->role, Role::staff);
    EXPECT_TRUE(passed->actor.starts_with("usr_"));
    EXPECT_TRUE(passed->may("orders:read"));
    EXPECT_FALSE(passed->may("users:write"));
    auto changed = allowed;
    changed.back() = changed.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(at_staff_door(changed), "accounts.token_invalid");
    EXPECT_EQ(refusal(pass(http::Access::staff, "", http::Method::get, {{"cookie", "session=" + accounts::session_cookie(shop.config, shop.ctx.store, {customer.session, customer.person, customer.ends_at})}})),
              "request.unauthenticated")
        << "cookies count for nothing there";
}

TEST_F(gate_matrix, another_stores_token_opens_nothing) {
    auto mine = member("bilal@example.com", {"*"});
    auto second = stores::Store(*shop.directory->by_slug("test"));
    second.slug = "second";
    second.host = "second.localhost";
    second.is_default = false;
    shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, second));
    shop.run(shop.directory->refresh(shop.floor.worker_db));
    hear_all();
    EXPECT_EQ(at_staff_door(mine), "");
    EXPECT_EQ(refusal(pass(http::Access::staff, mine, http::Method::get, {{"x-store", "second"}})), "accounts.token_invalid");
    EXPECT_EQ(refusal(pass(http::Access::open, mine, http::Method::get, {{"x-store", "second"}})), "accounts.token_invalid");
}

TEST_F(gate_matrix, an_open_route_knows_customers_and_gives_staff_nothing_more) {
    auto opened = registered(ayesha);
    auto token = tokens_of(opened).access_token;
    auto staff = member("bilal@example.com", {"*"});
    hear_all();
    EXPECT_EQ(pass(http::Access::open, "")->role, Role::guest);
    EXPECT_EQ(pass(http::Access::open, token)->role, Role::customer);
    EXPECT_EQ(pass(http::Access::open, token)->actor, opened.person.text());
    auto member_there = pass(http::Access::open, staff);
    EXPECT_EQ(member_there->role, Role::guest) << "an open route asks for no permission, so it must not see staff";
    EXPECT_TRUE(member_there->permissions.empty());
    EXPECT_TRUE(accounts::person_of(*member_there));
    EXPECT_EQ(pass(http::Access::signature, token)->role, Role::guest) << "whoever signs his messages is nobody's session";
    shape::Fields cookie{{"cookie", "session=" + accounts::session_cookie(shop.config, shop.ctx.store, {opened.session, opened.person, opened.ends_at})}};
    auto with_site = [&](std::string_view site) {
        auto headers = cookie;
        headers.emplace_back("sec-fetch-site", site);
        return pass(http::Access::open, "", http::Method::post, headers)->role;
    };
    EXPECT_EQ(pass(http::Access::open, "", http::Method::get, cookie)->role, Role::customer);
    EXPECT_EQ(with_site("same-origin"), Role::customer);
    EXPECT_EQ(with_site("cross-site"), Role::guest) << "a gateway's way back";
}

TEST_F(gate_matrix, a_session_that_was_ended_is_out_at_every_door) {
    auto opened = registered(ayesha);
    auto token = tokens_of(opened).access_token;
    hear_all();
    ASSERT_TRUE(pass(http::Access::open, token));
    shop.run(accounts::end_session(shop.app, ctx(), opened.person, opened.session, "by its owner"));
    hear_all();
    EXPECT_EQ(refusal(pass(http::Access::open, token)), "accounts.token_invalid");
    shape::Fields cookie{{"cookie", "session=" + accounts::session_cookie(shop.config, shop.ctx.store, {opened.session, opened.person, opened.ends_at})}};
    EXPECT_EQ(pass(http::Access::open, "", http::Method::get, cookie)->role, Role::guest);
}

TEST_F(gate_matrix, an_ended_token_does_not_shut_the_way_to_the_next_one) {
    auto opened = registered(ayesha);
    auto token = tokens_of(opened).access_token;
    shop.run(accounts::end_session(shop.app, ctx(), opened.person, opened.session, "by its owner"));
    hear_all();
    auto at = [&](std::string pattern) { return pass(http::Access::open, token, http::Method::post, {}, std::move(pattern)); };
    for (auto renews : {"/api/v1/auth/refresh", "/api/v1/auth/login", "/api/v1/auth/second-factor", "/api/v1/auth/password-reset/confirmation", "/api/v1/auth/invitations/acceptance"}) {
        auto passed = at(renews);
        ASSERT_EQ(refusal(passed), "") << renews;
        EXPECT_EQ(passed->role, Role::guest);
        EXPECT_EQ(passed->actor, "");
    }
    for (auto acts : {"/api/v1/auth/logout", "/api/v1/auth/sessions", "/api/v1/me", "/api/v1/carts"}) EXPECT_EQ(refusal(at(acts)), "accounts.token_invalid") << acts;
}

TEST_F(gate_matrix, who_was_hired_a_moment_ago_is_known_as_soon_as_the_news_is_there) {
    auto token = member("bilal@example.com", {"orders:write"});   // the store's first key, too: this process has read of neither
    http::Route route;
    route.options.access = http::Access::staff;
    route.options.permission = "orders:write";
    http::Request request;
    request.method = http::Method::get;
    request.headers = {{"host", "test.localhost"}, {"authorization", "Bearer " + token}};
    std::vector<Task<Result<Ctx>>> both;
    both.push_back(gate(&shop.app, request, route));
    auto told = [](std::shared_ptr<app::ProcessState> process, pg::Db& worker) -> Task<Result<Ctx>> {
        co_await sleep_for(60ms);
        co_await process->identities->refresh(worker);
        co_return Ctx{};
    };
    both.push_back(told(process, shop.floor.worker_db));
    EXPECT_EQ(refusal(shop.run(all_of(std::move(both)))[0]), "");
    process->identities = std::make_shared<accounts::Identities>();
    hear_all();
    auto before = clock_now();
    EXPECT_EQ(refusal(pass(http::Access::staff, "eyJhbGciOiJSUzI1NiJ9.e30.AA")), "accounts.token_invalid") << "nor does anybody wait for ever";
    EXPECT_LT(clock_now() - before, 5s);
}

TEST_F(gate_matrix, stays_closed_until_it_knows_who_was_signed_out) {
    process->identities = std::make_shared<accounts::Identities>();
    EXPECT_EQ(refusal(pass(http::Access::open, "")), "server.starting");
    hear_all();
    EXPECT_EQ(refusal(pass(http::Access::open, "")), "");
}

}  // namespace
}  // namespace vitrine::test
