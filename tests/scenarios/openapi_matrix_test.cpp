// Every route of the OpenAPI document that the program serves, asked by every kind of caller: let in exactly where the document says so. Staff's routes by their
// x-permission; the others by what stands in tests/shop/open_doors.h. A route that is not there, or whose path has a part nobody gives an example of, fails.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "app/docs_page.h"
#include "app/gate.h"
#include "app/modules.h"
#include "app/system_routes.h"
#include "io/pg/session.h"
#include "modules/accounts/passkeys/api.h"
#include "modules/accounts/tokens.h"
#include "modules/live/api.h"
#include "modules/privacy/api.h"
#include "tests/shop/accounts_stand.h"
#include "tests/shop/cart_device.h"
#include "tests/shop/open_doors.h"
#include "tests/shop/pocket_sink.h"

namespace vitrine::test {
namespace {

namespace json = boost::json;

/// What an answer means to whoever asked.
enum class Outcome { in, who, invalid, forbidden, absent };
SHAPE_ENUM(Outcome, in, who, invalid, forbidden, absent)

struct openapi_matrix : Accounts {
    struct Operation {
        std::string name, path, permission;   ///< "GET /api/v1/carts/{id}"
        http::Method method = http::Method::get;
        json::array parameters;
    };
    struct Caller {
        std::string name, bearer;
    };

    std::shared_ptr<app::ProcessState> process = std::make_shared<app::ProcessState>();
    std::unique_ptr<http::Router> router;
    http::Gate gate;
    carts::LiveCarts live{shop.app, shop.database.worker(1)};
    vitrine::live::Streams streams{shop.app, shop.database.worker(1)};
    std::vector<std::unique_ptr<PocketSink>> sinks;
    int asked = 0, handled = 0;                             ///< calls, and calls of staff's routes that got as far as a handler
    std::map<std::string, std::string, std::less<>> words;  ///< what stands for `$name` and `{name}`
    accounts::Opened ours;
    std::string owner, stranger, expired, of_elsewhere, staff_elsewhere, member, order_token;

    openapi_matrix() {
        process->settings.shop = shop.config;
        process->stores = shop.directory;
        process->has_stores = true;
        process->identities = std::make_shared<accounts::Identities>();
        gate = app::make_gate(process);
        http::Routes<App> collected;
        for (const auto& module : app::modules())
            if (module.routes) module.routes(collected);
        auto routes = collected.take();
        for (auto& route : app::system_routes(process)) routes.push_back(std::move(route));
        app::describe_routes(*process, routes);
        for (auto& route : routes)
            if (route.options.access == http::Access::staff) route.run = [this](void*, Ctx, const http::Request&) { return let_in(); };
        router = std::make_unique<http::Router>(std::move(routes));
        hear_all();
    }
    ~openapi_matrix() override {
        shop.run(live.stop());
        shop.run(streams.stop());
        auto all_ended = [&]() -> Task<bool> {
            for (const auto& sink : sinks)
                while (!sink->is_over) co_await sleep_for(10ms);
            co_return true;
        };
        shop.run(all_ended());
    }
    Task<http::Response> let_in() {
        ++handled;
        co_return http::Response{204, {}, std::string()};
    }
    void hear_all() { shop.run(process->identities->refresh(shop.floor.worker_db)); }

    std::vector<Operation> operations() {
        std::vector<Operation> out;
        auto document = json::parse(ask("GET", "/api/v1/openapi.json", {}, {}).body).as_object();
        for (const auto& [path, item] : document.at("paths").as_object())
            for (const auto& [method, operation] : item.as_object()) {
                Operation one{.path = std::string(path), .method = method_of(method)};
                one.name = upper(method) + " " + one.path;
                const auto& said = operation.as_object();
                if (const auto* permission = said.if_contains("x-permission")) one.permission = permission->as_string();
                if (const auto* parameters = said.if_contains("parameters")) one.parameters = parameters->as_array();
                out.push_back(std::move(one));
            }
        return out;
    }
    static std::string upper(std::string_view text) {
        std::string out(text);
        for (char& c : out) c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
        return out;
    }
    static http::Method method_of(std::string_view name) {
        return name == "get" ? http::Method::get : name == "post" ? http::Method::post : name == "put" ? http::Method::put : name == "patch" ? http::Method::patch : http::Method::del;
    }

