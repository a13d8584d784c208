// Disputes, early fraud warnings and reviews, from Stripe's message to the books and the staff's list.
#include <gtest/gtest.h>

#include <algorithm>

#include <boost/json.hpp>

#include "modules/payments/gateways/stripe_trouble.h"
#include "modules/payments/gateways/stripe_webhook.h"
#include "modules/payments/rules.h"
#include "modules/payments/steps.h"
#include "tests/shop/stripe_stand.h"

namespace vitrine::payments {
namespace {

using test::Counter;

constexpr auto disputed_card = "4000000000000259", asked_card = "4000000000001976", warned_card = "4000000000005423", reviewed_card = "4000000000009235";
constexpr auto disputes = "/api/v1/admin/payments/disputes", reviews = "/api/v1/admin/payments/reviews";
constexpr std::int64_t price = 160'000, fee = 1'500;

PaymentId paid(Counter& counter, const std::string& card) {
    auto payment = counter.started();
    EXPECT_EQ(counter.stripe.pay(payment, card), "succeeded");
    EXPECT_EQ(counter.till.verify(payment)->state, State::succeeded);
    return payment;
}
std::pair<int, std::string> evidence(Counter& counter, const std::string& body) {
    return counter.staff(http::Method::post, std::string(disputes) + "/" + counter.first(disputes, "id") + "/evidence", body);
}

TEST(dispute, takes_the_money_out_of_the_books_and_holds_the_goods) {
    Counter counter;
    auto payment = paid(counter, disputed_card);
    EXPECT_EQ(counter.hear("charge.dispute.created"), 200);
    EXPECT_EQ(counter.first(disputes, "payment"), payment.text());
    EXPECT_EQ(counter.first(disputes, "state"), "needs_response");
    EXPECT_EQ(counter.first(disputes, "reason"), "fraudulent");
    EXPECT_NE(counter.first(disputes, "due_by"), "");
    EXPECT_EQ(counter.till.account("disputes"), price);
    EXPECT_EQ(counter.till.account("fees:stripe"), fee);
    EXPECT_EQ(counter.till.news("payments.held", payment), 1);
    EXPECT_EQ(counter.till.state(payment), "succeeded");
    counter.expect_sound();
}

// Trap 35: every message about a dispute, five times over and in any order, books its money once.
TEST(dispute, is_booked_once_whatever_is_heard_of_it) {
    Counter counter;
    auto payment = paid(counter, disputed_card);
    std::vector<std::string> kinds{"charge.dispute.funds_withdrawn", "charge.dispute.created", "payment_intent.succeeded"};
    std::ranges::sort(kinds);
    do {
        for (int n = 0; n < 5; ++n)
            for (const auto& kind : kinds) EXPECT_EQ(counter.hear(kind), 200);
    } while (std::ranges::next_permutation(kinds).found);
    EXPECT_EQ(counter.till.shop.count("select count(*) from payments.disputes"), 1);
    EXPECT_EQ(counter.till.account("disputes"), price);
    EXPECT_EQ(counter.till.news("payments.held", payment), 1);
    counter.expect_sound();
}

TEST(dispute, that_is_won_brings_money_and_fee_back_and_lets_the_goods_go) {
    Counter counter;
    auto payment = paid(counter, disputed_card);
    counter.hear("charge.dispute.created");
    EXPECT_EQ(evidence(counter, R"({"product_description":"A ring","shipping_carrier":"TCS"})").first, 200) << "a draft";
    EXPECT_EQ(counter.first(disputes, "answered_at"), "");
    EXPECT_EQ(evidence(counter, R"({"uncategorized_text":"winning_evidence","submit":true})").first, 200);
    EXPECT_EQ(counter.first(disputes, "state"), "won");
    EXPECT_NE(counter.first(disputes, "answered_at"), "");
    for (auto kind : {"charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_reinstated"}) EXPECT_EQ(counter.hear(kind), 200);
    EXPECT_EQ(counter.till.account("disputes"), 0);
    EXPECT_EQ(counter.till.account("fees:stripe"), 0);
    EXPECT_EQ(counter.till.news("payments.released", payment), 1);
    EXPECT_EQ(evidence(counter, R"({"uncategorized_text":"more","submit":true})").first, 409) << "it is over";
    counter.expect_sound();
}

TEST(dispute, that_is_lost_keeps_the_money_away_and_the_goods_here) {
    Counter counter;
    auto payment = paid(counter, disputed_card);
    counter.hear("charge.dispute.created");
    ASSERT_TRUE(counter.stripe.it.account.end_dispute(counter.stripe.it.account.disputes.order.back(), "lost"));
    EXPECT_EQ(counter.hear("charge.dispute.closed"), 200);
    EXPECT_EQ(counter.first(disputes, "state"), "lost");
    EXPECT_EQ(counter.till.account("disputes"), price);
    EXPECT_EQ(counter.till.news("payments.released", payment), 0);
    EXPECT_EQ(counter.staff(http::Method::get, std::string(disputes) + "?state=won").second, R"({"items":[]})");
    counter.expect_sound();
}

TEST(dispute, that_only_asks_takes_nothing) {
    Counter counter;
    paid(counter, asked_card);
    EXPECT_EQ(counter.hear("charge.dispute.created"), 200);
    EXPECT_EQ(counter.first(disputes, "is_inquiry"), "true");
    EXPECT_EQ(counter.till.account("disputes"), 0);
    counter.expect_sound();
}

TEST(dispute, settles_a_payment_whose_own_messages_are_still_on_the_way) {
    Counter counter;
    auto payment = counter.started();
    counter.stripe.pay(payment, disputed_card);
    EXPECT_EQ(counter.hear("charge.dispute.created"), 200);
    EXPECT_EQ(counter.till.state(payment), "succeeded");
    counter.expect_sound();
}

TEST(dispute, of_somebody_elses_charge_is_ignored) {
    Counter counter;
    simulators::stripe::Params foreign({{"amount", "50000"}, {"currency", "pkr"}, {"confirm", "true"}, {"payment_method", "pm_card_createDispute"}});
    ASSERT_TRUE(counter.stripe.it.account.create_intent(foreign));
    EXPECT_EQ(counter.hear("charge.dispute.created"), 200);
    EXPECT_EQ(counter.till.shop.count("select count(*) from payments.webhook_inbox where state = 'ignored'"), 1);
    EXPECT_EQ(counter.till.shop.count("select count(*) from payments.disputes"), 0);
    EXPECT_EQ(counter.staff(http::Method::post, std::string(disputes) + "/" + DisputeId::next(clock_now()).text() + "/evidence", R"({"submit":true})").first, 404);
}

TEST(dispute, is_looked_at_again_when_stripe_does_not_answer) {
    Counter counter;
    paid(counter, disputed_card);
    counter.stripe.it.faults.add({"disputes.retrieve", simulators::FaultKind::error, 1, {}, 429});
    EXPECT_EQ(counter.hear("charge.dispute.created"), 200);
    EXPECT_EQ(counter.first(disputes, "id"), "");
    counter.till.work(1min);
    EXPECT_EQ(counter.first(disputes, "state"), "needs_response");
    counter.expect_sound();
}

TEST(fraud_warning, is_kept_and_holds_the_goods_until_a_person_has_looked) {
    Counter counter;
    auto payment = paid(counter, warned_card);
    for (int n = 0; n < 2; ++n) EXPECT_EQ(counter.hear("radar.early_fraud_warning.created"), 200);
    EXPECT_EQ(counter.first(reviews, "kind"), "fraud_warning");
    EXPECT_EQ(counter.first(reviews, "reason"), "misc");
    EXPECT_EQ(counter.till.news("payments.held", payment), 1);
    EXPECT_EQ(counter.staff(http::Method::post, std::string(reviews) + "/" + counter.first(reviews, "id") + "/approval", R"({"note":"A known buyer"})").first, 200);
    EXPECT_EQ(counter.hear("radar.early_fraud_warning.created"), 200);
    EXPECT_EQ(counter.first(reviews, "is_open"), "false") << "what a person closed stays closed";
    EXPECT_EQ(counter.till.news("payments.released", payment), 1);
}

TEST(review, is_closed_here_and_at_stripe_when_a_person_approves) {
    Counter counter;
    auto payment = paid(counter, reviewed_card);
    EXPECT_EQ(counter.hear("review.opened"), 200);
    EXPECT_EQ(counter.first(reviews, "kind"), "review");
    EXPECT_EQ(counter.staff(http::Method::post, std::string(reviews) + "/" + counter.first(reviews, "id") + "/approval", R"({"note":"Fine"})").first, 200);
    EXPECT_EQ(counter.stripe.it.account.reviews.by_id.begin()->second.at("closed_reason"), "approved");
    EXPECT_EQ(counter.hear("review.closed"), 200);
    EXPECT_EQ(counter.till.news("payments.released", payment), 1);
}

TEST(review, that_ended_in_a_refund_at_stripe_lets_nothing_go) {
    Counter counter;
    auto payment = paid(counter, reviewed_card);
    counter.hear("review.opened");
    ASSERT_TRUE(counter.stripe.it.account.end_review(counter.stripe.it.account.reviews.order.back(), "refunded_as_fraud"));
    EXPECT_EQ(counter.staff(http::Method::post, std::string(reviews) + "/" + counter.first(reviews, "id") + "/approval", R"({"note":"Too late"})").first, 200);
    EXPECT_EQ(counter.first(reviews, "closed_reason"), "refunded_as_fraud");
    EXPECT_EQ(counter.staff(http::Method::post, std::string(reviews) + "/" + counter.first(reviews, "id") + "/approval", R"({"note":"Again"})").first, 409);
    EXPECT_EQ(counter.till.news("payments.released", payment), 0);
}

TEST(release, waits_for_the_last_doubt) {
    Counter counter({{"stripe_three_d_secure_above", "1.00"}});
    auto payment = counter.started();
    counter.stripe.pay(payment, disputed_card);
    counter.stripe.end_challenge(payment, true);
    counter.hear("charge.dispute.created");
    EXPECT_EQ(counter.till.news("payments.held", payment), 1);
    ASSERT_TRUE(counter.stripe.it.account.end_dispute(counter.stripe.it.account.disputes.order.back(), "won"));
    counter.hear("charge.dispute.closed");
    EXPECT_EQ(counter.till.news("payments.released", payment), 1);
}

TEST(stripe_event, about_disputes_warnings_and_reviews_names_them) {
    auto read = [](std::string kind, std::string id) {
        return providers::read_stripe_event(R"({"id":"evt_1","type":")" + kind + R"(","data":{"object":{"object":"x","id":")" + id + R"(","payment_intent":"pi_1","metadata":{}}}})");
    };
    EXPECT_EQ(read("charge.dispute.closed", "dp_1").dispute, "dp_1");
    EXPECT_EQ(read("review.opened", "prv_1").warning, "prv_1");
    EXPECT_EQ(read("radar.early_fraud_warning.updated", "issfr_1").warning, "issfr_1");
    EXPECT_TRUE(read("review.closed", "prv_1").is_wanted);
    EXPECT_FALSE(read("charge.updated", "ch_1").is_wanted);
}

TEST(stripe_dispute, has_one_of_five_states_whatever_stripe_calls_it) {
    auto state = [](std::string status) {
        return providers::truth_of_dispute(boost::json::parse(R"({"id":"dp_1","amount":500,"currency":"jpy","reason":"general","payment_intent":"pi_1","status":")" + status + "\"}")).state;
    };
    for (auto status : {"needs_response", "warning_needs_response", "appeal_needs_response"}) EXPECT_EQ(state(status), DisputeState::needs_response);
    for (auto status : {"under_review", "warning_under_review", "appeal_under_review"}) EXPECT_EQ(state(status), DisputeState::under_review);
    for (auto status : {"warning_closed", "prevented"}) EXPECT_EQ(state(status), DisputeState::closed);
    EXPECT_EQ(state("won"), DisputeState::won);
    EXPECT_EQ(state("lost"), DisputeState::lost);
    EXPECT_THROW(state("unheard_of"), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::payments
