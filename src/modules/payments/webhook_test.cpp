#include <gtest/gtest.h>

#include <algorithm>

#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Shop;
using test::Till;

constexpr auto paid_event = "payment_intent.succeeded";
constexpr auto inbox = "select count(*) from payments.webhook_inbox";
std::string inbox_in(const std::string& state) { return "select count(*) from payments.webhook_inbox where state = '" + state + "'"; }

TEST(webhook, is_kept_as_it_came_and_worked_once) {
    Till till;
    auto payment = till.started();
    till.stripe.pay(till.intent_of(payment));
    for (int n = 0; n < 5; ++n) EXPECT_EQ(till.hand_in(payment, paid_event, "evt_1"), 200);
    EXPECT_EQ(till.shop.count(inbox), 1);
    EXPECT_EQ(till.shop.count("select count(*) from jobs.jobs where kind = 'payments.webhook'"), 1);
    EXPECT_EQ(till.state(payment), "pending") << "the answer goes out before the work";
    till.work();
    EXPECT_EQ(till.state(payment), "succeeded");
    EXPECT_EQ(till.shop.count(inbox_in("done")), 1);
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox where position('evt_1'::bytea in body) > 0 and headers ? 'stripe-signature'"), 1);
    till.expect_sound();
}

// Everything about one charge is answered by one look at the gateway.
TEST(webhook, shares_its_work_with_what_waits_about_the_same_charge) {
    Till till;
    auto payment = till.started(), other = till.started();
    for (auto id : {payment, other}) till.stripe.pay(till.intent_of(id));
    for (int n = 0; n < 6; ++n) EXPECT_EQ(till.hand_in(payment, n % 2 ? paid_event : "payment_intent.processing", "evt_" + std::to_string(n)), 200);
    EXPECT_EQ(till.hand_in(other, paid_event, "evt_other"), 200);
    EXPECT_EQ(till.shop.count("select count(*) from jobs.jobs where kind = 'payments.webhook'"), 2);
    till.stripe.calls.clear();
    till.work();
    EXPECT_EQ(std::ranges::count(till.stripe.calls, "GET /v1/payment_intents/" + till.intent_of(payment)), 1);
    EXPECT_EQ(till.shop.count(inbox_in("done")), 7);
    EXPECT_EQ(till.state(payment), "succeeded");
    EXPECT_EQ(till.state(other), "succeeded");
    till.expect_sound();
}

/// Hands many messages in at once, as a gateway does that was away. Gives the statuses in the order of the messages.
std::vector<int> hand_in_together(Till& till, const std::vector<http::Request>& requests) {
    std::vector<int> statuses(requests.size());
    size_t left = requests.size();
    auto one = [&](size_t n) -> Task<void> {
        auto response = co_await receive_webhook(till.shop.app, till.shop.ctx, *find_gateway("stripe"), requests[n]);
        statuses[n] = response ? response->status : response.error().status;
        --left;
    };
    auto all = [&]() -> Task<bool> {
        for (size_t n = 0; n < requests.size(); ++n) till.shop.floor.loop.spawn(one(n));
        while (left > 0) co_await sleep_for(1ms);
        co_return true;
    };
    till.shop.run(all());
    return statuses;
}

TEST(webhook, is_written_down_together_with_those_that_come_meanwhile) {
    Till till;
    auto payment = till.started();
    till.stripe.pay(till.intent_of(payment));
    std::vector<http::Request> requests;
    for (int n = 0; n < 40; ++n) requests.push_back(till.stripe.webhook("evt_" + std::to_string(n / 2), paid_event, till.stripe.only(), till.shop.ctx.now));  // each twice
    auto transactions = [&] { return till.shop.count("select count(distinct xmin::text) from payments.webhook_inbox"); };
    EXPECT_EQ(hand_in_together(till, requests), std::vector<int>(40, 200));
    EXPECT_EQ(till.shop.count(inbox), 20);
    EXPECT_LE(transactions(), 2) << "the first goes at once, the others together";
    till.work();
    EXPECT_EQ(till.state(payment), "succeeded");
    till.expect_sound();
}