    struct Answer {
        int status = 0;
        std::string body;
        std::optional<http::Upgrade> socket;
        std::optional<http::EventStream> stream;
    };
    Answer ask(std::string_view method, std::string path, std::string_view body, const std::string& bearer, std::string_view query = {}, const std::string& order_token = {}) {
        http::Request request{.method = method_of(lower_ascii(method)), .target = path, .path = path, .query = *http::parse_form(query), .body = std::string(body), .remote_ip = "203.0.113.7"};
        request.headers = {{"host", "test.localhost"}, {"idempotency-key", "matrix " + std::to_string(++asked)}, {"user-agent", "matrix"}, {"x-order-token", order_token}};
        if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
        if (!bearer.empty()) request.headers.emplace_back("authorization", "Bearer " + bearer);
        auto match = router->find(request);
        if (!match.route) throw std::logic_error("no route for " + path);
        auto passed = shop.run(gate(&shop.app, request, *match.route));
        auto response = passed ? shop.run(match.route->run(&shop.app, *passed, request)) : http::problem(passed.error(), "");
        Answer answer{response.status, {}, {}, {}};
        if (auto* text = std::get_if<std::string>(&response.body)) answer.body = *text;
        if (auto* cached = std::get_if<std::shared_ptr<const http::CachedAnswer>>(&response.body)) answer.body = (*cached)->body;
        if (auto* upgrade = std::get_if<http::Upgrade>(&response.body)) answer.socket = std::move(*upgrade);
        if (auto* events = std::get_if<http::EventStream>(&response.body)) answer.stream = std::move(*events);
        return answer;
    }
    /// What a live cart's socket says to a device that says hello.
    Outcome greeted(http::Upgrade& upgrade) {
        PocketSocket socket;
        socket.inbox.push_back(hello("matrix1234"));
        auto talk = [&]() -> Task<bool> {
            bool is_over = false;
            auto run = [](http::Upgrade& with, PocketSocket& on, bool& over) -> Task<void> {
                auto conversation = with.run(on);
                co_await std::move(conversation);
                over = true;
            };
            Loop::here().spawn(run(upgrade, socket, is_over));
            for (auto end = clock_now() + Duration(10s); socket.said.empty() && !socket.is_cut && !is_over && clock_now() < end;) co_await sleep_for(1ms);
            bool is_welcome = !socket.said.empty() && socket.said.front().starts_with("{\"type\":\"welcome\"");
            socket.is_cut = true;
            while (!is_over) co_await sleep_for(1ms);
            co_return is_welcome;
        };
        return shop.run(talk()) ? Outcome::in : Outcome::absent;
    }
    /// Whether a stream says anything to whoever was let in.
    Outcome told(http::EventStream& stream) {
        sinks.push_back(std::make_unique<PocketSink>());
        auto& sink = *sinks.back();
        auto read = [&]() -> Task<bool> {
            Loop::here().spawn(read_stream(stream, sink));
            for (auto end = clock_now() + Duration(10s); sink.heard.empty() && !sink.is_over && clock_now() < end;) co_await sleep_for(1ms);
            sink.is_gone = true;   // found out when something is said again
            co_return !sink.heard.empty();
        };
        return shop.run(read()) ? Outcome::in : Outcome::absent;
    }
    Outcome outcome_of(Answer answer) {
        if (answer.stream) return told(*answer.stream);
        if (answer.socket) return greeted(*answer.socket);
        if (answer.status < 400) return Outcome::in;
        auto code = std::string(json::parse(answer.body).at("code").as_string());
        if (code == "request.unauthenticated") return Outcome::who;
        if (code == "accounts.token_invalid") return Outcome::invalid;
        if (code == "request.forbidden") return Outcome::forbidden;
        return answer.status == 404 ? Outcome::absent : Outcome::in;
    }

