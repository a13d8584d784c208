// Staff: invited, given roles, nothing without a second factor.
#include "io/pg/session.h"
#include "modules/accounts/staff.h"
#include "modules/accounts/tokens.h"
#include "tests/shop/accounts_stand.h"

namespace vitrine::accounts {

using test::Accounts;

struct Staffing : Accounts {
    const std::string bilal = "bilal@example.com";
    Ctx chief() {
        auto now = ctx();
        now.role = Role::staff;
        now.actor = "key_1";
        now.permissions = {"*"};
        return now;
    }
    Ctx clerk() {
        auto now = chief();
        now.permissions = {"users:*", "orders:read"};
        return now;
    }
    static RoleName role(std::string_view name) { return *RoleName::parse(name); }
    Opened hired(std::vector<std::string> roles) {
        EXPECT_EQ(refusal(shop.run(invite(shop.app, chief(), email(bilal), *Text<1, 120>::parse("Bilal"), std::move(roles)))), "");
        auto opened = shop.run(accept_invitation(shop.app, ctx(), token_in_mail(bilal, "invited"), "twelve tall giraffes", device()));
        EXPECT_EQ(refusal(opened), "");
        return opened.value_or(Opened{});
    }
};

TEST_F(Staffing, an_invitation_makes_a_member_who_may_do_nothing_before_the_second_factor) {
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("packer"), {"orders:read", "shipments:*"}, {})));
    auto opened = hired({"packer"});
    EXPECT_EQ(opened.person.kind, Kind::staff);
    auto token = tokens_of(opened).access_token;
    hear();
    auto caller = identities.by_token(shop.ctx.store, token, clock_now());
    ASSERT_TRUE(caller);
    EXPECT_TRUE(caller->permissions.empty());
    pg::Session(shop.database.owner()).run("update accounts.people set totp_sealed = 'x', totp_since = now()");
    hear();
    caller = identities.by_token(shop.ctx.store, token, clock_now());
    EXPECT_EQ(caller->permissions, (std::vector<std::string>{"orders:read", "shipments:*"}));
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("packer"), {"orders:read"}, {})));
    hear();
    EXPECT_EQ(identities.by_token(shop.ctx.store, token, clock_now())->permissions, std::vector<std::string>{"orders:read"}) << "at once, without another sign-in";
}

TEST_F(Staffing, a_blocked_member_is_out_everywhere) {
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("packer"), {"orders:read"}, {})));
    auto opened = hired({"packer"});
    auto tokens = tokens_of(opened);
    auto listed = shop.run(staff(shop.app, chief()));
    ASSERT_EQ(listed.size(), 1u);
    auto blocked = shop.run(edit_staff(shop.app, chief(), StaffId{opened.person.id}, {{}, true}, {}));
    ASSERT_TRUE(blocked);
    EXPECT_TRUE(blocked->is_blocked);
    hear();
    EXPECT_FALSE(identities.by_token(shop.ctx.store, tokens.access_token, clock_now()));
    EXPECT_EQ(refusal(refresh(tokens.refresh_token, device())), "accounts.token_invalid");
    EXPECT_EQ(refusal(shop.run(accounts::sign_in(shop.app, ctx(), Kind::staff, {email(bilal), "twelve tall giraffes"}, device()))), "accounts.credentials_wrong");
}

TEST_F(Staffing, a_member_whose_role_is_gone_can_still_be_blocked) {
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("packer"), {"orders:read"}, {})));
    auto opened = hired({"packer"});
    pg::Session(shop.database.owner()).run("delete from accounts.roles");
    EXPECT_EQ(refusal(shop.run(edit_staff(shop.app, chief(), StaffId{opened.person.id}, {std::vector<std::string>{"packer"}, {}}, {}))), "accounts.role_unknown") << "it cannot be given any more";
    auto blocked = shop.run(edit_staff(shop.app, chief(), StaffId{opened.person.id}, {{}, true}, {}));
    ASSERT_EQ(refusal(blocked), "");
    EXPECT_TRUE(blocked->is_blocked);
}

