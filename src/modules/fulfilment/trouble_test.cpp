// A courier that is slow, says 200 and means no, repeats itself, goes backwards or forgets: the payment stays as it is, and the parcel finds its way.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/fulfilment/cancel.h"
#include "modules/fulfilment/desk.h"
#include "tests/shop/depot.h"

namespace vitrine::fulfilment {
namespace {

using simulators::FaultKind;
using test::Depot;

struct courier_in_trouble : testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(couriers, courier_in_trouble, testing::ValuesIn(Depot::all_couriers()), [](const auto& info) { return info.param; });

void expect_untouched(Depot& depot, const orders::OrderView& order) {
    EXPECT_EQ(depot.payment_state(order), payments::State::succeeded);
    auto report = depot.shop.run(verify::verify(depot.shop.floor.db, {depot.shop.directory->by_id(depot.shop.ctx.store)}, clock_now()));
    EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
}

// Every call that makes a parcel fails in every way, once and three times: the parcel is booked all the same, once.
TEST_P(courier_in_trouble, at_any_step_costs_nothing_but_time) {
    struct Way {
        FaultKind kind;
        int status;
        const char* name;
    };
    Depot depot(GetParam());
    for (const auto& step : depot.steps())
        for (auto way : {Way{FaultKind::error, 500, "500"}, Way{FaultKind::error, 200, "200 with an error"}, Way{FaultKind::error, 429, "429"}, Way{FaultKind::drop, 0, "dropped"}, Way{FaultKind::lost_answer, 0, "answer lost"}}) {
            SCOPED_TRACE(step + ", " + way.name);
            depot.forget_logins();
            auto before = depot.alive();
            auto limit = way.kind == FaultKind::lost_answer ? 1 : 3;
            depot.fault(step, way.kind, way.status, limit);
            auto order = depot.paid_order(1);
            depot.let_pass(15min, 5);
            // What TCS may have booked without saying so nothing finds again: a person looks, and says that it is booked once more.
            bool waits_for_person = GetParam() == "tcs" && step == "book" && (way.status == 500 || way.kind != FaultKind::error);
            for (int n = 0; waits_for_person && n < limit; ++n) {
                EXPECT_EQ(depot.parcel(order).attention, std::string(booking_unclear));
                ASSERT_TRUE(depot.shop.run(retry(depot.shop.app, depot.staff(), depot.parcel(order).id)));
                depot.let_pass(15min, 2);
            }
            auto parcel = depot.parcel(order);
            EXPECT_FALSE(parcel.awb.empty()) << parcel.failure.value_or("") << " " << parcel.failure_words.value_or("");
            EXPECT_NE(parcel.state, State::planned);
            EXPECT_NE(parcel.state, State::booking);
            bool may_be_twice = GetParam() == "tcs" && step == "book" && way.kind == FaultKind::lost_answer;   // nothing finds a consignment again
            EXPECT_EQ(depot.alive() - before, may_be_twice ? 2 : 1);
            EXPECT_EQ(depot.payment_state(order), payments::State::succeeded);
            depot.happen(Depot::delivered);
            depot.let_pass(2h, 2);
            EXPECT_EQ(depot.parcel(order).state, State::delivered);
            EXPECT_EQ(depot.order_state(order), "delivered");
        }
    auto last = depot.paid_order(1);
    expect_untouched(depot, last);
}

TEST_P(courier_in_trouble, for_a_day_is_asked_again_until_it_answers) {
    Depot depot(GetParam());
    depot.fault("*", FaultKind::error, 503, 0);
    auto order = depot.paid_order();
    depot.let_pass(1h, 24);
    auto waiting = depot.parcel(order);
    EXPECT_EQ(waiting.state, State::booking);
    EXPECT_TRUE(waiting.failure);
    EXPECT_EQ(depot.shop.count("select count(*) from jobs.jobs where parked_at is not null"), 0) << "nothing is given up";
    expect_untouched(depot, order);
    if (depot.shiprocket) depot.shiprocket->it.faults.clear();
    if (depot.leopards) depot.leopards->it.faults.clear();
    if (depot.tcs) depot.tcs->it.faults.clear();
    depot.work(31min);
    EXPECT_FALSE(depot.parcel(order).awb.empty());
    EXPECT_EQ(depot.alive(), 1);
}

TEST_P(courier_in_trouble, is_not_made_worse_by_a_person_who_tries_again) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    auto before = depot.parcel(order);
    for (int n = 0; n < 5; ++n) ASSERT_TRUE(depot.shop.run(retry(depot.shop.app, depot.staff(), before.id)));
    depot.work();
    auto after = depot.parcel(order);
    EXPECT_EQ(after.awb, before.awb);
    EXPECT_EQ(after.state, before.state);
    EXPECT_EQ(depot.alive(), 1);

