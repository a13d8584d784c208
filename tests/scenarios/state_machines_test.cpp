// Every move that no table allows is refused where it would be made. Generated from the tables that `vitrine states` prints: each state machine of the program has its door
// here, at which every verb is tried from every state; a machine without a door fails.
#include <gtest/gtest.h>

#include <filesystem>

#include "modules/orders/cancel.h"
#include "modules/orders/drafts.h"
#include "modules/orders/refund.h"
#include "modules/payments/payment.h"
#include "modules/payments/rules.h"
#include "modules/promotions/edit.h"
#include "modules/risk/review.h"
#include "tests/scenarios/machines.h"
#include "tests/shop/shop.h"

namespace vitrine {
namespace {

using test::Door;
using test::Machine;
using test::machines;
using test::Shop;
using test::try_all;

TEST(state_machines, reach_all_their_states_and_name_each_move_once) {
    auto all = machines();
    ASSERT_GE(all.size(), 6u);
    for (const auto& [name, machine] : all) {
        std::set<std::string> reached{machine.initial};
        for (size_t before = 0; before != reached.size();) {
            before = reached.size();
            for (const auto& arrow : machine.arrows)
                if (reached.contains(arrow.from)) reached.insert(arrow.to);
        }
        EXPECT_EQ(reached, machine.states) << name;
        std::set<std::string> named;
        for (const auto& arrow : machine.arrows) EXPECT_TRUE(named.insert(arrow.from + " " + arrow.verb).second) << name << ": " << arrow.from << " " << arrow.verb << " leads to two places";
    }
}

struct House {
    Shop shop;
    orders::OrderView order = shop.place(shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 1'000), 2}})).order();
    int keys = 0;

    House() {
        auto marked = shop.run(payments::mark_paid(shop.app, staff(), order.payment, order.total, "note"));
        if (!marked) throw std::runtime_error(marked.error().code);
        shop.run_due_jobs();
    }
    Ctx staff() {
        auto ctx = shop.ctx;
        ctx.role = Role::staff;
        ctx.actor = "key_test";
        ctx.permissions = {"*"};
        return ctx;
    }
    void put(const std::string& table, const std::string& id, const std::string& state) { shop.database.run("update " + table + " set state = '" + state + "' where id = '" + id + "'"); }
    std::string state_of(const std::string& table, const std::string& id, const std::set<std::string>& states) {
        for (const auto& state : states)
            if (shop.count("select count(*) from " + table + " where id = '" + id + "' and state = '" + state + "'") == 1) return state;
        return {};
    }

    /// Calling off is tried at its own door; what money or a review brings about by its name, which must never do.
    bool move_order(const std::string& state, const std::string& verb) {
        auto id = uuid_text(order.id.value);
        put("orders.orders", id, state);
        bool is_done = false;
        if (verb == "cancel") {
            is_done = shop.run(orders::call_off(shop.app, staff(), order.id, "a try")).has_value() && state != "cancelled";   // a repeat is answered, and moves nothing
        } else {
            is_done = shop.run(orders::move(shop.app, staff(), order.id, verb, "a try")).has_value();
        }
        if (!is_done) EXPECT_EQ(state_of("orders.orders", id, {state}), state) << verb << " was refused and moved it all the same";
        return is_done;
    }
};

void try_order(const Machine& machine) {
    House house;
    auto excused = [](const std::string& state, const std::string& verb) {
        static const std::set<std::string> of_the_payment{"pay", "accept", "approve", "keep", "cancel", "refund"};   // done when money or a review says so
        return of_the_payment.contains(verb) || (verb == "hold" && state == "pending_payment");             // no way would lead back
    };
    try_all("order", machine, [&](const auto& state, const auto& verb) { return house.move_order(state, verb); }, excused);
    EXPECT_FALSE(house.move_order("paid", "fly")) << "a verb that nobody knows";
}

void try_draft(const Machine& machine) {
    House house;
    auto pen = house.shop.article("PEN-2", Shop::rupees(100), 1'000);
    orders::DraftContent content{.email = *Email::parse("buyer@example.com"), .shipping_address = house.order.shipping_address, .lines = {{pen, {1}, {}}}, .payment_method = *Text<1, 40>::parse("bank_transfer")};
    auto door = [&](const std::string& state, const std::string& verb) {
        auto draft = house.shop.run(orders::create_draft(house.shop.app, house.staff(), content)).value();
        auto total = draft.totals->total;
        auto id = "'" + uuid_text(draft.id.value) + "'";
        if (state == "placed") house.shop.database.run("update orders.drafts set state = 'placed', order_id = '" + uuid_text(house.order.id.value) + "' where id = " + id);
        else house.shop.database.run("update orders.drafts set state = '" + state + "' where id = " + id);
        if (verb == "discard") {
            auto before = house.shop.run(orders::find_draft(house.shop.app, house.staff(), draft.id))->version;
            auto done = house.shop.run(orders::discard_draft(house.shop.app, house.staff(), draft.id));
            return done.has_value() && done->version != before;   // a repeat is answered and moves nothing
        }
        auto orders_before = house.shop.count("select count(*) from orders.orders");
        auto placed = house.shop.run(orders::place_draft(house.shop.app, house.staff(), draft.id, total));
        return placed.has_value() && house.shop.count("select count(*) from orders.orders") > orders_before;
    };
    try_all("draft", machine, door);
}

void try_promotion(const Machine& machine) {
    House house;
    auto definition = *read_json<promotions::Definition>(R"({"name":"Ten","label":"10 % off","actions":[{"percent_off":{"rate_ppm":100000}}]})");
    auto made = house.shop.run(promotions::create(house.shop.app, house.staff(), definition)).value();
    auto id = uuid_text(made.id.value);
    auto door = [&](const std::string& state, const std::string& verb) {
        house.put("promotions.promotions", id, state);
        bool is_done = house.shop.run(promotions::move(house.shop.app, house.staff(), made.id, {}, verb)).has_value();
        if (!is_done) EXPECT_EQ(house.state_of("promotions.promotions", id, {state}), state);
        return is_done;
    };
    try_all("promotion", machine, door);
}

/// A cart is ordered by its owner and joined by whoever signs in with it. Whoever tries to join is somebody new each time.
void try_cart(const Machine& machine) {
    House house;
    auto& shop = house.shop;
    auto ink = shop.article("INK-1", Shop::rupees(900), 1'000);
    auto join = [&](const Shop::Cart& cart) {
        auto customer = shop.ctx;
        customer.role = Role::customer;
        customer.actor = carts::CustomerId::next(customer.now).text();
        auto joined = shop.run(carts::adopt(shop.app, customer, cart.id, cart.access));
        return joined.has_value() && joined->cart && shop.count("select count(*) from carts.carts where merged_into = '" + uuid_text(joined->cart->id.value) + "'") == 1;
    };
    auto order = [&](const Shop::Cart& cart) { return shop.place(cart, "cart " + std::to_string(++house.keys)).result.has_value(); };
    auto door = [&](const std::string& state, const std::string& verb) {
        auto cart = shop.cart_ready_to_place({{ink, 1}});
        auto id = uuid_text(cart.id.value);
        if (state == "ordered") EXPECT_TRUE(order(cart));
        if (state == "merged") EXPECT_TRUE(join(cart));
        auto ends = [&] { return shop.count("select count(*) from orders.orders") + shop.count("select count(*) from carts.carts where state = 'merged'"); };
        EXPECT_EQ(house.state_of("carts.carts", id, machine.states), state);
        auto before = ends();
        bool is_done = verb == "order" ? order(cart) : verb == "join" && join(cart);
        if (!is_done) EXPECT_EQ(house.state_of("carts.carts", id, machine.states), state) << verb << " was refused and moved it all the same";
        EXPECT_EQ(ends() - before, is_done ? 1 : 0) << verb << " from " << state;
        return is_done;
    };
    try_all("cart", machine, door);
}

/// Payments and refunds have no verbs that anybody may name: what the gateway says is judged. Every standing from every state goes along the table or nowhere.
void try_payment(const Machine& machine) {
    using payments::Standing;
    constexpr std::array standings{Standing::open, Standing::processing, Standing::authorized, Standing::promised, Standing::succeeded, Standing::cancelled, Standing::failed};
    Money amount = Shop::rupees(100);
    int moved = 0, kept = 0;
    for (const auto& name : machine.states)
        for (auto standing : standings) {
            payments::State state;
            ASSERT_TRUE(boost::describe::enum_from_string(name.c_str(), state)) << name;
            auto decision = payments::rules::settle({.state = state, .amount = amount}, {.reference = "pi_1", .standing = standing, .received = standing == Standing::succeeded ? amount : Money{0, amount.currency}});
            ++(decision.to ? moved : kept);
            if (!decision.to) continue;
            auto is_in_table = std::ranges::any_of(machine.arrows, [&](const auto& arrow) { return arrow.from == name && arrow.to == shape_name(*decision.to); });
            EXPECT_TRUE(is_in_table) << name << " goes to " << shape_name(*decision.to);
        }
    EXPECT_GT(moved, 0);
    EXPECT_GT(kept, 0);
}

/// A refund by hand is ended by a person, from any state the row may be in.
void try_refund(const Machine& machine) {
    House house;
    auto give = [&] {
        orders::NewOrderRefund in{.amount = Shop::rupees(1), .reason = *Text<1, 500>::parse("a try")};
        return *house.shop.run(orders::give_back(house.shop.app, house.staff(), house.order.id, "key " + std::to_string(++house.keys), in))->refund.parts[0].refund;
    };
    int done = 0, refused = 0;
    for (const auto& state : machine.states)
        for (auto outcome : {payments::RefundState::succeeded, payments::RefundState::failed}) {
            auto refund = give();
            auto id = uuid_text(refund.value);
            house.put("payments.refunds", id, state);
            auto before = house.shop.count("select count(*) from ledger.postings");
            payments::RefundEnd end{outcome, *Text<1, 500>::parse("by hand")};
            auto ended = house.shop.run(payments::end_refund(house.shop.app, house.staff(), refund, end));
            auto after = house.state_of("payments.refunds", id, machine.states);
            bool moved = after != state;
            ++(moved ? done : refused);
            if (!moved) {
                EXPECT_EQ(house.shop.count("select count(*) from ledger.postings"), before) << state << ": a refusal or a repeat books nothing";
                continue;
            }
            EXPECT_TRUE(ended);
            auto is_in_table = std::ranges::any_of(machine.arrows, [&](const auto& arrow) { return arrow.from == state && arrow.to == after; });
            EXPECT_TRUE(is_in_table) << state << " goes to " << after;
        }
    EXPECT_GT(done, 0);
    EXPECT_GT(refused, 0);
}

/// The doors of this file. What is tried by a test of its own beside its rules stands below.
const std::map<std::string, void (*)(const Machine&)> doors{{"order", try_order}, {"draft", try_draft}, {"promotion", try_promotion}, {"cart", try_cart}, {"payment", try_payment}, {"refund", try_refund}};
const std::map<std::string, std::string> tried_elsewhere{
    {"edit", "src/modules/orders/paid_edit_money_test.cpp"},
    {"transfer", "tests/scenarios/back_office_machines_test.cpp"},
    {"count", "tests/scenarios/back_office_machines_test.cpp"},
    {"parcel", "tests/scenarios/back_office_machines_test.cpp"},
    {"notice", "tests/scenarios/back_office_machines_test.cpp"},
    {"webhook endpoint", "tests/scenarios/back_office_machines_test.cpp"},
    {"webhook delivery", "tests/scenarios/back_office_machines_test.cpp"},
    {"media upload", "tests/scenarios/goods_machines_test.cpp"},
    {"supplier feed run", "tests/scenarios/goods_machines_test.cpp"},
    {"turntable", "tests/scenarios/spins_test.cpp"},
    {"supplier order", "tests/scenarios/goods_machines_test.cpp"},
    {"product", "src/modules/catalog/life_test.cpp"},           // every state, verb and role
    {"return", "src/modules/returns/moves_test.cpp"},           // every verb from every state, at its door
    {"review", "tests/scenarios/risk_reviews_test.cpp"},        // decided once, whoever asks and whatever for
};
TEST(state_machines, refuse_every_move_that_is_in_no_table) {
    for (const auto& [name, machine] : machines()) {
        SCOPED_TRACE(name);
        if (auto door = doors.find(name); door != doors.end()) {
            door->second(machine);
            continue;
        }
        auto test = tried_elsewhere.find(name);
        ASSERT_NE(test, tried_elsewhere.end()) << "give it a door in doors, or name the test that tries every verb from every state";
        EXPECT_TRUE(std::filesystem::exists(test->second)) << test->second;
    }
}

}  // namespace
}  // namespace vitrine
