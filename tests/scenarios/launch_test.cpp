// A store before it opens: every route that a shopper could ask, the ways past the door, and who is told of the opening.
#include "app/gate.h"
#include "app/launch_door.h"
#include "app/modules.h"
#include "app/system_routes.h"
#include "io/pg/session.h"
#include "modules/accounts/tokens.h"
#include "modules/launch/gate.h"
#include "modules/storefront/api.h"
#include "tests/shop/accounts_stand.h"
#include "tests/shop/browser.h"

namespace vitrine::test {
namespace {

using launch::Gate, launch::PreviewInput;

/// What is answered while the store is closed, beside what staff, machines and webhooks ask. Whatever is not here is closed.
const std::set<std::string> answered{
    "GET /account/forgotten", "GET /account/invitation", "GET /account/keep", "GET /account/link", "GET /account/mail-link", "GET /account/new-password", "GET /account/second-factor", "GET /account/sign-in",
    "GET /account/with/{provider}", "GET /account/with/{provider}/return", "GET /api/v1/auth/jwks.json", "GET /api/v1/auth/sessions", "GET /api/v1/notice-preferences", "GET /api/v1/orders/{id}",
    "GET /api/v1/orders/{id}/difference", "GET /api/v1/orders/{id}/documents", "GET /api/v1/orders/{id}/documents/{document}/pdf", "GET /api/v1/orders/{id}/invoice.pdf", "GET /api/v1/orders/{id}/live",
    "GET /api/v1/orders/{id}/notes", "GET /api/v1/orders/{id}/notices", "GET /api/v1/orders/{id}/parcels", "GET /api/v1/orders/{id}/return-offer", "GET /api/v1/orders/{id}/returns",
    "GET /api/v1/orders/{id}/timeline", "GET /api/v1/orders/{id}/tracking", "GET /assets/{file}", "GET /checkout/return", "GET /launch/confirm", "GET /media/{edition}/{file}", "GET /notices/unsubscribe",
    "GET /orders/{order}", "GET /orders/{order}/documents/{document}", "GET /orders/{order}/live", "GET /orders/{order}/returns", "GET /preview", "GET /theme/{file}"};

/// What would tell that there is something to sell.
const std::vector<std::string> secrets{"Unreleased", "unreleased-pen", "SECRET-1", "/cart", "/wishlist"};

struct launch_door : Accounts {
    std::shared_ptr<app::ProcessState> process = std::make_shared<app::ProcessState>();
    std::vector<http::Route> routes;
    std::unique_ptr<http::Router> router;
    http::Gate gate;
    catalog::VariantId pen = shop.article("SECRET-1", Shop::rupees(250), 10);

    launch_door() {
        shop.app.site = storefront::make_site(shop.config);
        for (auto& [id, variant] : shop.snapshots->catalog->variants) variant.title = "Unreleased pen", variant.slug = "unreleased-pen";
        process->settings.shop = shop.config;
        process->stores = shop.directory;
        process->has_stores = true;
        process->identities = std::make_shared<accounts::Identities>();
        gate = app::make_gate(process);
        http::Routes<App> collected;
        for (const auto& module : app::modules())
            if (module.routes) module.routes(collected);
        routes = collected.take();
        app::close_until_launch(routes);
        auto kept = routes;
        for (auto& route : app::system_routes(process)) kept.push_back(std::move(route));
        router = std::make_unique<http::Router>(std::move(kept));
        hear_all();
    }
    void hear_all() {
        shop.run(process->identities->refresh(shop.floor.worker_db));
        shop.run(launch::refresh(shop.floor.worker_db));
    }
    Ctx staff() {
        auto now = ctx();
        now.role = Role::staff;
        now.actor = "usr_test";
        return now;
    }
    launch::GateView close(Gate in = {.is_closed = true, .opens_at = {}, .heading = {}, .text = {}}) { return *shop.run(launch::set_gate(shop.app, staff(), {}, std::move(in))); }
    void open() { close({.is_closed = false, .opens_at = {}, .heading = {}, .text = {}}); }

