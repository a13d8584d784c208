// What the webhook sender does when it is told to misbehave, seen by a shop on loopback.
#include "simulators/framework/webhooks.h"

#include <gtest/gtest.h>

#include "io/http/server.h"
#include "tests/support/run.h"

namespace vitrine::simulators {
namespace {

struct Listener {
    std::vector<std::string> heard, secrets;
    int refusals_left = 0;
};

Task<Result<http::Response>> hear(Listener& listener, Ctx, const http::Request& request) {
    listener.heard.push_back(request.body);
    listener.secrets.emplace_back(request.header("x-secret"));
    if (listener.refusals_left > 0 && listener.refusals_left--) co_return refuse(refusals::overloaded);
    co_return http::json_text("{}");
}

Task<Result<http::Response>> hear_get(Listener& listener, Ctx, const http::Request& request) {
    listener.heard.push_back(request.target.substr(request.target.find('?')) + request.body);
    co_return http::json_text("{}");
}

class webhook_faults : public testing::Test {
protected:
    webhook_faults() {
        http::Routes<Listener> routes;
        routes.post("/hook", hear, {.needs_store = false});
        routes.get("/hook", hear_get, {.needs_store = false});
        router = std::make_unique<http::Router>(routes.take());
        auto gate = [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; };
        server = std::make_unique<http::Server>(loop, *router, &listener, gate, http::ServerOptions{.port = 0, .access_log = false});
        server->listen();
        WebhookOptions options{.url = "http://127.0.0.1:" + std::to_string(server->port()) + "/hook", .secret = "good", .first_retry_ms = 5, .attempts = 4, .reorder_wait_ms = 40};
        sender = std::make_unique<WebhookSender>(loop, web, faults, options, [](const std::string& secret, const std::string&) { return shape::Fields{{"X-Secret", secret}}; });
    }
    ~webhook_faults() override {
        test::run(loop, server->drain(2s));
        test::run(loop, sleep_for(5ms));
    }
    void send(std::vector<std::string> bodies) {
        auto all = [&]() -> Task<bool> {
            for (auto& body : bodies) sender->send({"paid", std::move(body)});
            co_return true;
        };
        test::run(loop, all());
    }
    /// Waits until so many were heard, then a little more, for those that must not come.
    std::vector<std::string> wait_for(size_t count) {
        auto patience = [&]() -> Task<bool> {
            for (int turn = 0; turn < 1'000 && listener.heard.size() < count; ++turn) co_await sleep_for(2ms);
            co_await sleep_for(30ms);
            co_return true;
        };
        test::run(loop, patience());
        return listener.heard;
    }
    using Bodies = std::vector<std::string>;

    Loop loop;
    web::Client web{loop};
    FaultBook faults;
    Listener listener;
    std::unique_ptr<http::Router> router;
    std::unique_ptr<http::Server> server;
    std::unique_ptr<WebhookSender> sender;
};

TEST_F(webhook_faults, none_sends_each_once) {
    send({"a"});
    EXPECT_EQ(wait_for(1), (Bodies{"a"}));
}

TEST_F(webhook_faults, drop_sends_nothing_and_is_used_up) {
    faults.add({"webhooks.paid", FaultKind::drop, 1, {}, {}});
    send({"a"});
    EXPECT_EQ(wait_for(0), Bodies{});
    send({"b"});
    EXPECT_EQ(wait_for(1), (Bodies{"b"}));
}

TEST_F(webhook_faults, duplicate_sends_twice) {
    faults.add({"webhooks.*", FaultKind::duplicate, 1, {}, {}});
    send({"a"});
    EXPECT_EQ(wait_for(2), (Bodies{"a", "a"}));
}

TEST_F(webhook_faults, delay_lets_the_next_overtake) {
    faults.add({"webhooks.paid", FaultKind::delay, 1, 400, {}});
    send({"a", "b"});
    EXPECT_EQ(wait_for(2), (Bodies{"b", "a"}));
}

TEST_F(webhook_faults, reorder_sends_the_next_first_and_gives_up_waiting_when_none_comes) {
    faults.add({"webhooks.paid", FaultKind::reorder, 1, {}, {}});
    send({"a", "b"});
    EXPECT_EQ(wait_for(2), (Bodies{"b", "a"}));
    faults.add({"webhooks.paid", FaultKind::reorder, 1, {}, {}});
    send({"c"});
    EXPECT_EQ(wait_for(3), (Bodies{"b", "a", "c"}));
}

TEST_F(webhook_faults, bad_signature_signs_with_a_wrong_secret_and_a_refused_one_comes_again) {
    faults.add({"webhooks.paid", FaultKind::bad_signature, 1, {}, {}});
    listener.refusals_left = 1;
    send({"a"});
    EXPECT_EQ(wait_for(2), (Bodies{"a", "a"}));
    EXPECT_NE(listener.secrets.at(0), "good");
    EXPECT_EQ(listener.secrets.at(1), "good");
}

TEST_F(webhook_faults, leave_one_with_a_query_a_get_and_forge_it_when_asked) {
    faults.add({"webhooks.paid", FaultKind::bad_signature, 1, {}, {}});
    auto tell = [&]() -> Task<bool> {
        sender->send({"paid", {}, "url=good", "url=forged"});
        co_return true;
    };
    test::run(loop, tell());
    EXPECT_EQ(wait_for(1), (Bodies{"?url=forged"}));
    test::run(loop, tell());
    EXPECT_EQ(wait_for(2), (Bodies{"?url=forged", "?url=good"}));
}

}  // namespace
}  // namespace vitrine::simulators
