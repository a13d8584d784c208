// No card number reaches the shop: one is sent to every route there is, in every part of a request, over the wire; then tables and log are searched for it.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include <unistd.h>

#include "app/selftest/sql.h"
#include "app/modules.h"
#include "io/http/card_guard.h"
#include "io/http/server.h"
#include "io/pg/session.h"
#include "io/telemetry/log.h"
#include "modules/storefront/site.h"
#include "tests/shop/desk.h"

namespace vitrine {
namespace {

constexpr std::string_view card = "4242424242424242", spaced = "4242 4242 4242 4242", another = "5555-5555-5555-4444";

/// The desk of a shop behind a real server; whoever asks may do everything.
class OpenDoor {
public:
    OpenDoor() {
        desk.app.site = std::make_shared<storefront::Site>(desk.app.config);  // pages say no in HTML
        http::Routes<App> collected;
        for (const auto& module : app::modules())
            if (module.routes) module.routes(collected);
        router_ = std::make_unique<http::Router>(collected.take());
        auto gate = [this](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { return admit(); };
        server_ = std::make_unique<http::Server>(desk.floor.loop, *router_, &desk.app, gate, http::ServerOptions{.port = 0});
        server_->listen();
    }
    ~OpenDoor() {
        desk.run([](http::Server& server) -> Task<bool> {
            co_await server.drain(2s);
            co_await sleep_for(5ms);
            co_return true;
        }(*server_));
    }
    web::Answer send(std::string method, std::string target, shape::Fields headers = {}, std::string body = {}) {
        headers.emplace_back("Host", "test.localhost");
        return desk.run(desk.web.send({.method = std::move(method), .url = "http://127.0.0.1:" + std::to_string(server_->port()) + target, .headers = std::move(headers), .body = std::move(body)}));
    }
    const std::vector<http::Route>& routes() const { return router_->routes(); }
    /// All rows of all tables, and the code of a problem.
    std::string dump() {
        std::string out;
        pg::Session session(desk.database.owner());
        for (const auto& table : session.ask(selftest::sql::dump({}))) out += table.name + table.lines;
        return out;
    }

    test::Desk desk;

private:
    Task<Result<Ctx>> admit() {
        auto ctx = desk.ctx;
        ctx.now = clock_now();
        ctx.permissions = {"*"};
        co_return ctx;
    }
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<http::Server> server_;
};

std::string method_of(const http::Route& route) {
    std::string name = route.method == http::Method::del ? "DELETE" : boost::describe::enum_to_string(route.method, "GET");
    for (char& c : name) c = char(std::toupper(c));
    return name;
}

/// A path of the route, each parameter replaced.
std::string target_of(const http::Route& route, std::string_view parameter) {
    std::string out;
    for (size_t at = 0; at < route.pattern.size(); ++at) {
        if (route.pattern[at] != '{') {
            out += route.pattern[at];
            continue;
        }
        out += parameter;
        at = route.pattern.find('}', at);
    }
    return out;
}

std::string code_of(const web::Answer& answer) {
    auto at = answer.body.find("\"code\":\"");
    return at == std::string::npos ? answer.body.substr(0, 200) : answer.body.substr(at + 8, answer.body.find('"', at + 8) - at - 8);
}

struct Form {
    std::string name, method, target;
    shape::Fields headers;
    std::string body;
};

/// Every way a card number can be put into a request for this route.
std::vector<Form> forms_of(const http::Route& route) {
    auto method = method_of(route), target = target_of(route, "x");
    bool takes_body = route.method != http::Method::get;
    std::string text(card), words(spaced);
    std::vector<Form> forms{{"query", method, target + "?note=" + text, {}, {}},
                            {"spaced query", method, target + "?q=4242+4242+4242+4242", {}, {}},
                            {"header", method, target, {{"X-Note", words}}, {}},
                            {"cookie", method, target, {{"Cookie", "note=" + text}}, {}}};
    if (route.pattern.find('{') != std::string::npos) forms.push_back({"path", method, target_of(route, text), {}, {}});
    if (!takes_body) return forms;
    shape::Fields json{{"Content-Type", "application/json"}}, form{{"Content-Type", "application/x-www-form-urlencoded"}}, parts{{"Content-Type", "multipart/form-data; boundary=b"}}, plain{{"Content-Type", "text/plain"}};
    forms.push_back({"json", method, target, json, R"({"note":")" + text + R"("})"});
    forms.push_back({"spaced json", method, target, json, R"({"shipping":{"name":")" + words + R"("}})"});
    forms.push_back({"json number", method, target, json, R"({"amount":)" + text + "}"});
    forms.push_back({"json name", method, target, json, R"({")" + text + R"(":true})"});
    forms.push_back({"form", method, target, form, "note=" + text});
    forms.push_back({"spaced form", method, target, form, "note=4242+4242%204242+4242"});
    forms.push_back({"multipart", method, target, parts, "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n" + std::string(another) + "\r\n--b--\r\n"});
    forms.push_back({"plain text", method, target, plain, "please charge " + text + "\n"});
    return forms;
}

TEST(card_numbers, reach_no_table_and_no_log_by_any_route) {
    auto file = "/tmp/vitrine-cards-" + std::to_string(getpid()) + ".log";
    log::flush();
    log::to_file(file);
    int sent = 0;
    {
        OpenDoor door;
        for (const auto& route : door.routes()) {
            bool is_signed = route.options.access == http::Access::signature;
            for (auto& form : forms_of(route)) {
                auto where = form.method + " " + route.pattern + " (" + form.name + ")";
                auto answer = door.send(form.method, form.target, std::move(form.headers), std::move(form.body));
                ++sent;
                if (is_signed) {
                    EXPECT_GE(answer.status, 400) << where << ": unsigned";
                    continue;
                }
                EXPECT_EQ(answer.status, 422) << where;
                EXPECT_EQ(code_of(answer), "request.card_number") << where << ": " << answer.body.substr(0, 300);
            }
        }
        auto answer = door.send("GET", "/api/v1/products", {{"X-Request-Id", std::string(card)}});
        EXPECT_EQ(answer.header("x-request-id").find(card), std::string_view::npos);
        auto tables = door.dump();
        for (auto number : {card, spaced, another, std::string_view("5555555555554444")}) EXPECT_EQ(tables.find(number), std::string::npos) << "a table holds " << number;
    }
    log::flush();
    std::ifstream in(file);
    std::ostringstream lines;
    lines << in.rdbuf();
    EXPECT_NE(lines.str().find("request.card_number"), std::string::npos) << "the refusals are in the log";
    for (auto number : {card, spaced, another}) EXPECT_EQ(lines.str().find(number), std::string::npos) << "the log holds " << number;
    log::to_file("/dev/stderr");
    unlink(file.c_str());
    EXPECT_GT(sent, 500);
}

TEST(card_numbers, are_told_from_what_a_shop_needs_to_take) {
    OpenDoor door;
    auto body = R"({"slug":"pens","name":"Pens 4006381333931 +923001234567"})";
    auto answer = door.send("POST", "/api/v1/admin/categories", {{"Content-Type", "application/json"}}, body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_NE(door.dump().find("4006381333931"), std::string::npos) << "the search of the tables finds what is there";
    EXPECT_EQ(door.send("GET", "/api/v1/products?q=4006381333931").status, 200);
}

// A buyer comes back from a gateway's page with that gateway's own numbers; one in a hundred looks like a card's. Nothing of it is kept; anything else is refused as everywhere.
TEST(card_numbers, are_not_seen_in_what_a_gateway_has_made_itself) {
    OpenDoor door;
    shape::Fields form{{"Content-Type", "application/x-www-form-urlencoded"}};
    auto post = [&](std::string path, std::string body) { return door.send("POST", "/checkout/return/" + path, form, std::move(body)).status; };
    EXPECT_EQ(door.send("GET", "/checkout/return/easypaisa?auth_token=4242424242424242").status, 200) << "is posted on to the second step";
    EXPECT_EQ(post("jazzcash", "pp_RetreivalReferenceNo=4242424242424242"), 400) << "not signed, and that is all that is wrong";
    EXPECT_EQ(post("jazzcash", "pp_RetreivalReferenceNo=1&note=4242424242424242"), 422);
    EXPECT_EQ(post("jazzcash", "pp_RetreivalReferenceNo=1&4242424242424242=x"), 422);
    EXPECT_EQ(door.send("GET", "/checkout/return/easypaisa?auth_token=a&note=4242+4242+4242+4242").status, 422);
    EXPECT_EQ(door.send("GET", "/checkout/return/stripe?pp_Note=4242424242424242").status, 422) << "another gateway's name";
    EXPECT_EQ(door.send("GET", "/checkout/return/4242424242424242").status, 422);
    EXPECT_EQ(door.send("GET", "/checkout/return/easypaisa?auth_token=a", {{"X-Note", std::string(card)}}).status, 422);
    EXPECT_EQ(code_of(door.send("GET", "/checkout/return?order=4242424242424242")), "request.card_number") << "our own page takes none";
}

TEST(card_numbers, are_refused_in_words_that_say_where_they_belong) {
    http::Request request{.path = "/", .query = {{"q", std::string(card)}}};
    EXPECT_TRUE(http::carries_card_number(request));
    EXPECT_FALSE(http::carries_card_number({.path = "/p/pen", .query = {{"q", "pen"}}, .headers = {{"user-agent", "Mozilla/5.0"}}, .body = "{}"}));
    EXPECT_FALSE(http::carries_card_number({.path = "/", .headers = {{"content-type", "image/png"}}, .body = std::string(card)})) << "bytes, not words";
    EXPECT_FALSE(http::carries_card_number({.path = "/", .headers = {{"content-type", "text/csv"}}, .body = "utr\n" + std::string(card)})) << "a bank's numbers, by the thousand";
    EXPECT_EQ(std::string(http::card_number_refused.code), "request.card_number");
}

}  // namespace
}  // namespace vitrine