    http::Response ask(http::Method method, std::string target, shape::Fields headers = {}, std::string body = {}) {
        http::Request request{.method = method, .target = target, .path = target.substr(0, target.find('?')), .query = {}, .body = std::move(body), .remote_ip = "203.0.113.7"};
        if (auto mark = target.find('?'); mark != std::string::npos) request.query = *http::parse_form(target.substr(mark + 1));
        request.headers = std::move(headers);
        request.headers.emplace_back("host", "test.localhost");
        auto match = router->find(request);
        if (!match.route) throw std::logic_error("no route for " + target);
        auto passed = shop.run(gate(&shop.app, request, *match.route));
        if (!passed) return http::problem(passed.error(), "");
        passed->now += ahead;
        return shop.run(match.route->run(&shop.app, *passed, request));
    }
    http::Response get(std::string target, shape::Fields headers = {}) { return ask(http::Method::get, std::move(target), std::move(headers)); }
    /// A form of the shop's own, sent by a browser with this cookie.
    http::Response submit(std::string target, const shape::Fields& form, std::string cookie = {}) {
        return ask(http::Method::post, std::move(target), {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}, {"cookie", std::move(cookie)}}, http::encode_form(form));
    }
    static std::string cookie_of(const http::Response& response) {
        for (const auto& [name, value] : response.headers)
            if (name == "Set-Cookie" && value.starts_with("preview=")) return value.substr(0, value.find(';'));
        return {};
    }
    static std::string name_of(const http::Route& route) { return (route.method == http::Method::get ? "GET " : "") + route.pattern; }
    bool is_in(const shape::Fields& headers) { return has(get("/search", headers), "data-fragment=\"listing\"") && get("/api/v1/categories", headers).status == 200; }
    static std::string path_of(std::string pattern) {
        for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) pattern.replace(open, pattern.find('}', open) + 1 - open, "unreleased-pen");
        return pattern;
    }
    static std::string body_of(const http::Response& response) { return std::holds_alternative<std::string>(response.body) || std::holds_alternative<std::shared_ptr<const http::CachedAnswer>>(response.body) ? text(response) : std::string(); }
};

TEST_F(launch_door, is_shut_on_every_route_that_is_not_listed_here) {
    close();
    int shut = 0;
    std::set<std::string> seen;
    for (const auto& route : routes) {
        auto name = name_of(route);
        bool is_a_shoppers = route.options.access == http::Access::open;
        if (app::is_answered_before_opening(route)) {
            if (is_a_shoppers && route.method == http::Method::get) seen.insert(name);
            continue;
        }
        auto answer = ask(route.method, path_of(route.pattern), {{"content-type", "application/json"}}, route.method == http::Method::get ? "" : "{}");
        ++shut;
        bool is_answered_by_program = route.pattern.starts_with("/api/") || route.pattern.starts_with("/media/") || route.pattern.ends_with("/live") || route.pattern == "/sitemap.xml";
        EXPECT_EQ(answer.status, is_answered_by_program ? 403 : 200) << name;
        EXPECT_EQ(header(answer, "Cache-Control"), "no-store") << name;
        EXPECT_EQ(header(answer, "X-Robots-Tag"), "noindex") << name;
        if (is_answered_by_program) EXPECT_TRUE(has(answer, "launch.closed")) << name;
        for (const auto& secret : secrets) EXPECT_FALSE(has(answer, secret)) << name << " tells of " << secret;
    }
    EXPECT_GT(shut, 110);
    EXPECT_EQ(seen, answered);
}

TEST_F(launch_door, lets_no_page_that_stays_tell_what_is_sold) {
    EXPECT_TRUE(has(get("/account/sign-in"), "/wishlist")) << "while it is open, pages lead into the shop";
    close();
    int looked_at = 0;
    for (const auto& route : routes) {
        if (route.method != http::Method::get || !app::is_answered_before_opening(route) || route.pattern.starts_with("/api/v1/admin") || route.options.access == http::Access::staff) continue;
        auto body = body_of(get(path_of(route.pattern)));
        ++looked_at;
        for (const auto& secret : secrets)
            if (secret != "unreleased-pen") EXPECT_EQ(body.find(secret), std::string::npos) << route.pattern << " tells of " << secret;
    }
    EXPECT_GT(looked_at, 25);
}

TEST_F(launch_door, says_what_the_store_says_and_nothing_to_search_engines) {
    close({.is_closed = true, .opens_at = clock_now() + std::chrono::hours(48), .heading = Text<1, 120>::parse("<i>Soon</i>"), .text = Text<1, 1000>::parse("کاغذ اور قلم")});
    auto page = get("/");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "&lt;i&gt;Soon&lt;/i&gt;"));
    EXPECT_TRUE(has(page, "کاغذ اور قلم"));
    EXPECT_TRUE(has(page, "We open on"));
    EXPECT_TRUE(has(page, "name=\"robots\" content=\"noindex\""));
    EXPECT_FALSE(has(page, "name=\"password\"")) << "there is none";
    EXPECT_EQ(text(get("/robots.txt")), "User-agent: *\nDisallow: /\n");
    EXPECT_EQ(get("/sitemap.xml").status, 403);
    EXPECT_EQ(get("/nowhere/at/all").status, 200) << "what is there and what is not looks the same";
}