TEST(webhook, that_cannot_be_written_keeps_no_other_back) {
    Till till;
    auto payment = till.started();
    till.shop.database.run("alter table payments.webhook_inbox add constraint never_three check (event <> 'evt_3')");
    size_t failed = 0, left = 6;
    auto one = [&](std::string event) -> Task<void> {
        auto request = till.stripe.webhook(event, paid_event, till.stripe.only(), till.shop.ctx.now);
        try {
            (void)co_await receive_webhook(till.shop.app, till.shop.ctx, *find_gateway("stripe"), request);
        } catch (const std::exception&) {
            ++failed;
        }
        --left;
    };
    auto all = [&]() -> Task<bool> {
        for (int n = 0; n < 6; ++n) till.shop.floor.loop.spawn(one("evt_" + std::to_string(n)));
        while (left > 0) co_await sleep_for(1ms);
        co_return true;
    };
    till.shop.run(all());
    EXPECT_EQ(failed, 1u) << "the gateway is told, and sends that one again";
    EXPECT_EQ(till.shop.count(inbox), 5);
    EXPECT_EQ(till.state(payment), "pending");
}

TEST(webhook, changes_nothing_when_its_signature_does_not_fit) {
    Till till;
    auto payment = till.started();
    till.stripe.pay(till.intent_of(payment));
    auto good = till.stripe.webhook("evt_1", paid_event, till.stripe.only(), till.shop.ctx.now);
    auto forged = good, unsigned_one = good, truncated = good, old = till.stripe.webhook("evt_1", paid_event, till.stripe.only(), till.shop.ctx.now - Duration(301s));
    forged.body.replace(forged.body.find("succeeded"), 9, "xucceeded");
    unsigned_one.headers.clear();
    truncated.body.pop_back();
    for (const auto& request : {forged, unsigned_one, truncated, old}) EXPECT_EQ(till.post(request), 400);
    till.work();
    EXPECT_EQ(till.shop.count(inbox), 0);
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(till.post(good), 200);
}

TEST(webhook, believes_the_gateway_and_not_the_message) {
    Till till;
    auto payment = till.started();
    auto said = till.stripe.only();
    said.status = "succeeded";
    said.received = said.amount;
    EXPECT_EQ(till.post(till.stripe.webhook("evt_1", paid_event, said, till.shop.ctx.now)), 200);  // signed, but not true
    till.work();
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(till.receipts("order"), 0);
}