TEST_F(Staffing, an_invitation_can_be_withdrawn_by_who_could_give_it) {
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("owner"), {"*"}, {})));
    auto invited = shop.run(invite(shop.app, chief(), email(bilal), *Text<1, 120>::parse("Bilal"), {"owner"}));
    ASSERT_TRUE(invited);
    auto token = token_in_mail(bilal, "invited");
    auto open = shop.run(invitations(shop.app, chief()));
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(open[0].id, *invited);
    EXPECT_EQ(open[0].inviter, "key_1");
    EXPECT_EQ(refusal(shop.run(withdraw_invitation(shop.app, clerk(), *invited))), "accounts.beyond_own");
    EXPECT_EQ(refusal(shop.run(withdraw_invitation(shop.app, chief(), *invited))), "");
    EXPECT_EQ(refusal(shop.run(withdraw_invitation(shop.app, chief(), *invited))), "accounts.invitation_unknown") << "once";
    EXPECT_TRUE(shop.run(invitations(shop.app, chief())).empty());
    EXPECT_EQ(refusal(shop.run(accept_invitation(shop.app, ctx(), token, "twelve tall giraffes", device()))), "accounts.link_dead");
}

TEST_F(Staffing, invitations_end_with_whoever_gave_them) {
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("owner"), {"*"}, {})));
    auto thief = hired({"owner"});
    auto as_thief = chief();
    as_thief.actor = thief.person.text();
    ASSERT_TRUE(shop.run(invite(shop.app, as_thief, email("friend@example.com"), *Text<1, 120>::parse("Friend"), {"owner"})));
    ASSERT_TRUE(shop.run(invite(shop.app, chief(), email("other@example.com"), *Text<1, 120>::parse("Other"), {"owner"})));
    auto token = token_in_mail("friend@example.com", "invited"), of_others = token_in_mail("other@example.com", "invited");
    ASSERT_FALSE(token.empty());
    ASSERT_TRUE(shop.run(edit_staff(shop.app, chief(), StaffId{thief.person.id}, {{}, true}, {})));
    EXPECT_EQ(refusal(shop.run(accept_invitation(shop.app, ctx(), token, "twelve tall giraffes", device()))), "accounts.link_dead");
    EXPECT_EQ(refusal(shop.run(accept_invitation(shop.app, ctx(), of_others, "twelve tall giraffes", device()))), "");
}

TEST_F(Staffing, a_role_stays_while_an_invitation_promises_it) {
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("packer"), {"orders:read"}, {})));
    auto invited = shop.run(invite(shop.app, chief(), email(bilal), *Text<1, 120>::parse("Bilal"), {"packer"}));
    auto token = token_in_mail(bilal, "invited");
    EXPECT_EQ(refusal(shop.run(remove_role(shop.app, chief(), role("packer")))), "accounts.role_in_use");
    pg::Session(shop.database.owner()).run("delete from accounts.roles");
    EXPECT_EQ(refusal(shop.run(accept_invitation(shop.app, ctx(), token, "twelve tall giraffes", device()))), "accounts.link_dead") << "nobody gets what is not there";
    EXPECT_EQ(shop.count("select count(*) from accounts.people where kind = 'staff'"), 0);
}

TEST_F(Staffing, nobody_gives_more_than_they_have) {
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("owner"), {"*"}, {})));
    EXPECT_EQ(refusal(shop.run(save_role(shop.app, clerk(), role("mine"), {"*"}, {}))), "accounts.beyond_own");
    EXPECT_EQ(refusal(shop.run(save_role(shop.app, clerk(), role("mine"), {"orders:*"}, {}))), "accounts.beyond_own");
    EXPECT_EQ(refusal(shop.run(save_role(shop.app, clerk(), role("mine"), {"orders:read"}, {}))), "");
    EXPECT_EQ(refusal(shop.run(save_role(shop.app, clerk(), role("owner"), {"orders:read"}, {}))), "accounts.beyond_own") << "nor takes from those who have more";
    EXPECT_EQ(refusal(shop.run(invite(shop.app, clerk(), email(bilal), *Text<1, 120>::parse("B"), {"owner"}))), "accounts.beyond_own");
    EXPECT_EQ(refusal(shop.run(invite(shop.app, clerk(), email(bilal), *Text<1, 120>::parse("B"), {"nobody"}))), "accounts.role_unknown");
    auto opened = hired({"owner"});
    EXPECT_EQ(refusal(shop.run(edit_staff(shop.app, clerk(), StaffId{opened.person.id}, {{}, true}, {}))), "accounts.beyond_own");
    EXPECT_EQ(refusal(shop.run(remove_role(shop.app, chief(), role("owner")))), "accounts.role_in_use");
}

