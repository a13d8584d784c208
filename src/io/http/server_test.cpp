#include "io/http/server.h"

#include <gtest/gtest.h>

#include "io/http/testing.h"
#include "io/pg/db.h"

namespace vitrine::http {
namespace {

using namespace testing;

struct Env {};
struct Item {
    std::int64_t quantity = 0;
    std::string sku;
};
SHAPE(Item, quantity, sku)
struct ItemPath {
    std::string id;
};
SHAPE(ItemPath, id)
struct ItemQuery {
    std::optional<std::int64_t> limit;
};
SHAPE(ItemQuery, limit)
struct Seen {
    std::string id, sku, method;
    std::int64_t quantity = 0;
};
SHAPE(Seen, id, sku, method, quantity)

Task<Result<Seen>> edit(Env&, Ctx, Path<ItemPath> path, Query<ItemQuery>, Body<Item> body) { co_return Seen{path->id, body->sku, "post", body->quantity}; }
Task<Result<Response>> echo(Env&, Ctx ctx, const Request& request) {
    auto response = json_text("{\"path\":\"" + request.path + "\",\"trace\":\"" + ctx.trace_id + "\",\"ip\":\"" + request.remote_ip + "\",\"host\":\"" + std::string(request.header("host")) +
                              "\",\"underscored\":\"" + std::string(request.header("x_cart_token")) + "\",\"body\":\"" + request.body + "\"}");
    co_return response;
}
Task<Result<NoContent>> nothing(Env&, Ctx) { co_return NoContent{}; }
Task<Result<Created<Seen>>> made(Env&, Ctx) { co_return Created<Seen>{{}, "/items/1", true}; }
Task<Result<Seen>> broken(Env&, Ctx) { throw std::runtime_error("a bug with a secret inside"); }
Task<Result<Seen>> unavailable(Env&, Ctx) { throw pg::Unavailable("no database"); }
Task<Result<Response>> split(Env&, Ctx) {
    Response response;
    response.add("X-Evil", "a\r\nSet-Cookie: stolen=1");
    co_return response;
}
Task<Result<Response>> own_caching(Env&, Ctx) {
    auto response = html("<p>");
    response.set("Cache-Control", "public, max-age=60");
    co_return response;
}
Task<Result<Ctx>> gate_of_members(void*, const Request& request, const Route&) {
    Ctx ctx;
    if (!request.header("authorization").empty()) ctx.actor = "cus_1";
    co_return ctx;
}
Task<Result<Response>> own_policy(Env&, Ctx) {
    auto response = html("<p>");
    response.add("Content-Security-Policy", "default-src 'none'");
    co_return response;
}

struct server : ::testing::Test {
    Env env;
    std::unique_ptr<TestServer> running = start({});

