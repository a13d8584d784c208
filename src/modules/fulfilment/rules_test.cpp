#include "modules/fulfilment/rules.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "modules/fulfilment/plan.h"

namespace vitrine::fulfilment {
namespace {

using shipping::Scan;
using shipping::Standing;

std::vector<State> all_states() {
    std::vector<State> out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto e) { out.push_back(e.value); });
    return out;
}
std::vector<Standing> all_standings() {
    std::vector<Standing> out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Standing>>([&](auto e) { out.push_back(e.value); });
    return out;
}

const Instant start = *parse_rfc3339("2026-11-30T10:00:00Z");
Scan scan(Standing standing, int minutes) { return {start + std::chrono::minutes(minutes), {}, std::string(shape_name(standing)), {}, standing}; }

TEST(life_of_a_parcel, reaches_every_state_and_leaves_no_end) {
    auto all = all_states();
    EXPECT_TRUE(life.unreachable(all).empty());
    for (auto state : all) {
        bool is_end = state == State::delivered || state == State::returned || state == State::lost || state == State::cancelled;
        EXPECT_EQ(life.is_final(state), is_end) << shape_name(state);
    }
    for (const auto& move : life.moves)
        EXPECT_EQ(std::ranges::count_if(life.moves, [&](const auto& other) { return other.from == move.from && other.verb == move.verb; }), 1) << "one verb leads to one place";
}

// Generated: whatever a courier says of a parcel wherever it is, only what stands in the table happens.
TEST(life_of_a_parcel, makes_no_move_that_is_not_in_the_table) {
    int moved = 0, stayed = 0;
    for (auto from : all_states())
        for (auto standing : all_standings()) {
            std::vector<Scan> one{scan(standing, 5)};
            auto heard = rules::hear(from, start, one);
            const auto* move = life.find(from, rules::verb_for(standing));
            EXPECT_EQ(heard.state, move ? move->to : from) << shape_name(from) << " " << shape_name(standing);
            EXPECT_EQ(heard.moves.size(), move ? 1u : 0u);
            if (life.is_final(from)) EXPECT_EQ(heard.state, from) << "nothing leaves an end";
            ++(move ? moved : stayed);
        }
    EXPECT_GT(moved, 40);
    EXPECT_GT(stayed, 200);
}

TEST(news_of_a_parcel, end_the_same_in_whatever_order_they_come) {
    std::vector<Scan> story{scan(Standing::picked_up, 1), scan(Standing::in_transit, 2), scan(Standing::out_for_delivery, 3), scan(Standing::delivery_failed, 4), scan(Standing::delivered, 5)};
    std::vector<size_t> order{0, 1, 2, 3, 4};
    do {
        auto state = State::booked;
        auto since = start;
        for (auto i : order) {   // one at a time, and each of them twice
            for (int n = 0; n < 2; ++n) {
                auto heard = rules::hear(state, since, std::span(&story[i], 1));
                state = heard.state;
                since = heard.since;
            }
        }
        EXPECT_EQ(state, State::delivered);
    } while (std::ranges::next_permutation(order).found);
    auto at_once = rules::hear(State::booked, start, story);
    EXPECT_EQ(at_once.state, State::delivered);
    EXPECT_EQ(at_once.moves.size(), 5u);
}

TEST(news_of_a_parcel, that_are_older_than_where_it_is_move_nothing) {
    std::vector<Scan> late{scan(Standing::in_transit, 3)};
    EXPECT_EQ(rules::hear(State::failed_attempt, start + 5min, late).state, State::failed_attempt);
    std::vector<Scan> fresh{scan(Standing::in_transit, 6)};
    EXPECT_EQ(rules::hear(State::failed_attempt, start + 5min, fresh).state, State::in_transit) << "back at a station for another attempt";
    std::vector<Scan> end{scan(Standing::delivered, 3)};
    EXPECT_EQ(rules::hear(State::out_for_delivery, start + 5min, end).state, State::delivered) << "an end counts however late it is told";
    std::vector<Scan> backwards{scan(Standing::picked_up, 60), scan(Standing::in_transit, 61)};
    EXPECT_EQ(rules::hear(State::out_for_delivery, start, backwards).state, State::out_for_delivery) << "new in time, older on the way";
}

TEST(news_of_a_parcel, that_contradict_its_end_wait_for_a_person) {
    std::vector<Scan> delivered{scan(Standing::delivered, 9)}, returned{scan(Standing::rto_delivered, 9)};
    auto heard = rules::hear(State::returned, start, delivered);
    EXPECT_EQ(heard.state, State::returned);
    EXPECT_EQ(heard.attention, "contradicts");
    EXPECT_EQ(rules::hear(State::delivered, start, returned).attention, "contradicts");
    EXPECT_EQ(rules::hear(State::delivered, start, delivered).attention, std::nullopt);
    EXPECT_EQ(rules::hear(State::returning, start, delivered).state, State::returning) << "delivered to whom?";
    std::vector<Scan> odd{scan(Standing::unknown, 9)};
    EXPECT_EQ(rules::hear(State::in_transit, start, odd).attention, "unknown_status");
}

