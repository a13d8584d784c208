// Every move that no table allows is refused where it would be made: transfers and counts of stock, parcels, notices, outgoing webhooks. See state_machines_test.cpp.
#include <gtest/gtest.h>

#include "modules/fulfilment/cancel.h"
#include "modules/fulfilment/desk.h"
#include "modules/fulfilment/plan.h"
#include "modules/notices/inbox.h"
#include "modules/notices/send.h"
#include "modules/notices/suppress.h"
#include "modules/outgoing/delivery.h"
#include "modules/stock/counts.h"
#include "modules/stock/transfers.h"
#include "tests/scenarios/machines.h"
#include "tests/shop/depot.h"
#include "tests/shop/desk.h"
#include "tests/shop/hook_stand.h"
#include "tests/shop/postbox_stand.h"

namespace vitrine::test {
namespace {

template <size_t Min, size_t Max>
Text<Min, Max> text(std::string_view value) {
    return *Text<Min, Max>::parse(value);
}

/// A shop with goods on the shelf of its first warehouse, and an empty second one.
struct Shelves {
    Desk desk;
    catalog::VariantId pen;
    stock::WarehouseId main, second;

    Shelves() {
        desk.category("pens");
        pen = desk.first_variant(desk.published("Pen", "pens", 1'000'000));
        second = made(stock::create_warehouse(desk.app, staff(), {.code = *Slug::parse("second"), .name = text<1, 80>("Second")})).id;
        for (const auto& each : desk.run(stock::list_warehouses(desk.app, staff())).items)
            if (each.id != second) main = each.id;
    }
    Ctx staff() const {
        auto ctx = desk.ctx;
        ctx.actor = "key_test";
        ctx.now = clock_now();
        return ctx;
    }
    template <class T>
    T made(Task<Result<T>> task) {
        auto out = desk.run(std::move(task));
        if (!out) throw std::runtime_error(out.error().code);
        return *out;
    }
    /// One use case of stock in a transaction of its own.
    template <class T>
    Result<T> move(std::function<Task<Result<T>>(pg::Tx&)> body) {
        return desk.run(desk.floor.db.transaction(staff(), body));
    }
    template <class T>
    T moved(std::function<Task<Result<T>>(pg::Tx&)> body) {
        return made(desk.floor.db.transaction(staff(), body));
    }
    /// What stands where, and the newest movement of all.
    std::string goods() {
        auto last = desk.get("/api/v1/admin/stock/movements?limit=1&variant=" + pen.text());
        return desk.get("/api/v1/admin/stock/levels/" + pen.text()).body + last.text("/items/0");
    }
};

Result<stock::TransferView> move_transfer(Shelves& at, stock::TransferId id, const std::string& verb) {
    stock::ReceiptInput one{std::vector<stock::TransferItem>{{at.pen, {1}}}};
    return at.move<stock::TransferView>([&](pg::Tx& tx) -> Task<Result<stock::TransferView>> {
        if (verb == "send") return stock::send_transfer(tx, at.desk.app, id);
        if (verb == "cancel") return stock::cancel_transfer(tx, at.desk.app, id);
        if (verb == "close") return stock::close_transfer(tx, at.desk.app, id);
        if (verb == "receive") return stock::receive_transfer(tx, at.desk.app, id, {});
        if (verb == "receive_some") return stock::receive_transfer(tx, at.desk.app, id, one);
        throw std::logic_error("no door for " + verb);
    });
}

TEST(back_office_machines, a_transfer_goes_no_way_that_is_not_in_its_table) {
    Shelves at;
    auto machine = machines().at("transfer");
    const std::map<std::string, std::vector<std::string>> ways{{"requested", {}}, {"sent", {"send"}}, {"partial", {"send", "receive_some"}}, {"received", {"send", "receive"}}, {"cancelled", {"cancel"}}};
    const stock::TransferInput five{at.main, at.second, {{at.pen, {5}}}, {}};
    auto door = [&](const std::string& state, const std::string& verb) {
        auto transfer = at.moved<stock::TransferView>([&](pg::Tx& tx) { return stock::request_transfer(tx, five); });
        for (const auto& step : ways.at(state)) EXPECT_TRUE(move_transfer(at, transfer.transfer.id, step)) << step;
        auto before = at.goods();
        auto done = move_transfer(at, transfer.transfer.id, verb);
        auto after = at.made(stock::find_transfer(at.desk.app, at.staff(), transfer.transfer.id));
        EXPECT_EQ(shape_name(after.transfer.state), done ? machine.target(state, verb).value_or("in no table") : state) << verb;
        if (done) return true;
        EXPECT_EQ(done.error().code, "stock.illegal_transfer_move");
        EXPECT_EQ(at.goods(), before) << verb << " from " << state << " was refused and moved goods all the same";
        return false;
    };
    try_all("transfer", machine, door);
}

TEST(back_office_machines, a_count_ends_once) {
    Shelves at;
    auto machine = machines().at("count");
    auto end = [&](stock::CountId id, const std::string& verb) {
        if (verb == "cancel") return at.desk.run(stock::cancel_count(at.desk.app, at.staff(), id));
        return at.move<stock::CountView>([&](pg::Tx& tx) { return stock::post_count(tx, at.desk.app, id); });
    };
    const stock::CountInput of_pens{at.main, std::vector{at.pen}, {}};
    auto door = [&](const std::string& state, const std::string& verb) {
        auto count = at.moved<stock::CountView>([&](pg::Tx& tx) { return stock::open_count(tx, of_pens); });
        auto id = count.count.id;
        auto off_by_one = count.lines.at(0).expected - 1;
        auto enter = [&] { return at.desk.run(stock::enter_count(at.desk.app, at.staff(), id, stock::CountEntries{{{at.pen, {off_by_one}}}})); };
        EXPECT_TRUE(enter());
        if (state != "open") EXPECT_TRUE(end(id, state == "posted" ? "post" : "cancel"));
        auto before = at.goods();
        auto done = end(id, verb);
        auto after = at.made(stock::find_count(at.desk.app, at.staff(), id));
        EXPECT_EQ(shape_name(after.count.state), done ? machine.target(state, verb).value_or("in no table") : state) << verb;
        if (state != "open") EXPECT_EQ(enter().error().code, "stock.illegal_count_move");
        if (done) return true;
        EXPECT_EQ(done.error().code, "stock.illegal_count_move");
        EXPECT_EQ(at.goods(), before) << verb << " from " << state << " was refused and corrected a shelf all the same";
        return false;
    };
    try_all("count", machine, door);
}

/// A parcel that stands where a test wants it.
struct Parcels {
    Depot depot{"leopards"};
    std::int64_t told = 0;