    depot.fault("*", FaultKind::error, 500, 1);
    auto other = depot.paid_order();
    for (int n = 0; n < 5; ++n) ASSERT_TRUE(depot.shop.run(retry(depot.shop.app, depot.staff(), depot.parcel(other).id)));
    depot.work();
    EXPECT_FALSE(depot.parcel(other).awb.empty()) << "at once, without waiting for its turn";
    EXPECT_EQ(depot.alive(), 2);
}

TEST_P(courier_in_trouble, that_goes_backwards_and_repeats_itself_moves_nothing_back) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    depot.happen(Depot::out_for_delivery);
    depot.work(2h);
    depot.happen(Depot::picked_up);              // later in time, earlier on the way
    depot.happen(Depot::in_transit, -60);
    depot.happen(Depot::out_for_delivery);
    depot.work(2h);
    EXPECT_EQ(depot.parcel(order).state, State::out_for_delivery);
    depot.happen(Depot::delivered);
    depot.work(2h);
    depot.happen(Depot::in_transit, 1);
    depot.happen(Depot::failed, 2);
    depot.happen(Depot::turned_back, 3);
    auto seen = depot.shop.run(look(depot.shop.app, depot.staff(), depot.parcel(order).id));
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->state, State::delivered);
    auto count = seen->events->size();
    for (int n = 0; n < 3; ++n) EXPECT_EQ(depot.shop.run(look(depot.shop.app, depot.staff(), seen->id))->events->size(), count) << "each scan is kept once";
    EXPECT_EQ(depot.order_state(order), "delivered");
    expect_untouched(depot, order);
}

TEST_P(courier_in_trouble, tells_each_move_once) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    for (auto what : {Depot::picked_up, Depot::in_transit, Depot::out_for_delivery, Depot::delivered}) {
        depot.happen(what);
        depot.let_pass(2h, 2);
        auto id = depot.parcel(order).id;
        for (int n = 0; n < 2; ++n) ASSERT_TRUE(depot.shop.run(look(depot.shop.app, depot.staff(), id)));
    }
    auto id = depot.parcel(order).id.text();
    EXPECT_EQ(depot.shop.count("select count(*) from jobs.events where name = 'fulfilment.parcel_moved' and aggregate = '" + id + "' and payload->>'to' = 'delivered'"), 1);
    EXPECT_EQ(depot.shop.count("select count(*) from jobs.events where name = 'fulfilment.parcel_moved' and aggregate = '" + id + "'"), depot.shop.count("select count(distinct payload->>'to') from jobs.events where name = 'fulfilment.parcel_moved' and aggregate = '" + id + "'"));
}