TEST(tries, wait_longer_each_time_and_half_an_hour_at_most) {
    EXPECT_EQ(rules::retry_wait(0), 5s);
    EXPECT_EQ(rules::retry_wait(1), 5s);
    EXPECT_EQ(rules::retry_wait(2), 10s);
    EXPECT_EQ(rules::retry_wait(1'000'000), 30min);
}

TEST(order_of_parcels, moves_when_all_its_goods_have) {
    using orders::State::delivered, orders::State::packed, orders::State::paid, orders::State::processing, orders::State::shipped, orders::State::on_hold;
    auto verb = [](orders::State order, bool is_all_in, std::vector<State> parcels) { return std::string(rules::order_verb(order, is_all_in, parcels)); };
    EXPECT_EQ(verb(paid, true, {}), "");
    EXPECT_EQ(verb(paid, true, {State::planned}), "");
    EXPECT_EQ(verb(paid, false, {State::booked, State::planned}), "process");
    EXPECT_EQ(verb(processing, true, {State::labelled, State::booked}), "");
    EXPECT_EQ(verb(processing, true, {State::labelled, State::in_transit}), "pack");
    EXPECT_EQ(verb(processing, false, {State::labelled}), "") << "some goods lie in no parcel";
    EXPECT_EQ(verb(packed, true, {State::labelled, State::in_transit}), "");
    EXPECT_EQ(verb(packed, true, {State::delivered, State::in_transit}), "ship");
    EXPECT_EQ(verb(shipped, true, {State::delivered, State::returned}), "");
    EXPECT_EQ(verb(shipped, true, {State::delivered, State::delivered}), "deliver");
    EXPECT_EQ(verb(on_hold, true, {State::delivered}), "");
    EXPECT_EQ(verb(delivered, true, {State::delivered}), "");
}

orders::OrderLine line(std::int64_t position, std::int64_t quantity, std::int64_t gross) {
    auto pkr = *Currency::parse("PKR");
    orders::OrderLine out{.position = position, .quantity = quantity};
    out.gross = {gross, pkr};
    out.tax = {0, pkr};
    return out;
}

TEST(goods_of_an_order, go_into_parcels_once) {
    std::vector<orders::OrderLine> lines{line(1, 3, 300), line(2, 1, 100)};
    auto all = rules::pack(lines, {}, {});
    ASSERT_TRUE(all);
    EXPECT_EQ(all->size(), 2u);
    auto rest = rules::pack(lines, {{1, 2}, {2, 1}}, {});
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->at(0).quantity, 1);
    EXPECT_EQ(rules::pack(lines, {{1, 3}, {2, 1}}, {}).error().code, "fulfilment.nothing_left");
    auto wrong = rules::pack(lines, {{1, 2}}, {{1, {2}}, {9, {1}}, {2, {1}}, {2, {1}}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().errors.size(), 3u);
}

TEST(cash_at_the_door, is_collected_once_in_all_parcels_together) {
    auto pkr = *Currency::parse("PKR");
    orders::OrderView order;
    order.lines = {line(1, 3, 1'000), line(2, 1, 500)};
    order.payable = {1'700, pkr};   // with delivery
    Money none{0, pkr};
    auto first = rules::collect_share(order, {{1, 1}}, {}, none);
    auto second = rules::collect_share(order, {{1, 1}}, {{1, 1}}, first);
    auto last = rules::collect_share(order, {{1, 1}, {2, 1}}, {{1, 2}}, first + second);
    EXPECT_EQ(first + second + last, order.payable);
    EXPECT_EQ(rules::collect_share(order, {{1, 3}, {2, 1}}, {}, none), order.payable);
}

TEST(story_of_a_parcel, tells_when_it_leaves_and_how_it_ends_and_not_what_happens_in_the_house) {
    ParcelRow parcel{.position = 2, .awb = "LE7001", .service = "Leopards"};
    EXPECT_EQ(rules::told(parcel, State::labelled, State::picked_up)->words, "Parcel 2 was handed to Leopards, LE7001");
    EXPECT_FALSE(rules::told(parcel, State::picked_up, State::in_transit)) << "it was told";
    EXPECT_EQ(rules::told(parcel, State::booked, State::out_for_delivery)->words, "Parcel 2 was handed to Leopards, LE7001") << "scans may be missing";
    EXPECT_TRUE(rules::told(parcel, State::out_for_delivery, State::delivered)->is_visible);
    EXPECT_FALSE(rules::told(parcel, State::in_transit, State::lost)->is_visible) << "people look for it first";
    EXPECT_FALSE(rules::told(parcel, State::planned, State::booking));
    parcel.is_return = true;
    EXPECT_EQ(rules::told(parcel, State::in_transit, State::delivered)->words, "Return parcel 2 has arrived here");
}

TEST(references, are_digits_and_never_the_same) {
    auto a = ParcelId::next(start), b = ParcelId::next(start);
    auto reference = rules::reference_of("S-100023", 2, a);
    EXPECT_TRUE(reference.starts_with("100023-2-")) << reference;
    EXPECT_LE(reference.size(), 50u);
    EXPECT_NE(reference, rules::reference_of("S-100023", 2, b)) << "of another store";
    EXPECT_EQ(reference, rules::reference_of("S-100023", 2, a));
}

}  // namespace
}  // namespace vitrine::fulfilment