TEST_F(launch_door, opens_to_a_link_until_it_is_over_or_taken_back) {
    close();
    auto made = *shop.run(launch::make_preview(shop.app, staff(), {*Text<1, 120>::parse("the press"), {2}}));
    auto token = made.url->substr(made.url->find("token=") + 6);
    auto entered = get("/preview?token=" + token);
    EXPECT_EQ(entered.status, 303);
    EXPECT_EQ(header(entered, "Referrer-Policy"), "no-referrer");
    auto cookie = cookie_of(entered);
    ASSERT_FALSE(cookie.empty());
    EXPECT_TRUE(is_in({{"cookie", cookie}}));
    EXPECT_TRUE(is_in({{"x-preview-token", token}})) << "programs send it along";
    auto page = get("/search", {{"cookie", cookie}});
    EXPECT_EQ(header(page, "Cache-Control"), "private, no-store");
    EXPECT_EQ(header(page, "X-Robots-Tag"), "noindex");
    EXPECT_TRUE(has(page, "class=\"early\""));
    EXPECT_FALSE(is_in({})) << "a kept page is not given to others";
    EXPECT_FALSE(is_in({{"cookie", cookie + "x"}}));
    EXPECT_FALSE(is_in({{"x-preview-token", launch::PreviewId::next(clock_now()).text() + token.substr(token.find('.'))}}));
    EXPECT_TRUE(cookie_of(get("/preview?token=" + token + "x")).empty());

    ahead = std::chrono::hours(47);
    EXPECT_TRUE(is_in({{"cookie", cookie}}));
    ahead = std::chrono::hours(49);
    EXPECT_FALSE(is_in({{"cookie", cookie}}));
    ahead = {};
    EXPECT_TRUE(shop.run(launch::revoke_preview(shop.app, staff(), made.id))->revoked_at.has_value());
    EXPECT_FALSE(is_in({{"cookie", cookie}}));
    hear_all();
    EXPECT_FALSE(is_in({{"cookie", cookie}})) << "other processes, too";
    EXPECT_EQ(refusal(shop.run(launch::revoke_preview(shop.app, staff(), launch::PreviewId::next(clock_now())))), "launch.preview_unknown");
    for (const auto& one : shop.run(launch::list_previews(shop.app, staff())).items) EXPECT_FALSE(one.url.has_value());
}

TEST_F(launch_door, opens_to_the_password_that_holds_alone) {
    close();
    EXPECT_TRUE(cookie_of(submit("/preview", {{"password", ""}})).empty()) << "where there is none, none is right";
    EXPECT_EQ(refusal(shop.run(launch::set_password(shop.app, staff(), "short"))), "request.invalid");
    EXPECT_TRUE(shop.run(launch::set_password(shop.app, staff(), "a quiet word"))->has_password);
    EXPECT_TRUE(has(get("/"), "name=\"password\""));
    EXPECT_TRUE(cookie_of(submit("/preview", {{"password", "another word"}})).empty());
    auto foreign = ask(http::Method::post, "/preview", {{"sec-fetch-site", "cross-site"}, {"content-type", "application/x-www-form-urlencoded"}}, http::encode_form({{"password", "a quiet word"}}));
    EXPECT_TRUE(cookie_of(foreign).empty());
    auto cookie = cookie_of(submit("/preview", {{"password", "a quiet word"}}));
    EXPECT_TRUE(is_in({{"cookie", cookie}}));
    EXPECT_EQ(cookie.find("quiet"), std::string::npos);
    ASSERT_TRUE(shop.run(launch::set_password(shop.app, staff(), "a quiet word")));
    EXPECT_FALSE(is_in({{"cookie", cookie}})) << "another setting of the same word is another word";
    cookie = cookie_of(submit("/preview", {{"password", "a quiet word"}}));
    EXPECT_TRUE(is_in({{"cookie", cookie}}));
    ASSERT_TRUE(shop.run(launch::drop_password(shop.app, staff())));
    EXPECT_FALSE(is_in({{"cookie", cookie}}));
    EXPECT_EQ(shop.count("select count(*) from audit.entries where after::text like '%argon2%' or before::text like '%argon2%'"), 0);
}

TEST_F(launch_door, opens_to_staff_and_to_no_customer) {
    auto customer = registered(ayesha);
    auto cookie = [&](const accounts::Opened& opened) { return "session=" + accounts::session_cookie(shop.config, shop.ctx.store, {opened.session, opened.person, opened.ends_at}); };
    close();
    EXPECT_FALSE(is_in({{"cookie", cookie(customer)}}));
    auto as_owner = staff();
    as_owner.permissions = {"*"};
    ASSERT_TRUE(shop.run(accounts::save_role(shop.app, as_owner, *accounts::RoleName::parse("clerk"), {"orders:read"}, {})));
    ASSERT_TRUE(shop.run(accounts::invite(shop.app, as_owner, email("bilal@example.com"), *Text<1, 120>::parse("Bilal"), {"clerk"})));
    auto member = shop.run(accounts::accept_invitation(shop.app, ctx(), token_in_mail("bilal@example.com"), std::string(good_password), device()));
    ASSERT_TRUE(member) << refusal(member);
    hear_all();
    EXPECT_TRUE(is_in({{"cookie", cookie(*member)}}));
    EXPECT_TRUE(has(get("/", {{"cookie", cookie(*member)}}), "class=\"early\""));
}