    void save(const shipping::Tables& tables) {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            shipping::save_tables(tx, tables);
            co_return true;
        };
        depot.shop.run(depot.shop.floor.db.transaction(depot.now(), body));
    }
    /// That people carry out of the house.
    fulfilment::ParcelId by_hand() {
        save({});
        auto order = depot.paid_order(1);
        auto made = depot.shop.run(fulfilment::plan(depot.shop.app, depot.staff(), {.order = order.id, .courier = "by_hand", .note = {}, .reason = {}, .key = "try"}));
        if (!made) throw std::runtime_error(made.error().code);
        return made->id;
    }
    /// That its courier has not been asked for yet.
    fulfilment::ParcelId not_booked() {
        auto tables = *depot.shop.run(shipping::load_tables(depot.shop.floor.db, depot.now()));
        tables.dispatch->books_by_itself = false;
        save(tables);
        return depot.parcel(depot.paid_order(1)).id;
    }
    void put(fulfilment::ParcelId id, const std::string& state) {
        depot.shop.database.run("update fulfilment.parcels set state = '" + state + "', since = '2020-01-01', is_cancelling = false, attention = null where id = '" + uuid_text(id.value) + "'");
    }
    std::string state_of(fulfilment::ParcelId id) { return std::string(shape_name(depot.shop.run(fulfilment::show(depot.shop.app, depot.now(), id))->state)); }

