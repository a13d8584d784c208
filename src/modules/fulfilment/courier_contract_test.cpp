// The same story told to every courier of the program. A new courier joins by standing in shipping/couriers/list.cpp and in tests/shop/depot.
#include <gtest/gtest.h>

#include <algorithm>

#include "modules/fulfilment/cancel.h"
#include "modules/fulfilment/desk.h"
#include "tests/shop/depot.h"

namespace vitrine::fulfilment {
namespace {

using shipping::CourierFault;
using test::Depot;

struct every_courier : testing::TestWithParam<std::string> {
    const shipping::Courier& courier() const { return *shipping::find_courier(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(couriers, every_courier, testing::ValuesIn(Depot::all_couriers()), [](const auto& info) { return info.param; });

TEST(couriers, are_all_in_the_contract) {
    std::vector<std::string> known;
    for (const auto* courier : shipping::couriers()) known.emplace_back(courier->code());
    EXPECT_EQ(known, Depot::all_couriers());
    EXPECT_EQ(shipping::find_courier("pigeons"), nullptr);
}

TEST_P(every_courier, declares_itself_in_full) {
    const auto& declared = courier().declaration();
    EXPECT_FALSE(declared.name.empty());
    EXPECT_FALSE(declared.countries.empty());
    EXPECT_FALSE(declared.currency.is_none());
    EXPECT_EQ(declared.can.webhooks, !declared.webhook_name.empty());
    EXPECT_TRUE(std::ranges::any_of(declared.settings, [](const auto& setting) { return setting.is_required; }));
    for (const auto& setting : declared.settings) {
        EXPECT_TRUE(setting.name.starts_with(std::string(declared.code) + "_")) << setting.name;
        EXPECT_FALSE(setting.help.empty()) << setting.name;
        EXPECT_EQ(shipping::setting_fault(setting, setting.otherwise), std::nullopt) << setting.name;
        EXPECT_EQ(setting.kind == shipping::SettingKind::choice, !setting.choices.empty()) << setting.name;
    }
}

// Their rule for webhook addresses: no "shiprocket", "kartrocket", "sr" or "kr" anywhere in it.
TEST(shiprocket_address, holds_none_of_the_words_that_shiprocket_forbids) {
    auto path = "/webhooks/parcels/" + std::string(shipping::find_courier("shiprocket")->declaration().webhook_name);
    for (const auto* word : {"shiprocket", "kartrocket", "sr", "kr"}) EXPECT_EQ(path.find(word), std::string::npos) << word;
}

TEST_P(every_courier, brings_a_paid_order_to_the_door_by_itself) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    auto parcel = depot.parcel(order);
    EXPECT_EQ(parcel.state, State::labelled) << parcel.failure.value_or("") << " " << parcel.failure_words.value_or("");
    EXPECT_FALSE(parcel.awb.empty());
    EXPECT_TRUE(parcel.has_label);
    EXPECT_EQ(parcel.attention, std::nullopt);
    EXPECT_EQ(depot.alive(), 1);
    EXPECT_EQ(depot.book().all().back()->reference, parcel.reference);
    EXPECT_EQ(depot.book().all().back()->collect, 0) << "it is paid";
    EXPECT_EQ(depot.order_state(order), "packed");

    depot.happen(Depot::picked_up);
    depot.work(2h);
    EXPECT_EQ(depot.parcel(order).state, State::picked_up);
    EXPECT_EQ(depot.order_state(order), "shipped");
    depot.happen(Depot::in_transit);
    depot.happen(Depot::out_for_delivery, 1);
    depot.work(3h);
    EXPECT_EQ(depot.parcel(order).state, State::out_for_delivery);
    depot.happen(Depot::delivered);
    depot.work(3h);
    EXPECT_EQ(depot.parcel(order).state, State::delivered);
    EXPECT_EQ(depot.order_state(order), "delivered");
    EXPECT_EQ(depot.payment_state(order), payments::State::succeeded);
    depot.let_pass(24h, 3);
    EXPECT_EQ(depot.alive(), 1) << "nothing more is booked";
    EXPECT_EQ(depot.shop.count("select count(*) from jobs.jobs where kind like 'fulfilment.%'"), 0) << "nobody asks for a parcel that has arrived";
}

TEST_P(every_courier, says_what_happened_in_words_that_shoppers_may_read) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    depot.happen(Depot::picked_up);
    depot.work(2h);
    auto seen = depot.shop.run(parcels_for_shopper(depot.shop.app, depot.now(), order.id));
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].number, depot.parcel(order).awb);
    EXPECT_FALSE(seen[0].carrier.empty());
    EXPECT_FALSE(seen[0].events.empty());
    EXPECT_TRUE(std::ranges::all_of(seen[0].events, [](const auto& event) { return event.source == "courier" && event.actor.empty(); }));
    EXPECT_EQ(seen[0].items.at(0).quantity, 2);
}

TEST_P(every_courier, collects_at_the_door_exactly_what_is_to_be_paid) {
    Depot depot(GetParam());
    auto order = depot.placed_order(2, "cash_on_delivery");
    auto parcel = depot.parcel(order);
    EXPECT_EQ(parcel.state, State::labelled) << parcel.failure_words.value_or("");
    EXPECT_EQ(parcel.collect, order.payable);
    EXPECT_EQ(depot.book().all().back()->collect * 100, order.payable.minor);
    depot.happen(Depot::delivered);
    depot.work(2h);
    EXPECT_EQ(depot.parcel(order).state, State::delivered);
    EXPECT_EQ(depot.payment_state(order), payments::State::authorized) << "the courier's money is counted when it comes";
}

TEST_P(every_courier, brings_back_what_nobody_takes) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    depot.happen(Depot::out_for_delivery);
    depot.happen(Depot::failed, 1);
    depot.work(3h);
    auto failed = depot.parcel(order);
    EXPECT_EQ(failed.state, State::failed_attempt);
    EXPECT_EQ(failed.attention, "delivery_failed") << "somebody may still reach the customer";
    depot.happen(Depot::turned_back);
    depot.work(3h);
    EXPECT_EQ(depot.parcel(order).state, State::returning);
    depot.happen(Depot::came_back);
    depot.work(7h);
    auto back = depot.parcel(order);
    EXPECT_EQ(back.state, State::returned);
    EXPECT_EQ(back.attention, "came_back");
    EXPECT_EQ(depot.order_state(order), "shipped") << "what becomes of the order is for people to say";
    EXPECT_EQ(depot.payment_state(order), payments::State::succeeded);
}