TEST_F(launch_door, opens_by_itself_and_kept_pages_change_at_once) {
    auto before = get("/search");
    EXPECT_TRUE(has(before, "data-fragment=\"listing\""));
    close({.is_closed = true, .opens_at = clock_now() + 1h, .heading = {}, .text = {}});
    EXPECT_FALSE(has(get("/search"), "data-fragment=\"listing\"")) << "though the page was kept a moment ago";
    ahead = 1h - 1s;
    EXPECT_FALSE(is_in({}));
    ahead = 1h + 1s;
    EXPECT_TRUE(is_in({}));
    EXPECT_FALSE(has(get("/search"), "class=\"early\""));
    ahead = {};
    EXPECT_EQ(close().is_open_now, false);
    EXPECT_FALSE(is_in({}));
    open();
    EXPECT_TRUE(is_in({}));
}

TEST_F(launch_door, is_changed_over_the_version_that_was_read) {
    EXPECT_EQ(shop.run(launch::find_gate(shop.app, staff())).version, 0);
    ASSERT_TRUE(shop.run(launch::set_gate(shop.app, staff(), 0, {.is_closed = true, .opens_at = {}, .heading = {}, .text = {}})));
    EXPECT_EQ(refusal(shop.run(launch::set_gate(shop.app, staff(), 0, {}))), "request.stale_version");
    EXPECT_FALSE(shop.run(launch::find_gate(shop.app, staff())).is_open_now);
    EXPECT_TRUE(shop.run(launch::set_gate(shop.app, staff(), 1, {}))->is_open_now);
}

TEST_F(launch_door, tells_those_who_confirmed_once_and_forgets_who_did_not) {
    auto leave = [&](std::string_view mailbox) { return header(submit("/launch/signups", {{"email", std::string(mailbox)}}), "Location"); };
    EXPECT_EQ(leave(ayesha), "/");
    EXPECT_EQ(shop.count("select count(*) from launch.signups"), 0) << "it is open: nobody waits";
    close();
    for (int i = 0; i < 3; ++i) leave(ayesha);
    leave("AYESHA@example.com");
    leave("bilal@example.com");
    leave("chand@example.com");
    leave("not a mailbox");
    auto token = token_in_mail(ayesha, "Shall we tell you");
    ASSERT_FALSE(token.empty());
    EXPECT_EQ(post.mails(ayesha).size(), 1u) << "one question an hour, however often somebody asks";
    auto page = get("/launch/confirm?token=" + token);
    EXPECT_TRUE(has(page, token));
    EXPECT_EQ(shop.count("select count(confirmed_at) from launch.signups"), 0) << "scanners open links";
    EXPECT_EQ(submit("/launch/confirm", {{"token", token + "x"}}).status, 303);
    EXPECT_EQ(shop.count("select count(confirmed_at) from launch.signups"), 0);
    submit("/launch/confirm", {{"token", token}});
    submit("/launch/confirm", {{"token", token}});
    auto of_chand = token_in_mail("chand@example.com");
    submit("/launch/confirm", {{"token", of_chand}});
    submit("/launch/removal", {{"token", of_chand}});
    auto view = shop.run(launch::find_gate(shop.app, staff()));
    EXPECT_EQ(view.signups, 2);
    EXPECT_EQ(view.confirmed, 1);
    deliver();
    EXPECT_TRUE(post.mails(ayesha, "is open").empty());

    open();
    ahead = 1min;
    deliver();
    deliver();
    EXPECT_EQ(post.mails(ayesha, "is open").size(), 1u);
    EXPECT_TRUE(post.mails("bilal@example.com", "is open").empty());
    EXPECT_TRUE(post.mails("chand@example.com", "is open").empty());
    ASSERT_TRUE(shop.run(launch::set_gate(shop.app, staff(), {}, {})));
    ahead = 2min;
    deliver();
    EXPECT_EQ(post.mails(ayesha, "is open").size(), 1u) << "once, however often it is opened";
}

TEST_F(launch_door, tells_at_the_hour_that_was_set) {
    close({.is_closed = true, .opens_at = clock_now() + 2h, .heading = {}, .text = {}});
    submit("/launch/signups", {{"email", ayesha}});
    submit("/launch/confirm", {{"token", token_in_mail(ayesha)}});
    ahead = 1h;
    deliver();
    EXPECT_TRUE(post.mails(ayesha, "is open").empty());
    ahead = 2h + 1min;
    deliver();
    EXPECT_EQ(post.mails(ayesha, "is open").size(), 1u);
}

}  // namespace
}  // namespace vitrine::test