    std::string filled(std::string_view text) {
        std::string out(text);
        for (const auto& [name, value] : words)
            for (size_t at; (at = out.find("$" + name)) != std::string::npos;) out.replace(at, name.size() + 1, value);
        return out;
    }
    /// The path with an example of each of its parts: of what the scene has, else of the kind the document names. Empty where nobody knows one.
    std::string path_of(const Operation& operation) {
        auto path = operation.path;
        for (size_t open; (open = path.find('{')) != std::string::npos;) {
            auto close = path.find('}', open);
            auto name = path.substr(open + 1, close - open - 1);
            auto about = path.substr(0, open);   // "/api/v1/carts/"
            auto found = words.find(about + name);
            if (found == words.end()) found = words.find(name);
            auto value = found != words.end() ? found->second : example_of(operation, name);
            if (value.empty()) return {};
            path.replace(open, close - open + 1, value);
        }
        return path;
    }
    static std::string example_of(const Operation& operation, std::string_view name) {
        for (const auto& parameter : operation.parameters) {
            if (std::string_view(parameter.at("name").as_string()) != name) continue;
            const auto* format = parameter.at("schema").as_object().if_contains("format");
            std::string said = format ? std::string(format->as_string()) : std::string();
            if (said.ends_with(" id")) return said.substr(0, said.size() - 3) + "_00000000000000000000000001";
        }
        return {};
    }

    Ctx chief() {
        auto now = ctx();
        now.role = Role::staff;
        now.permissions = {"*"};
        return now;
    }
    std::string token_of(accounts::Opened opened) { return tokens_of(std::move(opened)).access_token; }
    /// A member of staff whose one role is "matrix"; what it may do is set for each route.
    std::string hired(std::string_view to) {
        auto role = *accounts::RoleName::parse("matrix");
        EXPECT_TRUE(shop.run(accounts::save_role(shop.app, chief(), role, {}, {})));
        EXPECT_TRUE(shop.run(accounts::invite(shop.app, chief(), email(to), *Text<1, 120>::parse("Bilal"), {role.str()})));
        auto opened = shop.run(accounts::accept_invitation(shop.app, ctx(), token_in_mail(to, "invited"), "twelve tall giraffes", device()));
        EXPECT_TRUE(opened);
        pg::Session(shop.database.owner()).run("update accounts.people set totp_sealed = 'x', totp_since = now() where kind = 'staff'");
        return token_of(*opened);
    }
    void may(std::vector<std::string> permissions) {
        EXPECT_TRUE(shop.run(accounts::save_role(shop.app, chief(), *accounts::RoleName::parse("matrix"), std::move(permissions), {})));
        hear_all();
    }
    std::string key(StoreId store, std::vector<std::string> permissions) { return shop.run(stores::make_api_key(shop.floor.db, store, "matrix", std::move(permissions))); }

    /// Two stores; in ours Ayesha with a cart, an order and an address, and Chand who has nothing of hers.
    void open_scene() {
        auto second = stores::Store(*shop.directory->by_slug("test"));
        second.slug = "second", second.host = "second.localhost", second.is_default = false;
        shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, second));
        shop.run(shop.directory->refresh(shop.floor.worker_db));
        auto home = shop.ctx;
        shop.ctx.store = shop.directory->by_slug("second")->id;
        of_elsewhere = token_of(registered("ayesha.elsewhere@example.com"));
        staff_elsewhere = hired("bilal.elsewhere@example.com");
        may({"*"});
        shop.ctx = home;

        ours = registered(ayesha);
        owner = token_of(ours);
        stranger = token_of(registered("chand@example.com"));
        member = hired("bilal@example.com");
        ahead = -20min;
        expired = token_of(ours);
        ahead = {};
        hear_all();