TEST_P(every_courier, is_told_what_to_do_about_a_failed_delivery_where_it_listens) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    auto tell = [&] { return depot.shop.run(advise(depot.shop.app, depot.staff(), depot.parcel(order).id, {shipping::Advice::try_again, *Text<1, 300>::parse("Call first")})); };
    if (!courier().can().advises) {
        EXPECT_EQ(tell().error().code, "fulfilment.courier_cannot");
        return;
    }
    EXPECT_EQ(tell().error().code, "fulfilment.illegal_move") << "nothing has failed yet";
    depot.happen(Depot::out_for_delivery);
    depot.happen(Depot::failed, 1);
    depot.work(3h);
    auto told = tell();
    ASSERT_TRUE(told) << told.error().code << told.error().detail;
    EXPECT_EQ(told->attention, std::nullopt);
    depot.work(3h);
    EXPECT_EQ(depot.parcel(order).state, State::in_transit);
}

TEST_P(every_courier, calls_a_parcel_off_until_it_has_left) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    auto id = depot.parcel(order).id;
    for (int n = 0; n < 2; ++n) ASSERT_TRUE(depot.shop.run(ask_to_cancel(depot.shop.app, depot.staff(), id, "wrong jar")));
    depot.work();
    EXPECT_EQ(depot.parcels(order.id).at(0).state, State::cancelled);
    EXPECT_EQ(depot.alive(), 0);
    EXPECT_EQ(depot.payment_state(order), payments::State::succeeded);

    auto other = depot.paid_order();
    depot.happen(Depot::picked_up);
    depot.work(2h);
    auto late = depot.shop.run(ask_to_cancel(depot.shop.app, depot.staff(), depot.parcel(other).id, "too late"));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "fulfilment.illegal_move");
    EXPECT_EQ(depot.alive(), 1);
}

TEST_P(every_courier, keeps_words_that_nobody_understands_and_shows_them) {
    Depot depot(GetParam());
    auto order = depot.paid_order();
    depot.happen(Depot::in_transit);
    depot.happen(Depot::nonsense, 1);
    depot.work(2h);
    auto parcel = depot.parcel(order);
    EXPECT_EQ(parcel.state, State::in_transit);
    EXPECT_EQ(parcel.attention, "unknown_status");
    ASSERT_TRUE(parcel.events);
    bool is_kept = std::ranges::any_of(*parcel.events, [](const auto& event) { return event.standing == shipping::Standing::unknown && event.words.find("met a") != std::string::npos; });
    EXPECT_TRUE(is_kept);
}

TEST_P(every_courier, that_is_not_set_up_is_not_asked_and_the_parcel_waits) {
    Depot depot(GetParam());
    depot.shop.config.gateway_settings.clear();
    auto order = depot.paid_order();
    auto parcel = depot.parcel(order);
    EXPECT_EQ(parcel.state, State::planned);
    EXPECT_EQ(parcel.failure, "not_set_up");
    EXPECT_EQ(parcel.attention, "courier_refused");
    EXPECT_EQ(depot.order_state(order), "paid");
}

TEST_P(every_courier, refuses_a_message_that_is_not_its_own) {
    Config config;
    shipping::Values values(config, "", {}, courier().declaration().settings);
    auto read = courier().read_webhook(values, {.body = "{}"});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "shipping.signature_refused") << "without a token none is believed";
}

}  // namespace
}  // namespace vitrine::fulfilment
