// Disputes at Razorpay, from its message to the books.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "modules/payments/gateways/razorpay_dispute.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Till;

constexpr std::int64_t price = 160'000;

struct Disputed {
    PaymentId paid() {
        auto payment = till.open(Till::inr(1'600), "razorpay");
        EXPECT_TRUE(till.start(payment));
        till.razorpay.pay(payment.text());
        return payment;
    }
    std::string open(const std::string& phase = "chargeback") {
        auto opened = till.razorpay.it.account.open_dispute(till.razorpay.last_payment(), phase);
        return simulators::razorpay::text_of(opened.value(), "id");
    }
    void hear(const std::string& event) {
        EXPECT_EQ(till.post(till.razorpay.message("payment.dispute." + event)), 200);
        till.work();
    }
    std::string row(const std::string& column) {
        for (const auto* value : {"needs_response", "under_review", "won", "lost", "closed"})
            if (till.shop.count("select count(*) from payments.disputes where " + column + " = '" + value + "'") == 1) return value;
        return {};
    }
    Till till;
};

TEST(razorpay_dispute, that_is_lost_takes_the_money_out_of_the_books_once) {
    Disputed counter;
    auto& till = counter.till;
    auto payment = counter.paid();
    auto dispute = counter.open();
    for (int n = 0; n < 2; ++n) counter.hear("created");
    EXPECT_EQ(till.state(payment), "succeeded") << "settled before, though its own messages are still on the way";
    EXPECT_EQ(counter.row("state"), "needs_response");
    EXPECT_EQ(till.news("payments.held", payment), 1);
    EXPECT_EQ(till.account("disputes"), 0) << "Razorpay takes the money when it is lost";
    ASSERT_TRUE(till.razorpay.it.account.end_dispute(dispute, "lost"));
    for (int n = 0; n < 2; ++n) counter.hear("lost");
    EXPECT_EQ(counter.row("state"), "lost");
    EXPECT_EQ(till.account("disputes"), price);
    EXPECT_EQ(till.account("clearing:razorpay"), 0);
    EXPECT_EQ(till.news("payments.released", payment), 0);
}

TEST(razorpay_dispute, that_is_won_lets_the_goods_go) {
    Disputed counter;
    auto& till = counter.till;
    auto payment = counter.paid();
    auto dispute = counter.open();
    counter.hear("created");
    auto id = till.shop.run(till.shop.floor.db.read(till.shop.ctx, sql::dispute_by_reference("razorpay", dispute)))->id;
    auto answer = [&](bool is_final) { return till.shop.run(answer_dispute(till.shop.app, till.shop.ctx, id, {{"shipping_tracking_number", "AWB 4711"}}, is_final)); };
    EXPECT_EQ(answer(false)->state, DisputeState::needs_response) << "a draft";
    EXPECT_EQ(answer(true)->state, DisputeState::under_review);
    EXPECT_EQ(answer(true).error().code, "payments.dispute_closed") << "it is sent";
    ASSERT_TRUE(till.razorpay.it.account.end_dispute(dispute, "won"));
    counter.hear("won");
    EXPECT_EQ(counter.row("state"), "won");
    EXPECT_EQ(till.news("payments.released", payment), 1);
    EXPECT_EQ(till.account("clearing:razorpay"), price);
    till.expect_sound();
}

TEST(razorpay_dispute, that_only_asks_is_an_inquiry) {
    Disputed counter;
    counter.paid();
    counter.open("retrieval");
    counter.hear("created");
    EXPECT_EQ(counter.till.shop.count("select count(*) from payments.disputes where is_inquiry"), 1);
    counter.till.expect_sound();
}

TEST(razorpay_dispute, of_somebody_elses_payment_is_ignored) {
    Disputed counter;
    auto foreign = counter.till.razorpay.it.account.create_order({{"amount", price}, {"currency", "INR"}, {"receipt", "somebody else's"}});
    ASSERT_TRUE(counter.till.razorpay.it.account.pay({.order = std::string(foreign->at("id").as_string()), .method = "upi"}));
    counter.open();
    counter.hear("created");
    EXPECT_EQ(counter.till.shop.count("select count(*) from payments.webhook_inbox where state = 'ignored'"), 1);
    EXPECT_EQ(counter.till.shop.count("select count(*) from payments.disputes"), 0);
}

TEST(razorpay_dispute, has_states_and_amounts_that_can_be_read) {
    auto payment = boost::json::parse(R"({"order_id":"order_1","notes":[]})");
    auto read = [&](const std::string& more) { return providers::razorpay_dispute_truth(boost::json::parse(R"({"id":"disp_1","currency":"INR",)" + more + "}"), payment); };
    EXPECT_EQ(read(R"("amount":500,"status":"closed","phase":"fraud")").state, DisputeState::closed);
    EXPECT_TRUE(read(R"("amount":500,"status":"open","phase":"fraud")").is_inquiry);
    EXPECT_TRUE(read(R"("amount":500,"status":"open","amount_deducted":0)").movements.empty());
    EXPECT_EQ(read(R"("amount":500,"status":"lost","amount_deducted":400)").movements.at(0).amount.minor, -400);
    EXPECT_THROW(read(R"("amount":500,"status":"unheard_of")"), std::runtime_error);
    EXPECT_THROW(read(R"("status":"open")"), std::runtime_error);
    EXPECT_LE(providers::razorpay_contest({.texts = {{"uncategorized_text", std::string(5'000, 'x')}}, .is_final = true}).size(), 1'100u);
}

}  // namespace
}  // namespace vitrine::payments