        auto pen = shop.article("PEN-1", Shop::rupees(250), 50);
        words["variant"] = pen.text();
        words["address"] = address;
        words["product"] = "pen-1", words["gateway"] = "stripe", words["courier"] = "leopards", words["code"] = "NONE";
        auto cart = [&] {
            auto made = json::parse(ask("POST", "/api/v1/carts", filled(R"({"variant":"$variant","quantity":2})"), owner).body);
            return std::string(made.at("id").as_string());
        };
        words["cart"] = cart();
        EXPECT_EQ(ask("PUT", "/api/v1/carts/" + words["cart"] + "/addresses", filled(R"({"email":"ayesha@example.com","shipping":$address})"), owner).status, 200);
        auto quote = json::parse(ask("GET", "/api/v1/carts/" + words["cart"] + "/quote", {}, owner).body);
        auto placed = json::parse(
            ask("POST", "/api/v1/orders", filled(R"({"cart":"$cart","payment_method":"bank_transfer","expected_total":)") + json::serialize(quote.at("total")) + "}", owner).body);
        words["/api/v1/orders/id"] = placed.at("order").at("id").as_string();
        order_token = placed.at("order").at("token").as_string();
        words["cart"] = cart();
        words["order"] = "ord_00000000000000000000000001", words["number"] = "1", words["name"] = "matrix", words["key"] = "live-cart", words["customer"] = "cus_00000000000000000000000001", words["channel"] = "mail", words["rule"] = "pictures";
        words["stage"] = "order_placed", words["language"] = "en", words["/api/v1/admin/notice-suppressions/mail/address"] = "nobody@example.com";
        auto lines = json::parse(ask("GET", "/api/v1/carts/" + words["cart"], {}, owner).body);
        words["/api/v1/carts/id"] = words["cart"];
        words["line"] = words["/api/v1/carts/" + words["cart"] + "/lines/line"] = lines.at("lines").at(0).at("id").as_string();
        auto kept = json::parse(ask("POST", "/api/v1/me/addresses", kept_address, owner).body);
        words["/api/v1/me/addresses/id"] = kept.at("id").as_string();
        auto other_device = sign_in(ayesha, good_password, device("203.0.113.9", &ours));
        ASSERT_TRUE(other_device && other_device->opened);
        words["/api/v1/me/passkeys/id"] = accounts::PasskeyId::next(clock_now()).text();
        words["/api/v1/me/data-requests/id"] = privacy::RequestId::next(clock_now()).text();
        words["/api/v1/auth/sessions/id"] = other_device->opened->session.text();
    }
};

TEST_F(openapi_matrix, staffs_routes_open_to_their_permission_alone) {
    open_scene();
    auto all = operations();
    std::set<std::string> permissions;
    for (const auto& each : all)
        if (!each.permission.empty()) permissions.insert(each.permission);
    ASSERT_GT(permissions.size(), 40u);
    auto second = shop.directory->by_slug("second")->id;
    auto key_elsewhere = key(second, {"*"});
    for (const auto& permission : permissions) {
        std::vector<std::string> others(permissions.begin(), permissions.end());
        std::erase(others, permission);
        auto key_with = key(shop.ctx.store, {permission}), key_without = key(shop.ctx.store, others);
        shop.run(shop.directory->refresh(shop.floor.worker_db));
        for (bool is_granted : {false, true}) {
            may(is_granted ? std::vector<std::string>{permission} : others);
            std::map<std::string, std::pair<std::string, Outcome>> callers{{"staff", {member, is_granted ? Outcome::in : Outcome::forbidden}},
                                                                           {"a key", {is_granted ? key_with : key_without, is_granted ? Outcome::in : Outcome::forbidden}}};
            if (!is_granted)
                callers.insert({{"nobody", {"", Outcome::who}},
                                {"an unknown key", {"vk_nothing", Outcome::who}},
                                {"an expired token", {expired, Outcome::invalid}},
                                {"a customer", {owner, Outcome::forbidden}},
                                {"another store's customer", {of_elsewhere, Outcome::invalid}},
                                {"another store's staff", {staff_elsewhere, Outcome::invalid}},
                                {"another store's key", {key_elsewhere, Outcome::forbidden}}});
            for (const auto& operation : all) {
                if (operation.permission != permission) continue;
                auto path = path_of(operation);
                EXPECT_FALSE(path.empty()) << operation.name << ": no example of a part of its path";
                if (path.empty()) continue;
                for (const auto& [who, caller] : callers) {
                    auto before = handled;
                    auto outcome = outcome_of(ask(operation.name.substr(0, operation.name.find(' ')), path, {}, caller.first));
                    EXPECT_EQ(shape_name(outcome), shape_name(caller.second)) << operation.name << " for " << who << (is_granted ? " with " : " without ") << permission;
                    EXPECT_EQ(handled - before, caller.second == Outcome::in ? 1 : 0) << operation.name << ": who is refused must not reach the handler";
                }
            }
        }
    }
    may({});
    pg::Session(shop.database.owner()).run("update accounts.people set totp_sealed = null, totp_since = null where kind = 'staff'");
    may({"*"});
    EXPECT_EQ(outcome_of(ask("GET", "/api/v1/admin/orders", {}, member)), Outcome::forbidden) << "nor to who has no second factor";
}