    std::unique_ptr<TestServer> start(ServerOptions options, Gate gate = open_gate) {
        Routes<Env> routes;
        routes.get("/echo", echo);
        routes.post("/echo", echo);
        routes.get("/nothing", nothing);
        routes.post("/made", made);
        routes.get("/broken", broken);
        routes.get("/unavailable", unavailable);
        routes.get("/split", split);
        routes.get("/own-policy", own_policy);
        routes.get("/own-caching", own_caching);
        RouteOptions documented;
        documented.summary = "Edit an item";
        routes.post("/api/v1/items/{id}", edit, documented);
        return std::make_unique<TestServer>(routes.take(), &env, std::move(options), std::move(gate));
    }
    Answer ask(std::string_view request) { return Client(running->port()).ask(request); }
};

TEST_F(server, keeps_connections_and_answers_pipelined_requests_in_order) {
    Client client(running->port());
    std::string all;
    for (int i = 0; i < 100; ++i) all += get("/echo?" + std::to_string(i), "X-Request-Id: r" + std::to_string(i) + "\r\n");
    client.send(all);
    for (int i = 0; i < 100; ++i) {
        auto answer = client.read();
        ASSERT_EQ(answer.status, 200);
        ASSERT_EQ(answer.header("x-request-id"), "r" + std::to_string(i));
    }
    EXPECT_EQ(client.ask(get("/nothing")).status, 204);
}

TEST_F(server, reads_a_request_that_arrives_byte_by_byte) {
    Client client(running->port());
    for (char c : "\r\n" + post("/echo", "text/plain", "hello")) client.send({&c, 1});
    EXPECT_NE(client.read().body.find("\"body\":\"hello\""), std::string::npos);
}

TEST_F(server, reads_chunked_bodies_and_forgets_trailers) {
    Client client(running->port());
    auto head = "POST /echo HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n";
    auto answer = client.ask(std::string(head) + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nHost: evil\r\n\r\n" + get("/nothing"));
    EXPECT_NE(answer.body.find("\"body\":\"abcde\""), std::string::npos);
    EXPECT_NE(answer.body.find("\"host\":\"shop.test\""), std::string::npos);
    EXPECT_EQ(client.read().status, 204);
}

TEST_F(server, says_continue_when_asked) {
    Client client(running->port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read().status, 100);
    EXPECT_EQ(client.ask("hi").status, 200);
}

TEST_F(server, puts_security_headers_and_ids_on_every_answer) {
    for (auto request : {get("/echo"), get("/missing"), get("/broken"), post("/nothing", "text/plain", ""), std::string("nonsense\r\n\r\n")}) {
        auto answer = ask(request);
        for (auto name : {"x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy", "content-security-policy", "cross-origin-opener-policy", "date",
                          "x-request-id"})
            EXPECT_FALSE(answer.header(name).empty()) << request << name;
    }
    EXPECT_EQ(ask(get("/own-policy")).header("content-security-policy"), "default-src 'none'");
}

TEST_F(server, lets_no_cache_keep_what_was_answered_to_somebody) {
    running = start({}, gate_of_members);
    EXPECT_EQ(ask(get("/echo", "Authorization: Bearer x\r\n")).header("cache-control"), "private, no-store");
    EXPECT_EQ(ask(get("/nothing", "Authorization: Bearer x\r\n")).header("cache-control"), "private, no-store");
    EXPECT_EQ(ask(get("/own-caching", "Authorization: Bearer x\r\n")).header("cache-control"), "public, max-age=60") << "unless the handler knows better";
    EXPECT_EQ(ask(get("/echo")).header("cache-control"), "") << "a guest's answer is as it was";
}

TEST_F(server, continues_the_callers_trace_and_request_id) {
    auto answer = ask(get("/echo", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX-Request-Id: abc-1\r\n"));
    EXPECT_NE(answer.body.find("4bf92f3577b34da6a3ce929d0e0e4736"), std::string::npos);
    EXPECT_EQ(answer.header("x-request-id"), "abc-1");
    EXPECT_NE(ask(get("/echo", "X-Request-Id: a b\r\n")).header("x-request-id"), "a b");
}

TEST_F(server, tells_what_is_missing_and_what_is_allowed) {
    auto missing = ask(get("/missing"));
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.header("content-type"), "application/problem+json");
    auto wrong = ask(post("/nothing", "text/plain", ""));
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("allow"), "GET, HEAD, OPTIONS");
    auto options = ask("OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.header("allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(ask("BREW /echo HTTP/1.1\r\nHost: a\r\n\r\n").status, 501);
}

TEST_F(server, shows_browsers_a_page_instead_of_json_outside_the_api) {
    auto page = ask(get("/missing", "Accept: text/html,*/*\r\n"));
    EXPECT_EQ(page.status, 404);
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(ask(get("/api/missing", "Accept: text/html\r\n")).header("content-type"), "application/problem+json");
}

TEST_F(server, reports_all_faults_of_a_typed_request_at_once) {
    auto answer = ask(post("/api/v1/items/7?limit=many&color=red", "application/json", R"({"quantity":"2","size":1})"));
    EXPECT_EQ(answer.status, 422);
    for (auto pointer : {"/limit", "/color", "/quantity", "/sku", "/size"}) EXPECT_NE(answer.body.find("\"pointer\":\"" + std::string(pointer) + "\""), std::string::npos) << answer.body;
    EXPECT_EQ(ask(post("/api/v1/items/7", "application/json", R"({"quantity":2,"sku":"A"})")).body, R"({"id":"7","sku":"A","method":"post","quantity":2})");
}

TEST_F(server, refuses_other_media_types_and_broken_json) {
    EXPECT_EQ(ask(post("/api/v1/items/7", "text/plain", "{}")).status, 415);
    EXPECT_EQ(ask(post("/api/v1/items/7", "application/json", "{")).status, 400);
    EXPECT_EQ(ask(post("/api/v1/items/7", "application/json; charset=utf-8", R"({"quantity":2,"sku":"A"})")).status, 200);
}

TEST_F(server, says_where_a_new_thing_is_and_whether_it_was_replayed) {
    auto answer = ask(post("/made", "text/plain", ""));
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.header("location"), "/items/1");
    EXPECT_EQ(answer.header("idempotency-replayed"), "true");
}

TEST_F(server, turns_exceptions_into_answers_without_their_text) {
    auto answer = ask(get("/broken"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    auto away = ask(get("/unavailable"));
    EXPECT_EQ(away.status, 503);
    EXPECT_FALSE(away.header("retry-after").empty());
    auto split_header = ask(get("/split"));
    EXPECT_EQ(split_header.status, 500);
    EXPECT_EQ(split_header.head.find("stolen"), std::string::npos);
}

TEST_F(server, answers_head_without_body_and_http_1_0_with_close) {
    Client client(running->port());
    auto head = client.ask("HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n", false);
    EXPECT_EQ(head.status, 200);
    EXPECT_NE(head.header("content-length"), "0");
    EXPECT_EQ(client.ask(get("/nothing")).status, 204);
    Client old(running->port());
    auto answer = old.ask("GET /echo HTTP/1.0\r\n\r\n");
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(old.is_closed());
    EXPECT_EQ(Client(running->port()).ask("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("connection"), "keep-alive");
}

TEST_F(server, believes_forwarded_addresses_of_trusted_proxies_only) {
    auto forwarded = get("/echo", "X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n");
    EXPECT_NE(ask(forwarded).body.find("\"ip\":\"127.0.0.1\""), std::string::npos);
    ServerOptions options;
    options.trusted_proxies = {"127.0.0.1", "198.51.100.7"};
    running = start(options);
    EXPECT_NE(ask(forwarded).body.find("\"ip\":\"203.0.113.9\""), std::string::npos);
}

TEST_F(server, refuses_what_two_servers_could_read_differently) {
    struct Case {
        const char* request;
        int status;
    };
    for (auto [request, status] : {
             Case{"GET /echo HTTP/1.1\r\n\r\n", 400},                                                                             // no Host
             {"GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},                                                           // two
             {"GET /echo HTTP/1.1\r\nHost: a b\r\n\r\n", 400},                                                                    // not a host
             {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},         // both framings
             {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},         // in this order too
             {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},                        // twice, though equal
             {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", 400},                                          // a list
             {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400},                                            // a sign
             {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},                                               //
             {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400},                             // more than 64 bits
             {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},                        //
             {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},                             //
             {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},  //
             {"POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},                              // not in 1.0
             {"GET /echo HTTP/1.1\r\nHost: a\r\nX-A: b\r\n folded\r\n\r\n", 400},                                                 // obs-fold
             {"GET /echo HTTP/1.1\r\nHost : a\r\n\r\n", 400},                                                                     // space before the colon
             {"GET /echo HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},                                                               // no name
             {"GET /echo HTTP/1.1\nHost: a\n\r\n\r\n", 505},                                                                      // bare line feeds
             {"GET /echo HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400},                                                           // bare carriage return
             {"GET /../x HTTP/1.1\r\nHost: a\r\n\r\n", 400},                                                                      //
             {"GET  /echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},                                                                     // two spaces
             {"GET /echo HTTP/2.0\r\nHost: a\r\n\r\n", 505},                                                                      //
             {"GET /echo\r\n\r\n", 400},                                                                                          // HTTP/0.9
             {"POST /echo HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 1\r\n\r\nx", 417},                           //
             {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},                                // not a chunk size
         }) {
        Client client(running->port());
        auto answer = client.ask(request);
        EXPECT_EQ(answer.status, status) << request;
        EXPECT_EQ(answer.header("connection"), "close") << request;
        EXPECT_TRUE(client.is_closed()) << request;
    }
}

TEST_F(server, drops_header_names_with_underscores) {
    EXPECT_NE(ask(get("/echo", "X_Cart_Token: stolen\r\n")).body.find("\"underscored\":\"\""), std::string::npos);
}

TEST_F(server, takes_the_authority_of_an_absolute_target_for_the_host) {
    EXPECT_NE(ask("GET http://other.test/echo HTTP/1.1\r\nHost: shop.test\r\n\r\n").body.find("\"host\":\"other.test\""), std::string::npos);
}

}  // namespace
}  // namespace vitrine::http
