#include <gtest/gtest.h>
#include <poll.h>

#include "io/http/testing.h"

namespace vitrine::http {
namespace {

using namespace testing;

/// Holds requests until they are let go.
struct Env {
    std::vector<std::function<void()>> held;
    std::promise<void> one_came;
    std::string large = std::string(64 << 20, 'x');
};

Task<Result<Response>> hold(Env& env, Ctx) {
    auto wait = suspend<bool>([&](auto done) {
        env.held.push_back([done]() mutable { done(true); });
        env.one_came.set_value();
    });
    co_await wait;
    co_return json_text("{}");
}
Task<Result<Response>> quick(Env&, Ctx) { co_return json_text("{}"); }
Task<Result<Response>> large(Env& env, Ctx) {
    Response response;
    response.body = env.large;
    co_return response;
}

struct limits : ::testing::Test {
    Env env;
    ServerOptions options;
    std::unique_ptr<TestServer> running;

    void start() {
        Routes<Env> routes;
        routes.get("/hold", hold);
        routes.get("/quick", quick);
        routes.post("/quick", quick);
        routes.get("/large", large);
        RouteOptions small, vital;
        small.body_limit_bytes = 10;
        routes.post("/small", quick, small);
        vital.even_when_busy = true;
        routes.get("/vital", quick, vital);
        running = std::make_unique<TestServer>(routes.take(), &env, options);
    }
    void let_go() {
        running->on_loop([this] {
            for (auto& each : std::exchange(env.held, {})) each();
        });
    }
};

TEST_F(limits, too_large_a_header_is_431) {
    start();
    Client client(running->port());
    auto answer = client.ask(get("/quick", "X-Long: " + std::string(20'000, 'a') + "\r\n"));
    EXPECT_EQ(answer.status, 431);
    EXPECT_TRUE(client.is_closed());
    std::string many;
    for (int i = 0; i < 120; ++i) many += "A" + std::to_string(i) + ": b\r\n";
    EXPECT_EQ(Client(running->port()).ask(get("/quick", many)).status, 431);
}

TEST_F(limits, too_large_a_body_is_413_before_it_is_sent) {
    start();
    Client client(running->port());
    EXPECT_EQ(client.ask("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n").status, 413);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(limits, a_small_refused_body_is_skipped_and_the_connection_kept) {
    start();
    Client client(running->port());
    EXPECT_EQ(client.ask(post("/small", "text/plain", "more than ten bytes")).status, 413);
    EXPECT_EQ(client.ask(post("/small", "text/plain", "ten bytes.")).status, 200);
    EXPECT_EQ(client.ask(post("/missing", "text/plain", "whatever")).status, 404);
    EXPECT_EQ(client.ask(get("/quick")).status, 200);
}

TEST_F(limits, a_chunked_body_is_counted_as_it_comes) {
    start();
    Client client(running->port());
    EXPECT_EQ(client.ask("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n").status, 413);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(limits, a_slow_header_is_408_and_closed) {
    options.header_timeout_ms = 60;
    start();
    Client client(running->port());
    client.send("GET /quick HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    EXPECT_EQ(client.read().status, 408);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(limits, a_header_that_never_ends_gets_no_more_time_for_its_bytes) {
    options.header_timeout_ms = 60;
    options.header_limit_bytes = 1 << 30;
    start();
    Client client(running->port());
    client.send("GET /quick HTTP/1.1\r\n");
    while (client.send("X-A: b\r\n")) {}  // until the server has closed
    SUCCEED();
}

TEST_F(limits, a_slow_body_is_408_and_closed) {
    options.body_timeout_ms = 60;
    start();
    Client client(running->port());
    client.send("POST /quick HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_EQ(client.read().status, 408);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(limits, an_idle_connection_is_closed_without_a_word) {
    options.idle_timeout_ms = 60;
    start();
    Client fresh(running->port());
    EXPECT_TRUE(fresh.is_closed());
    Client used(running->port());
    EXPECT_EQ(used.ask(get("/quick")).status, 200);
    EXPECT_TRUE(used.is_closed());
}

TEST_F(limits, a_client_that_does_not_read_is_cut_off) {
    options.write_timeout_ms = 60;
    start();
    Client client(running->port());
    client.send(get("/large"));
    pollfd reset{client.descriptor(), 0, 0};  // nothing is read: only the server's reset can end the wait
    ASSERT_EQ(::poll(&reset, 1, 20'000), 1);
    EXPECT_TRUE(reset.revents & (POLLERR | POLLHUP));
    EXPECT_EQ(Client(running->port()).ask(get("/quick")).status, 200);
}

TEST_F(limits, more_connections_than_allowed_are_told_to_come_back) {
    options.connection_limit = 2;
    start();
    Client one(running->port()), two(running->port());
    EXPECT_EQ(one.ask(get("/quick")).status, 200);
    EXPECT_EQ(two.ask(get("/quick")).status, 200);
    Client three(running->port());
    auto answer = three.read();
    EXPECT_EQ(answer.status, 503);
    EXPECT_FALSE(answer.header("retry-after").empty());
    EXPECT_EQ(one.ask(get("/quick")).status, 200);
}

TEST_F(limits, more_requests_in_work_than_allowed_are_told_to_come_back) {
    options.requests_in_work_limit = 1;
    start();
    Client busy(running->port()), other(running->port());
    busy.send(get("/hold"));
    env.one_came.get_future().get();
    auto answer = other.ask(get("/quick"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_FALSE(answer.header("retry-after").empty());
    EXPECT_EQ(other.ask(get("/vital")).status, 200);
    let_go();
    EXPECT_EQ(busy.read().status, 200);
    EXPECT_EQ(other.ask(get("/quick")).status, 200);
}

TEST_F(limits, draining_ends_what_is_in_work_and_closes_the_rest) {
    start();
    Client idle(running->port()), busy(running->port());
    EXPECT_EQ(idle.ask(get("/quick")).status, 200);
    busy.send(get("/hold") + get("/quick"));
    env.one_came.get_future().get();
    auto drained = running->start_drain(std::chrono::seconds(10));
    EXPECT_TRUE(idle.is_closed());
    EXPECT_THROW(Client(running->port()), std::runtime_error);
    let_go();
    auto answer = busy.read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(busy.is_closed());
    drained.get();
}

TEST_F(limits, draining_gives_up_on_what_does_not_end) {
    start();
    Client busy(running->port());
    busy.send(get("/hold"));
    env.one_came.get_future().get();
    auto drained = running->start_drain(std::chrono::milliseconds(1));
    EXPECT_TRUE(busy.is_closed());
    let_go();
    drained.get();
}

}  // namespace
}  // namespace vitrine::http