    bool hear(fulfilment::ParcelId id, shipping::Standing standing) {
        auto at = clock_now() + std::chrono::seconds(++told);
        shipping::Tracked news{.awb = "1", .scans = {{at, std::to_string(told), "scan " + std::to_string(told), "Karachi", standing}}, .expected_at = {}, .url = {}, .return_awb = {}};
        return depot.shop.run(fulfilment::take_in(depot.shop.app, depot.now(), id, news)).has_value();
    }
    /// Called off, and the courier asked at once where it has to be.
    bool call_off(fulfilment::ParcelId id) {
        auto asked = depot.shop.run(fulfilment::ask_to_cancel(depot.shop.app, depot.staff(), id, "a try"));
        if (!asked) EXPECT_EQ(asked.error().code, "fulfilment.illegal_move");
        return asked && depot.shop.run(fulfilment::carry_out_cancel(depot.shop.app, depot.staff(), id)).has_value();
    }
    bool hand_over(fulfilment::ParcelId id) {
        auto handed = depot.shop.run(fulfilment::hand_over(depot.shop.app, depot.staff(), id, {text<1, 80>("The post"), text<1, 80>("RR " + std::to_string(++told)), {}}));
        if (!handed) EXPECT_EQ(handed.error().code, "fulfilment.illegal_move");
        return handed.has_value();
    }
};

TEST(back_office_machines, a_parcel_goes_nowhere_for_a_courier_or_a_person_that_its_table_does_not_say) {
    using shipping::Standing;
    const std::map<std::string, Standing> scans{{"collect", Standing::picked_up}, {"travel", Standing::in_transit}, {"approach", Standing::out_for_delivery}, {"fail", Standing::delivery_failed},
                                                {"deliver", Standing::delivered}, {"turn_back", Standing::rto}, {"come_back", Standing::rto_delivered}, {"lose", Standing::lost}};
    const std::set<std::string> of_the_booking{"book", "confirm", "refuse", "label"};   // made by its job: tried below
    Parcels at;
    auto machine = machines().at("parcel");
    for (const auto& verb : of_the_booking) machine.verbs.erase(verb);
    auto id = at.by_hand();
    auto door = [&](const std::string& state, const std::string& verb) {
        at.put(id, state);
        bool is_answered = scans.contains(verb) ? at.hear(id, scans.at(verb)) : verb == "cancel" ? at.call_off(id) : verb == "ship" ? at.hand_over(id) : throw std::logic_error("no door for " + verb);
        auto after = at.state_of(id);
        if (after != state) EXPECT_EQ(after, machine.target(state, verb).value_or("in no table")) << verb << " from " << state;
        if (machine.allows(state, verb)) EXPECT_TRUE(is_answered) << verb << " from " << state;
        return after != state;
    };
    try_all("parcel", machine, door);
}

/// How a parcel ended is said by a person only of one that has left, and along the table.
TEST(back_office_machines, a_parcel_is_ended_by_hand_where_its_table_says_so) {
    using fulfilment::Ending;
    Parcels at;
    auto machine = machines().at("parcel");
    auto id = at.by_hand();
    const std::map<std::string, Ending> endings{{"deliver", Ending::delivered}, {"come_back", Ending::returned}, {"lose", Ending::lost}};
    int done = 0, refused = 0;
    for (const auto& state : machine.states)
        for (const auto& [verb, ending] : endings) {
            at.put(id, state);
            auto ended = at.depot.shop.run(fulfilment::end_by_hand(at.depot.shop.app, at.depot.staff(), id, {ending, text<1, 500>("a try")}));
            auto after = at.state_of(id);
            if (after != state) EXPECT_EQ(after, machine.target(state, verb).value_or("in no table")) << verb << " from " << state;
            else if (!ended) EXPECT_EQ(ended.error().code, "fulfilment.illegal_move");
            ++(after == state ? refused : done);
        }
    EXPECT_GT(done, 10);
    EXPECT_GT(refused, 10);
}

TEST(back_office_machines, the_booking_of_a_parcel_moves_it_by_its_table) {
    Parcels at;
    auto machine = machines().at("parcel");
    const std::set<std::string> yes{"book", "confirm", "label"}, no{"book", "refuse"};
    for (const auto& state : machine.states)
        for (bool is_refused : {false, true}) {
            auto id = at.not_booked();
            at.put(id, state);
            at.depot.leopards->it.faults.clear();
            if (is_refused) at.depot.fault("bookPacket", simulators::FaultKind::error, 400);
            auto queue = [&](pg::Tx& tx) -> Task<Result<bool>> {
                fulfilment::at_once(tx, fulfilment::advance_job, id);
                co_return true;
            };
            at.depot.shop.run(at.depot.shop.floor.db.transaction(at.depot.now(), queue));
            at.depot.work();
            auto after = at.state_of(id);
            EXPECT_TRUE(machine.leads(state, after, is_refused ? no : yes)) << state << " goes to " << after;
            if (state == "planned" && !is_refused) EXPECT_EQ(after, "labelled");
            if (machine.leads("booked", state, machine.verbs) && state != "booked" && state != "labelled") EXPECT_EQ(after, state) << "what is under way is not booked again";
        }
}

/// What a try of the server comes to, and the state it leads to from where a notice may be sent.
struct Fate {
    std::string name, leads_to;
};

TEST(back_office_machines, a_notice_is_sent_and_ended_by_its_table) {
    Shop shop;
    PostboxStand post(shop);
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10'000);
    auto machine = machines().at("notice");
    int number = 0;
    auto notice_of_an_order = [&](const std::string& mailbox) {
        auto cart = shop.cart_ready_to_place({{pen, 1}});
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        auto placed = shop.run(orders::place(shop.app, ctx, cart.access, "order " + std::to_string(++number), {cart.id, {}, "bank_transfer", cart.total, Email::parse(mailbox)}));
        if (!placed) throw std::runtime_error(placed.error().code);
        post.fault("smtp.connect", simulators::FaultKind::error, 421);
        shop.run_due_jobs();   // written, and tried once in vain: its job waits
        post.it.faults.clear();
        for (const auto& one : shop.run(notices::list_notices(shop.app, shop.ctx, {})).items)
            if (one.subject == placed->answer.order.id.text() && one.channel == notices::Channel::mail && one.audience == notices::Audience::buyer) return one.id;
        throw std::runtime_error("the order made no notice");
    };
    auto put = [&](notices::NoticeId id, const std::string& state) { shop.database.run("update notices.notices set state = '" + state + "' where id = '" + uuid_text(id.value) + "'"); };
    auto state_of = [&](notices::NoticeId id) { return std::string(shape_name(shop.run(notices::find_notice(shop.app, shop.ctx, id))->state)); };

    const std::vector<Fate> fates{{"accepted", "sent"}, {"later", "queued"}, {"refused", "failed"}, {"dead", "bounced"}, {"closed", "suppressed"}};
    for (const auto& state : machine.states)
        for (const auto& fate : fates) {
            SCOPED_TRACE(state + ", " + fate.name);
            auto mailbox = fate.name == "dead" ? std::string("gone@example.com") : "reader" + std::to_string(number) + "@example.com";
            auto id = notice_of_an_order(mailbox);
            put(id, state);
            if (fate.name == "later") post.fault("smtp.rcpt", simulators::FaultKind::error, 451);
            if (fate.name == "refused") post.fault("smtp.rcpt", simulators::FaultKind::error, 550);
            if (fate.name == "closed") ASSERT_TRUE(shop.run(notices::suppress(shop.app, shop.ctx, {notices::Channel::mail, mailbox, {}, {}})));
            shop.run_due_jobs(clock_now() + 1h);
            bool may_be_sent = machine.allows(state, "start");
            EXPECT_EQ(state_of(id), may_be_sent ? fate.leads_to : state);
            EXPECT_TRUE(machine.leads(state, state_of(id), {"start", "succeed", "try_later", "fail", "bounce", "suppress"}));
            post.it.faults.clear();
            if (fate.name == "dead" && may_be_sent) ASSERT_TRUE(shop.run(notices::allow_again(shop.app, shop.ctx, notices::Channel::mail, mailbox)));
            shop.database.run("delete from jobs.jobs where kind = 'notices.send'");
        }

    auto id = notice_of_an_order("reader@example.com");
    int resent = 0, refused = 0;
    for (const auto& state : machine.states) {
        put(id, state);
        auto again = shop.run(notices::resend(shop.app, shop.ctx, id));
        EXPECT_EQ(again.has_value(), machine.allows(state, "resend")) << state;
        EXPECT_EQ(state_of(id), machine.target(state, "resend").value_or(state));
        if (!again) EXPECT_EQ(again.error().code, "notices.illegal_move");
        ++(again ? resent : refused);
    }
    EXPECT_GT(resent, 0);
    EXPECT_GT(refused, 0);
}

/// A shop that tells somebody by webhooks.
struct Hooks {
    Shop shop;
    HookStand hook{shop};
    outgoing::EndpointId endpoint;

