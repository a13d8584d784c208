#include "io/web/client.h"

#include <gtest/gtest.h>

#include <boost/asio.hpp>

#include <deque>
#include <thread>

namespace vitrine::web {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// A peer that reads requests on its own thread and answers each with the next line of its script. An empty answer closes the
/// connection instead; "silence" keeps it open and says nothing.
class ScriptedPeer {
public:
    explicit ScriptedPeer(std::deque<std::string> script) : script_(std::move(script)), acceptor_(context_, {asio::ip::address_v4::loopback(), 0}) {
        thread_ = std::thread([this] { accept(); context_.run(); });
    }
    ~ScriptedPeer() {
        context_.stop();
        thread_.join();
    }
    std::string url(std::string path = "/") const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + path; }
    std::vector<std::string> requests() {
        std::scoped_lock hold(mutex_);
        return requests_;
    }
    int connections() const { return connections_; }

private:
    struct Guest : std::enable_shared_from_this<Guest> {
        Guest(ScriptedPeer& peer, tcp::socket socket) : peer(peer), socket(std::move(socket)) {}
        void read() {
            socket.async_read_some(asio::buffer(part), [self = shared_from_this()](auto fault, size_t size) {
                if (fault) return;
                self->got.append(self->part.data(), size);
                self->try_answer();
            });
        }
        void try_answer() {
            auto end = got.find("\r\n\r\n");
            if (end == std::string::npos) return read();
            size_t length = 0;
            if (auto at = got.find("Content-Length: "); at < end) length = std::stoul(got.substr(at + 16));
            if (got.size() < end + 4 + length) return read();
            auto reply = peer.note(std::exchange(got, {}));
            if (reply.empty()) return;
            if (reply == "silence") return read();
            asio::write(socket, asio::buffer(reply));
            read();
        }
        ScriptedPeer& peer;
        tcp::socket socket;
        std::array<char, 4096> part;
        std::string got;
    };

    void accept() {
        acceptor_.async_accept([this](auto fault, tcp::socket socket) {
            if (fault) return;
            ++connections_;
            std::make_shared<Guest>(*this, std::move(socket))->read();
            accept();
        });
    }
    std::string note(std::string request) {
        std::scoped_lock hold(mutex_);
        requests_.push_back(std::move(request));
        if (script_.empty()) return "";
        auto reply = script_.front();
        script_.pop_front();
        return reply;
    }

    std::deque<std::string> script_;
    std::mutex mutex_;
    std::vector<std::string> requests_;
    std::atomic<int> connections_ = 0;
    asio::io_context context_;
    tcp::acceptor acceptor_;
    std::thread thread_;
};

std::string reply(std::string body, std::string head = "HTTP/1.1 200 OK\r\n") { return head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body; }

/// Sends the requests one after another over one client.
std::vector<Answer> send_all(std::vector<Request> requests) {
    Loop loop;
    Client client(loop);
    std::vector<Answer> answers;
    auto story = [&]() -> Task<void> {
        for (auto& request : requests) {
            auto answer = co_await client.send(request);
            answers.push_back(std::move(answer));
        }
        loop.stop();
    };
    auto task = story();
    loop.post([&] { loop.spawn(std::move(task)); });
    loop.run();
    return answers;
}
Answer send(Request request) { return send_all({std::move(request)}).at(0); }

/// A port of ours where nobody listens.
unsigned short closed_port() {
    asio::io_context context;
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    return acceptor.local_endpoint().port();
}

TEST(web_client, brings_status_headers_in_lower_case_and_body) {
    ScriptedPeer peer({reply("made", "HTTP/1.1 201 Created\r\nX-Request-ID: req_1\r\n")});
    auto answer = send({.url = peer.url()});
    EXPECT_EQ(answer.outcome, Outcome::answered);
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.header("x-request-id"), "req_1");
    EXPECT_EQ(answer.body, "made");
}

TEST(web_client, sends_method_path_headers_basic_credentials_and_body) {
    ScriptedPeer peer({reply("")});
    send({.method = "POST", .url = peer.url("/v1/x?a=b"), .headers = {{"Idempotency-Key", "k1"}}, .body = "amount=5", .basic_user = "sk_test"});
    auto seen = peer.requests().at(0);
    EXPECT_TRUE(seen.starts_with("POST /v1/x?a=b HTTP/1.1\r\n")) << seen;
    EXPECT_NE(seen.find("Idempotency-Key: k1\r\n"), std::string::npos);
    EXPECT_NE(seen.find("Authorization: Basic c2tfdGVzdDo=\r\n"), std::string::npos) << seen;
    EXPECT_EQ(seen.find("Expect:"), std::string::npos);
    EXPECT_TRUE(seen.ends_with("\r\n\r\namount=5"));
}