/// Opens a payment and starts it at the gateway, but lets the webhook in while the opening transaction has not been committed.
Task<Result<bool>> open_with_webhook_inside(Till& till, pg::Tx& tx, PaymentId id, int& answered) {
    open(tx, {{.id = id, .order = "order x", .order_number = "T-1", .tender = Tender::of("stripe", Shop::rupees(1'600)).value(), .email = "a@example.com"}});
    co_await tx.flush();
    test::Intent intent{.id = "pi_early", .currency = "pkr", .status = "succeeded", .amount = 160'000, .received = 160'000,
                        .metadata = {{"payment", id.text()}, {"order", "order x"}, {"store", till.shop.ctx.store.text()}}};
    till.stripe.intents[intent.id] = intent;
    auto request = till.stripe.webhook("evt_early", paid_event, intent, till.shop.ctx.now);
    auto response = co_await receive_webhook(till.shop.app, till.shop.ctx, *find_gateway("stripe"), request);
    answered = response ? response->status : 0;
    jobs::Worker worker(till.shop.floor.loop, till.shop.floor.worker_db, till.shop.floor.db, till.shop.database.worker(), jobs::Registry::global(), &till.shop.app);
    co_await worker.run_due(till.shop.ctx.now);
    co_return true;
}

// Trap 36: the webhook arrives, and is even worked, before the transaction that opens the payment is visible.
TEST(webhook, waits_for_a_payment_that_is_not_visible_yet) {
    Till till;
    auto id = PaymentId::next(till.shop.ctx.now);
    int answered = 0;
    auto body = [&](pg::Tx& tx) { return open_with_webhook_inside(till, tx, id, answered); };
    till.shop.run(till.shop.floor.db.transaction(till.shop.ctx, body));
    EXPECT_EQ(answered, 200);
    EXPECT_EQ(till.state(id), "created");
    EXPECT_EQ(till.shop.count(inbox_in("received")), 1);
    till.work(30s);
    EXPECT_EQ(till.state(id), "succeeded");
    EXPECT_EQ(till.shop.count(inbox_in("done")), 1);
    till.expect_sound();
}

TEST(webhook, of_somebody_elses_charge_is_ignored_and_of_a_lost_payment_kept_for_a_person) {
    Till till;
    test::Intent foreign{.id = "pi_f", .currency = "pkr", .status = "succeeded", .amount = 5, .received = 5};
    test::Intent lost{.id = "pi_l", .currency = "pkr", .status = "succeeded", .amount = 5, .received = 5, .metadata = {{"payment", PaymentId::next(till.shop.ctx.now).text()}}};
    EXPECT_EQ(till.post(till.stripe.webhook("evt_f", paid_event, foreign, till.shop.ctx.now)), 200);
    EXPECT_EQ(till.post(till.stripe.webhook("evt_l", paid_event, lost, till.shop.ctx.now)), 200);
    for (int round = 0; round < 12; ++round) till.work(round * 10min);
    EXPECT_EQ(till.shop.count(inbox_in("ignored")), 1);
    EXPECT_EQ(till.shop.count(inbox_in("quarantined")), 1);
    EXPECT_EQ(till.shop.count("select count(*) from jobs.jobs where kind = 'payments.webhook'"), 0);
}

// Trap 45: a message of one provider about a payment of another settles nothing.
TEST(webhook, of_another_gateways_payment_is_kept_for_a_person) {
    Till till;
    auto payment = till.open(Shop::rupees(1'600), "bank_transfer");
    test::Intent intent{.id = "pi_x", .currency = "pkr", .status = "succeeded", .amount = 160'000, .received = 160'000, .metadata = {{"payment", payment.text()}}};
    till.stripe.intents[intent.id] = intent;
    EXPECT_EQ(till.post(till.stripe.webhook("evt_x", paid_event, intent, till.shop.ctx.now)), 200);
    till.work();
    EXPECT_EQ(till.shop.count(inbox_in("quarantined")), 1);
    EXPECT_EQ(till.state(payment), "pending");
}

// Trap 37: late and repeated events on what is over are answered 200 and change nothing.
TEST(webhook, about_a_settled_payment_changes_nothing) {
    Till till;
    auto payment = till.started();
    till.stripe.pay(till.intent_of(payment));
    till.deliver(payment, paid_event);
    for (auto type : {paid_event, "payment_intent.processing", "payment_intent.payment_failed", "payment_intent.created", "charge.refunded"}) till.deliver(payment, type);
    EXPECT_EQ(till.state(payment), "succeeded");
    EXPECT_EQ(till.news("payments.succeeded", payment), 1);
    EXPECT_EQ(till.receipts("order"), 1);
    till.expect_sound();
}

TEST(webhook, that_is_signed_but_unreadable_is_kept_for_a_person) {
    Till till;
    auto request = till.stripe.webhook("evt_1", paid_event, {.id = "pi_1"}, till.shop.ctx.now);
    request.body = "not json";
    auto t = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(till.shop.ctx.now.time_since_epoch()).count());
    request.headers = {{"stripe-signature", test::ScriptedStripe::signature(t, request.body)}};
    EXPECT_EQ(till.post(request), 200);
    EXPECT_EQ(till.post(request), 200);
    EXPECT_EQ(till.shop.count(inbox_in("quarantined")), 1);
}

}  // namespace
}  // namespace vitrine::payments