TEST_F(openapi_matrix, every_other_route_opens_to_whom_it_is_for) {
    open_scene();
    may({"*"});
    auto of_key = key(shop.ctx.store, {"*"});
    shop.run(shop.directory->refresh(shop.floor.worker_db));
    const std::vector<Caller> guests{{"nobody", ""}, {"staff", member}, {"a key", of_key}}, refused{{"an expired token", expired}, {"another store's customer", of_elsewhere}, {"another store's staff", staff_elsewhere}};
    std::set<std::string> seen;
    for (bool ends_session : {false, true})
        for (const auto& operation : operations()) {
            if (!operation.permission.empty()) continue;
            seen.insert(operation.name);
            auto found = open_doors.find(operation.name);
            EXPECT_TRUE(found != open_doors.end()) << operation.name << " needs no permission: say in tests/shop/open_doors.h whom it is for";
            if (found == open_doors.end() || found->second.ends_session != ends_session) continue;
            const auto& [door, body, query, last, may_be_absent] = found->second;
            auto path = path_of(operation);
            EXPECT_FALSE(path.empty()) << operation.name << ": no example of a part of its path";
            if (path.empty()) continue;
            auto outcome = [&](const std::string& bearer, const std::string& token = {}) {
                return outcome_of(ask(operation.name.substr(0, operation.name.find(' ')), path, filled(body), bearer, filled(query), token));
            };
            auto expect = [&](std::string_view who, Outcome got, std::initializer_list<Outcome> allowed) {
                EXPECT_TRUE(std::ranges::find(allowed, got) != allowed.end()) << operation.name << " (" << shape_name(door) << ") for " << who << ": " << shape_name(got);
            };
            if (ends_session) {  // each from a session of its own
                owner = token_of(*sign_in(ayesha, good_password, device("203.0.113.7", &ours))->opened);
                stranger = token_of(*sign_in("chand@example.com")->opened);
                hear_all();
            }
            bool is_of_no_store = operation.path == "/api/docs" || operation.path == "/api/v1/openapi.json";
            bool asks_who = door != Door::way_in && door != Door::signature && !is_of_no_store;
            auto of_nobody = outcome("");
            for (const auto& caller : refused) expect(caller.name, outcome(caller.bearer), {asks_who ? Outcome::invalid : of_nobody});
            const std::initializer_list<Outcome> kept_out{Outcome::who, Outcome::absent, Outcome::forbidden}, there{Outcome::in}, perhaps_there{Outcome::in, Outcome::absent};
            bool is_named = operation.path.find('{') != std::string::npos && !may_be_absent, is_holders = door == Door::holder || door == Door::order;
            for (const auto& caller : guests) {
                bool is_known = door == Door::person && caller.bearer == member;
                if (is_known && ends_session) continue;   // his one session has to last
                auto got = outcome(caller.bearer);
                if ((door == Door::own || door == Door::person) && !is_known) expect(caller.name, got, {Outcome::who});
                if (is_known) expect(caller.name, got, is_named ? kept_out : may_be_absent ? perhaps_there : there);
                if (is_holders) expect(caller.name, got, kept_out);
                if (door == Door::anybody) expect(caller.name, got, perhaps_there);
            }
            auto of_other = outcome(stranger);
            if (is_holders || ((door == Door::own || door == Door::person) && is_named)) expect("another customer", of_other, kept_out);
            else if (door == Door::own || door == Door::person) expect("another customer", of_other, perhaps_there);
            if (door == Door::order) expect("a guess at the token", outcome(owner, std::string(26, '0')), kept_out);
            if (door == Door::order) expect("who holds the token", outcome("", order_token), may_be_absent ? perhaps_there : there);
            else if (door == Door::holder || door == Door::own || door == Door::person) expect("its owner", outcome(owner), may_be_absent ? perhaps_there : there);
        }
    for (const auto& [name, door] : open_doors) EXPECT_TRUE(seen.contains(name)) << name << " is not in the document any more";
}

TEST_F(openapi_matrix, the_document_has_every_route_of_the_api) {
    std::set<std::string> documented, routed;
    for (const auto& each : operations()) documented.insert(each.name);
    for (const auto& route : router->routes()) {
        if (!route.pattern.starts_with("/api/")) continue;
        auto pattern = route.pattern;
        if (auto rest = pattern.find("...}"); rest != std::string::npos) pattern.erase(rest, 3);
        auto method = route.method == http::Method::del ? std::string("DELETE") : upper(shape_name(route.method));
        routed.insert(method + " " + pattern);
    }
    EXPECT_EQ(documented, routed);
}

}  // namespace
}  // namespace vitrine::test
