// Orders on hold: decided once, by a person or by time, and what becomes of stock and money.
#include "tests/scenarios/risk_scene.h"
#include "tests/shop/desk.h"

namespace vitrine::test {
namespace {

using risk::ReviewState;

constexpr auto held_goods = "select coalesce(sum(quantity), 0)::bigint from stock.reservations where state = 'active'";
constexpr auto sold_goods = "select coalesce(sum(quantity), 0)::bigint from stock.reservations where state = 'sold'";

TEST(risk_review, holds_a_paid_order_with_its_goods_until_somebody_approves) {
    GuardedShop it({rule("review", total_from(1'000))});
    auto order = it.paid("{}", 2);
    EXPECT_EQ(it.state(order), "on_hold");
    EXPECT_EQ(it.shop.count(held_goods), 2);
    EXPECT_EQ(it.shop.count(sold_goods), 0);
    EXPECT_EQ(it.till.stripe.money_held(), order.total.minor) << "captured, and kept until it is decided";
    it.expect_sound();
    auto review = it.review(order);
    EXPECT_EQ(review.order_number, order.number);
    EXPECT_EQ(review.total, order.total);
    EXPECT_EQ(review.state, ReviewState::open);

    ASSERT_TRUE(it.decide(review, ReviewState::approved));
    it.expect_sound();
    it.work();
    EXPECT_EQ(it.state(order), "paid");
    EXPECT_EQ(it.shop.count(sold_goods), 2);
    EXPECT_EQ(it.till.stripe.money_held(), order.total.minor);
    EXPECT_EQ(it.shop.count("select count(*) from risk.decisions where verdict = 'approved' and actor = 'usr_amna' and reason = 'called the buyer'"
                            " and jsonb_array_length(assessment->'fired') = 1"),
              1);
    it.expect_sound();
}

TEST(risk_review, gives_goods_and_money_back_when_somebody_rejects) {
    GuardedShop it({rule("review", total_from(1'000))});
    auto order = it.paid("{}", 2);
    ASSERT_TRUE(it.decide(it.review(order), ReviewState::rejected));
    for (int n = 0; n < 3; ++n) it.work();
    EXPECT_EQ(it.state(order), "cancelled");
    EXPECT_EQ(it.shop.available(it.ring), 500);
    EXPECT_EQ(it.till.stripe.money_held(), 0);
    EXPECT_EQ(it.till.account("receivable"), 0);
    EXPECT_EQ(it.till.account("sales"), 0);
    it.expect_sound();
}

TEST(risk_review, is_not_opened_for_an_order_that_nobody_pays) {
    GuardedShop it({rule("review", total_from(1'000))});
    auto order = it.placed();
    EXPECT_EQ(it.state(order), "pending_payment");
    EXPECT_EQ(it.shop.count("select count(*) from risk.reviews"), 0);
    it.work(2h);
    EXPECT_EQ(it.state(order), "cancelled");
    it.expect_sound();
}

TEST(risk_review, of_an_order_that_is_paid_at_the_door_lets_it_go_out_or_ends_it) {
    for (bool is_approved : {true, false}) {
        GuardedShop it({rule("review", total_from(1'000))});
        auto order = it.placed("cash_on_delivery");
        it.work();
        EXPECT_EQ(it.state(order), "on_hold");
        auto review = it.review(order);
        EXPECT_EQ(review.basis, risk::Basis::promised);
        it.expect_sound();
        ASSERT_TRUE(it.decide(review, is_approved ? ReviewState::approved : ReviewState::rejected));
        for (int n = 0; n < 2; ++n) it.work();
        EXPECT_EQ(it.state(order), is_approved ? "processing" : "cancelled");
        EXPECT_EQ(it.shop.count(held_goods), is_approved ? 1 : 0);
        EXPECT_EQ(it.till.account("receivable"), is_approved ? order.total.minor : 0);
        it.expect_sound();
    }
}

TEST(risk_review, is_decided_once_under_two_clerks_at_once) {
    GuardedShop it({rule("review", total_from(1'000))});
    for (int round = 0; round < 6; ++round) {
        auto order = it.paid("{}");
        auto id = it.review(order).id;
        auto clerk = [](GuardedShop& shop, risk::ReviewId which, std::string who, ReviewState verdict) -> Task<std::string> {
            auto decided = co_await risk::decide(shop.shop.app, shop.staff(who), which, verdict, "looked at it");
            co_return decided ? std::string(shape_name(verdict)) : decided.error().code + " " + decided.error().detail;
        };
        std::vector<Task<std::string>> clerks;
        for (int n = 0; n < 8; ++n) clerks.push_back(clerk(it, id, "usr_" + std::to_string(n), (n + round) % 2 ? ReviewState::approved : ReviewState::rejected));
        auto answers = it.shop.run(all_of(std::move(clerks)));
        auto winner = std::ranges::find_if(answers, [](const auto& answer) { return !answer.starts_with("risk.already_decided"); });
        ASSERT_NE(winner, answers.end());
        EXPECT_EQ(std::ranges::count_if(answers, [](const auto& answer) { return answer.starts_with("risk.already_decided"); }), 7);
        EXPECT_NE(std::ranges::find_if(answers, [&](const auto& answer) { return answer.starts_with("risk.already_decided " + *winner + " by usr_"); }), answers.end()) << "who was faster is named";
        for (int n = 0; n < 3; ++n) it.work();
        EXPECT_EQ(it.state(order), *winner == "approved" ? "paid" : "cancelled");
        EXPECT_EQ(it.shop.count("select count(*) from risk.decisions"), round + 1);
        EXPECT_EQ(it.shop.count("select count(*) from jobs.events where name = 'risk.review_decided'"), round + 1);
    }
    it.expect_sound();
}

TEST(risk_review, keeps_the_goods_until_time_decides_by_the_policy_of_its_opening) {
    for (auto policy : {risk::OnExpiry::approve, risk::OnExpiry::reject}) {
        GuardedShop it({rule("review", total_from(1'000))});
        it.shop.run(risk::set_review_policy(it.shop.app, it.staff(), {{6}, policy}));
        it.follow();
        auto order = it.paid("{}");
        auto review = it.review(order);
        EXPECT_EQ(review.expires_at - review.opened_at, Duration(6h));
        it.shop.run(risk::set_review_policy(it.shop.app, it.staff(), {{1}, policy == risk::OnExpiry::approve ? risk::OnExpiry::reject : risk::OnExpiry::approve}));
        it.follow();

        it.shop.run_due_jobs(review.expires_at - 1min);
        EXPECT_EQ(it.state(order), "on_hold");
        EXPECT_EQ(it.shop.count(held_goods), 1);
        EXPECT_EQ(it.shop.available(it.ring), 499);
        EXPECT_EQ(it.shop.count("select count(*) from stock.reservations where state = 'active' and expires_at < now() + interval '6 hours'"), 0);

        for (int n = 0; n < 3; ++n) it.shop.run_due_jobs(review.expires_at + 1min);
        bool is_approved = policy == risk::OnExpiry::approve;
        EXPECT_EQ(it.state(order), is_approved ? "paid" : "cancelled");
        EXPECT_EQ(it.shop.available(it.ring), is_approved ? 499 : 500);
        EXPECT_EQ(it.till.stripe.money_held(), is_approved ? order.total.minor : 0);
        EXPECT_EQ(it.shop.count("select count(*) from risk.decisions where actor = 'policy' and reason = 'nobody decided in time'"), 1);
        EXPECT_EQ(it.decide(review, ReviewState::approved).error().code, "risk.already_decided");
        it.expect_sound();
    }
}

TEST(risk_review, does_not_expire_once_it_is_decided) {
    GuardedShop it({rule("review", total_from(1'000))});
    auto order = it.paid("{}");
    auto review = it.review(order);
    ASSERT_TRUE(it.decide(review, ReviewState::approved));
    it.shop.run_due_jobs(review.expires_at + 1min);
    EXPECT_EQ(it.state(order), "paid");
    EXPECT_EQ(it.shop.count("select count(*) from risk.decisions"), 1);
}

TEST(risk_review, is_opened_once_though_the_payment_is_told_again_and_again) {
    GuardedShop it({rule("review", total_from(1'000))});
    auto order = it.paid("{}");
    for (int n = 0; n < 3; ++n) it.till.deliver(order.payment, "payment_intent.succeeded");
    EXPECT_EQ(it.shop.count("select count(*) from risk.reviews"), 1);
    EXPECT_EQ(it.state(order), "on_hold");
    EXPECT_EQ(it.shop.run(orders::call_off(it.shop.app, it.staff(), order.id, "no")).error().code, "orders.illegal_move") << "it is ended by its review only";
}

TEST(risk_review, is_missed_by_verify_when_it_is_gone_and_so_is_its_order) {
    GuardedShop it({rule("review", total_from(1'000))});
    auto order = it.paid("{}");
    auto offences = [&] {
        auto report = it.shop.run(verify::verify(it.shop.floor.db, {it.shop.directory->by_id(it.shop.ctx.store)}, clock_now()));
        return std::ranges::count(report.findings, "risk.reviews", &verify::Finding::code);
    };
    EXPECT_EQ(offences(), 0);
    it.shop.database.run("update risk.reviews set state = 'approved', decided_at = now(), decided_by = 'x', reason = 'x'");
    EXPECT_EQ(offences(), 1) << "on hold without a review";
    it.shop.database.run("update risk.reviews set state = 'open', decided_at = null, decided_by = null, reason = null; update orders.orders set state = 'paid'");
    EXPECT_EQ(offences(), 1) << "a review without an order on hold";
}

/// Rules and reviews over HTTP, behind permissions.
TEST(risk_routes, add_change_and_remove_rules_with_faults_at_their_fields) {
    Desk desk;
    const std::string all = "/api/v1/admin/risk/rules";
    auto wrong = desk.post(all, R"({"name":"","outcome":"explode","when":{"ip_ranges":["x"],"colour":"red"}})");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(wrong.header("Content-Type").substr(0, 24), "application/problem+json");
    auto faults = wrong.faults();
    for (auto pointer : {"/name ", "/outcome ", "/when/colour "}) EXPECT_TRUE(std::ranges::any_of(faults, [&](const auto& fault) { return fault.starts_with(pointer); })) << pointer;
    EXPECT_EQ(desk.post(all, R"({"name":"n","outcome":"review","when":{"ip_ranges":["300.1.1.1"]}})").faults(), std::vector<std::string>{"/when/ip_ranges/0 ip_range.malformed"});

    auto made = desk.post(all, R"({"name":"dear","outcome":"review","when":{"total_from":[{"minor":500000,"currency":"USD"}]}})");
    ASSERT_EQ(made.status, 201) << made.body;
    auto one = all + "/" + made.text("/id");
    EXPECT_EQ(made.text("/judged"), "when_placed");
    auto seen = desk.get(one);
    EXPECT_EQ(desk.put(one, R"({"name":"dear","outcome":"refuse","when":{"is_guest":true}})", "\"v9\"").status, 412);
    EXPECT_EQ(desk.put(one, R"({"name":"dear","outcome":"refuse","when":{"is_guest":true}})", seen.etag()).number("/version"), 2);
    EXPECT_EQ(desk.put(one, R"({"name":"dear","outcome":"refuse","when":{"is_guest":true}})", "*").number("/version"), 2) << "the same again is no new version";
    EXPECT_EQ(desk.get(all).json().at("items").as_array().size(), 1u);
    EXPECT_EQ(desk.del(one, "\"v1\"").status, 412);
    EXPECT_EQ(desk.del(one, "\"v2\"").status, 204);
    EXPECT_EQ(desk.get(one).code(), "risk.rule_not_found");
    auto history = desk.get(one + "/versions");
    EXPECT_EQ(history.json().at("items").as_array().size(), 3u);
    EXPECT_EQ(history.text("/items/0/is_deleted"), "true");
    EXPECT_EQ(history.text("/items/0/actor"), "key_test");
}

TEST(risk_routes, ask_for_the_permission_of_each) {
    Desk desk;
    auto review = "/api/v1/admin/risk/reviews/" + risk::ReviewId::next(clock_now()).text();
    desk.permissions = {"risk:read"};
    EXPECT_EQ(desk.get("/api/v1/admin/risk/rules").status, 200);
    EXPECT_EQ(desk.get("/api/v1/admin/risk/reviews?state=open&limit=10").status, 200);
    EXPECT_EQ(desk.get("/api/v1/admin/risk/settings").number("/review_hours"), 24);
    EXPECT_EQ(desk.post("/api/v1/admin/risk/rules/trial", R"({"recent":50})").status, 200);
    EXPECT_EQ(desk.post("/api/v1/admin/risk/rules", R"({"name":"n","outcome":"review","when":{"is_guest":true}})").status, 403);
    EXPECT_EQ(desk.post(review + "/approval", R"({"reason":"fine"})").status, 403);
    desk.permissions = {"risk:review"};
    EXPECT_EQ(desk.get("/api/v1/admin/risk/rules").status, 403);
    EXPECT_EQ(desk.post(review + "/approval", R"({"reason":"fine"})").code(), "risk.review_not_found");
    EXPECT_EQ(desk.post(review + "/rejection", R"({"reason":""})").faults(), std::vector<std::string>{"/reason too_short"});
    desk.permissions = {"risk:write"};
    EXPECT_EQ(desk.put("/api/v1/admin/risk/settings", R"({"review_hours":0,"on_expiry":"approve"})", "*").faults(), std::vector<std::string>{"/review_hours out_of_range"});
    EXPECT_EQ(desk.put("/api/v1/admin/risk/settings", R"({"review_hours":48,"on_expiry":"approve"})", "*").status, 200);
    auto trial = desk.post("/api/v1/admin/risk/rules", R"({"name":"n","outcome":"review","when":{}})");
    EXPECT_EQ(trial.faults(), std::vector<std::string>{"/when required"});
}

}  // namespace
}  // namespace vitrine::test
