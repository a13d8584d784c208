// Every move that no table allows is refused where it would be made: uploads of media, runs of suppliers' feeds, orders at suppliers. See state_machines_test.cpp.
#include <gtest/gtest.h>

#include "modules/suppliers/submission.h"
#include "tests/scenarios/machines.h"
#include "tests/shop/media_desk.h"
#include "tests/shop/supplier_house.h"

namespace vitrine::test {
namespace {

/// The table as people at the desk can move it.
Machine by_hand(Machine machine, const std::set<std::string>& verbs) {
    std::erase_if(machine.arrows, [&](const auto& arrow) { return !verbs.contains(arrow.verb); });
    machine.verbs = verbs;
    return machine;
}

struct goods_machines_of_media : MediaDesk {
    std::string state(const std::string& upload) { return upload_of(upload).text("/state"); }
    void put(const std::string& upload, const std::string& state) {
        desk.database.run("update media.uploads set state = '" + state + "', fault = '" + (state == "refused" ? "media.broken" : "") + "' where id = '" + uuid_text(Id<"upl">::parse(upload)->value) + "'");
    }
};

TEST_F(goods_machines_of_media, an_upload_goes_only_where_its_table_says) {
    auto machine = machines().at("media upload");
    int seed = 0;
    auto door = [&](const std::string& from, const std::string& verb) {
        auto bytes = verb == "refuse" ? std::string(200, 'x') : jpeg_file(64, 48, ++seed);
        auto upload = open("a.jpg", bytes.size()).text("/id");
        bool is_checked = verb == "accept" || verb == "refuse";
        if (is_checked) EXPECT_EQ(part(upload, 0, bytes).status, 200);   // a job will look at it
        put(upload, from);
        if (is_checked) work();
        else if (verb == "complete") part(upload, 0, bytes);
        else desk.send(http::Method::del, base + "/uploads/" + upload, {}, {});
        auto to = state(upload);
        bool is_done = to != from;
        if (is_done) EXPECT_EQ(to, machine.target(from, verb).value_or("in no table")) << verb << " from " << from;
        return is_done;
    };
    // While it is checked only the check itself gives up.
    try_all("media upload", machine, door, [](const auto& from, const auto& verb) { return from == "checking" && verb == "give_up"; });
}

using goods_machines_of_suppliers = supplier_feed;

TEST_F(goods_machines_of_suppliers, a_run_goes_only_where_its_table_says) {
    auto machine = machines().at("supplier feed run");
    auto id = feed(supplier("north"), "north-natural");
    stand.files["north-natural"] = csv(stones(3));
    auto state_of = [&](RunId run) { return std::string(shape_name(shop.run(find_run(shop.app, shop.ctx, run))->state)); };
    auto begin = [&](const std::string& state) {
        shop.database.run("update suppliers.runs set state = 'cancelled', ended_at = now() where ended_at is null; delete from jobs.jobs");
        auto run = shop.run(start_run(shop.app, now(), id, {}));
        if (!run) throw std::runtime_error(run.error().code);
        bool is_over = state == "applied" || state == "failed" || state == "cancelled";
        shop.database.run("update suppliers.runs set state = '" + state + "', parts = 1, ended_at = " + (is_over ? "now()" : "null") + " where id = '" + uuid_text(run->id.value) + "'");
        return run->id;
    };
    auto door = [&](const std::string& from, const std::string& verb) {
        auto run = begin(from);
        auto done = verb == "cancel" ? shop.run(cancel_run(shop.app, now(), run)) : shop.run(let_through(shop.app, now(), run, {*Text<3, 500>::parse("a try")}));
        auto to = state_of(run);
        if (to != from) EXPECT_EQ(to, machine.target(from, verb).value_or("in no table")) << verb << " from " << from;
        if (!done) EXPECT_EQ(to, from) << verb << " was refused and moved it all the same";
        return to != from;
    };
    // A run at work ends at its next look.
    auto excused = [](const auto& from, const auto& verb) { return verb == "cancel" && (from == "fetching" || from == "checking" || from == "applying"); };
    try_all("supplier feed run", by_hand(machine, {"cancel", "let_through"}), door, excused);
    for (const auto& from : machine.states) {
        auto run = begin(from);
        shop.run_due_jobs(clock_now() + 1h);
        EXPECT_TRUE(machine.leads(from, state_of(run), {"fetch", "check", "apply", "hold", "end", "give_up"})) << "the worker moved a run from " << from << " to " << state_of(run);
    }
}

TEST_F(goods_machines_of_suppliers, an_order_at_a_supplier_goes_only_where_its_table_says) {
    auto machine = machines().at("supplier order");
    auto north = supplier("north");
    ASSERT_TRUE(shop.run(set_order_api(shop.app, now(), north, {}, {*Text<8, 1'000>::parse(stand.url("orders")), {}, {}})).has_value());
    auto place = [&](const std::string& state) {
        auto id = SubmissionId::next(clock_now());
        shop.database.run("delete from jobs.jobs; insert into suppliers.submissions (store_id, id, order_ref, order_number, supplier_id, state, supplier_ref, created_at, moved_at) select store_id, '" + uuid_text(id.value) +
                          "', 'ord_' || gen_random_uuid(), 'S-1', '" + uuid_text(north.value) + "', '" + state + "', 'N-1', now(), now() from stores.stores");
        return id;
    };
    auto state_of = [&](SubmissionId id) { return std::string(shape_name(shop.run(find_submission(shop.app, shop.ctx, id))->state)); };
    auto door = [&](const std::string& from, const std::string& verb) {
        auto id = place(from);
        auto done = verb == "retry" ? shop.run(retry_submission(shop.app, now(), id)) : shop.run(settle_submission(shop.app, now(), id, {*Text<3, 500>::parse("by telephone"), {}}));
        auto to = state_of(id);
        EXPECT_EQ(to, done ? machine.target(from, verb).value_or("in no table") : from) << verb << " from " << from;
        if (!done) EXPECT_EQ(done.error().code, "suppliers.illegal_move");
        return done.has_value();
    };
    try_all("supplier order", by_hand(machine, {"retry", "settle"}), door);
    for (const auto& from : machine.states) {
        auto id = place(from);
        auto queue = [&](pg::Tx& tx) -> Task<Result<bool>> {
            jobs::later(tx, std::string(submit_job), id.text(), tx.ctx().now, SubmitOrder{id});
            co_return true;
        };
        shop.run(shop.floor.db.transaction(now(), queue));
        shop.run_due_jobs(clock_now() + 1s);
        EXPECT_TRUE(machine.leads(from, state_of(id), {"ask", "accept", "refuse", "again", "give_up", "cancel"})) << "the worker moved an order from " << from << " to " << state_of(id);
    }
}

}  // namespace
}  // namespace vitrine::test
