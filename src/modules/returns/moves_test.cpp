// Every verb from every state, generated from the table: what it does not allow is refused where it would be made, and moves nothing.
#include <gtest/gtest.h>

#include <set>

#include "modules/returns/life.h"
#include "tests/shop/return_desk.h"

namespace vitrine::returns {
namespace {

using test::ReturnDesk;

std::vector<State> all_states() {
    std::vector<State> out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto state) { out.push_back(state.value); });
    return out;
}
std::set<std::string> all_verbs() {
    std::set<std::string> out;
    for (const auto& move : life.moves) out.emplace(move.verb);
    return out;
}

struct Doors {
    ReturnDesk desk;
    orders::OrderView order = desk.delivered({{desk.pen, 500}});
    int parcels = 0;

    /// A return that is in this state, however it came there: accepted and refundable where it was inspected.
    ReturnView in(State state, Wish wish) {
        auto back = desk.asked(order, {{1, 1}});
        auto id = "'" + uuid_text(back.id.value) + "'";
        std::string more = state == State::refunded ? ", amount = 0, refund = 'oref_x'" : state == State::exchanged ? ", replacement = '" + uuid_text(order.id.value) + "'" : "";
        desk.shop.database.run("update returns.returns set state = '" + std::string(shape_name(state)) + "', wish = '" + std::string(shape_name(wish)) + "'" + more + " where id = " + id);
        desk.shop.database.run("update returns.lines set sellable = 1, damaged = 0, refused = 0" + std::string(wish == Wish::exchange ? ", exchange_for = '" + uuid_text(desk.ink.value) + "'" : "") +
                               " where return_id = " + id);
        return back;
    }

    /// Whether the verb was done at its door.
    bool try_verb(const std::string& verb, const ReturnView& back) {
        if (verb == "approve") return desk.approve(back.id).has_value();
        if (verb == "reject") return desk.reject(back.id).has_value();
        if (verb == "receive") return desk.receive(back.id).has_value();
        if (verb == "inspect") return desk.inspect(back.id, {{1, 1, 0, 0}}).has_value();
        if (verb == "close" || verb == "lose") return desk.close(back.id).has_value();
        if (verb == "cancel") return desk.shop.run(call_off(desk.shop.app, desk.staff(), order.id, {}, back.id)).has_value();
        if (verb == "send") return hand_to_courier(back);
        return desk.settle(back.id).has_value();   // refund, exchange
    }

    /// News of a parcel cannot be refused: they are heard and move it or not.
    bool hand_to_courier(const ReturnView& back) {
        auto parcel = fulfilment::ParcelId::next(clock_now());
        desk.shop.database.run("update returns.returns set parcel = '" + uuid_text(parcel.value) + "' where id = '" + uuid_text(back.id.value) + "'");
        auto before = desk.view(order, back.id).state;
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            jobs::publish(tx, parcel.text(), fulfilment::ParcelMoved{parcel, order.id, order.number, true, fulfilment::State::labelled, fulfilment::State::in_transit, "Xpressbees", "AWB1", {}, {}});
            co_return true;
        };
        desk.shop.run(desk.shop.floor.db.transaction(desk.staff(), body));
        desk.shop.run_due_jobs();
        return desk.view(order, back.id).state != before;
    }
};

TEST(return_moves, that_are_in_no_table_are_refused_at_their_doors) {
    Doors doors;
    int done = 0, refused = 0;
    for (auto state : all_states())
        for (const auto& verb : all_verbs()) {
            SCOPED_TRACE(verb + " from " + std::string(shape_name(state)));
            auto back = doors.in(state, verb == "exchange" ? Wish::exchange : Wish::refund);
            bool said_yes = doors.try_verb(verb, back);
            auto after = doors.desk.view(doors.order, back.id).state;
            bool moved = after != state;
            bool is_allowed = life.find(state, verb) || (verb == "lose" && life.find(state, "close")) || (verb == "close" && life.find(state, "lose"));   // one door
            EXPECT_EQ(moved, is_allowed);
            if (moved) EXPECT_TRUE(life.allows(state, after)) << "came to " << shape_name(after);
            if (!moved && said_yes) EXPECT_TRUE(life.is_final(state)) << "only what is over is answered again";
            ++(moved ? done : refused);
        }
    EXPECT_EQ(done, int(life.moves.size()) + 3) << "the table, and both names of the one door that closes";
    EXPECT_GT(refused, 60);
}

TEST(return_moves, need_the_version_that_was_seen) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.asked(order, {{1, 1}});
    auto stale = desk.shop.run(desk.shop.floor.db.transaction(desk.staff(), [&](pg::Tx& tx) { return approve_in(tx, desk.shop.app, {back.id, back.version + 1}, ""); }));
    EXPECT_EQ(stale.error().code, "request.stale_version");
    auto fresh = desk.shop.run(desk.shop.floor.db.transaction(desk.staff(), [&](pg::Tx& tx) { return approve_in(tx, desk.shop.app, {back.id, back.version}, ""); }));
    EXPECT_TRUE(fresh);
}

TEST(return_moves, of_two_at_once_are_made_once) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}});
    auto back = desk.received(order, {{1, 2}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 2, 0, 0}}));
    std::vector<Task<Result<ReturnView>>> all;
    for (int n = 0; n < 4; ++n) all.push_back(settle(desk.shop.app, desk.staff(), back.id));
    for (auto& one : desk.shop.run(test::all_of(std::move(all)))) EXPECT_TRUE(one) << one.error().code;
    EXPECT_EQ(desk.shop.count("select count(*) from orders.refunds"), 1);
    EXPECT_EQ(desk.view(order, back.id).amount, test::Shop::rupees(500));
    desk.expect_sound();
}

}  // namespace
}  // namespace vitrine::returns