// trap 37: a late or repeated message about a closed parcel is taken, and changes nothing.
TEST_P(courier_in_trouble, forged_and_replayed_messages_change_nothing) {
    if (GetParam() == "tcs") return;   // sends none
    Depot depot(GetParam());
    auto order = depot.paid_order();
    depot.happen(Depot::out_for_delivery);
    auto honest = depot.message();
    auto forged = honest;
    forged.headers.front().second = "another token";
    EXPECT_EQ(depot.post(forged), 400);
    depot.work();
    EXPECT_EQ(depot.parcel(order).state, State::labelled) << "nobody has been believed";
    EXPECT_EQ(depot.shop.count("select count(*) from fulfilment.messages"), 0);

    for (int n = 0; n < 3; ++n) EXPECT_EQ(depot.post(honest), 200);
    depot.work();
    EXPECT_EQ(depot.parcel(order).state, State::out_for_delivery);
    EXPECT_EQ(depot.shop.count("select count(*) from fulfilment.messages where state = 'done'"), 1) << "told three times, kept once";

    auto lie = honest;   // the right token, but nothing of it is true: the courier is asked
    auto at = lie.body.find(GetParam() == "shiprocket" ? "OUT FOR DELIVERY" : "AC");
    while (at != std::string::npos) {
        lie.body.replace(at, GetParam() == "shiprocket" ? 16 : 2, GetParam() == "shiprocket" ? "DELIVERED" : "DV");
        at = lie.body.find(GetParam() == "shiprocket" ? "OUT FOR DELIVERY" : "AC");
    }
    EXPECT_EQ(depot.post(lie), 200);
    depot.work();
    EXPECT_EQ(depot.parcel(order).state, State::out_for_delivery);

    auto garbage = honest;
    garbage.body = "{\"awb\":";
    EXPECT_EQ(depot.post(garbage), 200) << "kept for a person";
    EXPECT_EQ(depot.shop.count("select count(*) from fulfilment.messages where state = 'quarantined'"), 1);
    depot.happen(Depot::delivered);
    EXPECT_EQ(depot.post(depot.message()), 200);
    depot.work();
    EXPECT_EQ(depot.parcel(order).state, State::delivered);
    EXPECT_EQ(depot.post(honest), 200);
    depot.work();
    EXPECT_EQ(depot.parcel(order).state, State::delivered);
    expect_untouched(depot, order);
}

TEST_P(courier_in_trouble, while_a_parcel_is_called_off_ends_with_it_called_off) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    auto id = depot.parcel(order).id;
    depot.fault(depot.shiprocket ? "orders.cancel" : depot.leopards ? "cancelBookedPackets" : "cancel", FaultKind::lost_answer);
    ASSERT_TRUE(depot.shop.run(ask_to_cancel(depot.shop.app, depot.staff(), id, "wrong jar")));
    depot.let_pass(1min, 3);
    EXPECT_EQ(depot.parcels(order.id).at(0).state, State::cancelled);
    EXPECT_EQ(depot.alive(), 0);
}

TEST(shiprocket_account, is_logged_into_once_and_again_when_its_token_is_refused) {
    Depot depot("shiprocket");
    auto calls = std::make_shared<std::vector<std::string>>();
    depot.shiprocket->it.on_call = [calls](const std::string& call) { calls->push_back(call); };
    depot.paid_order();
    depot.paid_order();
    EXPECT_EQ(std::ranges::count(*calls, "auth.login"), 1);
    depot.shiprocket->it.tokens.clear();
    auto order = depot.paid_order();
    EXPECT_EQ(std::ranges::count(*calls, "auth.login"), 2);
    EXPECT_EQ(depot.parcel(order).state, State::labelled);
    depot.work(24h * 9 + 1h);
    depot.paid_order();
    EXPECT_EQ(std::ranges::count(*calls, "auth.login"), 3) << "renewed before its ten days are over";
}

TEST(shiprocket_account, that_cannot_serve_a_place_says_so_and_the_parcel_waits_for_a_person) {
    Depot depot("shiprocket");
    depot.fault("assign", FaultKind::error, 422, 1);
    auto order = depot.paid_order();
    auto parcel = depot.parcel(order);
    EXPECT_EQ(parcel.state, State::booking);
    EXPECT_EQ(parcel.attention, "courier_refused");
    depot.let_pass(1h, 3);
    EXPECT_EQ(depot.parcel(order).tries, parcel.tries) << "a clear no is not asked again by itself";
    ASSERT_TRUE(depot.shop.run(retry(depot.shop.app, depot.staff(), parcel.id)));
    depot.work();
    EXPECT_EQ(depot.parcel(order).state, State::labelled);
    EXPECT_EQ(depot.alive(), 1);
}

TEST(leopards_packets, that_nobody_hands_over_in_48_hours_are_seen_as_called_off) {
    Depot depot("leopards");
    auto order = depot.paid_order();
    depot.work(49h);
    depot.work(1h);
    auto parcel = depot.parcels(order.id).at(0);
    EXPECT_EQ(parcel.state, State::cancelled);
    EXPECT_EQ(parcel.attention, "cancelled_by_courier");
    expect_untouched(depot, order);
}

}  // namespace
}  // namespace vitrine::fulfilment