TEST_F(Staffing, a_role_that_appears_at_the_same_moment_is_judged_too) {
    pg::Session owner(shop.database.owner());
    owner.run("begin");
    owner.run("insert into accounts.roles (store_id, name, permissions, actor) select store_id, 'night', '{\"*\"}', 'x' from stores.stores where slug = 'test'");
    std::vector<Task<Result<RoleView>>> both;
    both.push_back(save_role(shop.app, clerk(), role("night"), {"orders:read"}, {}));
    auto committed = [](pg::Session& owner) -> Task<Result<RoleView>> {
        co_await sleep_for(200ms);
        owner.run("commit");
        co_return RoleView{};
    };
    both.push_back(committed(owner));
    EXPECT_EQ(refusal(shop.run(test::all_of(std::move(both)))[0]), "accounts.beyond_own");
    EXPECT_EQ(shop.count("select count(*) from accounts.roles where permissions = '{\"*\"}'"), 1) << "nobody took it from those who have it";
}

TEST_F(Staffing, who_lost_the_authenticator_is_let_in_again_by_somebody_else) {
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("owner"), {"*"}, {})));
    auto opened = hired({"owner"});
    StaffId id{opened.person.id};
    pg::Session(shop.database.owner()).run("update accounts.people set totp_sealed = 'x', totp_since = now()");
    auto enter = [&] { return shop.run(accounts::sign_in(shop.app, ctx(), Kind::staff, {email(bilal), "twelve tall giraffes"}, device())); };
    EXPECT_TRUE(enter()->challenge);
    EXPECT_EQ(refusal(shop.run(reset_second_factor(shop.app, clerk(), id))), "accounts.beyond_own");
    auto self = chief();
    self.actor = id.text();
    EXPECT_EQ(refusal(shop.run(reset_second_factor(shop.app, self, id))), "accounts.second_factor_required") << "a stolen session does not rid itself of it";
    EXPECT_EQ(refusal(shop.run(reset_second_factor(shop.app, chief(), StaffId::next(clock_now())))), "accounts.staff_unknown");
    ASSERT_EQ(refusal(shop.run(reset_second_factor(shop.app, chief(), id))), "");
    EXPECT_EQ(shop.count("select count(*) from accounts.sessions where ended_at is null"), 0);
    auto step = enter();
    ASSERT_TRUE(step && step->opened);
    auto token = tokens_of(*step->opened).access_token;
    hear();
    EXPECT_TRUE(identities.by_token(shop.ctx.store, token, clock_now())->permissions.empty()) << "nothing before there is another";
    deliver();
    EXPECT_EQ(post.mails(bilal, "second factor").size(), 1u);
}

TEST_F(Staffing, permissions_are_written_as_routes_write_them) {
    for (auto good : {"*", "orders:*", "orders:write", "quality-gate:read"}) EXPECT_TRUE(is_permission(good)) << good;
    for (auto bad : {"", ":", "orders", "orders:", ":read", "Orders:read", "orders:read ", "orders:read:x", "*:read"}) EXPECT_FALSE(is_permission(bad)) << bad;
    EXPECT_EQ(refusal(shop.run(save_role(shop.app, chief(), role("odd"), {"orders"}, {}))), "request.invalid");
    ASSERT_TRUE(shop.run(save_role(shop.app, chief(), role("even"), {"orders:read"}, {})));
    EXPECT_EQ(refusal(shop.run(save_role(shop.app, chief(), role("even"), {"orders:write"}, 7))), "request.stale_version");
}

TEST_F(Staffing, customers_and_staff_of_one_mailbox_are_two_people) {
    registered(bilal);
    auto opened = hired({});
    EXPECT_TRUE(sign_in(bilal)->opened);
    EXPECT_EQ(refusal(sign_in(bilal, "twelve tall giraffes")), "accounts.credentials_wrong") << "staff's password does not open the customer's account";
    EXPECT_EQ(refusal(shop.run(remove_second_factor(shop.app, ctx(), opened.person, "twelve tall giraffes", "", {}, device()))), "accounts.second_factor_required");
}

}  // namespace vitrine::accounts
