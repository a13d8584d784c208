#include "io/nats/broker.h"

#include <gtest/gtest.h>

#include "tests/support/nats_server.h"
#include "tests/support/run.h"

namespace vitrine::nats {
namespace {

Ack publish(Loop& loop, Broker& broker, std::string id, std::string body = "{}") { return test::run(loop, broker.publish("vitrine.test.orders.placed", std::move(id), std::move(body))); }

TEST(broker, stores_each_message_once) {
    test::NatsServer server;
    Loop loop;
    Broker broker({.url = server.url()});
    auto first = publish(loop, broker, "evt_1");
    EXPECT_TRUE(first.is_stored) << first.error;
    EXPECT_FALSE(first.is_duplicate);
    EXPECT_EQ(first.sequence, 1u);
    auto again = publish(loop, broker, "evt_1");
    EXPECT_TRUE(again.is_stored);
    EXPECT_TRUE(again.is_duplicate);
    auto second = publish(loop, broker, "evt_2");
    EXPECT_FALSE(second.is_duplicate);
    EXPECT_EQ(second.sequence, 2u);
}

TEST(broker, says_that_nothing_is_stored_while_it_is_away_and_goes_on_when_it_is_back) {
    test::NatsServer server;
    Loop loop;
    Broker broker({.url = server.url(), .wait_ms = 500});
    EXPECT_TRUE(publish(loop, broker, "evt_1").is_stored);
    server.stop();
    auto lost = publish(loop, broker, "evt_2");
    EXPECT_FALSE(lost.is_stored);
    EXPECT_FALSE(lost.error.empty());
    server.start();
    Ack back;
    for (int tries = 0; tries < 100 && !back.is_stored; ++tries) {
        back = publish(loop, broker, "evt_2");
        test::run(loop, sleep_for(50ms));
    }
    EXPECT_TRUE(back.is_stored) << back.error;
    EXPECT_TRUE(publish(loop, broker, "evt_1").is_duplicate);  // it remembers over its own death
}

TEST(broker, fails_at_once_where_nobody_listens) {
    Loop loop;
    Broker broker({.url = "nats://127.0.0.1:9"});
    EXPECT_FALSE(publish(loop, broker, "evt_1").is_stored);
    EXPECT_FALSE(publish(loop, broker, "evt_2").is_stored);
}

}  // namespace
}  // namespace vitrine::nats