    Hooks() {
        shop.config.gateway_settings["webhooks_allow_private"] = "true";
        endpoint = shop.run(outgoing::create_endpoint(shop.app, shop.ctx, input({})))->endpoint.id;
    }
    outgoing::EndpointInput input(std::optional<outgoing::EndpointState> state) { return {*Text<10, 500>::parse(hook.url()), {}, {"orders.placed"}, state}; }
    outgoing::DeliveryId delivery(const std::string& state) {
        shop.database.run("delete from jobs.jobs where kind = 'outgoing.deliver'");
        shop.database.run("update outgoing.endpoints set state = 'enabled', failures_in_row = 0, open_until = null");
        auto id = shop.run(outgoing::send_test(shop.app, shop.ctx, endpoint))->id;
        shop.database.run("update outgoing.deliveries set state = '" + state + "', ended_at = case when '" + state + "' = 'pending' then null else now() end where id = '" + uuid_text(id.value) + "'");
        return id;
    }
    std::string state_of(outgoing::DeliveryId id) { return std::string(shape_name(shop.run(outgoing::find_delivery(shop.app, shop.ctx, id))->state)); }
};

TEST(back_office_machines, a_webhook_endpoint_is_paused_and_enabled_by_its_table) {
    Hooks at;
    auto door = [&](const std::string& state, const std::string& verb) {
        at.shop.database.run("update outgoing.endpoints set state = '" + state + "'");
        auto wanted = verb == "pause" ? outgoing::EndpointState::paused : outgoing::EndpointState::enabled;
        auto said = at.shop.run(outgoing::replace_endpoint(at.shop.app, at.shop.ctx, at.endpoint, {}, at.input(wanted)));
        EXPECT_TRUE(said.has_value());
        return said && shape_name(said->state) != state;   // the same again is answered, and moves nothing
    };
    try_all("webhook endpoint", machines().at("webhook endpoint"), door);
}

TEST(back_office_machines, a_webhook_delivery_ends_by_its_table) {
    Hooks at;
    auto machine = machines().at("webhook delivery");
    struct Try {
        std::string name, verb;   ///< the verb it comes to from where it may; empty: it stays
        int status = 200;
        bool is_last = false, is_paused = false;
    };
    const std::vector<Try> tries{{"taken", "succeed"}, {"fails", "", 500}, {"fails for the last time", "give_up", 500, true}, {"is gone", "skip", 410}, {"is paused", "skip", 200, false, true}};
    int moved = 0, kept = 0;
    for (const auto& state : machine.states)
        for (const auto& each : tries) {
            SCOPED_TRACE(state + ", " + each.name);
            auto id = at.delivery(state);
            at.hook.answers = {each.status};
            if (each.is_last) at.shop.database.run("update jobs.jobs set attempt = " + std::to_string(outgoing::deliver_options.attempts - 1) + " where kind = 'outgoing.deliver'");
            if (each.is_paused) at.shop.database.run("update outgoing.endpoints set state = 'paused'");
            at.shop.run_due_jobs();
            EXPECT_EQ(at.state_of(id), machine.target(state, each.verb).value_or(state));
            ++(at.state_of(id) == state ? kept : moved);
        }
    EXPECT_GT(moved, 0);
    EXPECT_GT(kept, 0);

    for (const auto& state : machine.states) {   // sent again by a person: one that has ended stays as it is, and a new one is made
        SCOPED_TRACE(state);
        auto id = at.delivery(state);
        if (state == "failed") at.shop.database.run("update jobs.jobs set state = 'parked', parked_at = now() where kind = 'outgoing.deliver'");
        auto before = at.shop.count("select count(*) from outgoing.deliveries");
        auto again = at.shop.run(outgoing::replay(at.shop.app, at.shop.ctx, id));
        EXPECT_EQ(at.state_of(id), machine.target(state, "replay").value_or(state));
        if (state == "pending") EXPECT_EQ(again.error().code, "outgoing.still_on_its_way");
        bool is_new = state == "delivered" || state == "skipped";
        EXPECT_EQ(at.shop.count("select count(*) from outgoing.deliveries"), before + (is_new ? 1 : 0));
    }
}

}  // namespace
}  // namespace vitrine::test
