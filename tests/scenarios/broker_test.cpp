// All news at a real nats-server: none lost, in order, duplicates known, over the broker's death.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <nats/nats.h>

#include <map>

#include "modules/outgoing/delivery.h"
#include "modules/payments/api.h"
#include "tests/shop/shop.h"
#include "tests/support/nats_server.h"

namespace vitrine::test {
namespace {

/// Everything the stream holds, in its order.
std::vector<boost::json::value> stored(const NatsServer& server) {
    std::vector<boost::json::value> out;
    natsConnection* connection = nullptr;
    jsCtx* js = nullptr;
    natsConnection_ConnectTo(&connection, server.url().c_str());
    natsConnection_JetStream(&js, connection, nullptr);
    jsErrCode code{};
    for (std::uint64_t sequence = 1;; ++sequence) {
        natsMsg* message = nullptr;
        if (js_GetMsg(&message, js, "VITRINE", sequence, nullptr, &code) != NATS_OK) break;
        out.push_back(boost::json::parse(std::string_view(natsMsg_GetData(message), size_t(natsMsg_GetDataLength(message)))));
        natsMsg_Destroy(message);
    }
    jsCtx_Destroy(js);
    natsConnection_Destroy(connection);
    return out;
}

struct broker_copy : testing::Test {
    broker_copy() {
        shop.config.gateway_settings["nats_url"] = server.url();
        follow();
    }
    void follow() {
        shop.run([](App& app, Ctx ctx) -> Task<bool> {
            co_await outgoing::follow_settings(app, ctx);
            co_return true;
        }(shop.app, shop.ctx));
    }
    NatsServer server;
    Shop shop;
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 100);

    orders::OrderView buy_and_pay(Instant when = clock_now() + 1s) {
        auto placed = shop.place(shop.cart_ready_to_place({{pen, 1}}));
        EXPECT_EQ(placed.refusal(), "");
        shop.run_due_jobs(when);
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        EXPECT_TRUE(shop.run(payments::mark_paid(shop.app, ctx, placed.order().payment, placed.order().payable, "on the statement")).has_value());
        shop.run_due_jobs(when);
        return placed.order();
    }
    void expect_all_in_order() {
        auto messages = stored(server);
        EXPECT_EQ(std::int64_t(messages.size()), shop.count("select count(*) from jobs.events"));
        std::map<std::string, std::int64_t> last;
        for (const auto& message : messages) {
            std::string aggregate(message.at("aggregate").as_string());
            EXPECT_EQ(message.at("sequence").as_int64(), ++last[aggregate]) << aggregate;
        }
    }
};

TEST_F(broker_copy, holds_every_piece_of_news_in_order) {
    follow();  // again: nothing changes
    for (int i = 0; i < 3; ++i) buy_and_pay();
    EXPECT_GE(stored(server).size(), 9u);
    expect_all_in_order();
}

TEST_F(broker_copy, loses_nothing_while_the_broker_is_down_for_minutes) {
    buy_and_pay();
    server.stop();
    for (int i = 0; i < 3; ++i) buy_and_pay();
    for (int minute = 1; minute <= 5; ++minute) shop.run_due_jobs(clock_now() + 1min * minute);
    EXPECT_GE(shop.count("select count(*) from jobs.jobs where kind = 'outgoing.copy'"), 9);
    EXPECT_TRUE(shop.run(jobs::parked(shop.app.db, shop.ctx, 10)).empty());
    server.start();
    shop.run(sleep_for(600ms));  // the client waits a moment before it tries an address again
    for (int tries = 1; tries <= 8; ++tries) shop.run_due_jobs(clock_now() + 1h * tries);
    EXPECT_EQ(shop.count("select count(*) from jobs.jobs where kind = 'outgoing.copy'"), 0);
    expect_all_in_order();
}

TEST_F(broker_copy, queues_nothing_once_no_broker_is_wanted) {
    server.stop();
    buy_and_pay();
    EXPECT_GT(shop.count("select count(*) from jobs.jobs where kind = 'outgoing.copy'"), 0);
    shop.config.gateway_settings.erase("nats_url");
    follow();
    buy_and_pay(clock_now() + 1000h);
    shop.run_due_jobs(clock_now() + 1000h);
    EXPECT_EQ(shop.count("select count(*) from jobs.jobs where kind = 'outgoing.copy'"), 0);
}

TEST_F(broker_copy, knows_a_piece_of_news_that_is_told_twice) {
    auto placed = shop.place(shop.cart_ready_to_place({{pen, 1}}));
    shop.database.run("insert into jobs.jobs (store_id, id, kind, aggregate, turn, payload, due, request_id) select store_id, gen_random_uuid(), kind, aggregate, turn, payload, due, request_id from jobs.jobs where kind = 'outgoing.copy'");
    shop.run_due_jobs();
    expect_all_in_order();
}

TEST_F(broker_copy, goes_on_with_a_parked_job_that_a_person_runs_again) {
    server.stop();
    auto order = buy_and_pay();
    for (int tries = 1; tries <= outgoing::copy_options.attempts; ++tries) shop.run_due_jobs(clock_now() + 1h * tries);
    auto parked = shop.run(jobs::parked(shop.app.db, shop.ctx, 10));
    ASSERT_FALSE(parked.empty());
    EXPECT_EQ(parked[0].kind, outgoing::copy_kind);
    server.start();
    shop.run(sleep_for(600ms));
    shop.run_due_jobs(clock_now() + 1000h);
    EXPECT_TRUE(stored(server).empty());  // the first of each lane is parked, and those behind wait for it
    for (const auto& job : parked) EXPECT_TRUE(shop.run(jobs::rerun(shop.app.db, shop.ctx, job.id)).has_value());
    shop.run_due_jobs(clock_now() + 1000h);
    expect_all_in_order();
}

}  // namespace
}  // namespace vitrine::test