TEST(web_client, keeps_the_connection_for_the_next_call) {
    ScriptedPeer peer({reply("1"), reply("2")});
    auto answers = send_all({{.url = peer.url()}, {.url = peer.url()}});
    EXPECT_EQ(answers.at(1).body, "2");
    EXPECT_EQ(peer.connections(), 1);
}

TEST(web_client, says_not_sent_when_nobody_listens) {
    auto answer = send({.method = "POST", .url = "http://127.0.0.1:" + std::to_string(closed_port()) + "/", .body = "x"});
    EXPECT_EQ(answer.outcome, Outcome::not_sent);
    EXPECT_FALSE(answer.error.empty());
}

TEST(web_client, says_not_sent_when_the_name_does_not_resolve) {
    EXPECT_EQ(send({.url = "http://nobody.invalid/"}).outcome, Outcome::not_sent);
}

TEST(web_client, says_unknown_when_the_connection_breaks_before_the_answer) {
    ScriptedPeer peer({""});
    EXPECT_EQ(send({.method = "POST", .url = peer.url(), .body = "x"}).outcome, Outcome::unknown);
}

TEST(web_client, says_unknown_when_the_answer_does_not_come_in_time) {
    ScriptedPeer peer({"silence"});
    auto answer = send({.method = "POST", .url = peer.url(), .body = "x", .timeout_ms = 80});
    EXPECT_EQ(answer.outcome, Outcome::unknown);
}

TEST(web_client, says_unknown_when_the_answer_breaks_off) {
    ScriptedPeer peer({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"});
    auto answer = send({.url = peer.url(), .timeout_ms = 80});
    EXPECT_EQ(answer.outcome, Outcome::unknown);
    EXPECT_EQ(answer.body, "");
}

TEST(web_client, never_repeats_a_post_by_itself_when_a_kept_connection_breaks) {
    ScriptedPeer peer({reply("1"), "", reply("done twice")});
    auto answers = send_all({{.method = "POST", .url = peer.url(), .body = "a"}, {.method = "POST", .url = peer.url(), .body = "b"}});
    EXPECT_EQ(answers.at(1).outcome, Outcome::unknown);
    EXPECT_EQ(peer.requests().size(), 2u);
}

TEST(web_client, repeats_a_get_when_a_kept_connection_breaks) {
    ScriptedPeer peer({reply("1"), "", reply("2")});
    auto answers = send_all({{.url = peer.url()}, {.url = peer.url()}});
    EXPECT_EQ(answers.at(1).body, "2");
}

TEST(web_client, stops_reading_at_the_answer_limit) {
    ScriptedPeer peer({reply(std::string(5'000, 'x'))});
    auto answer = send({.url = peer.url(), .answer_limit_bytes = 1'000});
    EXPECT_EQ(answer.outcome, Outcome::unknown);
    EXPECT_EQ(answer.error, "the answer is larger than allowed");
}

TEST(web_client, follows_no_redirect) {
    ScriptedPeer peer({reply("", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n")});
    auto answer = send({.url = peer.url()});
    EXPECT_EQ(answer.status, 302);
}

TEST(web_client, refuses_line_breaks_in_headers) {
    ScriptedPeer peer({});
    auto answer = send({.url = peer.url(), .headers = {{"X-A", "b\r\nX-Evil: 1"}}});
    EXPECT_EQ(answer.outcome, Outcome::not_sent);
    EXPECT_TRUE(peer.requests().empty());
}

TEST(web_client, speaks_only_http) { EXPECT_EQ(send({.url = "file:///etc/hostname"}).outcome, Outcome::not_sent); }

TEST(web_client, runs_many_calls_at_once) {
    std::deque<std::string> script;
    for (int i = 0; i < 20; ++i) script.push_back(reply("ok"));
    ScriptedPeer peer(script);
    Loop loop;
    Client client(loop);
    int answered = 0;
    auto one = [&]() -> Task<void> {
        auto answer = co_await client.send({.url = peer.url()});
        EXPECT_EQ(answer.body, "ok");
        if (++answered == 20) loop.stop();
    };
    loop.post([&] {
        for (int i = 0; i < 20; ++i) loop.spawn(one());
    });
    loop.run();
    EXPECT_EQ(answered, 20);
}

}  // namespace
}  // namespace vitrine::web
