// Event streams and WebSockets.
#include <gtest/gtest.h>

#include "io/http/testing.h"

namespace vitrine::http {
namespace {

using namespace testing;

struct Env {
    std::promise<bool> ended;    // what the handler learned last
    std::function<void()> wake;
};

Task<void> three_events(EventSink& sink) {
    co_await sink.send("price", "{\"minor\":1}", "7");
    co_await sink.send("", "two\nlines");
    co_await sink.send("end", "");
}
Task<Result<Response>> events(Env&, Ctx) {
    Response response;
    response.body = EventStream{three_events};
    co_return response;
}
Task<void> silent_until_woken(Env& env, EventSink& sink) {
    auto wait = suspend<bool>([&](auto done) { env.wake = [done]() mutable { done(true); }; });
    co_await wait;
    env.ended.set_value(co_await sink.send("", "late"));
}
Task<Result<Response>> silent(Env& env, Ctx) {
    Response response;
    response.body = EventStream{[&env](EventSink& sink) { return silent_until_woken(env, sink); }};
    co_return response;
}
Task<void> flood_until_refused(Env& env, EventSink& sink) {
    std::string much(64 * 1024, 'x');
    while (co_await sink.send("", much)) {}
    env.ended.set_value(false);
}
Task<Result<Response>> flood(Env& env, Ctx) {
    Response response;
    response.body = EventStream{[&env](EventSink& sink) { return flood_until_refused(env, sink); }};
    co_return response;
}
Task<void> echo_all(Socket& socket) {
    while (auto text = co_await socket.receive()) {
        if (*text == "stop") co_return co_await socket.close(1000, "bye");
        if (!co_await socket.send("echo " + *text)) co_return;
    }
}
Task<Result<Response>> socket(Env&, Ctx) {
    Response response;
    response.body = Upgrade{echo_all};
    co_return response;
}

std::string handshake(std::string_view more = {}) {
    return get("/socket", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + std::string(more));
}
/// A masked client frame with mask zero.
std::string frame(int opcode, std::string_view payload) {
    std::string out{char(0x80 | opcode)};
    if (payload.size() < 126) {
        out += char(0x80 | payload.size());
    } else {
        out += char(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) out += char(payload.size() >> shift);
    }
    return out + std::string(4, '\0') + std::string(payload);
}
std::string server_frame(int opcode, std::string_view payload) { return std::string{char(0x80 | opcode), char(payload.size())} + std::string(payload); }
std::string close_code(int code) { return {char(code >> 8), char(code)}; }

struct streams : ::testing::Test {
    Env env;
    ServerOptions options;
    std::unique_ptr<TestServer> running;
    bool is_blocked = false;
    std::string actor = "usr_1";
    void start(Gate gate = testing::open_gate) {
        Routes<Env> routes;
        routes.get("/events", events);
        routes.get("/silent", silent);
        routes.get("/flood", flood);
        routes.get("/socket", socket);
        running = std::make_unique<TestServer>(routes.take(), &env, options, std::move(gate));
    }
    void wake() {
        running->on_loop([this] { env.wake(); });
    }
};

TEST_F(streams, events_are_framed_as_the_standard_says) {
    start();
    auto answer = Client(running->port()).ask(get("/events"));
    EXPECT_EQ(answer.header("content-type"), "text/event-stream");
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    EXPECT_EQ(answer.body, "id: 7\nevent: price\ndata: {\"minor\":1}\n\ndata: two\ndata: lines\n\nevent: end\ndata: \n\n");
}

TEST_F(streams, hearts_beat_while_events_are_silent) {
    options.heartbeat_ms = 40;
    start();
    Client client(running->port());
    client.send(get("/silent"));
    EXPECT_NE(client.read_until(":\n\n:\n\n").find(":\n\n:\n\n"), std::string::npos);
    wake();
    EXPECT_NE(client.read_until("late").find("data: late"), std::string::npos);
    EXPECT_TRUE(env.ended.get_future().get());
}

TEST_F(streams, the_handler_learns_that_the_client_left) {
    start();
    {
        Client client(running->port());
        client.send(get("/silent"));
        client.read_until("\r\n\r\n");
    }
    Client other(running->port());  // its answer comes after the loop saw the other leave
    other.ask(get("/events"));
    wake();
    EXPECT_FALSE(env.ended.get_future().get());
}

TEST_F(streams, a_client_that_does_not_read_holds_up_only_itself_and_not_for_ever) {
    options.write_timeout_ms = 80;
    start();
    Client slow(running->port());
    slow.send(get("/flood"));
    EXPECT_EQ(Client(running->port()).ask(get("/events")).status, 200);
    EXPECT_FALSE(env.ended.get_future().get());
}

// Whoever opened a stream may be blocked, signed out or lose a permission while it is open.
TEST_F(streams, end_when_the_gate_lets_their_reader_in_no_more) {
    start([this](void*, const Request&, const Route&) -> Task<Result<Ctx>> {
        if (is_blocked) co_return refuse(refusals::forbidden);
        co_return Ctx{.actor = actor};
    });
    Client client(running->port());
    client.send(get("/silent"));
    client.read_until("\r\n\r\n");
    running->on_loop([this] { is_blocked = true; });
    wake();
    EXPECT_EQ(client.read_to_end().find("late"), std::string::npos);
    EXPECT_FALSE(env.ended.get_future().get());
}

TEST_F(streams, end_when_their_request_speaks_for_another) {
    start([this](void*, const Request&, const Route&) -> Task<Result<Ctx>> { co_return Ctx{.actor = actor}; });
    Client client(running->port());
    client.send(get("/silent"));
    client.read_until("\r\n\r\n");
    running->on_loop([this] { actor.clear(); });
    wake();
    EXPECT_EQ(client.read_to_end().find("late"), std::string::npos);
    EXPECT_FALSE(env.ended.get_future().get());
}

TEST_F(streams, end_at_a_heart_beat_where_nothing_is_said) {
    options.heartbeat_ms = 40;
    start([this](void*, const Request&, const Route&) -> Task<Result<Ctx>> {
        if (is_blocked) co_return refuse(refusals::forbidden);
        co_return Ctx{.actor = actor};
    });
    Client client(running->port());
    client.send(get("/silent"));
    client.read_until(":\n\n");
    running->on_loop([this] { is_blocked = true; });
    client.read_to_end();
    wake();
    EXPECT_FALSE(env.ended.get_future().get());
}

TEST_F(streams, draining_ends_event_streams) {
    start();
    Client client(running->port());
    client.send(get("/silent"));
    client.read_until("\r\n\r\n");
    auto drained = running->start_drain(std::chrono::seconds(10));
    client.read_to_end();
    wake();
    EXPECT_FALSE(env.ended.get_future().get());
    drained.get();
}

TEST_F(streams, sockets_echo_and_close) {
    start();
    Client client(running->port());
    client.send(handshake());
    auto answer = client.read();
    EXPECT_EQ(answer.status, 101);
    EXPECT_EQ(answer.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // the example of RFC 6455
    EXPECT_FALSE(answer.header("x-request-id").empty());
    client.send(frame(1, "one") + frame(1, "two"));
    EXPECT_EQ(client.take_until("two"), server_frame(1, "echo one") + server_frame(1, "echo two"));
    client.send(frame(9, "ping"));
    EXPECT_EQ(client.take_until("ping"), server_frame(10, "ping"));
    client.send(frame(1, "stop"));
    EXPECT_EQ(client.take_until("bye"), server_frame(8, close_code(1000) + "bye"));
    client.send(frame(8, close_code(1000)));
    EXPECT_TRUE(client.is_closed());
}

TEST_F(streams, sockets_refuse_what_is_too_large_or_no_text) {
    start();
    Client large(running->port());
    large.ask(handshake());
    large.send(frame(1, std::string(70'000, 'x')));
    EXPECT_NE(large.read_to_end().find(close_code(1009)), std::string::npos);
    Client binary(running->port());
    binary.ask(handshake());
    binary.send(frame(2, "x"));
    EXPECT_NE(binary.take_until("send text").find(close_code(1003)), std::string::npos);
    Client broken(running->port());
    broken.ask(handshake());
    broken.send(frame(1, "\xff\xfe"));
    EXPECT_NE(broken.read_to_end().find(close_code(1007)), std::string::npos);
    Client half(running->port());
    half.ask(handshake());
    auto begun = frame(1, "pa\xf2");
    begun[0] = 1;   // more is to come
    half.send(begun + frame(0, ""));
    EXPECT_NE(half.take_until("send UTF-8").find(close_code(1007)), std::string::npos) << "half a character before an empty frame";
}

TEST_F(streams, sockets_are_opened_by_our_own_pages_only) {
    start();
    EXPECT_EQ(Client(running->port()).ask(handshake("Origin: https://evil.test\r\n")).status, 403);
    EXPECT_EQ(Client(running->port()).ask(handshake("Origin: https://shop.test\r\n")).status, 101);
    auto plain = Client(running->port()).ask(get("/socket"));
    EXPECT_EQ(plain.status, 426);
    EXPECT_EQ(plain.header("upgrade"), "websocket");
}

TEST_F(streams, draining_says_goodbye_to_sockets) {
    start();
    Client client(running->port());
    client.ask(handshake());
    auto drained = running->start_drain(std::chrono::seconds(10));
    EXPECT_NE(client.take_until("restarting").find(close_code(1001)), std::string::npos);
    client.send(frame(8, close_code(1001)));
    EXPECT_TRUE(client.is_closed());
    client.close();  // the server waits for this end of the connection too
    drained.get();
}

TEST_F(streams, silent_sockets_are_pinged_and_dead_ones_closed) {
    options.heartbeat_ms = 40;
    start();
    Client client(running->port());
    client.ask(handshake());
    auto all = client.read_to_end();  // a ping comes, we do not answer, it closes
    EXPECT_NE(all.find(char(0x89)), std::string::npos);
}

}  // namespace
}  // namespace vitrine::http
